"""Sphinx extension: a page fetches its pictures as the reader comes near them.

Each picture says its width and height, so that nothing jumps when it arrives.
"""

from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def visit_image(translator: HTML5Translator, node: nodes.image) -> None:
    """Writes a picture as Sphinx does, and adds its size."""
    path = Path(translator.builder.srcdir, node["uri"])
    node["loading"] = "lazy"
    for side in ("width", "height"):  # as style they would hold on a phone, too
        node.attributes.pop(side, None)
    type(translator).visit_image(translator, node)
    if path.suffix == ".png":
        with Image.open(path) as picture:
            size = f'width="{picture.width}" height="{picture.height}"'
        translator.body[-1] = translator.body[-1].replace("<img ", f"<img {size} ", 1)


def depart_image(translator: HTML5Translator, node: nodes.image) -> None:
    type(translator).depart_image(translator, node)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write pictures this way in pages; the PDF's one page loads all at once."""
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
