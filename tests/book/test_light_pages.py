"""What a page makes a browser load and hold, as far as files tell it.

`benchmarks/lighthouse.py` and `benchmarks/page_weight.py` measure it in a browser.
"""

import gzip
import re

import pytest

from tools.build_book import HTML, ROOT
from tools.checks.pages import Page, read_pages, read_toc
from tools.extensions.page_scripts import BUNDLE, script_name
from tools.extensions.page_styles import SHEET, static_name

CHAPTERS = [Page(HTML, HTML / f"{name}.html") for name in read_toc(ROOT / "_toc.yml")]
PAGES = [page for page in read_pages(HTML) if page.article]
MOST_ELEMENTS = 2_500
MOST_SHEETS = 2  # of all pages, and of this one
MOST_BYTES = {SHEET: 30_000, BUNDLE: 30_000}  # compressed
DRAWN = re.compile(r"\.(?:svg|webp)$")


def name_of(page: Page) -> str:
    return page.name


@pytest.mark.parametrize("page", CHAPTERS, ids=name_of)
def test_a_page_has_few_elements(page: Page) -> None:
    assert len(page.soup.find_all(True)) < MOST_ELEMENTS


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_script_holds_a_page_up(page: Page) -> None:
    scripts = page.soup.find_all("script", src=True)
    assert [script["src"] for script in scripts if not script.has_attr("defer")] == []
    assert [script_name(script["src"]) for script in scripts].count(BUNDLE) == 1


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_loads_one_style_sheet_of_all_pages(page: Page) -> None:
    sheets = [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
    assert static_name(sheets[0]) == SHEET
    assert len(sheets) <= MOST_SHEETS


@pytest.mark.parametrize("name", MOST_BYTES)
def test_what_all_pages_load_is_small(name: str) -> None:
    content = (HTML / "_static" / name).read_bytes()
    assert 1_000 < len(gzip.compress(content, 6)) <= MOST_BYTES[name]


@pytest.mark.parametrize("page", CHAPTERS, ids=name_of)
def test_code_has_no_elements_within(page: Page) -> None:
    assert [str(one) for one in page.soup.select(".highlight pre[data-runs] *")] == []


@pytest.mark.parametrize("page", CHAPTERS, ids=name_of)
def test_pictures_are_sized_lazy_and_in_a_modern_format(page: Page) -> None:
    for picture in page.article.find_all("img"):
        assert DRAWN.search(picture["src"])
        assert picture["loading"] == "lazy"
        assert {"width", "height"} <= picture.attrs.keys()


@pytest.mark.parametrize("page", CHAPTERS, ids=name_of)
def test_the_state_of_figures_comes_after_the_text(page: Page) -> None:
    for state in page.soup.find_all("script", type=re.compile("widget-state")):
        assert state.find_next("article") is None
