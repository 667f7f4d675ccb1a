"""Notebooks without answers, and notebooks for Colab."""

import sys
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode

from tools.make_exercises import without_answers
from tools.make_launch_notebooks import with_install_cell

CHAPTER = Path(__file__).parents[2] / "book" / "07_sparse_c3.ipynb"


@pytest.fixture
def chapter() -> NotebookNode:
    return nbformat.read(CHAPTER, 4)


def test_the_exercises_stay_and_the_answers_go(chapter: NotebookNode) -> None:
    before = [cell.source for cell in chapter.cells]
    after = [cell.source for cell in without_answers(chapter).cells]
    gone = [source for source in before if source not in after]
    assert sum("Exercise" in source for source in after) >= 3
    assert not any("Answer" in source for source in after)
    assert sum("Answer" in source for source in gone) >= 3


def test_the_install_cell_does_nothing_where_the_package_is(
    chapter: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, *rest = with_install_cell(chapter, "https://example.org/a/book").cells
    assert rest[0].source.startswith("# ")
    assert "git+https://example.org/a/book" in cell.source
    asked = []
    shell = InteractiveShell()
    monkeypatch.setattr(shell, "run_line_magic", lambda *what: asked.append(what))
    shell.run_cell(cell.source).raise_error()
    assert asked == []
    monkeypatch.setitem(sys.modules, "lenet_keras", None)  # as if not installed
    shell.run_cell(cell.source).raise_error()
    ((magic, line, *_),) = asked
    assert magic == "pip" and "lenet-keras[" in line
