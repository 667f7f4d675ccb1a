"""The printed book fills its pages, and its contents name the right ones."""

from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from tools.checks.check_pdf import check_pdf
from tools.make_pdf import FILL, STYLE, places, print_pdf, printed

LINE = "<p>{} This line of text says nothing at all.</p>"
PICTURE = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='400' "
    "height='450'><rect width='400' height='450'/></svg>"
)
FIGURE = f"""<div class="cell"><div class="cell_input"><pre>draw()</pre></div>
<div class="cell_output"><figure><img src="{PICTURE}" alt="">
<figcaption>A caption.</figcaption></figure></div></div>"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A chapter whose figure does not fit on its first page, and a second chapter."""
    before, after = (
        "".join(LINE.format(f"{when}-{n}") for n in range(14))
        for when in ("before", "after")
    )
    page = f"""<!DOCTYPE html><link rel="stylesheet" href="{STYLE.as_uri()}">
      <nav><ol><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ol></nav>
      <article><h1 id="one">One</h1>{before}{FIGURE}{after}</article>
      <article><h1 id="two">Two</h1>{after}</article>"""
    path = tmp_path / "whole.html"
    path.write_text(page, "utf8")
    return path


def ends_early(pdf: Path) -> bool:
    """Whether the check finds the page half empty on which the first chapter begins."""
    return any(finding.startswith("page 2: ends at") for finding in check_pdf(pdf))


def test_a_page_that_a_figure_left_half_empty_is_found(
    browser: Browser, book: Path
) -> None:
    tab = browser.new_page()
    tab.goto(book.as_uri())
    printed(tab, book.with_suffix(".pdf"))
    tab.close()
    assert ends_early(book.with_suffix(".pdf"))


def test_the_text_after_a_figure_fills_the_page_before_it(
    browser: Browser, book: Path
) -> None:
    print_pdf(browser, book, book.with_suffix(".pdf"))
    assert not ends_early(book.with_suffix(".pdf"))


def test_no_line_is_lost_or_doubled(browser: Browser, book: Path) -> None:
    tab = browser.new_page(viewport={"width": 627, "height": 956})
    tab.emulate_media(media="print")
    tab.goto(book.as_uri())
    lines = sorted(tab.locator("p").all_inner_texts())
    tab.add_script_tag(path=FILL)
    done = tab.evaluate("fillPages", {"width": 627, "height": 956})
    assert done["moved"] or done["shrunk"]
    assert sorted(tab.locator("p").all_inner_texts()) == lines
    assert tab.locator("article").first.get_attribute("style") == ""
    tab.close()


def test_the_contents_name_the_pages_of_the_chapters(
    browser: Browser, book: Path
) -> None:
    pdf = book.with_suffix(".pdf")
    print_pdf(browser, book, pdf)
    with pikepdf.open(pdf) as opened:
        assert places(opened) == {"one": 2, "two": len(opened.pages)}
