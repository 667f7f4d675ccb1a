"""What pages load beside themselves: made or fetched before they are rendered."""

import errno
import re
import subprocess
import sys
import time
from collections.abc import Callable

from tools import page_runtime
from tools.building import places
from tools.building.places import BuildError, hash_inputs
from tools.building.progress import Reporter

OFFLINE = r"ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network"
LEARNING_FROM = ("lenet_keras", "tools/page_learning.py")


def prepare(reporter: Reporter) -> None:
    """Fetches the page runtime and writes what pages need to learn, if they changed.

    Raises:
        BuildError: One of them could not be made.
    """
    stamp = page_runtime.VENDOR / ".learning-sha256"
    version = hash_inputs(places.ROOT, LEARNING_FROM)
    jobs: dict[str, Callable[[], object]] = {}
    if not page_runtime.is_there():
        jobs["scripts and fonts"] = page_runtime.fetch
    if not stamp.is_file() or stamp.read_text() != version:
        jobs["digits to learn"] = write_learning
    if not jobs:
        return
    with reporter.step("runtime", "Making what pages load", jobs) as counter:
        for name, job in jobs.items():
            start = time.perf_counter()
            try:
                job()
            except page_runtime.FetchError as error:
                raise BuildError(_meaning(str(error))) from error
            counter.done(name, time.perf_counter() - start)
    stamp.write_text(version)


def _meaning(words: str) -> str:
    """What npm's words mean; all of them go into a file."""
    log = places.BUILD / "npm.log"
    log.write_text(words, "utf8")
    if "ENOSPC" in words:
        raise OSError(errno.ENOSPC, "npm found no room")
    if re.search(OFFLINE, words):
        return "npm cannot fetch the scripts of the pages: is there a network?"
    return f"npm cannot fetch the scripts of the pages. What it says is in {log}."


def write_learning() -> None:
    """What pages need to learn; in a process that ends, for it loads TensorFlow."""
    command = [sys.executable, "-m", "tools.page_learning"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(done.stderr)
