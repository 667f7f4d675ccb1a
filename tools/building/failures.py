"""What goes wrong, in one line, with what to do."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools.building.places import BuildError

INTERRUPTED = 130  # the status of a program that Ctrl-C ended
FULL = (
    "The disk is full. Make room (the book needs 5 GB with its packages), "
    "then call the same command again: it goes on from here."
)
STOPPED = "Stopped. The same command goes on from here."


@contextmanager
def told(headline: str) -> Iterator[None]:
    """Ends the program with one line for each failure that is foreseen."""
    try:
        yield
    except BuildError as error:
        end(f"{headline}\n{error}")
    except KeyboardInterrupt:
        end(STOPPED, INTERRUPTED)
    except Exception as error:
        if not disk_is_full(error):
            raise
        end(f"{headline}\n{FULL}")


def disk_is_full(error: BaseException | None) -> bool:
    """Whether this error, or one that led to it, is of a full disk."""
    while error is not None:
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def end(words: str, status: int = 1) -> None:
    """Says it last, and ends the program."""
    print(f"\n{words}", file=sys.stderr)
    sys.exit(status)
