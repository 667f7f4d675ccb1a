"""Set up `.venv` from the lock: ``python3 tools/set_up.py``, as `make install` does.

With `--empty` it has nothing but pip.

Tells how far it is, and each failure in one line with what to do. Whatever Python is
there runs it, too old ones among them: it needs nothing but what they all bring.
"""

import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
VERSIONS = ((3, 13), (3, 12), (3, 11))
PIP = ("-m", "pip", "install", "--no-compile", "--progress-bar", "off")
SECONDS = {"download": 90.0, "install": 75.0}  # measured on two slow cores
ROOM = 50_000_000  # bytes: with fewer a disk is full, whatever else is said
FULL = "The disk is full: the packages need 5 GB. Make room and call it again."
FAULTS = (  # what pip says, what it means, what to do
    (r"No space left|Errno 28|Errno 122", FULL),
    (
        r"NewConnectionError|NameResolution|Temporary failure in name|ProxyError|"
        r"ConnectTimeout|ReadTimeout|Network is unreachable|Connection (refused|reset)|"
        r"from versions: none",
        "The packages cannot be downloaded: is there a network? Call it again then.",
    ),
    (
        r"SSLError|CERTIFICATE_VERIFY_FAILED",
        "The package index is not trusted: give pip the certificate of your network "
        "(PIP_CERT=file.pem).",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package is not the one that the lock names. Is it a changed copy of the "
        "index? Try the original.",
    ),
    (
        r"No matching distribution found for (\S+)",
        "There is no {} for this system and this Python; README.md names the systems.",
    ),
)


def main() -> int:
    """Set up, and return the exit status."""
    try:
        python = find_python()
        make_environment(python)
        if "--empty" not in sys.argv:
            install()
    except KeyboardInterrupt:
        return say("Stopped. The same command goes on from here.", 130)
    except SetUpError as error:
        return say(str(error), 1)
    except OSError as error:
        return say(meaning(str(error)) or str(error), 1)
    return 0


class SetUpError(Exception):
    """It cannot be set up; the message says why, and what to do."""


def say(words: str, status: int) -> int:
    """The last words of a failure, and its status."""
    sys.stderr.write("\n" + words + "\n")
    return status


def find_python() -> str:
    """This Python if it is of a version that TensorFlow knows, else one that is."""
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for version in VERSIONS:
        found = shutil.which(f"python{version[0]}.{version[1]}")
        if found:
            return found
    raise SetUpError(
        "Python 3.11, 3.12 or 3.13 is needed, and none is found. Install one "
        "(python.org, or your system's packages) and name it: make PYTHON=python3.12 "
        f"...  Received: Python {sys.version_info[0]}.{sys.version_info[1]}"
    )


def interpreter() -> str:
    """The Python of the environment."""
    windows = VENV / "Scripts" / "python.exe"
    return str(windows if windows.parent.is_dir() else VENV / "bin" / "python")


def make_environment(python: str) -> None:
    """Make `.venv`, unless it is there with a pip that runs."""
    if Path(interpreter()).exists() and run(interpreter(), "-m", "pip", "--version"):
        return
    sys.stdout.write(f"Making .venv with {python}\n")
    shutil.rmtree(str(VENV), ignore_errors=True)
    words: list = []
    if not run(python, "-m", "venv", str(VENV), words=words):
        text = "\n".join(words)
        hint = "This Python cannot make a virtual environment: "
        if not meaning(text) and "ensurepip" in text:
            raise SetUpError(hint + "apt-get install python3-venv, or its like.")
        raise SetUpError(meaning(text) or hint + text)


def install() -> None:
    """Install what the lock names, and the package itself."""
    wanted = len(re.findall(r"(?m)^[a-z0-9].*==", LOCK.read_text("utf-8")))
    progress = Progress(wanted)
    lock = ("--require-hashes", "-r", str(LOCK))
    ours = ("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    for arguments in (lock, ours):
        words: list = []
        done = run(interpreter(), *(PIP + arguments), words=words, watch=progress.hear)
        if not done:
            progress.end("stopped after")
            text = "\n".join(words)
            last = [line for line in words if "ERROR" in line] or words[-3:]
            raise SetUpError(meaning(text) or "pip failed: " + "\n".join(last))
    progress.end()


def run(*command: str, words: Any = None, watch: Any = None) -> bool:
    """Run a command; its lines go to `words` and `watch`. True if it succeeded."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT)
    )
    for line in process.stdout or ():
        text = line.decode("utf-8", "replace").rstrip()
        if words is not None:
            words.append(text)
        if watch:
            watch(text)
    return process.wait() == 0


def meaning(text: str) -> str:
    """What words of pip or of the system mean, and what to do; "" if unknown."""
    if shutil.disk_usage(str(ROOT)).free < ROOM:
        return FULL
    for pattern, told in FAULTS:
        found = re.search(pattern, text)
        if found:
            return told.format(*found.groups())
    return ""


class Progress:
    """What pip says, as one line with the time left.

    Args:
        wanted: How many packages there are, some of which are for other systems.
    """

    def __init__(self, wanted: int) -> None:
        self.wanted, self.found, self.start = wanted, 0, time.time()
        self.installing = 0.0  # since when
        self.drawn = sys.stdout.isatty()
        self.stopped = threading.Event()
        sys.stdout.write(f"Installing about {wanted} packages\n")
        if self.drawn:
            threading.Thread(target=self.draw, daemon=True).start()

    def hear(self, line: str) -> None:
        """A line of pip."""
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            self.found += 1
        elif line.startswith("Installing collected packages") and not self.installing:
            self.installing = time.time()
            self.wanted = max(line.count(",") + 1, 1)
            if not self.drawn:
                sys.stdout.write(f"Downloaded; installing {self.wanted}\n")

    def told(self) -> str:
        """How far it is, and the time left as it was measured elsewhere."""
        if not self.installing:
            share = min(self.found / float(self.wanted), 1)
            spent = time.time() - self.start
            left = SECONDS["download"] * (1 - share) + SECONDS["install"]
            if share > 0.1:
                left = spent / share * (1 - share) + SECONDS["install"]
            return (
                f"{self.found} of about {self.wanted} packages found, "
                f"about {left:.0f} s left"
            )
        spent = time.time() - self.installing
        left = SECONDS["install"] - spent
        if left <= 0:
            return f"installing for {spent:.0f} s, longer than expected"
        return f"installing {self.wanted} packages, about {left:.0f} s left"

    def draw(self) -> None:
        """Draw it over itself, each second."""
        while not self.stopped.wait(1):
            sys.stdout.write("\r\x1b[K  " + self.told())
            sys.stdout.flush()

    def end(self, how: str = "done in") -> None:
        """Tell how long it took."""
        self.stopped.set()
        clear = "\r\x1b[K" if self.drawn else ""
        took = time.time() - self.start
        sys.stdout.write(f"{clear}Installing: {how} {took:.0f} s.\n")


if __name__ == "__main__":
    sys.exit(main())
