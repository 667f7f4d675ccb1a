"""The ePub and what the PDF is printed from: strict pages, whole contents."""

import doctest
import os
import shutil
import warnings
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import nbformat
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools import make_epub, make_pdf, static_book
from tools.build_book import ROOT, BuildError
from tools.checks import check_pdf
from tools.checks.pages import read_toc
from tools.extensions.static_pages import MATHML, strict
from tools.imprint import Imprint, imprint
from tools.make_epub import EPUB, check, named, pack
from tools.page_runtime import fetch
from tools.static_book import gather_assets, of_the_epub

FIRST = """# The first page

A link to {ref}`a formula <below>`.
"""
CHAPTER = r"""# The *second* page

![A black square](square.png)

(below)=
## What $j$ is for

$$
y = \sum_i w_i x_i
$$ (eq-sum)

<details>
<summary>The answer</summary>
<p>One<br>line.</p>
</details>

### A section inside
"""
TOC = """format: jb-book
root: first
defaults:
  numbered: 1
parts:
  - caption: Part & parcel
    chapters:
      - file: 02_second
"""
OWN = ("formulas", "static_pages")
ABOUT = Imprint(
    title="A book: for a test",
    authors="Its authors",
    version="1.2",
    date=datetime(2026, 11, 5, tzinfo=UTC),
    licence="free",
    description="It tests.",
    identifier="urn:test",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book, built as the large one is."""
    fetch()
    gather_assets()
    source, out = (tmp_path_factory.mktemp(name) for name in ("source", "out"))
    for name, text in {"first.md": FIRST, "02_second.md": CHAPTER}.items():
        (source / name).write_text(text, "utf8")
    (source / "_toc.yml").write_text(TOC)
    Image.new("1", (40, 40)).save(source / "square.png")
    changed = of_the_epub("https://a.b") | {
        "extensions": [
            "myst_parser",
            "sphinx_external_toc",
            *(f"tools.extensions.{name}" for name in ("chapter_numbers", *OWN)),
        ],
        "external_toc_path": "_toc.yml",
        "myst_enable_extensions": ["dollarmath"],
    }
    # As Sphinx runs itself; sphinx-external-toc calls what Docutils will drop, and
    # looks at every object there is, also at those of PyTorch that warn.
    with patch_docutils(), docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        warnings.filterwarnings("ignore", message=".*torch", category=FutureWarning)
        app = Sphinx(
            source, None, out, source / "_trees", "epub", changed, warningiserror=True
        )
        app.build()
    return out


@pytest.fixture(scope="module")
def second(pages: Path) -> BeautifulSoup:
    return make_pdf.read(pages / "02_second.xhtml")


def test_pages_are_xml(pages: Path) -> None:
    for path in [pages / name for name in named(pages / "content.opf")]:
        if path.suffix == ".xhtml":
            ET.parse(path)


def test_formulas_are_named_as_mathml(second: BeautifulSoup) -> None:
    formulas = second.find_all("math")
    assert len(formulas) == 2
    assert {formula["xmlns"] for formula in formulas} == {MATHML}


def test_styles_that_a_page_loads_are_packed(
    pages: Path, second: BeautifulSoup
) -> None:
    loaded = [str(link["href"]) for link in second.find_all("link")]
    assert len(loaded) == 4
    assert set(loaded) <= set(named(pages / "content.opf"))


def test_a_folded_cell_has_one_title() -> None:
    page = (
        '<details><summary aria-label="x"><p class="collapsed">Show</p>'
        '<p class="expanded">Hide</p></summary></details>'
    )
    assert strict(page) == '<details><summary aria-label="x">Show</summary></details>'


def test_each_line_of_code_is_an_element_and_none_changes() -> None:
    code = (
        '<pre><span></span>a = <span class="n">1</span>\n\n'
        '<span class="w">    </span><span>b</span>    <span>&lt;</span> 2\n</pre>'
    )
    divided = BeautifulSoup(strict(code), "html.parser")
    assert divided.get_text() == "a = 1\n\n    b    < 2\n"
    assert [line.get_text() for line in divided.select(".line")] == [
        "a = 1\n",
        "\n",
        "    b    < 2\n",
    ]


def test_what_goes_over_lines_is_left_alone() -> None:
    text = "<pre><span>a\nb</span></pre>"
    assert strict(text) == text


def test_the_contents_go_by_part_chapter_and_section(pages: Path) -> None:
    nav = make_pdf.read(pages / "nav.xhtml").select_one("nav#toc")
    assert nav is not None
    listed = [tag.get_text() for tag in nav.find_all(["a", "span"])]
    assert listed == [
        "The first page",
        "Part & parcel",
        "2. The second page",
        "What j is for",
    ]


def test_each_entry_of_the_contents_leads_somewhere(pages: Path) -> None:
    for link in make_pdf.read(pages / "nav.xhtml").find_all("a"):
        path, _, name = str(link["href"]).partition("#")
        assert not name or make_pdf.read(pages / (path or "nav.xhtml")).find(id=name)


def test_the_package_says_what_is_in_it(pages: Path) -> None:
    root = ET.parse(pages / "content.opf").getroot()
    properties = {
        item.attrib["href"]: item.get("properties")
        for item in root.iter()
        if "href" in item.attrib
    }
    assert properties["02_second.xhtml"] == "mathml"
    assert properties["first.xhtml"] is None
    assert properties["_static/cover.png"] == "cover-image"
    said = {child.tag.partition("}")[2]: child.text for child in root[0]}
    about = imprint()
    assert said["title"] == about.title
    assert said["identifier"] == about.identifier
    assert said["rights"] == about.licence
    assert "contributor" not in said


def test_the_archive_begins_with_its_kind(pages: Path, tmp_path: Path) -> None:
    pack(pages, tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"


needs_epubcheck = pytest.mark.skipif(
    shutil.which("epubcheck") is None and os.environ.get("EPUBCHECK") != "needed",
    reason="epubcheck is not installed",
)


@needs_epubcheck
def test_epubcheck_finds_nothing(pages: Path, tmp_path: Path) -> None:
    pack(pages, tmp_path / "book.epub")
    assert check(tmp_path / "book.epub")


@needs_epubcheck
def test_epubcheck_finds_a_lost_picture(pages: Path, tmp_path: Path) -> None:
    shutil.copytree(pages, tmp_path / "pages")
    path = tmp_path / "pages" / "02_second.xhtml"
    path.write_text(path.read_text().replace("square.png", "circle.png"))
    pack(tmp_path / "pages", tmp_path / "book.epub")
    with pytest.raises(BuildError, match=r"circle\.png"):
        check(tmp_path / "book.epub")


@needs_epubcheck
@pytest.mark.skipif(not EPUB.is_file(), reason="the ePub is not made: make epub")
def test_epubcheck_finds_nothing_in_the_book() -> None:
    assert check(EPUB)
    assert EPUB.stat().st_size < 15_000_000


def test_the_whole_has_each_name_once_and_each_link_leads_to_one(pages: Path) -> None:
    whole = BeautifulSoup(make_pdf.joined(pages, ABOUT.title), "html.parser")
    names = [str(tag["id"]) for tag in whole.find_all(id=True)]
    assert len(names) == len(set(names))
    links = [str(link["href"]) for link in whole.select("body a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(names)


def test_the_whole_has_open_answers_and_says_the_parts(pages: Path) -> None:
    whole = BeautifulSoup(make_pdf.joined(pages, ABOUT.title), "html.parser")
    answers = whole.find_all("details")
    assert answers
    assert all(answer.has_attr("open") for answer in answers)
    assert [part.get_text() for part in whole.select(".part")] == ["Part & parcel"]


def test_the_first_page_says_what_the_book_is() -> None:
    words = BeautifulSoup(ABOUT.as_html(), "html.parser").get_text(" ")
    for said in (
        "A book",
        "for a test",
        "Its authors",
        "1.2",
        "5 November 2026",
        "free",
    ):
        assert said in words
    assert "<a " not in ABOUT.as_html()
    assert '<a href="https://a.b/">' in replace(ABOUT, address="https://a.b/").as_html()


def test_every_page_of_the_toc_is_in_the_book() -> None:
    """Where the static pages are made, none is missing."""
    if not static_book.STAMP.is_file():
        pytest.skip("the static pages are not made: make epub")
    written = named(static_book.PAGES / "content.opf")
    assert {f"{page}.xhtml" for page in read_toc(ROOT / "_toc.yml")} <= set(written)


def test_all_code_of_the_notebooks_stands_in_the_book_as_it_is() -> None:
    if not static_book.STAMP.is_file():
        pytest.skip("the static pages are not made: make epub")
    for page in read_toc(ROOT / "_toc.yml"):
        source = ROOT / f"{page}.ipynb"
        if not source.is_file():
            continue
        shown = make_pdf.read(static_book.PAGES / f"{page}.xhtml").find_all("pre")
        texts = {code.get_text().strip() for code in shown}
        for cell in nbformat.read(source, 4).cells:
            hidden = {"remove-input", "remove-cell"} & {*cell.metadata.get("tags", ())}
            if cell.cell_type == "code" and not hidden:
                assert cell.source.strip() in texts, page


@pytest.mark.parametrize("module", [make_pdf, check_pdf, make_epub])
def test_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
