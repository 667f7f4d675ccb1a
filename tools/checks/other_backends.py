"""The tests marked `backends` again: ``python -m tools.checks.other_backends``.

On JAX and PyTorch at once. Most of the time JAX compiles, operation by operation: hence
two processes, which share what they compiled and keep it for the next time. A backend
that is not installed is left out; with CI=true that is a failure.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

BACKENDS = ("jax", "torch")
TESTS = Path(__file__).parents[2] / "tests"
MARK = "mark.backends"
PROCESSES = {"jax": ("-n", "2", "--dist", "worksteal"), "torch": ()}
COMPILED = {  # everything, however small or quick; what runs once need not be fast
    "JAX_DISABLE_MOST_OPTIMIZATIONS": "true",
    "JAX_COMPILATION_CACHE_DIR": str(Path("_build/compiled_by_jax").absolute()),
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}


def main() -> int:
    """Run the tests on all backends and return the exit status."""
    missing = [backend for backend in BACKENDS if not find_spec(backend)]
    if missing:
        print("Not installed:", *missing, "(pip install -r tests/backends.txt)")
        if os.environ.get("CI") == "true":
            return 1
    there = [backend for backend in BACKENDS if backend not in missing]
    return run_all(there, ("-m", "backends", *marked()))


def marked() -> list[str]:
    """The files with a test that is marked: the others need not be read."""
    paths = sorted(TESTS.rglob("test_*.py"))
    return [str(path) for path in paths if MARK in path.read_text("utf-8")]


def run_all(backends: list[str], arguments: tuple[str, ...]) -> int:
    """Run pytest on some backends at once; what each says is shown as it ends."""
    running = []
    for backend in backends:
        words = TemporaryFile()
        environment = {**os.environ, **COMPILED, "KERAS_BACKEND": backend}
        command = [sys.executable, "-m", "pytest", *PROCESSES[backend], *arguments]
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
