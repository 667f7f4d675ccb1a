"""Every page: nothing from elsewhere, no complaint, steady, accessible, uncut."""

import json
from pathlib import Path
from typing import Any

import pytest
from live_pages import LIVE_PAGES
from playwright.sync_api import Page, expect
from waits import NEXT_FRAME, eventually

from tools.build_book import HTML, ROOT
from tools.checks.pages import read_toc
from tools.extensions.live_figures import WIDGETS

PAGES = read_toc(ROOT / "_toc.yml")
AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What the theme does and a style sheet cannot mend: rule, class, upstream's change.
EXCEPTIONS = {
    # The titles of its icons are text of the button "Color mode".
    ("label-content-name-mismatch", "theme-switch-button"): (
        "https://github.com/pydata/pydata-sphinx-theme/pull/1924"
    ),
}
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WIDTHS = (320, 390, 1280, 1440)
MOST_SHIFT = 0.05
# How far a page has moved under the reader's eyes since it was opened.
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""
AT_THE_END = "innerHeight + scrollY >= document.documentElement.scrollHeight - 2"
# Formulas, outputs, tables and code that reach beyond the page, or beyond a part of it
# that does not scroll.
CUT = """() => {
  const kinds = "article :is(div.math > math, pre, table, .cell_output img, img)";
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
  const isCut = (part) => {
    let { left, right } = part.getBoundingClientRect();
    if (right === left) return false; // not shown
    for (let e = part.parentElement; e && e !== document.body; e = e.parentElement) {
      const box = e.getBoundingClientRect();
      const inside = left >= box.left - 1 && right <= box.right + 1;
      if (!inside && scrolls(e)) return false;
      if (!inside && getComputedStyle(e).overflowX !== "visible") return true;
    }
    return left < -1 || right > innerWidth + 1;
  };
  const parts = [...document.querySelectorAll(kinds)];
  return parts.filter(isCut).map((part) => part.outerHTML.slice(0, 120));
}"""


def faults(page: Page) -> list[str]:
    """What axe finds, a line for each element."""
    result: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })",
        STANDARDS,
    )
    return [
        f"{fault['id']}: {json.dumps(node['target'])} {node['failureSummary']}"
        for fault in result["violations"]
        for node in fault["nodes"]
        if not any(
            fault["id"] == rule and name in node["html"] for rule, name in EXCEPTIONS
        )
    ]


def open_answers(page: Page) -> None:
    """Opens what is folded, at once: half faded in, it would lack contrast."""
    page.add_style_tag(content="* { animation: none !important }")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def keep_figures(page: Page, pictures: Path, name: str, kind: str) -> None:
    """Pictures of the page's live figures, without what floats above it."""
    floating = "#pst-skip-link, .bd-header-article { visibility: hidden }"
    for number, figure in enumerate(page.locator(".ll-figure").all()):
        path = pictures / f"{Path(name).name}-{number}-{kind}.png"
        figure.screenshot(path=path, style=floating)


@pytest.mark.parametrize("name", PAGES)
def test_at_a_desk_a_page_is_steady_and_accessible_light_and_dark(
    open_page, pictures: Path, name: str
):
    page = open_page(name, viewport=DESK, color_scheme="light")
    assert page.evaluate(SHIFT) < MOST_SHIFT
    page.emulate_media(reduced_motion="reduce")
    open_answers(page)
    page.add_script_tag(path=str(AXE))
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        expect(page.locator("html")).to_have_attribute("data-theme", colours)
        page.evaluate("scrollTo(0, 0)")  # else the header lies on what is below it
        assert faults(page) == []
        keep_figures(page, pictures, name, colours)


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_a_page_is_steady_and_nothing_is_cut_at_any_width(
    open_page, pictures: Path, name: str
):
    page = open_page(name, viewport=PHONE, has_touch=True)
    assert page.evaluate(SHIFT) < MOST_SHIFT
    open_answers(page)
    keep_figures(page, pictures, name, "phone")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        uncut = f"a page of which nothing is cut at {width} px"
        eventually(page, lambda: page.evaluate(CUT) == [], uncut)  # it may still move
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", sorted(set(LIVE_PAGES.values())))
def test_who_rushes_through_a_page_sees_nothing_jump(browser, site, name, viewport):
    page = browser.new_page(viewport=viewport, service_workers="block")
    page.goto(f"{site}/{name}.html")
    page.mouse.move(viewport["width"] / 2, viewport["height"] / 2)
    while not page.evaluate(AT_THE_END):
        page.mouse.wheel(0, viewport["height"] / 2)
        page.evaluate(NEXT_FRAME)
    expect(page.locator(f'script[type="{WIDGETS}"]')).to_have_count(0, timeout=30_000)
    assert page.evaluate(SHIFT) < MOST_SHIFT
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_a_page_shows_its_figures_and_asks(browser, site, name):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/{name}.html")
    pictures, texts = page.locator("noscript img"), page.locator("noscript ul")
    for picture in pictures.all():
        assert picture.is_visible()
        assert picture.get_attribute("alt")
    assert all(text.is_visible() for text in texts.all())
    instead = page.locator("noscript").filter(has=page.locator("img, ul"))
    assert instead.count() == (HTML / f"{name}.html").read_text().count(WIDGETS)
    page.context.close()
