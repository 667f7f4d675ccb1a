"""The whole network on the first page: dragged, pointed at, opened, by every means."""

import functools
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest, resize

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.digits import shift
from lenet_keras.inspection import feature_maps

NAME = "connected_network"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 568}


@pytest.fixture(scope="module")
def images():
    return prepare(load_mnist().test.images[:5])


def figure(page: Page) -> Locator:
    return page.locator(".ll-connected-network").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def answer(page: Page) -> Locator:
    return figure(page).locator(".ll-answer")


def a_map(page: Page, layer: str, number: int) -> Locator:
    return figure(page).locator(f".ll-of-{layer} .ll-map-box").nth(number)


def penalties(page: Page) -> list[float]:
    texts = figure(page).locator(".ll-near-number").all_text_contents()
    return [float(text) for text in texts]


def input_box(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Input, 32 by 32")).first


def test_the_answer_is_that_of_keras_at_rest_and_moved(open_page, model, images):
    page = open_page(NAME)
    for keys, dx, dy in (("", 0, 0), ("ArrowRight ArrowRight ArrowUp", 2, -1)):
        for key in keys.split():
            input_box(page).press(key)
        expected = np.asarray(model(shift(images[:1], dx=dx, dy=dy)))[0]
        expect_numbers(page, lambda: penalties(page), expected, atol=0.51)
        expect(answer(page)).to_have_text(str(expected.argmin()))
    input_box(page).press("Home")
    expected = np.asarray(model(images[:1]))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.51)


def test_the_mouse_drags_the_digit_and_a_button_puts_it_back(open_page):
    page = open_page(NAME)
    before = penalties(page)
    box = place_at_rest(input_box(page))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.up()
    eventually(page, lambda: penalties(page) != before, "other penalties")
    figure(page).get_by_role("button", name="Put it back").click()
    eventually(page, lambda: penalties(page) == before, "the penalties of the start")


def lit_of_s2(page: Page) -> list[int]:
    """The maps of S2 that are lit."""
    classes = [a_map(page, "S2", n).get_attribute("class") or "" for n in range(6)]
    return [n for n, names in enumerate(classes) if "ll-touched" in names]


def test_until_a_reader_points_one_map_of_c3_shows_that_it_sees_some(open_page):
    page = open_page(NAME, viewport=DESK)
    assert lit_of_s2(page) == list(paper.C3_CONNECTIONS[11])
    expect(told(page)).to_contain_text("C3 map 11 sees 4 of the 6")
    expect(a_map(page, "S2", 3)).to_have_css("opacity", "1")  # no map is dimmed
    a_map(page, "C1", 0).hover()
    expect(a_map(page, "S2", 3)).not_to_have_css("opacity", "1")
    assert lit_of_s2(page) == [0]


def test_pointing_at_a_map_of_c3_lights_the_maps_of_table_i(open_page):
    page = open_page(NAME, viewport=DESK)
    for number in (0, 11, 15):
        a_map(page, "C3", number).hover()
        expect(told(page)).to_contain_text(f"C3 map {number} sees")
        assert lit_of_s2(page) == list(paper.C3_CONNECTIONS[number])
    page.mouse.move(5, 5)
    expect(told(page)).to_have_text(re.compile("^Point at a map"))
    expect(figure(page).locator(".ll-touched")).to_have_count(0)


def test_a_click_opens_a_sum_that_leads_back_to_the_pixels(open_page, model, images):
    page = open_page(NAME, viewport=DESK)
    a_map(page, "C3", 11).click()
    opened = figure(page).locator(".ll-opened")
    expect(opened).to_contain_text("C3 map 11, row")
    row, column = map(
        int, re.search(r"row (\d+), column (\d+)", opened.inner_text()).groups()
    )
    state = feature_maps(model, images[:1])["C3"][0, row, column, 11]
    shown = opened.locator(".ll-step").last.inner_text().split("\n")[-1]
    assert abs(float(shown.replace("−", "-")) - state) < 0.006
    assert opened.locator(".ll-card").count() == len(paper.C3_CONNECTIONS[11])
    opened.get_by_role("button", name="S2 map 2").click()
    expect(opened).to_contain_text("S2 map 2, row")
    opened.locator("button.ll-card").first.click()
    expect(opened).to_contain_text("C1 map 2, row")
    expect(opened.locator("button.ll-card")).to_have_count(0)  # the pixels
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()


def test_keys_walk_through_the_network_and_open_a_sum(open_page):
    page = open_page(NAME)
    net = figure(page).get_by_role("application", name=re.compile("All maps"))
    net.focus()
    net.press("ArrowLeft")
    expect(told(page)).to_contain_text("S2 map 0")
    net.press("ArrowDown")
    expect(told(page)).to_contain_text("S2 map 1")
    net.press("Enter")
    expect(figure(page).locator(".ll-opened")).to_contain_text("S2 map 1, row 7")


def test_small_pictures_choose_the_digit_by_click_and_by_key(open_page, model, images):
    page = open_page(NAME)
    thumbs = figure(page).get_by_role("radio")
    expected = np.asarray(model(images)).argmin(axis=1)
    thumbs.nth(2).click()
    expect(answer(page)).to_have_text(str(expected[2]))
    thumbs.nth(2).press("ArrowRight")
    expect(answer(page)).to_have_text(str(expected[3]))
    expect(thumbs.nth(3)).to_have_attribute("aria-checked", "true")
    expect(thumbs.nth(3)).to_be_focused()


def test_sliders_stand_behind_a_button(open_page):
    page = open_page(NAME)
    slider = page.get_by_role("slider", name="turn, degrees").first
    expect(slider).to_be_hidden()
    more = figure(page).get_by_role("button", name="More settings")
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(slider).to_be_visible()
    before = penalties(page)
    for _ in range(5):
        slider.press("ArrowRight")
    eventually(page, lambda: penalties(page) != before, "other penalties")


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize(("viewport", "most"), [(DESK, 700), (PHONE, 650)])
def test_the_first_screen_holds_the_network_its_answer_and_the_ways_on(
    open_page, viewport, most
):
    page = open_page(NAME, viewport=viewport, has_touch=viewport is PHONE)
    top = input_box(page).bounding_box()["y"]
    answered = bottom(figure(page).locator(".ll-nearness"))
    assert answered - top <= most
    network = bottom(figure(page).locator(".ll-of-F6"))
    ways = [bottom(way) for way in page.locator(".sd-btn").all()]
    assert len(ways) >= 2
    assert max(answered, network, *ways) <= viewport["height"]


def test_the_first_screen_of_a_small_phone_holds_the_answer(open_page):
    page = open_page(NAME, viewport=SMALL, has_touch=True)
    assert bottom(figure(page).locator(".ll-nearness")) <= SMALL["height"]


def test_five_digits_to_choose_from_stand_in_one_row(open_page):
    page = open_page(NAME)
    for width in (320, 390, 900, 1024, 1280, 2560):
        resize(page, {"width": width, "height": 800})
        places = [one.bounding_box() for one in figure(page).get_by_role("radio").all()]
        assert len({round(place["y"]) for place in places}) == 1
        assert all(place["width"] >= 24 for place in places)


def test_on_a_phone_no_wire_runs_under_what_is_above_the_network(open_page):
    page = open_page(NAME, viewport=PHONE)
    tops = (
        figure(page)
        .locator(".ll-wires path")
        .evaluate_all(
            """paths => paths.map((path) => path.getBoundingClientRect())
          .filter(({ width, height }) => width || height).map(({ top }) => top)"""
        )
    )
    above = [".ll-nearness", ".ll-thumbs", ".ll-input"]
    assert min(tops) >= max(bottom(figure(page).locator(part)) for part in above) - 1


def test_fingers_are_not_told_of_keys(open_page):
    words = re.compile("arrow keys")
    page = open_page(NAME, viewport=PHONE, has_touch=True, is_mobile=True)
    expect(figure(page).get_by_text(words)).to_be_hidden()
    page = open_page(NAME, viewport=DESK)
    expect(figure(page).get_by_text(words)).to_be_visible()


def lines(page, layer: str) -> list[int]:
    """How many rows and columns the sixteen maps of a layer stand in, fewer first."""
    places = [a_map(page, layer, n).bounding_box() for n in range(16)]
    rows = {round(place["y"]) for place in places}
    columns = {round(place["x"]) for place in places}
    return sorted((len(rows), len(columns)))


def test_maps_stand_in_their_rows_and_nothing_is_cut(open_page):
    page = open_page(NAME)
    for width in (320, 390, 700, 1000, 1440, 2560):
        resize(page, {"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for layer in ("C3", "S4"):
            in_rows = functools.partial(lines, page, layer)
            eventually(page, lambda it=in_rows: it() == [2, 8], "two rows of eight")
        for layer in ("C1", "S2", "C3", "S4", "C5", "F6"):
            box = place_at_rest(figure(page).locator(f".ll-of-{layer}"))
            assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_swipe_that_scrolls_leaves_the_digit_where_it_was(open_page):
    page = open_page(NAME, has_touch=True, viewport=PHONE)
    before = penalties(page)
    box = input_box(page)
    at = {"pointerId": 7, "pointerType": "touch", "bubbles": True}
    middle = box.bounding_box()
    x, y = middle["x"] + 60, middle["y"] + 60
    box.evaluate("box => { box.setPointerCapture = () => {}; }")
    box.dispatch_event("pointerdown", {**at, "clientX": x, "clientY": y})
    box.dispatch_event("pointermove", {**at, "clientX": x + 40, "clientY": y + 40})
    eventually(page, lambda: penalties(page) != before, "other penalties")
    box.dispatch_event("pointercancel", at)
    eventually(page, lambda: penalties(page) == before, "the penalties of the start")


def test_by_night_the_input_does_not_glare(open_page):
    page = open_page(NAME, color_scheme="dark")
    corner = input_box(page).evaluate(
        """box => [...box.querySelector("canvas").getContext("2d")
          .getImageData(0, 0, 1, 1).data]"""
    )
    assert max(corner[:3]) < 80
