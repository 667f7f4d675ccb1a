"""The search, as a reader meets it: from any page, by keyboard and by touch."""

import pytest
from playwright.sync_api import Page, expect
from test_every_page import AXE, faults

from tools.build_book import HTML

START = "book/how_to_cite"  # a light page
FIELD = "#pst-search-dialog input"
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True}
ARRIVES = 30_000  # milliseconds, on a busy machine


def hits(page: Page):
    return page.locator(".search-hit")


def search(page: Page, question: str) -> None:
    page.keyboard.press("Control+k")
    page.locator(FIELD).fill(question)
    expect(hits(page).first).to_be_visible(timeout=ARRIVES)


def test_by_keyboard_to_a_section_of_another_page(open_page):
    page = open_page("book/05_subsampling")
    search(page, "doubtful labels")
    expect(page.locator(".search-status")).to_contain_text("sections")
    first = hits(page).first
    expect(first).to_contain_text("13. Errors and rejection")
    expect(first.locator("mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/13_errors.html#doubtful-labels")


def test_escape_leads_back_to_the_page(open_page):
    page = open_page(START)
    search(page, "kernel")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_hidden()


@pytest.mark.parametrize(
    ("question", "answer"),
    {
        "recieptive feild": "3. Local receptive fields",
        "subsampeling": "5. Sub-sampling",
        "SparseConv2D": "SparseConv2D",
    }.items(),
)
def test_a_misspelt_word_and_a_name_of_the_reference_are_found(
    open_page, question: str, answer: str
):
    page = open_page(START)
    search(page, question)
    expect(hits(page).first).to_contain_text(answer)


def test_enter_in_the_field_leads_to_all_results_on_a_page(open_page):
    page = open_page(START)
    search(page, "gradient descent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=gradient+descent")
    expect(hits(page).first).to_be_visible(timeout=ARRIVES)
    assert hits(page).count() == 20


def test_what_is_nowhere_is_said_to_be_nowhere(open_page):
    page = open_page(START)
    page.keyboard.press("Control+k")
    page.locator(FIELD).fill("zzqxwv")
    status = page.locator("#pst-search-dialog .search-status")
    expect(status).to_have_text("Nothing fits “zzqxwv”.", timeout=ARRIVES)


def test_on_a_phone_by_touch(open_page, pictures):
    page = open_page(START, **PHONE)
    page.locator(".search-button:visible").first.tap()
    page.locator(FIELD).fill("sdlm")
    expect(hits(page).first).to_be_visible(timeout=ARRIVES)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.screenshot(path=pictures / "search-phone.png")
    leads_to = hits(page).first.evaluate("(one) => one.href")
    hits(page).first.tap()
    page.wait_for_url(leads_to)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_results_are_accessible(open_page, pictures, colours: str):
    page = open_page(START, color_scheme=colours, reduced_motion="reduce")
    search(page, "weights")
    page.screenshot(path=pictures / f"search-{colours}.png")
    page.add_script_tag(path=str(AXE))
    assert [one for one in faults(page) if "search" in one] == []


def test_a_page_loads_the_search_when_it_is_asked_for(open_page):
    page = open_page(START)
    loaded = "performance.getEntriesByType('resource').map((one) => one.name)"
    heavy = ("search_texts", "vendor/search", "searchindex", "searchtools")
    found = [one for one in page.evaluate(loaded) if any(name in one for name in heavy)]
    assert found == []


def test_from_a_file_too(browser):
    page = browser.new_context().new_page()
    errors: list[str] = []
    page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    page.goto((HTML / "book" / "bibliography.html").as_uri())
    search(page, "hubel")
    page.context.close()
    assert [one for one in errors if "THEBE_JS_URL" not in one] == []
