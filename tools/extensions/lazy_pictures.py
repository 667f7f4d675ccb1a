"""Sphinx extension: a page fetches its pictures as the reader comes near them.

Each picture says its width and height, so that nothing jumps when it arrives, and is
sent as WebP, which has the same pixels in half the bytes. What was compressed once is
kept, since that takes longer than all else here.
"""

import hashlib
import re
import shutil
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from tools.site_pages import page_paths

KEPT = Path(__file__).parents[2] / "_build" / "pictures"
BEFORE_FILES = 700  # a priority: before what looks at the files of the site
ADDRESS = re.compile(r'(_images/[^"/]+)\.png\b')


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


def compress_pictures(
    app: Sphinx, exception: Exception | None, kept: Path = KEPT
) -> None:
    """Turns the pictures of all pages, and of their twins, into WebP."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    kept.mkdir(parents=True, exist_ok=True)
    for path in (site / "_images").glob("*.png"):
        before = kept / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.webp"
        if not before.is_file():
            with Image.open(path) as picture:
                picture.save(before, lossless=True, quality=80)  # of the effort
        shutil.copy(before, path.with_suffix(".webp"))
        path.unlink()
    for path in [*page_paths(site), *site.rglob("*.md")]:
        page = path.read_text("utf8")
        path.write_text(ADDRESS.sub(r"\1.webp", page), "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write pictures this way in pages; the PDF's one page loads all at once."""
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    app.connect("build-finished", compress_pictures, priority=BEFORE_FILES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
