"""Sphinx extension: a chapter has the number its file name begins with.

`book/07_sparse_c3.ipynb` is chapter 7, and its figures are 7.1, 7.2, ..., also
while earlier chapters are still to be written. Sphinx alone would count the
chapters present.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_external_toc.collectors import TocTreeCollectorWithStyles


def chapter_number(docname: str) -> int | None:
    """The number in front of a page's file name, or None.

    >>> chapter_number("book/07_sparse_c3"), chapter_number("book/intro")
    (7, None)
    """
    match = re.match(r"(\d+)_", PurePosixPath(docname).name)
    return int(match[1]) if match else None


def renumber(env: BuildEnvironment) -> None:
    """Put each chapter's own number first in all its section numbers."""
    for docname, numbers in env.toc_secnumbers.items():
        chapter = chapter_number(docname)
        if chapter is None:
            continue
        for anchor, number in numbers.items():
            if number:
                numbers[anchor] = (chapter, *number[1:])
        references = env.tocs[docname].findall(nodes.reference)
        for node in (env.titles[docname], *references):
            if node.get("secnumber"):
                node["secnumber"] = [chapter, *node["secnumber"][1:]]


def setup(app: Sphinx) -> dict[str, bool]:
    """Renumber right after the table of contents has been numbered."""
    collector = TocTreeCollectorWithStyles
    assign: Callable[..., list[str]] = collector.assign_section_numbers

    def assign_section_numbers(self: object, env: BuildEnvironment) -> list[str]:
        changed = assign(self, env)
        renumber(env)
        return changed

    setattr(collector, assign.__name__, assign_section_numbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
