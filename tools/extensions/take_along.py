"""Sphinx extension: the first page offers the book as one file, ePub or PDF.

Only where the environment variable LENET_COPIES is set, as the deployment does after it
has made them: elsewhere a link would lead nowhere. The files come along with the pages.
"""

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

OFFERED = "LENET_COPIES"
BUILD = Path(__file__).parents[2] / "_build"
COPIES = {
    "lenet-5.epub": "ePub, for readers and phones",
    "lenet-5.pdf": "PDF, for paper",
}


def copies(folder: Path) -> list[Path]:
    """The files in a folder that can be offered, if they are to be."""
    found = (folder / name for name in COPIES)
    return [path for path in found if OFFERED in os.environ and path.is_file()]


def bring(app: Sphinx, config: Config) -> None:
    """Puts the files beside the pages."""
    config.html_extra_path = [*config.html_extra_path, *map(str, copies(BUILD))]


def offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Names the files at the end of the first page."""
    found = copies(BUILD)
    if not found or pagename != app.config.root_doc:
        return
    up = context["pathto"]("index.html", resource=True).removesuffix("index.html")
    links = " and ".join(
        f'<a href="{up}{path.name}">{COPIES[path.name]}</a> '
        f"({path.stat().st_size / 1e6:.0f} MB)"
        for path in found
    )
    context["body"] += f"<p><strong>Take it with you</strong> as one file: {links}.</p>"


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer what there is."""
    app.connect("config-inited", bring)
    app.connect("html-page-context", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
