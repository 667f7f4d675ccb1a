"""The tests marked `backends` again: ``python -m tools.checks.other_backends``.

On JAX and PyTorch at once, each in one process: a compiled function then serves all
tests. A backend that is not installed is left out, but with CI=true that is a failure.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from tempfile import TemporaryFile

BACKENDS = ("jax", "torch")
TESTS = ("-m", "backends", "--ignore=tests/book", "--ignore=tests/browser")


def main() -> int:
    """Run the tests on all backends and return the exit status."""
    missing = [backend for backend in BACKENDS if not find_spec(backend)]
    if missing:
        print("Not installed:", *missing, "(pip install -r tests/backends.txt)")
        if os.environ.get("CI") == "true":
            return 1
    return run_all([backend for backend in BACKENDS if backend not in missing])


def run_all(backends: list[str], arguments: tuple[str, ...] = TESTS) -> int:
    """Run pytest on some backends at once; what each says is shown as it ends."""
    command = [sys.executable, "-m", "pytest", *arguments]
    running = []
    for backend in backends:
        words = TemporaryFile()
        environment = {**os.environ, "KERAS_BACKEND": backend}
        process = subprocess.Popen(
            command, env=environment, stdout=words, stderr=subprocess.STDOUT
        )
        running.append((backend, process, words))
    failed = []
    for backend, process, words in running:
        if process.wait():
            failed.append(backend)
        words.seek(0)
        print(f"KERAS_BACKEND={backend}\n{words.read().decode()}", flush=True)
        words.close()
    if failed:
        print("Failed on:", *failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
