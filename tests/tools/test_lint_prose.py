"""The prose linter reads what a reader reads, and nothing else."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.checks.lint_prose import findings, paragraphs

BAD = "This is a very unique network."


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_bad_prose_is_found_with_its_page_and_place(tmp_path: Path) -> None:
    page = write(tmp_path / "page.md", f"# Title\n\n{BAD}\n")
    assert any(str(page) in line and "very unique" in line for line in findings(page))


def test_code_formulas_and_fences_are_not_prose(tmp_path: Path) -> None:
    text = f"A unit.\n\n```python\n# {BAD}\n```\n\n`very unique` $very\\ unique$\n"
    page = write(tmp_path / "page.md", text)
    assert not list(findings(page))
    assert "A unit." in list(paragraphs(page))


def test_only_markdown_cells_of_a_notebook_are_prose(tmp_path: Path) -> None:
    cells = [new_markdown_cell("All is well."), new_code_cell(f"# {BAD}")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "page.ipynb")
    assert list(paragraphs(tmp_path / "page.ipynb")) == ["All is well."]
    assert not list(findings(tmp_path / "page.ipynb"))
