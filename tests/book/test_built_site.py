"""The built book passes every check. Build it first: ``python -m tools.build_book``."""

import re
from collections.abc import Callable

import pytest

from tools.build_book import HTML, ROOT
from tools.checks.check_site import (
    PAGE_CHECKS,
    check_headings,
    check_links,
    check_stylesheets,
    check_toc,
)
from tools.checks.pages import Page, read_pages, read_toc
from tools.extensions.page_icons import icon_names
from tools.extensions.page_styles import SHEET

CHAPTERS = read_toc(ROOT / "_toc.yml")
PAGES = read_pages(HTML)
ICON = re.compile(r"[^{}]*:before\{content:[^}]*")


def test_every_page_of_the_toc_was_built() -> None:
    assert check_toc(HTML, CHAPTERS) == []


def test_stylesheets_load_nothing_from_elsewhere() -> None:
    assert HTML.is_dir()
    assert check_stylesheets(HTML) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize(
    "check", [*PAGE_CHECKS, check_links], ids=lambda check: check.__name__
)
def test_page(page: Page, check: Callable[[Page], list[str]]) -> None:
    assert check(page) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_headings_are_in_order(name: str) -> None:
    assert check_headings(Page(HTML, HTML / f"{name}.html")) == []


def test_a_page_with_widgets_brings_its_runtime() -> None:
    with_widgets = [page for page in PAGES if page.widget_models]
    assert with_widgets
    for page in with_widgets:
        scripts = [str(tag["src"]) for tag in page.soup.find_all("script", src=True)]
        paths = [script.partition("?")[0] for script in scripts]
        assert [path for path in paths if path.endswith("vendor/widgets.js")]


def test_every_icon_is_drawn() -> None:
    css = (HTML / "_static" / SHEET).read_text("utf8")
    drawn = {name for rule in ICON.findall(css) for name in icon_names(rule)}
    assert drawn
    for page in PAGES:
        for icon in page.soup.select("i.fa-solid, i.fa-brands, i.fas, i.fab"):
            assert icon_names(str(icon)) & drawn, f"{page.name}: {icon}"
            assert icon["aria-hidden"] == "true", f"{page.name}: {icon}"
