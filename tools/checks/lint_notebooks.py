"""Measure and check chapters: ``python -m tools.checks.lint_notebooks book/*.ipynb``.

One function per rule of the house style. Each takes a chapter and returns a list of
findings.
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tools.checks.chapter import ANSWER_TAGS, Chapter, Heading, nodes_of, tags_of

WORDS = range(1_800, 2_601)  # before the exercises
CODE_CELLS = range(12, 26)
MAX_CELL_LINES = 40
MAX_MEDIAN_LINES = 5
MIN_WORDS_PER_LINE = 12
MIN_PREDICTIONS = 5
GRADES = ["warm-up", "hand and head", "hand and head", "code", "open"]
OPENING = {
    "objectives": r"objectives|you will learn",
    "prerequisites": r"prerequisites|you need",
    "reading time": r"time\b.*\d+ minutes",
}
SECTIONS = ("Summary", "Exercises", "Sources")


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


def check_asserts(chapter: Chapter) -> list[str]:
    """What a reader sees shows something; what guards it is folded away."""
    return [
        f"cell {i} asserts in sight. Expected a number, a table or a picture there, "
        "and the assert in a cell tagged hide-cell"
        for i, cell in chapter.in_sight
        if any(isinstance(node, ast.Assert) for node in nodes_of(cell))
    ]


def check_predictions(chapter: Chapter) -> list[str]:
    """The reader is asked to predict before looking."""
    asked = sum(
        len(node.args)
        for _, cell in chapter.code
        for node in nodes_of(cell)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Predictions"
    )
    if asked < MIN_PREDICTIONS:
        return [f"Expected at least {MIN_PREDICTIONS} predictions. Received: {asked}"]
    return []


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
        if "solution" in tags_of(cell) and "hide-cell" not in tags_of(cell):
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
    check_asserts,
    check_predictions,
    check_words,
    check_sections,
    check_exercises,
    check_figures,
)


def _hidden_answers(chapter: Chapter) -> list[Heading]:
    """The headings of answers whose code cells are all tagged as such."""
    hidden = []
    for heading in chapter.headings:
        if heading.text.startswith("Answer"):
            cells = chapter.until_next_heading(heading)
            tags = [tags_of(cell) for cell in cells if cell.cell_type == "code"]
            if tags and all(tag >= ANSWER_TAGS for tag in tags):
                hidden.append(heading)
    return hidden


def _measures(chapter: Chapter) -> dict[str, float]:
    """The numbers that the house style bounds."""
    lines = sum(chapter.visible_lines)
    return {
        "words": chapter.words,
        "visible code cells": len(chapter.visible_lines),
        "visible code lines": lines,
        "median lines per visible cell": median(chapter.visible_lines or [0]),
        "words per visible line": round(chapter.words / max(lines, 1), 1),
        "exercises with a hidden answer": len(_hidden_answers(chapter)),
    }


def main() -> int:
    """Print measures and findings; return 1 if there are findings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path, nargs="+")
    failed = False
    for path in parser.parse_args().notebooks:
        chapter = Chapter(path)
        print(path)
        for name, value in _measures(chapter).items():
            print(f"  {name}: {value:,}")
        for check in CHECKS:
            for finding in check(chapter):
                failed = True
                print(f"  ! {finding}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
