"""One process for one folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "run.lock"


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Keeps a folder for this process, until the end of the block or of the process.

    The system holds the lock and takes it from a process that dies, so the file that
    stays behind locks nothing.

    Args:
        directory: The folder, made if missing.

    Raises:
        ValueError: If the folder cannot be written to, or is locked.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file = (directory / LOCK).open("a+b")
    except OSError as error:
        raise ValueError(
            f"`directory` must be a folder that can be written to. Received: {error}"
        ) from None
    with file:
        try:
            _lock(file.fileno())
        except (BlockingIOError, PermissionError):
            raise ValueError(
                "`directory` must be a folder in which no other training is running; "
                f"wait for its end or name another one. Received: {directory}"
            ) from None
        except OSError:  # a file system without locks
            pass
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
