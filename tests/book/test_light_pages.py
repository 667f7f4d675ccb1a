"""What a page makes a browser load and hold, as far as files tell it.

`benchmarks/lighthouse.py` and `benchmarks/page_weight.py` measure it in a browser.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from typing import Any

import pytest

from tools.build_book import HTML, ROOT
from tools.checks.pages import Page, read_pages, read_toc
from tools.extensions.page_scripts import BUNDLE, script_name
from tools.extensions.page_styles import SHEET, static_name
from tools.extensions.shared_state import BEGIN, END, FOLDER, PageState

CHAPTERS = [Page(HTML, HTML / f"{name}.html") for name in read_toc(ROOT / "_toc.yml")]
PAGES = [page for page in read_pages(HTML) if page.article]
MOST_ELEMENTS = 2_500
MOST_SHEETS = 2  # of all pages, and of this one
MOST_BYTES = {SHEET: 30_000, BUNDLE: 30_000}  # compressed
DRAWN = re.compile(r"\.(?:svg|webp)$")


# What a figure loads that no other does, when a reader comes near it; two bring
# networks of their own, which is what they are about.
MOST_OF_A_FIGURE = 60_000
WITH_NETWORKS = {"many_classifiers": 160_000, "row_reader": 90_000}
FIGURE = re.compile(r"^// Module (\w+)/\1$", re.MULTILINE)
NAMED = re.compile(r"IPY_MODEL_(\w+)")


def widgets_of(state: dict[str, Any], name: str) -> set[str]:
    """A widget and those that it names, such as its network."""
    found, waiting = set(), {name}
    while waiting:
        found |= waiting
        text = json.dumps([state[one]["state"] for one in waiting])
        waiting = set(NAMED.findall(text)) & state.keys() - found
    return found


def parts_by_figure() -> dict[str, set[str]]:
    """What each live figure of the book loads, part by part."""
    files = (HTML / FOLDER).glob("*.js")
    texts = (path.read_text("utf8") for path in files)
    shared = dict(
        item
        for text in texts
        for item in json.loads(text.removeprefix(BEGIN)[: -len(END)]).items()
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for page in CHAPTERS:
        of_page = PageState(page.path.read_text("utf8"), shared)
        state, parts = of_page.content["state"], of_page.parts()
        for name, widget in state.items():
            kinds = FIGURE.findall(widget["state"].get("_esm", ""))
            mine = widgets_of(state, name) if kinds else set()
            for kind in kinds[-1:]:
                found[kind] |= {part for part, its in parts if its in mine}
    return found


def test_a_figure_adds_little_to_its_page() -> None:
    parts = parts_by_figure()
    assert len(parts) > 15
    times = Counter(part for its in parts.values() for part in its)
    added = {
        kind: sum(len(gzip.compress(p.encode(), 6)) for p in its if times[p] == 1)
        for kind, its in parts.items()
    }
    bounds = {kind: WITH_NETWORKS.get(kind, MOST_OF_A_FIGURE) for kind in added}
    assert {kind: n for kind, n in added.items() if n > bounds[kind]} == {}


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
