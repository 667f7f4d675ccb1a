"""What stands around and within every page: menus, icons, the colours of code."""

import pytest
from playwright.sync_api import expect
from waits import eventually

CHAPTER = "book/07_sparse_c3"
# The texts that are coloured, each with its kind.
COLOURED = """() => {
  const text = (range) =>
    range.startContainer.data.slice(range.startOffset, range.endOffset);
  return [...CSS.highlights].flatMap(([name, ranges]) =>
    [...ranges].map((range) => [name, text(range)]));
}"""
CODE_COLOURS = """() => [...new Set([...CSS.highlights.keys()].map(
  (name) => getComputedStyle(document.querySelector("pre[data-runs]"),
                             `::highlight(${name})`).color))]"""
PLAIN = "getComputedStyle(document.querySelector('pre[data-runs]')).color"


def coloured(page) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, text in page.evaluate(COLOURED):
        found.setdefault(name, set()).add(text.strip())
    return found


def test_code_near_the_reader_is_coloured_by_kind(open_page):
    page = open_page(CHAPTER)
    eventually(page, lambda: coloured(page) != {}, "coloured code")
    (keywords,) = [texts for texts in coloured(page).values() if "import" in texts]
    assert {"import", "from"} <= keywords
    assert "keras" not in set().union(*coloured(page).values())  # a name is plain
    colours = page.evaluate(CODE_COLOURS)
    assert len(colours) >= 2
    assert page.evaluate(PLAIN) not in colours


def test_code_that_is_far_costs_nothing_until_it_is_near(open_page):
    page = open_page(CHAPTER)
    eventually(page, lambda: coloured(page) != {}, "coloured code")
    count = "[...CSS.highlights.values()].reduce((n, ranges) => n + ranges.size, 0)"
    first, noted = page.evaluate(count), page.locator("pre[data-runs]").count()
    assert noted > 20
    code = page.locator("pre[data-runs]:visible").last
    code.scroll_into_view_if_needed()
    inside = "(pre) => [...CSS.highlights.values()].some((ranges) => [...ranges]"
    inside += ".some((range) => range.startContainer.parentNode === pre))"
    eventually(page, lambda: code.evaluate(inside), "colours where the reader is")
    eventually(page, lambda: page.evaluate(count) < 5 * first, "colours there only")


def test_code_has_the_colours_of_the_theme(open_page):
    page = open_page(CHAPTER)
    code = page.locator("pre[data-runs]").first
    for theme, colour in (("light", "rgb(8, 8, 8)"), ("dark", "rgb(248, 248, 242)")):
        page.emulate_media(color_scheme=theme)
        expect(code).to_have_css("color", colour)


def test_a_reader_who_sets_colours_sees_code_in_them(open_page):
    page = open_page(CHAPTER)
    eventually(page, lambda: coloured(page) != {}, "coloured code")
    page.emulate_media(forced_colors="active")
    eventually(page, lambda: coloured(page) == {}, "code that is not coloured")
    page.emulate_media(forced_colors="none")
    eventually(page, lambda: coloured(page) != {}, "coloured code again")


def test_the_icon_of_the_search_lies_on_no_word(open_page):
    page = open_page("book/how_to_cite", viewport={"width": 390, "height": 740})
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    expect(field).to_be_visible()
    icon = page.locator("#pst-search-dialog i").bounding_box()
    assert icon["width"] > 10
    assert icon["x"] + icon["width"] <= field.bounding_box()["x"]


def test_a_menu_opens_and_closes_by_keyboard(open_page):
    page = open_page("book/how_to_cite")
    button = page.get_by_role("button", name="Download this page")
    entry = page.get_by_role("button", name=".pdf")
    expect(entry).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(entry).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(button).to_be_focused()


def test_a_menu_closes_when_the_page_is_touched(open_page):
    page = open_page("book/how_to_cite", has_touch=True)
    button = page.get_by_role("button", name="Download this page")
    button.tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.get_by_role("heading", level=1).tap()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_icons_come_with_the_style_sheet(open_page):
    page = open_page("book/how_to_cite")
    page.evaluate("document.fonts.ready")
    loaded = (
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
    )
    assert any("Font Awesome" in family for family in page.evaluate(loaded))
    asked = "performance.getEntriesByType('resource').map((entry) => entry.name)"
    assert not any("fontawesome" in name for name in page.evaluate(asked))


def test_code_is_there_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/{CHAPTER}.html")
    expect(page.locator("pre[data-runs]").first).to_contain_text("import keras")
    page.context.close()


def test_buttons_with_icons_are_called_what_they_do(open_page):
    page = open_page("book/how_to_cite")
    for name in ("Toggle primary sidebar", "Fullscreen mode", "Color mode"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_pictures_keep_their_shape_on_a_phone(open_page):
    page = open_page("book/14_learning_curves", viewport={"width": 390, "height": 740})
    page.add_style_tag(
        content=".bd-article img { border: 0 !important; padding: 0 !important }"
    )
    sizes = page.eval_on_selector_all(
        ".bd-article img",
        "images => images.map(({ width, height, attributes }) => [width / height,"
        " attributes.width.value / attributes.height.value])",
    )
    assert sizes
    for shown, drawn in sizes:
        assert shown == pytest.approx(drawn, rel=0.02)
