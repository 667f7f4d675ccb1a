"""What a page says of itself to search engines, messages and language models."""

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools.build_book import ROOT
from tools.checks.pages import read_toc
from tools.extensions import cards, findable, plain_pages

SITE = "https://example.org/lenet/"
EXTENSIONS = [
    "sphinxext.opengraph",
    "notfound.extension",
    *(f"tools.extensions.{name}" for name in ("findable", "cards", "plain_pages")),
]
FIRST, CHAPTER = "book/intro", "book/01_automatic_learning"


TWIN = """\
# Title

A [unit](glossary.html#unit), $x_i$.

$$
y = x
$$

```python
print(1 * 2)
```

```
2
```

![What moves](../_images/a.png)

**The check**

Done.
"""


def build(tmp_path_factory: pytest.TempPathFactory, address: str) -> Path:
    """Two pages of the book, as far as their names go."""
    source, out = (tmp_path_factory.mktemp(name) for name in ("source", "out"))
    (source / "book").mkdir()
    shutil.copy(ROOT / "book" / "site" / "favicon.svg", source)
    (source / f"{FIRST}.rst").write_text(
        "Book\n====\n\nFirst words.\n\n.. toctree::\n\n   01_automatic_learning\n"
    )
    (source / f"{CHAPTER}.rst").write_text(
        "A *new* chapter\n===============\n\nWords.\n\n"
        ".. image:: red.png\n   :alt: Red\n"
    )
    Image.new("RGB", (40, 30), "red").save(source / "book" / "red.png")
    settings = {
        "project": "A book",
        "author": "Its authors",
        "root_doc": FIRST,
        "extensions": EXTENSIONS,
        "html_static_path": ["favicon.svg"],
        "html_baseurl": address,
        "ogp_site_url": address,
        "ogp_enable_meta_description": False,
        "ogp_social_cards": {"enable": False},
        "notfound_urls_prefix": "/lenet/",
    }
    with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
        Sphinx(source, None, out, out, "html", settings, status=None).build()
    return out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages at an address."""
    return build(tmp_path_factory, SITE)


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
        with Image.open(site / picture.removeprefix(SITE)) as card:
            assert card.size == cards.SIZE
    assert content(head_of(site, CHAPTER), name="twitter:card") == "summary_large_image"


def test_a_card_shows_the_first_picture_of_its_page(site: Path) -> None:
    def reds(page: str) -> int:
        with Image.open(site / cards.FOLDER / f"{page}.png") as card:
            pixels = card.convert("RGB").get_flattened_data()
        return sum(r > 200 and g < 60 and b < 60 for r, g, b in pixels)

    assert reds(CHAPTER) > 1000
    assert reds(FIRST) == 0


def test_a_title_is_set_as_large_as_it_fits() -> None:
    short, long = (
        "Invariance",
        "A title of so many words that they need small letters " * 2,
    )
    assert cards.set_title(short) == (short, max(cards.LINES))
    lines, size = cards.set_title(long)
    assert size == min(cards.LINES)
    assert len(lines.splitlines()) <= cards.MOST_LINES


def test_a_page_without_an_address_says_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    head = head_of(build(tmp_path_factory, ""), CHAPTER)
    properties = {meta.get("property") for meta in head.find_all("meta")}
    assert "og:title" in properties
    assert not properties & {"og:url", "og:image"}


def test_the_page_for_lost_readers_loads_from_the_root(site: Path) -> None:
    page = BeautifulSoup((site / "404.html").read_text("utf8"), "html.parser")
    assert page.html["data-content_root"] == "/lenet/"
    assert not page.find_all("link", rel="canonical")
    assert content(page.head, name="robots") == "noindex"


def test_search_engines_are_led_to_the_map_of_the_site(site: Path) -> None:
    assert f"Sitemap: {SITE}sitemap.xml" in (site / "robots.txt").read_text()


def test_pages_say_that_they_are_chapters_of_a_book(site: Path) -> None:
    book, chapter = (
        json.loads(head_of(site, page).find("script", type="application/ld+json").text)
        for page in (FIRST, CHAPTER)
    )
    assert (book["@type"], book["name"]) == ("Book", "A book")
    assert (chapter["@type"], chapter["name"]) == ("Chapter", "A new chapter")
    part_of = {"@type": "Book", "name": "A book", "url": f"{SITE}{FIRST}.html"}
    assert chapter["isPartOf"] == part_of
    assert chapter["url"] == f"{SITE}{CHAPTER}.html"


def test_language_models_find_the_pages_and_their_twins(site: Path) -> None:
    listed = (site / "llms.txt").read_text("utf8")
    assert f"- [A new chapter]({SITE}{CHAPTER}.md): " in listed
    assert "Words." in (site / f"{CHAPTER}.md").read_text("utf8")


def test_a_twin_is_what_the_page_shows() -> None:
    math = "<math%s><mi>x</mi><annotation>%s</annotation></math>"
    body = f"""<h1>Title<a class="headerlink" href="#t">#</a></h1>
    <p>A <a href="glossary.html#unit" title="long">unit</a>, {math % ("", "x_i")}.</p>
    <div>{math % (' display="block"', "y = x")}</div>
    <div class="highlight-ipython3"><pre>print(1 * 2)</pre></div>
    <div class="highlight-myst-ansi"><pre>2</pre></div>
    <script type="application/vnd.jupyter.widget-view+json">{{}}</script>
    <noscript><img src="../_images/a.png" alt="What moves"></noscript>
    <details><summary><p>The check</p><span class="expanded">Hide</span></summary>
    <p>Done.</p></details>"""
    assert plain_pages.as_markdown(body) == TWIN


def test_every_page_of_the_book_has_a_sentence_of_its_own() -> None:
    sentences = findable.descriptions()
    assert set(sentences) == set(read_toc(ROOT / "_toc.yml"))
    assert len(set(sentences.values())) == len(sentences)
    for page, sentence in sentences.items():
        assert 60 <= len(sentence) <= 160, (page, len(sentence))
