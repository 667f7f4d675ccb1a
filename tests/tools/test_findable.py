"""What a page says of itself to search engines, messages and language models."""

import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools.build_book import ROOT
from tools.checks.pages import read_toc
from tools.extensions import findable

SITE = "https://example.org/lenet/"
FIRST, CHAPTER = "book/intro", "book/01_automatic_learning"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages of the book, as far as their names go, at an address."""
    source, out = (tmp_path_factory.mktemp(name) for name in ("source", "out"))
    (source / "book").mkdir()
    (source / f"{FIRST}.rst").write_text(
        "Book\n====\n\nFirst words.\n\n.. toctree::\n\n   01_automatic_learning\n"
    )
    (source / f"{CHAPTER}.rst").write_text("A *new* chapter\n===============\n\nWords.")
    settings = {
        "project": "A book",
        "author": "Its authors",
        "root_doc": FIRST,
        "extensions": ["sphinxext.opengraph", "tools.extensions.findable"],
        "html_baseurl": SITE,
        "ogp_site_url": SITE,
        "ogp_enable_meta_description": False,
    }
    with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
        Sphinx(source, None, out, out, "html", settings, status=None).build()
    pyplot.close("all")  # the cards are drawn with it
    return out


def head_of(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{page}.html").read_text("utf8"), "html.parser").head


def content(head: BeautifulSoup, **which: str) -> str:
    (meta,) = head.find_all("meta", which)
    return meta["content"]


@pytest.mark.parametrize("page", [FIRST, CHAPTER])
def test_a_page_is_described_by_its_sentence(site: Path, page: str) -> None:
    head, sentence = head_of(site, page), findable.descriptions()[page]
    assert content(head, name="description") == sentence
    assert content(head, property="og:description") == sentence


def test_a_page_has_a_preview_of_its_own(site: Path) -> None:
    pictures = {
        content(head_of(site, page), property="og:image") for page in (FIRST, CHAPTER)
    }
    assert len(pictures) == 2
    for picture in pictures:
        assert (site / picture.removeprefix(SITE)).is_file()


def test_pages_say_that_they_are_chapters_of_a_book(site: Path) -> None:
    book, chapter = (
        json.loads(head_of(site, page).find("script", type="application/ld+json").text)
        for page in (FIRST, CHAPTER)
    )
    assert (book["@type"], book["name"]) == ("Book", "A book")
    assert (chapter["@type"], chapter["name"]) == ("Chapter", "A new chapter")
    assert chapter["isPartOf"]["name"] == book["name"]
    assert chapter["url"] == f"{SITE}{CHAPTER}.html"


def test_language_models_find_the_pages_and_their_twins(site: Path) -> None:
    listed = (site / "llms.txt").read_text("utf8")
    assert f"- [A new chapter]({SITE}{CHAPTER}.md): " in listed
    assert "Words." in (site / f"{CHAPTER}.md").read_text("utf8")


def test_a_notebook_in_markdown_is_its_text_and_its_code(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("1 + 1"),
        nbformat.v4.new_code_cell("2 + 2", metadata={"tags": ["remove-cell"]}),
    ]
    path = tmp_path / "page.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert findable.as_markdown(path) == "# Title\n\n```python\n1 + 1\n```"


def test_every_page_of_the_book_has_a_sentence_of_its_own() -> None:
    sentences = findable.descriptions()
    assert set(sentences) == set(read_toc(ROOT / "_toc.yml"))
    assert len(set(sentences.values())) == len(sentences)
    for page, sentence in sentences.items():
        assert 60 <= len(sentence) <= 160, (page, len(sentence))
