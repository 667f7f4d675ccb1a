"""Every chapter keeps the house style, and the rules notice when one does not."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from tools.checks.chapter import Chapter
from tools.checks.lint_notebooks import (
    CHECKS,
    GRADES,
    check_asserts,
    check_cells,
    check_exercises,
    check_figures,
    check_kernel,
    check_predictions,
    check_sections,
    check_stripped,
    check_words,
)
from tools.extensions.chapter_numbers import chapter_number

BOOK = Path(__file__).parents[2] / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
CHAPTERS = [path for path in NOTEBOOKS if chapter_number(path.stem)]

Lint = Callable[[Chapter], list[str]]


def test_the_book_has_chapters() -> None:
    assert CHAPTERS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_keeps_the_style(path: Path, check: Lint) -> None:
    assert check(Chapter(path)) == []


@pytest.mark.parametrize("check", [check_stripped, check_kernel, check_figures])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_clean(path: Path, check: Lint) -> None:
    assert check(Chapter(path)) == []


def answer(number: int, grade: str) -> list[NotebookNode]:
    text = (
        f"### Exercise {number} ({grade}): a question\nWhy?\n\n"
        f"#### Answer to exercise {number}"
    )
    tags = {"tags": ["hide-cell", "solution"]}
    return [new_markdown_cell(text), new_code_cell("6 * 7", metadata=tags)]


@pytest.fixture
def good() -> NotebookNode:
    """A notebook in which every rule is kept."""
    opening = "# Title\n\nObjectives: x. Prerequisites: y. Reading time: 9 minutes."
    figure = {
        "figure": {"caption": "From -1 (blue) to 1 (red).", "name": "fig-x"},
        "image": {"alt": "A red square."},
    }
    cells = [
        new_markdown_cell(opening),
        new_markdown_cell("## Body\n" + "word " * 2000),
    ]
    cells += [new_code_cell("x = 1\nx") for _ in range(15)]
    cells.append(new_code_cell("draw()", metadata={"mystnb": figure}))
    cells.append(new_markdown_cell("## Summary\n\nAll is well.\n\n## Exercises"))
    cells += [cell for graded in enumerate(GRADES, 1) for cell in answer(*graded)]
    cells.append(new_markdown_cell("## Sources\n\nThe paper."))
    asked = "%matplotlib inline\nPredictions(one, two)\nPredictions(three, four, five)"
    for code, tag in ((asked, "remove-input"), ("assert x == 1", "hide-cell")):
        cells.append(new_code_cell(code, metadata={"tags": [tag]}))
    kernel = {"name": "python3", "display_name": "Python 3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def lint(notebook: NotebookNode, check: Lint, folder: Path) -> list[str]:
    path = folder / "07_chapter.ipynb"
    nbformat.write(notebook, path)
    return check(Chapter(path))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_good_notebook_passes(good: NotebookNode, check: Lint, tmp_path: Path) -> None:
    assert lint(good, check, tmp_path) == []


def has_output(nb: NotebookNode) -> None:
    nb.cells[2].outputs = [new_output("stream", text="1")]


def was_run(nb: NotebookNode) -> None:
    nb.cells[2].execution_count = 1


def keeps_widgets(nb: NotebookNode) -> None:
    nb.metadata["widgets"] = {}


def other_kernel(nb: NotebookNode) -> None:
    nb.metadata.kernelspec.name = "my-environment"


def long_cell(nb: NotebookNode) -> None:
    nb.cells[2].source = "\n".join(["x = 1"] * 41)


def long_median(nb: NotebookNode) -> None:
    for cell in nb.cells[2:14]:
        cell.source = "\n".join(["x = 1"] * 6)


def few_cells(nb: NotebookNode) -> None:
    del nb.cells[2:8]


def kernel_figure(nb: NotebookNode) -> None:
    nb.cells[2].source = "%matplotlib widget"


def assert_in_sight(nb: NotebookNode) -> None:
    nb.cells[-1].metadata.tags = []


def few_predictions(nb: NotebookNode) -> None:
    nb.cells[-2].source = "Predictions(one, two, three, Prediction(four, five))"


def few_words(nb: NotebookNode) -> None:
    nb.cells[1].source = "## Body\n" + "word " * 100


def words_in_code_fence(nb: NotebookNode) -> None:
    nb.cells[1].source = "## Body\n```\n" + "word " * 2000 + "\n```"


def little_prose(nb: NotebookNode) -> None:
    for cell in nb.cells[2:10]:
        cell.source = "\n".join(["x = 1"] * 30)


def two_titles(nb: NotebookNode) -> None:
    nb.cells[1].source += "\n\n# Another title"


def no_opening(nb: NotebookNode) -> None:
    nb.cells[0].source = "# Title\n\nObjectives: x. Reading time: 9 minutes."


def formula_in_the_opening(nb: NotebookNode) -> None:
    nb.cells[0].source += " Learn what $h$ is."


def no_summary(nb: NotebookNode) -> None:
    nb.cells[18].source = "## Exercises"


def no_warm_up(nb: NotebookNode) -> None:
    del nb.cells[19:21]


def no_answer(nb: NotebookNode) -> None:
    nb.cells[19].source = "### Exercise 1 (warm-up): what?\nWhy?"


def open_answer(nb: NotebookNode) -> None:
    nb.cells[20].metadata.tags = ["solution"]


def no_alt(nb: NotebookNode) -> None:
    del nb.cells[17].metadata["mystnb"]["image"]


def no_caption(nb: NotebookNode) -> None:
    del nb.cells[17].metadata["mystnb"]["figure"]["caption"]


def no_name(nb: NotebookNode) -> None:
    del nb.cells[17].metadata["mystnb"]["figure"]["name"]


FAULTS = [
    (has_output, check_stripped, "outputs"),
    (was_run, check_stripped, "execution count"),
    (keeps_widgets, check_stripped, "widgets"),
    (other_kernel, check_kernel, "my-environment"),
    (long_cell, check_cells, "41 lines"),
    (long_median, check_cells, "median"),
    (few_cells, check_cells, "Received: 10"),
    (kernel_figure, check_cells, "needs a kernel"),
    (assert_in_sight, check_asserts, "asserts in sight"),
    (few_predictions, check_predictions, "Received: 4"),
    (few_words, check_words, "words"),
    (words_in_code_fence, check_words, "words"),
    (little_prose, check_words, "12 words per visible line"),
    (two_titles, check_sections, "Received: 2"),
    (no_opening, check_sections, "prerequisites"),
    (formula_in_the_opening, check_sections, "formula"),
    (no_summary, check_sections, "Summary"),
    (no_warm_up, check_exercises, "Received: ['hand and head'"),
    (no_answer, check_exercises, "Received: 4"),
    (open_answer, check_exercises, "Answer to exercise 1"),
    (no_alt, check_figures, "mystnb.image.alt"),
    (no_caption, check_figures, "mystnb.figure.caption"),
    (no_name, check_figures, "mystnb.figure.name"),
]


@pytest.mark.parametrize(("spoil", "check", "word"), FAULTS)
def test_fault_is_found(
    good: NotebookNode,
    spoil: Callable[[NotebookNode], None],
    check: Lint,
    word: str,
    tmp_path: Path,
) -> None:
    spoil(good)
    assert word in " ".join(lint(good, check, tmp_path))
