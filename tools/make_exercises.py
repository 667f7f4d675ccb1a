"""Notebooks without answers: ``python -m tools.make_exercises``, for lecturers.

Every cell with the tag `solution` is left out; the exercises stay.
"""

import shutil

import nbformat
from nbformat import NotebookNode

from tools.build_book import BUILD, ROOT

FOLDER = BUILD / "exercises"


def main() -> None:
    """Write the notebooks of all chapters into `_build/exercises`."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        nbformat.write(without_answers(nbformat.read(path, 4)), FOLDER / path.name)
    print(f"Made {FOLDER}.")


def without_answers(notebook: NotebookNode) -> NotebookNode:
    """The notebook without the cells that answer its exercises."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "solution" not in cell.metadata.get("tags", ())
    ]
    return notebook


if __name__ == "__main__":
    main()
