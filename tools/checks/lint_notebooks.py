"""Measure and check chapters: ``python -m tools.checks.lint_notebooks book/*.ipynb``.

One function per rule of the house style. Each takes a chapter and returns a list of
findings.
"""

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import nbformat
from markdown_it.token import Token
from nbformat import NotebookNode

from tools.checks.markdown import parse_markdown

WORDS = range(1_800, 2_601)  # before the exercises
CODE_CELLS = range(12, 26)
MAX_CELL_LINES = 40
MAX_MEDIAN_LINES = 5
MIN_WORDS_PER_LINE = 12
GRADES = ["warm-up", "hand and head", "hand and head", "code", "open"]
OPENING = {
    "objectives": r"objectives|you will learn",
    "prerequisites": r"prerequisites|you need",
    "reading time": r"time\b.*\d+ minutes",
}
SECTIONS = ("Summary", "Exercises", "Sources")
ANSWER_TAGS = {"hide-cell", "solution"}
HIDDEN_TAGS = {*ANSWER_TAGS, "hide-input", "remove-cell", "remove-input"}


@dataclass(frozen=True)
class Heading:
    """A heading and the index of the cell it stands in."""

    level: int
    text: str
    cell: int


@dataclass(frozen=True)
class Chapter:
    """One notebook, read with what the rules ask of it."""

    path: Path

    @cached_property
    def notebook(self) -> NotebookNode:
        """The notebook in format 4."""
        return nbformat.read(self.path, 4)

    @cached_property
    def code(self) -> list[tuple[int, NotebookNode]]:
        """All code cells, each with its index in the notebook."""
        cells = enumerate(self.notebook.cells)
        return [(i, cell) for i, cell in cells if cell.cell_type == "code"]

    @cached_property
    def visible_lines(self) -> list[int]:
        """Lines that are not blank, for each code cell that the reader sees."""
        return [
            sum(1 for line in cell.source.splitlines() if line.strip())
            for _, cell in self.code
            if not HIDDEN_TAGS & _tags(cell)
        ]

    @cached_property
    def tokens(self) -> list[tuple[int, Token]]:
        """The Markdown of all cells, parsed, each token with its cell's index."""
        cells = enumerate(self.notebook.cells)
        return [
            (i, token)
            for i, cell in cells
            if cell.cell_type == "markdown"
            for token in parse_markdown(cell.source)
        ]

    @cached_property
    def words(self) -> int:
        """Words of prose before the exercises; a formula or inline code counts as one.

        Exercises and their answers are not read in one go with the chapter.
        """
        ends = [h.cell for h in self.headings if (h.level, h.text) == (2, "Exercises")]
        end = min(ends, default=len(self.notebook.cells))
        return sum(_count_words(token) for cell, token in self.tokens if cell <= end)

    @cached_property
    def headings(self) -> list[Heading]:
        """All headings in order."""
        found = []
        for (i, token), (_, text) in zip(self.tokens, self.tokens[1:], strict=False):
            if token.type == "heading_open":
                found.append(Heading(int(token.tag[1]), text.content, i))
        return found

    def until_next_heading(self, heading: Heading) -> list[NotebookNode]:
        """The cells from the heading's own to the one before the next heading's."""
        later = [h.cell for h in self.headings if h.cell > heading.cell]
        return self.notebook.cells[heading.cell : min(later, default=None)]

    def measures(self) -> dict[str, float]:
        """The numbers that the house style bounds."""
        lines = sum(self.visible_lines)
        return {
            "words": self.words,
            "visible code cells": len(self.visible_lines),
            "visible code lines": lines,
            "median lines per visible cell": median(self.visible_lines or [0]),
            "words per visible line": round(self.words / max(lines, 1), 1),
            "exercises with a hidden answer": len(_hidden_answers(self)),
        }


def check_stripped(chapter: Chapter) -> list[str]:
    """The notebook is committed without results."""
    findings = []
    for i, cell in chapter.code:
        if cell.outputs:
            findings.append(f"cell {i} holds outputs")
        if cell.execution_count is not None:
            findings.append(f"cell {i} has an execution count")
    if "widgets" in chapter.notebook.metadata:
        findings.append("the metadata hold widgets")
    return findings


def check_kernel(chapter: Chapter) -> list[str]:
    """The kernel is the one that every installation has."""
    name = chapter.notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"Expected kernel python3. Received: {name}"]


def check_cells(chapter: Chapter) -> list[str]:
    """Cells are short and of a number that a reader can hold."""
    findings = []
    for i, cell in chapter.code:
        lines = len(cell.source.splitlines())
        if lines > MAX_CELL_LINES:
            findings.append(f"cell {i} has {lines} lines. Expected at most 40")
        if re.search(r"%matplotlib\s+(widget|notebook|ipympl)", cell.source):
            findings.append(f"cell {i} asks for a figure that needs a kernel")
    middle = median(chapter.visible_lines or [0])
    if middle > MAX_MEDIAN_LINES:
        findings.append(f"the median code cell has {middle} lines. Expected at most 5")
    if len(chapter.visible_lines) not in CODE_CELLS:
        number = len(chapter.visible_lines)
        findings.append(f"Expected 12 to 25 visible code cells. Received: {number}")
    return findings


def check_words(chapter: Chapter) -> list[str]:
    """The chapter is as long as the others, and explains its code."""
    findings = []
    if chapter.words not in WORDS:
        findings.append(
            f"Expected 1,800 to 2,600 words before the exercises. "
            f"Received: {chapter.words}"
        )
    lines = sum(chapter.visible_lines)
    if chapter.words < MIN_WORDS_PER_LINE * lines:
        findings.append(
            f"Expected 12 words per visible line of code. Received: "
            f"{chapter.words} words, {lines} lines"
        )
    return findings


def check_sections(chapter: Chapter) -> list[str]:
    """One title, the opening block, and the closing sections."""
    findings = []
    titles = [h for h in chapter.headings if h.level == 1]
    if len(titles) != 1:
        findings.append(f"Expected one heading of level 1. Received: {len(titles)}")
    sections = [h for h in chapter.headings if h.level == 2]
    end = sections[0].cell + 1 if sections else len(chapter.notebook.cells)
    opening = "\n".join(
        cell.source.lower()
        for cell in chapter.notebook.cells[:end]
        if cell.cell_type == "markdown"
    )
    for name, pattern in OPENING.items():
        if not re.search(pattern, opening):
            findings.append(f"the opening does not name: {name}")
    above = chapter.notebook.cells[: sections[0].cell] if sections else []
    if any("$" in cell.source for cell in above if cell.cell_type == "markdown"):
        findings.append("the opening holds a formula: set late, it moves the page")
    names = [h.text for h in sections]
    for section in SECTIONS:
        if section not in names:
            findings.append(f"there is no section (level 2) named {section}")
    return findings


def check_exercises(chapter: Chapter) -> list[str]:
    """Five exercises, graded, each with an answer that stays hidden at first."""
    findings = []
    exercises = [h for h in chapter.headings if h.text.startswith("Exercise ")]
    answers = [h for h in chapter.headings if h.text.startswith("Answer")]
    hidden = _hidden_answers(chapter)
    grades = [re.sub(r"^Exercise \d+ \(([^)]*)\).*", r"\1", h.text) for h in exercises]
    if grades != GRADES:
        findings.append(
            f"Expected headings 'Exercise N (grade): ...' with the grades {GRADES}. "
            f"Received: {grades}"
        )
    if len(answers) != len(exercises):
        findings.append(
            f"Expected a heading 'Answer ...' for each of {len(exercises)} exercises. "
            f"Received: {len(answers)}"
        )
    expected = "Expected code cells, all tagged hide-cell, solution"
    findings += [f"{a.text!r}: {expected}" for a in answers if a not in hidden]
    for i, cell in chapter.code:
        if "solution" in _tags(cell) and "hide-cell" not in _tags(cell):
            findings.append(f"cell {i} has the tag solution without hide-cell")
    return findings


def check_figures(chapter: Chapter) -> list[str]:
    """A cell that draws a numbered figure says all that a figure needs."""
    findings = []
    for i, cell in chapter.code:
        mystnb = cell.metadata.get("mystnb", {})
        if "figure" not in mystnb and "image" not in mystnb:
            continue
        figure, image = mystnb.get("figure", {}), mystnb.get("image", {})
        required = {
            "mystnb.figure.caption": figure.get("caption"),
            "mystnb.figure.name": figure.get("name"),
            "mystnb.image.alt": image.get("alt"),
        }
        for key, value in required.items():
            if not value:
                findings.append(f"cell {i} draws a figure without {key}")
    return findings


CHECKS: tuple[Callable[[Chapter], list[str]], ...] = (
    check_stripped,
    check_kernel,
    check_cells,
    check_words,
    check_sections,
    check_exercises,
    check_figures,
)


def _tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _hidden_answers(chapter: Chapter) -> list[Heading]:
    """The headings of answers whose code cells are all tagged as such."""
    hidden = []
    for heading in chapter.headings:
        if heading.text.startswith("Answer"):
            cells = chapter.until_next_heading(heading)
            tags = [_tags(cell) for cell in cells if cell.cell_type == "code"]
            if tags and all(tag >= ANSWER_TAGS for tag in tags):
                hidden.append(heading)
    return hidden


def _count_words(token: Token) -> int:
    count = 0
    for part in token.children or ():
        if part.type == "text":
            count += len(re.findall(r"\w[\w'’.,-]*", part.content))
        elif part.type in {"code_inline", "math_inline"}:
            count += 1
    return count


def main() -> int:
    """Print measures and findings; return 1 if there are findings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path, nargs="+")
    failed = False
    for path in parser.parse_args().notebooks:
        chapter = Chapter(path)
        print(path)
        for name, value in chapter.measures().items():
            print(f"  {name}: {value:,}")
        for check in CHECKS:
            for finding in check(chapter):
                failed = True
                print(f"  ! {finding}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
