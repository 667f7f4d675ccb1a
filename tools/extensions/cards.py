"""Sphinx extension: what a message shows of a page that it links to, a card of its own.

A card has the page's title and its first picture. Messages need its whole address, so
cards are drawn where the site's address is known.
"""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib
from bs4 import BeautifulSoup
from docutils import nodes
from PIL import Image, ImageDraw, ImageFont, ImageOps
from sphinx.application import Sphinx

from tools.extensions.findable import BEFORE_OPENGRAPH, descriptions
from tools.extensions.offline import ICON, draw_icon

FOLDER = "_static/cards"
SIZE = (1200, 630)
MARGIN, LOGO = 60, 90
PICTURE = (480, 400)  # at most
PAPER, WORDS, NOTE = "#ffffff", "#1f2328", "#59636e"
LINES = {64: 17, 52: 21, 42: 26}  # size of the title, and letters a line with a picture
MOST_LINES = 5
COLOURS = 64
BODY = "article, .body"  # in the book's theme, in others
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"DejaVuSans{'-Bold' if bold else ''}.ttf", size)


def set_title(title: str) -> tuple[str, int]:
    """A title in lines beside a picture, and the size of its letters."""
    tries = [(size, textwrap.wrap(title, letters)) for size, letters in LINES.items()]
    fits = (one for one in tries if len(one[1]) <= MOST_LINES)
    size, lines = next(fits, tries[-1])
    return "\n".join(lines[:MOST_LINES]), size


def draw_card(title: str, book: str, logo: Path, picture: Path | None) -> Image.Image:
    """The card of a page."""
    card = Image.new("RGB", SIZE, PAPER)
    pencil = ImageDraw.Draw(card)
    lines, size = set_title(title)
    place = (MARGIN, SIZE[1] // 2 - LOGO // 2)
    pencil.multiline_text(
        place, lines, WORDS, font(size, True), anchor="lm", spacing=14
    )
    foot = SIZE[1] - MARGIN
    card.paste(draw_icon(logo, LOGO, 1), (MARGIN, foot - LOGO))
    place = (MARGIN + LOGO + 24, foot - LOGO // 2)
    pencil.text(place, book, NOTE, font(30), anchor="lm")
    shown = Image.open(picture).convert("RGBA") if picture else None
    if shown is None:
        shown = draw_icon(logo, PICTURE[1], 1).convert("RGBA")
    shown = ImageOps.contain(shown, PICTURE)
    left = SIZE[0] - MARGIN - (PICTURE[0] + shown.width) // 2
    top = MARGIN + (PICTURE[1] - shown.height) // 2
    card.paste(shown, (left, top), shown)
    return card.quantize(COLOURS)


def first_picture(page: Path) -> Path | None:
    """The first picture of what a page says, of those that are made of pixels."""
    soup = BeautifulSoup(page.read_text("utf8"), "html.parser")
    for image in soup.select(f":is({BODY}) img[src]"):
        path = page.parent / str(image["src"])
        if path.suffix != ".svg" and path.is_file():
            return path
    return None


def name_card(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tells sphinxext-opengraph the card of a page, in the page's fields."""
    base = app.config.html_baseurl
    if not base or pagename not in descriptions():
        return
    context["meta"] = {
        **(context["meta"] or {}),
        "og:image": f"{base}{FOLDER}/{pagename}.png",
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
    }
    context["metatags"] += '<meta name="twitter:card" content="summary_large_image">\n'


def draw_cards(app: Sphinx, exception: Exception | None) -> None:
    """Draws the cards, when all pictures are there."""
    if exception or app.builder.name != "html" or not app.config.html_baseurl:
        return
    site = Path(app.outdir)
    for page in descriptions():
        if page not in app.env.titles:
            continue
        path = site / FOLDER / f"{page}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = app.env.titles[page].astext()
        picture = first_picture(site / f"{page}.html")
        card = draw_card(title, app.config.project, site / ICON, picture)
        card.save(path, optimize=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Name each page's card, and draw them when all pages are written."""
    app.connect("html-page-context", name_card, priority=BEFORE_OPENGRAPH)
    app.connect("build-finished", draw_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
