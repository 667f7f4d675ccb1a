"""How every live figure is laid out: near, in rows that hold, quick to pass, steady."""

from collections import Counter

import pytest
from live_pages import LIVE_PAGES
from playwright.sync_api import Locator, Page, expect
from test_every_page import PAGES
from waits import eventually

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LANDSCAPE = {"width": 844, "height": 390}
WIDE = {"width": 1920, "height": 1080}
WIDTHS = (320, 390, 900, 1280, 1440, 2560)
MOST_STOPS = 8
MOST_SHIFT = 0.05

# What a reader moves, and what answers: the large answer or the line that tells, for
# some controls bars, or a sum that grows.
CONTROLS = '[role="application"], [role="radio"], input, button:not(.ll-keep *)'
ANSWERS = ".ll-answer, .ll-told, .ll-nearness, .ll-result"


def figure(page: Page, name: str) -> Locator:
    return page.locator(f".ll-{name.replace('_', '-')}").first


def middles(places: Locator) -> list[float]:
    boxes = [place.bounding_box() for place in places.all() if place.is_visible()]
    return [box["y"] + box["height"] / 2 for box in boxes if box]


@pytest.mark.parametrize(
    ("viewport", "limit"),
    [(DESK, 700), (PHONE, 650), (LANDSCAPE, 650), (WIDE, 900)],
    ids=["desk", "phone", "landscape", "wide"],
)
@pytest.mark.parametrize("name", LIVE_PAGES)
def test_an_answer_stands_near_each_control(open_page, name, viewport, limit):
    page = open_page(name, viewport=viewport)
    whole = figure(page, name)
    answers = middles(whole.locator(ANSWERS))
    far = [
        (control, min(abs(control - answer) for answer in answers))
        for control in middles(whole.locator(CONTROLS))
    ]
    assert answers and far
    assert max(distance for _, distance in far) <= limit


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_on_a_wide_screen_a_figure_is_wider_than_the_text(open_page, name):
    page = open_page(name, viewport=WIDE)
    box = figure(page, name).bounding_box()
    text = page.locator(".bd-article section > p").first.bounding_box()
    assert box and text
    assert 1_000 <= box["width"] <= 1_200 and text["width"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["connected_network", "shift_explorer"])
def test_the_maps_of_c3_and_s4_stand_in_rows_or_columns_of_eight(
    open_page, name, width
):
    page = open_page(name, viewport={"width": width, "height": 900})
    for layer in ("C3", "S4"):
        places = f":is(.ll-of-{layer}, .ll-{layer}) .ll-map-box"
        maps = figure(page, name).locator(places)
        boxes = [box.bounding_box() for box in maps.all() if box.is_visible()]
        assert len(boxes) == 16
        lines = [Counter(round(box[side]) for box in boxes) for side in ("x", "y")]
        assert any(sorted(line.values()) == [8, 8] for line in lines), lines


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_a_figure_is_passed_in_a_few_tab_stops(open_page, name):
    page = open_page(name, viewport=DESK)
    whole = figure(page, name)
    whole.evaluate(
        """whole => {
            const start = document.createElement("button");
            whole.closest(".ll-column").before(start);
            start.focus();
        }"""
    )
    inside = """whole => whole.closest(".ll-column").contains(document.activeElement)"""
    stops = 0
    page.keyboard.press("Tab")
    while whole.evaluate(inside):
        stops += 1
        assert stops <= MOST_STOPS
        page.keyboard.press("Tab")
    assert stops > 0


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_steady_while_it_loads(open_page, name, viewport):
    page = open_page(name, viewport=viewport)
    shifted = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const one of list.getEntries()) {
                    if (!one.hadRecentInput) sum += one.value;
                }
            }).observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        })"""
    )
    assert shifted < MOST_SHIFT


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_with_a_readers_own_colours_the_chosen_is_told_from_the_others(open_page, name):
    page = open_page(name, viewport=DESK, forced_colors="active")
    look = "one => { const s = getComputedStyle(one); return s.backgroundColor }"
    whole = figure(page, name)
    for chosen, other in (
        ('[aria-checked="true"]', '[aria-checked="false"]'),
        ('[aria-pressed="true"]', '[aria-pressed="false"]'),
    ):
        looks = [
            {one.evaluate(look) for one in whole.locator(f"{which}:visible").all()}
            for which in (chosen, other)
        ]
        assert not looks[0] & looks[1]


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_a_figure_reads_from_left_to_right_on_any_page(open_page, name):
    page = open_page(name, viewport=DESK)
    expect(figure(page, name)).not_to_have_attribute("aria-busy", "true")
    places = figure(page, name).locator("canvas:visible, svg:visible")
    before = [one.bounding_box()["x"] for one in places.all()]
    page.evaluate("document.documentElement.dir = 'rtl'")
    moved = {
        round(one.bounding_box()["x"] - x)
        for one, x in zip(places.all(), before, strict=True)
    }
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
