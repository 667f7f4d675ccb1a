"""A chapter as the rules of the house style see it: words, headings, cells in sight."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from markdown_it.token import Token
from nbformat import NotebookNode

from tools.checks.markdown import parse_markdown

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
    def in_sight(self) -> list[tuple[int, NotebookNode]]:
        """The code cells that need no unfolding, each with its index."""
        return [(i, cell) for i, cell in self.code if not HIDDEN_TAGS & tags_of(cell)]

    @cached_property
    def visible_lines(self) -> list[int]:
        """Lines that are not blank, for each code cell that the reader sees."""
        return [
            sum(1 for line in cell.source.splitlines() if line.strip())
            for _, cell in self.in_sight
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


def tags_of(cell: NotebookNode) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def nodes_of(cell: NotebookNode) -> Iterator[ast.AST]:
    """The syntax tree of a cell, node by node, without lines for IPython alone."""
    return ast.walk(ast.parse(re.sub(r"^%.*", "", cell.source, flags=re.MULTILINE)))


def _count_words(token: Token) -> int:
    count = 0
    for part in token.children or ():
        if part.type == "text":
            count += len(re.findall(r"\w[\w'’.,-]*", part.content))
        elif part.type in {"code_inline", "math_inline"}:
            count += 1
    return count
