"""The whole book as one PDF: ``python -m tools.make_pdf``, into `_build/lenet-5.pdf`.

All static pages become one, with a title and contents before them. Chromium prints it
twice: the first print finds the pages that the contents name. Then bookmarks and what
the book says of itself are written into the file.
"""

import html
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import matplotlib
import pikepdf
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, ViewportSize

from tools.browser import NoBrowserError, chromium
from tools.build_book import BUILD, ROOT, BuildError
from tools.extensions.static_pages import TITLE
from tools.imprint import Imprint, imprint
from tools.page_runtime import FetchError
from tools.static_book import static_pages

PDF = BUILD / "lenet-5.pdf"
STYLES = ("pygments.css", "vendor/formulas/Temml-STIX2.css", "static.css", "print.css")
FONTS = (
    "STIXGeneral.ttf",
    "STIXGeneralBol.ttf",
    "STIXGeneralItalic.ttf",
    "STIXGeneralBolIta.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
)
STYLE, FILL = (ROOT / "tools" / "static" / n for n in ("print.css", "fill_pages.js"))
NAMING = ("id", "aria-labelledby", "aria-describedby", "headers")  # hold names
MILLIMETRE = 96 / 25.4  # pixels
WIDTH, HEIGHT = 166 * MILLIMETRE, 253 * MILLIMETRE  # of the text, as in print.css
PATIENCE = 300_000  # milliseconds
READY = """() => Promise.all([document.fonts.ready,
  ...[...document.images].map(picture => picture.decode())]).then(() => true)"""
NUMBER = """pages => document.querySelectorAll('nav a').forEach(
  link => { link.dataset.page = pages[decodeURIComponent(link.hash.slice(1))]; })"""


def main() -> int:
    """Make the PDF and return the exit status."""
    try:
        pages = static_pages()
        whole = pages / "whole.html"
        whole.write_text(joined(pages, imprint().title), "utf8")
        gather(pages / "_static")
        with chromium() as browser:
            print_pdf(browser, whole, PDF)
        finish(PDF, BeautifulSoup(whole.read_text("utf8"), "html.parser"), imprint())
    except (BuildError, FetchError, NoBrowserError) as error:
        print(f"\nThe PDF was not made.\n{error}", file=sys.stderr)
        return 1
    print(f"Made {PDF}.")
    return 0


def gather(assets: Path) -> None:
    """Put beside the pages what only the printed book loads."""
    shutil.copy(STYLE, assets)
    fonts = assets / "fonts"
    fonts.mkdir(exist_ok=True)
    for name in FONTS:
        shutil.copy(Path(matplotlib.get_data_path(), "fonts", "ttf", name), fonts)


def joined(pages: Path, name: str) -> str:
    """All pages as one: title, contents, chapters in their order."""
    title = only(read(pages / f"{TITLE}.xhtml"), ".title-page")
    nav = only(read(pages / "nav.xhtml"), "nav#toc")
    listed = list(chapters_of(nav))
    bodies = [only(read(pages / address), ".body") for address, _ in listed]
    heads = [running_head(n, only(body, "h1")) for n, body in enumerate(bodies)]
    chapters = [
        article(number, body, PurePosixPath(address), part)
        for number, (body, (address, part)) in enumerate(
            zip(bodies, listed, strict=True)
        )
    ]
    rename(nav, PurePosixPath("nav.xhtml"))
    links = "".join(f'<link rel="stylesheet" href="_static/{s}">' for s in STYLES)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(name)}</title>{links}"
        f"<style>{''.join(heads)}</style></head><body>"
        f"{title}{nav}{''.join(chapters)}</body></html>"
    )


def only(page: Tag, selector: str) -> Tag:
    """The one element of a page.

    Raises:
        BuildError: There are none, or several.
    """
    found = page.select(selector)
    if len(found) != 1:
        raise BuildError(f"Expected one {selector} in a page. Received: {len(found)}")
    return found[0]


def article(number: int, body: Tag, page: PurePosixPath, part: str) -> str:
    """A chapter of the whole: its folded cells open, its part above its title."""
    rename(body, page)
    for folded in body.find_all("details"):
        folded["open"] = ""
    above = f'<p class="part">{html.escape(part)}</p>' if part else ""
    return (
        f'<article id="{name_of(page)}" style="page: chapter{number}">{above}'
        f"{body.decode_contents(formatter='minimal')}</article>"
    )


def read(path: Path) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(path.read_text("utf8"), "html.parser")


def chapters_of(nav: Tag) -> Iterator[tuple[str, str]]:
    """The files that the contents name, each with the part that it stands in."""
    for link in nav.select("a"):
        address = str(link["href"])
        if "#" not in address:
            part = link.find_previous("span")
            yield address, part.get_text() if part else ""


def name_of(page: PurePosixPath) -> str:
    """The name of a page inside the whole.

    >>> name_of(PurePosixPath("book/07_sparse_c3.xhtml"))
    'page-07_sparse_c3'
    """
    return f"page-{page.stem}"


def rename(body: Tag, page: PurePosixPath) -> None:
    """Make names of a page unique in the whole; lead links and pictures there."""
    for attribute in NAMING:
        for tag in body.select(f"[{attribute}]"):
            names = " ".join(tag.get_attribute_list(attribute)).split()
            tag[attribute] = " ".join(f"{name_of(page)}--{name}" for name in names)
    for link in body.find_all("a", href=True):
        link["href"] = led(str(link["href"]), page)
    for picture in body.find_all("img"):
        picture["src"] = str(picture["src"]).removeprefix("../")


def led(address: str, page: PurePosixPath) -> str:
    """Where a link of a page leads inside the whole.

    >>> led("08_rbf_output.xhtml#sum", PurePosixPath("book/07_sparse_c3.xhtml"))
    '#page-08_rbf_output--sum'
    >>> led("#sum", PurePosixPath("book/07_sparse_c3.xhtml"))
    '#page-07_sparse_c3--sum'
    >>> led("https://keras.io", PurePosixPath("book/07_sparse_c3.xhtml"))
    'https://keras.io'
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    target = name_of(PurePosixPath(unquote(parts.path)) if parts.path else page)
    return f"#{target}--{parts.fragment}" if parts.fragment else f"#{target}"


def running_head(number: int, title: Tag) -> str:
    """The style of a chapter's pages: its title stands at their head."""
    words = " ".join(title.get_text().split()).replace("\\", r"\\").replace('"', r"\"")
    style = 'color: #555; font: 9pt "Book Text", serif; text-align: end'
    return f'@page chapter{number} {{ @top-right {{ content: "{words}"; {style} }} }}\n'


def print_pdf(browser: Browser, whole: Path, pdf: Path) -> None:
    """Print the book, its figures placed, with the pages in its contents."""
    area: ViewportSize = {"width": int(WIDTH), "height": int(HEIGHT)}
    tab = browser.new_page(viewport=area, color_scheme="light")
    tab.set_default_timeout(PATIENCE)
    tab.emulate_media(media="print")
    tab.goto(whole.as_uri(), timeout=PATIENCE)
    tab.wait_for_function(READY)
    tab.add_script_tag(path=FILL)
    tab.evaluate("fillPages", {"width": WIDTH, "height": HEIGHT})
    tab.evaluate(NUMBER, printed(tab, pdf))
    printed(tab, pdf)
    tab.close()


def printed(tab: Page, path: Path) -> dict[str, int]:
    """Print what a tab shows, and return on which page each name stands."""
    tab.pdf(path=path, prefer_css_page_size=True, print_background=True, tagged=True)
    with pikepdf.open(path) as pdf:
        return places(pdf)


def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The page of each name that a link leads to, from 1."""
    numbers: dict[Any, int] = {}
    for number, page in enumerate(pdf.pages, start=1):
        numbers[page.objgen] = number
    named: Any = pdf.Root.get("/Dests", {})
    return {name[1:]: numbers[place[0].objgen] for name, place in named.items()}


def finish(path: Path, whole: BeautifulSoup, about: Imprint) -> None:
    """Write bookmarks and what the book says of itself into the PDF, and pack it."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        found = places(pdf)
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Contents", 1))
            outline.root.extend(bookmarks(only(whole, "nav > ol"), found))
        with pdf.open_metadata() as about_it:
            about_it["dc:title"] = about.title
            about_it["dc:creator"] = [about.authors]
            about_it["dc:description"] = about.description
            about_it["dc:rights"] = about.licence
            about_it["dc:language"] = {"en"}
        pdf.docinfo["/Author"] = about.authors
        pdf.docinfo["/Subject"] = about.description
        pdf.docinfo["/Creator"] = f"{about.title}, version {about.version}"
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(object_stream_mode=pikepdf.ObjectStreamMode.generate)


def bookmarks(listed: Tag, found: dict[str, int]) -> Iterator[pikepdf.OutlineItem]:
    """The contents as bookmarks; a part leads to its first chapter."""
    for item in listed.find_all("li", recursive=False):
        name, link = item.select("a, span")[0], item.select("a")[0]
        page = found[unquote(str(link["href"])[1:])]
        mark = pikepdf.OutlineItem(name.get_text(), page - 1)
        for inner in item.find_all("ol", recursive=False):
            mark.children.extend(bookmarks(inner, found))
            mark.is_closed = name is link
        yield mark


if __name__ == "__main__":
    sys.exit(main())
