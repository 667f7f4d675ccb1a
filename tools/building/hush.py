"""Holds back what libraries write to stderr below Python.

TensorFlow's C++ writes three lines whenever it is imported: it has no setting that
stops it, and Python's own `sys.stderr` never sees them. No import of the book's stands
here, so that this can be the first.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile


@contextmanager
def hushed() -> Iterator[None]:
    """What is written to file 2 in the block is shown only if the block fails."""
    sys.stderr.flush()
    shown = os.dup(2)
    with TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            _restore(shown)
            held.seek(0)
            with os.fdopen(os.dup(2), "wb") as stderr:
                shutil.copyfileobj(held, stderr)
            raise
        else:
            _restore(shown)


def _restore(shown: int) -> None:
    sys.stderr.flush()
    os.dup2(shown, 2)
    os.close(shown)
