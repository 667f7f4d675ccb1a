"""Sphinx extension: what is heard of a page is what is seen.

MyST-NB names every folded cell "Toggle hidden content", whatever its title says; here
the title is the name. Docutils gives the works of the bibliography a role that the
standard has withdrawn (DPUB-ARIA 1.1); here they are the items of a list.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

SPOKEN = {
    ' aria-label="Toggle hidden content"': "",
    'role="doc-biblioentry"': 'role="listitem"',
}


def mend(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Replaces what is wrongly spoken in a page's text."""
    for wrong, right in SPOKEN.items():
        context["body"] = context.get("body", "").replace(wrong, right)


def setup(app: Sphinx) -> dict[str, bool]:
    """Mend each page before it is written."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
