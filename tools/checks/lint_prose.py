"""Lint the prose: ``python -m tools.checks.lint_prose book/*.ipynb README.md``.

Only what a reader reads as text is looked at: no code, no formula, no role.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from markdown_it.token import Token
from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

from tools.checks.markdown import parse_markdown

# Checks of proselint that do not fit a book with formulas in plain Markdown: they want
# curly quotes, take "for every" for "for ever", "From 1,024" for a date, and "a noisy
# OR or" for a word written twice.
WITHOUT = ("archaism", "dates_times", "lexical_illusions", "typography")
CONFIG = {**DEFAULT, "checks": {**DEFAULT["checks"], **dict.fromkeys(WITHOUT, False)}}

CheckRegistry().register_many(__register__)


def findings(path: Path) -> Iterator[str]:
    """What proselint has to say of a notebook or a Markdown page."""
    text = "\n\n".join(paragraphs(path))
    if not text:
        return
    for result in LintFile(path.name, text).lint(CONFIG):
        start, end = result.check_result.span
        context = " ".join(text[max(0, start - 30) : end + 30].split())
        yield f"{path}: {result.check_result.message} In: {context!r}"


def paragraphs(path: Path) -> Iterator[str]:
    """The prose of a notebook or a Markdown page, heading by paragraph by item."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, 4).cells
        sources = [cell.source for cell in cells if cell.cell_type == "markdown"]
    else:
        sources = [path.read_text(encoding="utf-8")]
    for source in sources:
        for token in parse_markdown(source):
            if token.type == "inline":
                yield _prose(token.children or ())


def _prose(parts: Iterable[Token]) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        part.content if part.type == "text" else breaks.get(part.type, "")
        for part in parts
    )


def main() -> int:
    """Print the findings and return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="+")
    found = [line for path in parser.parse_args().pages for line in findings(path)]
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
