"""How long each notebook of the book takes, one after the other, and its memory.

    python benchmarks/book.py [NOTEBOOK ...]

Memory is the largest resident size of the kernel. Exits with 1 if a notebook or the
whole book exceeds a bound.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

BOOK = Path(__file__).parents[1] / "book"
CHAPTER_SECONDS, BOOK_SECONDS, GIGABYTES = 60, 480, 2
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
PROBE = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path, nargs="*", default=None)
    paths = parser.parse_args().notebooks or sorted(BOOK.glob("*.ipynb"))
    total, fine = 0.0, True
    for path in paths:
        wall, own, gigabytes = measure(nbformat.read(path, 4))
        total += wall
        fine &= wall <= CHAPTER_SECONDS and gigabytes < GIGABYTES
        print(
            f"{path.stem:28}{wall:6.1f} s, {own:6.1f} s of the processor, "
            f"{gigabytes:.2f} GB",
            flush=True,
        )
    print(f"{'together':28}{total:6.1f} s, at most {BOOK_SECONDS} wanted")
    return int(not fine or total > BOOK_SECONDS)


def measure(notebook: NotebookNode) -> tuple[float, float, float]:
    """Seconds, processor seconds, and the kernel's largest memory in GB."""
    notebook.cells.append(new_code_cell(PROBE))
    before, start = _processor_seconds(), time.perf_counter()
    NotebookClient(notebook, timeout=600).execute()
    wall = time.perf_counter() - start
    (output,) = notebook.cells[-1].outputs
    return wall, _processor_seconds() - before, int(output.text) * UNIT / 1e9


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
