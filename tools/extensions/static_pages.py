"""Sphinx extension: the book as an ePub, and as the pages that the PDF is printed from.

Sphinx' own builder writes pages, package and contents. Programs that read ePubs are
stricter than browsers: here formulas are named as MathML, folded cells have one title,
and the package says which pages hold formulas, which picture is the cover, and what
readers who do not see can expect. The contents go by part, chapter and section.

`tools.make_epub` packs the files, once the font of the formulas is reduced.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder, NavPoint
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.imprint import imprint

MATHML = "http://www.w3.org/1998/Math/MathML"
OPF, DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
STYLES = ("pygments.css", "Temml-STIX2.css", "static.css", "reader.css")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
TITLE = "title"
COVER = ("_static/cover.png", "epub-cover.html")
ACCESS = {
    "schema:accessMode": ("textual", "visual"),
    "schema:accessModeSufficient": ("textual",),  # pictures have words
    "schema:accessibilityFeature": (
        "alternativeText",
        "MathML",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ),
    "schema:accessibilityHazard": ("none",),
    "schema:accessibilitySummary": (
        "Pictures have alternative text; formulas are MathML; all else is text.",
    ),
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of text and figures
NAVIGATION = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="en" xml:lang="en">
<head><title>Contents</title>
<link rel="stylesheet" type="text/css" href="_static/static.css"/>
<link rel="stylesheet" type="text/css" href="_static/reader.css"/></head>
<body>
<nav epub:type="toc" id="toc"><h1>Contents</h1>
{contents}
</nav>
<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>
<li><a epub:type="bodymatter" href="{first}">Beginning</a></li>
</ol></nav>
</body></html>
"""


class StaticPages(Epub3Builder):
    """Sphinx' builder of ePubs, stricter."""

    html_tag = f'{Epub3Builder.html_tag[:-1]} lang="en" xml:lang="en">'
    media_types = Epub3Builder.media_types | {".woff2": "font/woff2"}

    def init(self) -> None:
        """Names the cover; in a file of settings it could not be a tuple."""
        super().init()
        self.config.epub_cover = COVER

    def handle_page(self, pagename: str, *args: Any, **kwargs: Any) -> None:
        """Writes a page, strict."""
        super().handle_page(pagename, *args, **kwargs)
        path = Path(self.get_outfilename(pagename))
        path.write_text(strict(path.read_text("utf8")), "utf8")

    def handle_finish(self) -> None:
        """Writes the title page, too."""
        about = imprint()
        self.handle_page(TITLE, {"title": about.title, "body": about.as_html()})
        super().handle_finish()

    def toc_metadata(self, level: int, navpoints: list) -> dict[str, Any]:
        """The old contents name the book as the package does."""
        told = super().toc_metadata(level, navpoints)
        return told | {"uid": self.config.epub_identifier}

    def build_content(self) -> None:
        """Writes the package, and what Sphinx does not say in it."""
        super().build_content()
        describe(Path(self.outdir, "content.opf"))

    def build_navigation_doc(self) -> None:
        """Writes the contents by part, chapter and section."""
        points = contents(self, Path(self.srcdir, "_toc.yml"))
        page = NAVIGATION.format(
            contents=listed(points), first=self.config.root_doc + self.out_suffix
        )
        Path(self.outdir, "nav.xhtml").write_text(page, "utf8")

    def build_epub(self) -> None:
        """Leaves packing for later: other extensions still change files."""


def strict(page: str) -> str:
    """A page of Sphinx as XHTML that readers' programs accept."""
    soup = BeautifulSoup(page, "html.parser")
    for formula in soup.find_all("math"):
        formula["xmlns"] = MATHML
    for link in soup.find_all("link"):
        if not str(link["href"]).endswith(STYLES):
            link.decompose()
    for view in soup.find_all("meta", attrs={"name": "viewport"}):
        view.decompose()
    for picture in soup.find_all("img"):
        del picture["style"]  # its size, which not every screen has
    for title in soup.select("summary > .expanded"):
        title.decompose()
    for title in soup.select("summary > .collapsed"):
        title.unwrap()
    for code in soup.find_all("pre"):
        divide(code)
    for hidden in soup.select(".toctree-wrapper, .clearer"):
        hidden.decompose()
    return soup.decode(formatter="minimal")


def divide(code: Tag) -> None:
    """Makes each line an element, so that a long one can go on further in.

    Pygments ends its elements with the line; what does not is left alone.
    """
    lines = LINE.findall(code.decode_contents(formatter="minimal"))
    if all(line.count("<span") == line.count("</span") for line in lines):
        divided = "".join(f'<span class="line">{line}</span>' for line in lines)
        # Only inside of `pre` the parser keeps the spaces between elements.
        parsed = BeautifulSoup(f"<pre>{divided}</pre>", "html.parser")
        for fresh in parsed.find_all("pre"):
            fresh.attrs = code.attrs
            code.replace_with(fresh)


def describe(package: Path) -> None:
    """Says in the package what Sphinx leaves out."""
    ET.register_namespace("", OPF)
    ET.register_namespace("dc", DC)
    tree = ET.parse(package)
    root = tree.getroot()
    metadata, manifest = root[0], root[1]
    for unknown in metadata.findall(f"{{{DC}}}contributor"):
        metadata.remove(unknown)
    for name, values in ACCESS.items():
        for value in values:
            ET.SubElement(metadata, f"{{{OPF}}}meta", property=name).text = value
    link = {"rel": "dcterms:license", "href": LICENCE}
    ET.SubElement(metadata, f"{{{OPF}}}link", link)
    for item in manifest:
        path = package.parent / item.attrib["href"]
        if item.get("href", "") == COVER[0]:
            item.set("properties", "cover-image")
        elif path.suffix == ".xhtml" and path.is_file() and MATHML in path.read_text():
            item.set("properties", "mathml")
    tree.write(package, encoding="utf-8", xml_declaration=True)


def contents(builder: Epub3Builder, toc: Path) -> list[NavPoint]:
    """The first page, then the parts with their chapters and sections."""
    sitemap = parse_toc_yaml(toc)
    first = chapter(builder, sitemap.root.docname)
    parts = [
        NavPoint(
            part.caption or "", "", [chapter(builder, str(page)) for page in part.items]
        )
        for part in sitemap.root.subtrees
    ]
    return [first._replace(children=[]), *parts]


def chapter(builder: Epub3Builder, page: str) -> NavPoint:
    """A page with its sections."""
    address = page + builder.out_suffix
    (number,) = builder.env.toc_secnumbers.get(page, {}).get("", ("",))[:1]
    title = builder.env.titles[page].astext()
    sections = [
        NavPoint(
            link.astext(), address + builder.fix_fragment("", link["anchorname"]), []
        )
        for link in sections_of(builder.env.tocs[page])
    ]
    return NavPoint(f"{number}. {title}" if number else title, address, sections)


def sections_of(toc: nodes.bullet_list) -> Iterator[nodes.reference]:
    """The links to the sections of a page, not to those inside them."""
    for below in toc[0].children[1:]:
        for entry in below.children if isinstance(below, nodes.bullet_list) else ():
            yield from [*entry.findall(nodes.reference)][:1]


def listed(points: list[NavPoint]) -> str:
    """The contents as nested lists; a part is no page of its own."""
    lines = []
    for point in points:
        text = html.escape(point.text)
        name = f'<a href="{html.escape(point.refuri)}">{text}</a>'
        inner = listed(point.children) if point.children else ""
        lines.append(
            f"<li>{name if point.refuri else f'<span>{text}</span>'}{inner}</li>"
        )
    return "<ol>" + "\n".join(lines) + "</ol>"


def setup(app: Sphinx) -> dict[str, bool]:
    """Build ePubs this way."""
    app.add_builder(StaticPages, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
