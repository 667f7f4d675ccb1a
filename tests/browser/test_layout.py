"""How every live figure is laid out: near what answers, wide, quick to pass."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from live_pages import LIVE_PAGES
from playwright.sync_api import Browser, Locator, expect
from visits import visiting
from waits import eventually, resize

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LANDSCAPE = {"width": 844, "height": 390}
WIDE = {"width": 1920, "height": 1080}
WIDTHS = (320, 390, 1280, 1920, 2560)
MOST_STOPS = 8

# What a reader moves, and what answers: the large answer or the line that tells, for
# some controls bars, or a sum that grows.
CONTROLS = '[role="application"], [role="radio"], input, button:not(.ll-keep *)'
SETTINGS = ".ll-more :is([role='slider'], input, button)"
ANSWERS = ".ll-answer, .ll-told, .ll-nearness, .ll-result"
# What of a figure and its controls does not fit its place and does not scroll.
CUT = """whole => [...whole.closest(".ll-column").querySelectorAll("*")]
  .filter((part) => part.textContent && part.scrollWidth > part.clientWidth + 1)
  .filter((part) => /hidden|clip/.test(getComputedStyle(part).overflowX))
  .filter((part) => !part.matches(".ll-heard"))
  .map((part) => part.textContent)"""
# Words of a scale, or a name and an answer, that touch.
CLOSE = """whole => {
  const extent = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect();
  };
  return [...whole.querySelectorAll(".ll-legend-ends, .ll-reader")].flatMap((row) => {
    const parts = [...row.children].map((part) => [part.textContent, extent(part)]);
    const seen = parts.filter(([text, { width }]) => text && width);
    return seen.slice(1).flatMap(([text, { left, top }], n) =>
      top < seen[n][1].bottom && left >= seen[n][1].left && left < seen[n][1].right + 2
        ? [`${seen[n][0]} | ${text}`] : []);
  });
}"""
# Whether something is chosen, and how it says that it is not.
STATES = (
    ('[aria-checked="true"]', '[aria-checked="false"]'),
    ('[aria-pressed="true"]', '[aria-pressed="false"]'),
)


@pytest.fixture(scope="module", params=LIVE_PAGES)
def figure(request, browser: Browser, site: str) -> Iterator[Locator]:
    """A live figure in its page, which each test leaves as it found it."""
    name = request.param
    with visiting(browser, site) as open_page:
        page = open_page(name, viewport=DESK)
        yield page.locator(f".ll-{name.replace('_', '-')}").first


@contextmanager
def opened_settings(figure: Locator) -> Iterator[None]:
    """All controls of a figure in sight, for a while."""
    more = figure.get_by_role("button", name="More settings")
    if more.count():
        more.click()
    yield
    if more.count():
        more.click()


def middles(places: Locator) -> list[float]:
    boxes = [place.bounding_box() for place in places.all() if place.is_visible()]
    return [box["y"] + box["height"] / 2 for box in boxes if box]


@pytest.mark.parametrize(
    ("viewport", "limit"),
    [(DESK, 700), (PHONE, 650), (LANDSCAPE, 650), (WIDE, 900)],
    ids=["desk", "phone", "landscape", "wide"],
)
def test_an_answer_stands_near_each_control(figure, viewport, limit):
    resize(figure.page, viewport)
    answers = middles(figure.locator(ANSWERS))
    far = [
        (control, min(abs(control - answer) for answer in answers))
        for control in middles(figure.locator(CONTROLS))
    ]
    assert answers and far
    assert max(distance for _, distance in far) <= limit


@pytest.mark.parametrize(("viewport", "limit"), [(DESK, 700), (PHONE, 650)])
def test_an_answer_is_in_sight_of_each_setting(figure, viewport, limit):
    page = figure.page
    resize(page, viewport)
    answer = figure.locator(ANSWERS).first
    settings = figure.locator("xpath=..").locator(SETTINGS).filter(visible=True)
    far = []
    with opened_settings(figure):
        answer.evaluate("answer => answer.scrollIntoView({ block: 'center' })")
        for setting in settings.all():
            setting.evaluate("setting => setting.scrollIntoView({ block: 'nearest' })")
            (place,), (other,) = middles(answer), middles(setting)
            far.append(abs(place - other))
    assert max(far, default=0) <= limit


def test_no_words_are_cut_or_touch_at_any_width(figure):
    found = {}
    with opened_settings(figure):
        for width in WIDTHS:
            resize(figure.page, {"width": width, "height": 900})
            found[width] = figure.evaluate(CUT) + figure.evaluate(CLOSE)
    assert found == {width: [] for width in WIDTHS}


def test_on_a_wide_screen_a_figure_is_wider_than_the_text(figure):
    page = figure.page
    resize(page, WIDE)
    box = figure.bounding_box()
    text = page.locator(".bd-article section > p").first.bounding_box()
    assert box and text
    assert 1_000 <= box["width"] <= 1_200 and text["width"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]


def test_a_figure_is_passed_in_a_few_tab_stops(figure):
    page = figure.page
    resize(page, DESK)
    figure.evaluate(
        """whole => {
            const start = document.createElement("button");
            start.id = "start";
            whole.closest(".ll-column").before(start);
            start.focus();
        }"""
    )
    inside = """whole => whole.closest(".ll-column").contains(document.activeElement)"""
    stops = 0
    page.keyboard.press("Tab")
    while figure.evaluate(inside):
        stops += 1
        assert stops <= MOST_STOPS
        page.keyboard.press("Tab")
    page.locator("#start").evaluate("start => start.remove()")
    assert stops > 0


def test_with_a_readers_own_colours_the_chosen_is_told_from_the_others(figure):
    page = figure.page
    resize(page, DESK)
    page.emulate_media(forced_colors="active")
    look = "one => getComputedStyle(one).backgroundColor"
    looks = {
        state: {one.evaluate(look) for one in figure.locator(f"{state}:visible").all()}
        for pair in STATES
        for state in pair
    }
    page.emulate_media(forced_colors="none")
    for chosen, other in STATES:
        assert not looks[chosen] & looks[other]


def test_a_figure_reads_from_left_to_right_on_any_page(figure):
    page = figure.page
    resize(page, DESK)
    expect(figure).not_to_have_attribute("aria-busy", "true")
    places = figure.locator("canvas:visible, svg:visible")
    before = [one.bounding_box()["x"] for one in places.all()]
    page.evaluate("document.documentElement.dir = 'rtl'")
    after = [one.bounding_box()["x"] for one in places.all()]
    page.evaluate("document.documentElement.removeAttribute('dir')")
    moved = {round(one - other) for one, other in zip(after, before, strict=True)}
    assert len(moved) == 1  # the whole figure, and nothing within it


def test_a_figure_off_screen_keeps_its_height_but_is_not_painted(open_page):
    page = open_page("answer_turner", viewport=DESK)
    column = page.locator(".ll-column", has=page.locator(".ll-answer-turner"))
    painted = """column => column.querySelector(".ll-figure")
        .checkVisibility({ contentVisibilityAuto: true })"""
    eventually(page, lambda: not column.evaluate(painted), "a figure at rest")
    height = column.bounding_box()["height"]
    column.scroll_into_view_if_needed()
    eventually(page, lambda: column.evaluate(painted), "the figure")
    assert column.bounding_box()["height"] == pytest.approx(height, abs=1)
