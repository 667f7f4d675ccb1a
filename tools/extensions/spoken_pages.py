"""Sphinx extension: what is heard of a page is what is seen.

MyST-NB names every folded cell "Toggle hidden content", whatever its title says; here
the title is the name. Docutils gives the works of the bibliography a role that the
standard has withdrawn (DPUB-ARIA 1.1); here they are the items of a list.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def visit_folded_cell(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    """Writes a folded cell as MyST-NB does, and leaves its name to its title."""
    before = len(translator.body)
    visit_HideCellInput(translator, node)
    for n, tag in enumerate(translator.body[before:], start=before):
        if tag.startswith("<summary "):
            translator.body[n] = "<summary>\n"


def visit_work(translator: HTML5Translator, node: nodes.citation) -> None:
    """Writes a work as Docutils does, in the role of an item of a list."""
    type(translator).visit_citation(translator, node)
    opened = translator.body[-1]
    translator.body[-1] = opened.replace("doc-biblioentry", "listitem")


def depart_work(translator: HTML5Translator, node: nodes.citation) -> None:
    type(translator).depart_citation(translator, node)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write folded cells and works this way."""
    folded = (visit_folded_cell, depart_HideCellInput)
    app.add_node(HideCodeCellNode, override=True, html=folded)
    app.add_node(nodes.citation, override=True, html=(visit_work, depart_work))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
