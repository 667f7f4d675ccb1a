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
# No test in them is marked; they need more than the group `core` to be read.
WITHOUT = (
    *("benchmarks", "book", "browser", "figures", "live", "reproduce", "tools"),
    *("test_doctests.py", "training/test_plain_c.py"),
)
TESTS = ("-m", "backends", *(f"--ignore=tests/{name}" for name in WITHOUT))
PROCESSES = {"jax": ("-n", "2", "--dist", "worksteal"), "torch": ()}
COMPILED = {  # everything, however small or quick
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
    return run_all([backend for backend in BACKENDS if backend not in missing])


def run_all(backends: list[str], arguments: tuple[str, ...] = TESTS) -> int:
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
