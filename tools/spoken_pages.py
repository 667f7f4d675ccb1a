"""Sphinx extension: what is heard of a page is what is seen.

MyST-NB names every folded cell "Toggle hidden content", whatever its title says; here
the title is the name. Docutils gives the works of the bibliography a role that the
standard has withdrawn (DPUB-ARIA 1.1); here they are the items of a list.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

SPOKEN = {
    ' aria-label="Toggle hidden content"': "",
    'role="doc-biblioentry"': 'role="listitem"',
}


def mend(translator: HTML5Translator, begin: int) -> None:
    """Replaces what is wrongly spoken in what has been written since `begin`."""
    for place in range(begin, len(translator.body)):
        for wrong, right in SPOKEN.items():
            translator.body[place] = translator.body[place].replace(wrong, right)


def visit_folded_cell(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    begin = len(translator.body)
    visit_HideCellInput(translator, node)
    mend(translator, begin)


def visit_work(translator: HTML5Translator, node: nodes.citation) -> None:
    begin = len(translator.body)
    type(translator).visit_citation(translator, node)
    mend(translator, begin)


def depart_work(translator: HTML5Translator, node: nodes.citation) -> None:
    type(translator).depart_citation(translator, node)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write folded cells and works this way."""
    cells = (visit_folded_cell, depart_HideCellInput)
    app.add_node(HideCodeCellNode, override=True, html=cells)
    app.add_node(nodes.citation, override=True, html=(visit_work, depart_work))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
