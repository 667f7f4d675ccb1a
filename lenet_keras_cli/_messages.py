"""What the command line says when something is wrong, in one line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 600


@contextmanager
def silent() -> Iterator[None]:
    """Lets nothing through to the standard error, not even from compiled code.

    TensorFlow tells about drivers while it is imported, before it can be told not to.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def complain(error: Exception | str, about: str = "") -> None:
    """Prints one line on the standard error.

    Args:
        error: What is wrong.
        about: The file that it is about, for messages that do not name it.
    """
    text = " ".join(str(error).split()) or type(error).__name__
    if about not in text:
        text = f"{about}: {text}"
    if len(text) > LONGEST:  # an array of numbers helps no one
        text = f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"
    print("lenet-keras: error:", text, file=sys.stderr)
