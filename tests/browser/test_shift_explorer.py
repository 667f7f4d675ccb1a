"""Sliders, buttons, keys, mouse and finger move the digit; the network answers."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest, resize

from lenet_keras import load_mnist, prepare
from lenet_keras.digits import shift

NAME = "shift_explorer"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

CORNER = """canvas => [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data]
  .slice(0, 3)"""


@pytest.fixture(scope="module")
def seven():
    test = load_mnist().test
    return prepare(test.images[test.labels.tolist().index(7)][None])


def figure(page: Page) -> Locator:
    return page.locator(".ll-shift-explorer").first


def column(page: Page) -> Locator:
    """The figure with its controls: the page has another one of this kind."""
    return page.locator(".ll-column", has=page.locator(".ll-shift-explorer")).first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def slider(page: Page, name: str) -> Locator:
    """A slider, after the settings have been unfolded."""
    if "ll-open" not in column(page).get_attribute("class"):
        figure(page).get_by_role("button", name="More settings").click()
    return column(page).get_by_role("slider", name=name).first


def penalties(page: Page) -> list[float]:
    texts = figure(page).locator(".ll-near-number").all_text_contents()
    return [float(text) for text in texts]


def pixels(page: Page, map_name: str) -> list[int]:
    """The colours of a map."""
    return (
        column(page)
        .get_by_label(re.compile(f"^{map_name},"))
        .first.evaluate(
            """box => { const c = box.querySelector("canvas");
        return [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data] }"""
        )
    )


def test_penalties_are_those_of_keras_at_rest_and_moved(open_page, model, seven):
    page = open_page(NAME)
    expected = np.asarray(model(seven))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)
    for _ in range(3):
        slider(page, "shift right").press("ArrowRight")
    slider(page, "shift down").press("ArrowLeft")
    expect(told(page)).to_contain_text("3 px right, 1 px up")
    expected = np.asarray(model(shift(seven, dx=3, dy=-1)))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)
    expect(told(page)).to_contain_text(f"Answer {expected.argmin()}")


SLIDERS = (
    ("shift right", "ArrowLeft", "1 px left"),
    ("shift down", "ArrowRight", "1 px down"),
    ("turn, degrees", "ArrowRight", "turned by 1°"),
    ("scale", "ArrowRight", "size times 1.05"),
    ("noise", "ArrowRight", "noise 0.01"),
)


def test_every_slider_moves_by_keyboard(open_page):
    page = open_page(NAME)
    start = penalties(page)
    for name, key, words in SLIDERS:
        slider(page, name).press(key)
        expect(told(page)).to_contain_text(words)
        eventually(page, lambda: penalties(page) != start, "other penalties")
        figure(page).get_by_role("button", name="Put it back").click()
        eventually(page, lambda: penalties(page) == start, "those of the start")


def test_the_mouse_drags_a_slider(open_page):
    page = open_page(NAME)
    handle = slider(page, "shift right")
    box = place_at_rest(handle)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 45, y, steps=4)
    page.mouse.up()
    expect(told(page)).to_contain_text(re.compile(r"[2-7] px right"))


def test_the_mouse_drags_the_digit_and_the_sliders_follow(open_page):
    page = open_page(NAME)
    input_box = column(page).get_by_label(re.compile("^Input, 32 by 32")).first
    box = place_at_rest(input_box)
    pixel = box["width"] / 32
    page.mouse.move(box["x"] + 80, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 80 + 4 * pixel, box["y"] + 80 - 2 * pixel, steps=5)
    page.mouse.up()
    expect(told(page)).to_contain_text("4 px right, 2 px up")
    expect(slider(page, "shift right")).to_have_attribute("aria-valuenow", "4.0")


def test_arrow_keys_move_the_digit_and_home_puts_it_back(open_page):
    page = open_page(NAME)
    input_box = column(page).get_by_label(re.compile("^Input, 32 by 32")).first
    input_box.press("ArrowDown")
    input_box.press("ArrowLeft")
    expect(told(page)).to_contain_text("1 px left, 1 px down")
    input_box.press("Home")
    expect(told(page)).to_contain_text("not shifted")


def test_a_finger_chooses_a_unit_and_does_not_block_the_page(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    a_map = column(page).get_by_label(re.compile("^C1 map 2,")).first
    a_map.tap()
    unit = figure(page).locator(".ll-unit")
    expect(unit).to_contain_text(
        re.compile("C1 map 2, row 1[34], column 1[34]: state")  # the middle
    )
    for box in figure(page).locator(".ll-map-box").all():
        action = box.evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360


def test_buttons_choose_digit_view_and_scale(open_page):
    page = open_page(NAME)
    before = pixels(page, "C1 map 0")
    column(page).get_by_role("radio", name="2", exact=True).click()
    expect(told(page)).to_contain_text("Answer 2")
    eventually(page, lambda: pixels(page, "C1 map 0") != before, "another map of C1")
    before = pixels(page, "S4 map 3")
    figure(page).get_by_role("button", name="More settings").click()
    column(page).get_by_role("button", name="each map").first.click()
    expect(figure(page)).to_contain_text("each map its own scale")
    eventually(page, lambda: pixels(page, "S4 map 3") != before, "another scale")
    column(page).get_by_role("radio", name="states").press("ArrowRight")
    eventually(  # nothing moved, nothing differs
        page, lambda: len(set(pixels(page, "C1 map 0"))) <= 2, "a map of one colour"
    )


def test_the_difference_is_zero_inside_where_a_layer_can_follow(open_page):
    page = open_page(NAME)
    column(page).get_by_role("radio", name="difference").click()
    for layer, shift_of_input, follows in (("C1", 1, True), ("S2", 1, False)):
        slider(page, "shift right").press("Home")
        expect(told(page)).to_contain_text("10 px left")
        for _ in range(10 + shift_of_input):
            slider(page, "shift right").press("ArrowRight")
        expect(told(page)).to_contain_text("1 px right")
        a_map = f"{layer} map 0"
        eventually(
            page,
            lambda name=a_map: 0 in pixels(page, name)[3::4],
            "an empty column where the digit came from",
        )
        rgba = np.array(pixels(page, a_map)).reshape(-1, 4)
        shown = rgba[rgba[:, 3] > 0]
        assert (np.ptp(shown, axis=0).max() == 0) == follows


def test_everything_goes_back_by_one_button(open_page):
    page = open_page(NAME)
    start = told(page).text_content()
    for name in ("shift right", "noise", "scale"):
        slider(page, name).press("ArrowRight")
    column(page).get_by_role("button", name="Put it back").first.click()
    expect(told(page)).to_have_text(start)


def test_what_is_told_is_also_heard_and_stands_in_a_table(open_page):
    page = open_page(NAME)
    slider(page, "shift right").press("ArrowRight")
    expect(figure(page).locator("[aria-live]")).to_contain_text("1 px right")
    figure(page).get_by_text("Penalties as a table").click()
    expect(figure(page).locator("tbody tr")).to_have_count(10)


def test_arrow_keys_read_the_units_of_a_map(open_page):
    page = open_page(NAME)
    a_map = column(page).get_by_label(re.compile("^S2 map 5,")).first
    a_map.press("Home")
    unit = figure(page).locator(".ll-unit")
    expect(unit).to_contain_text("S2 map 5, row 7, column 0: state")
    a_map.press("ArrowDown")
    expect(unit).to_contain_text("row 8, column 0")
    expect(figure(page).locator("[aria-live]")).to_contain_text("S2 map 5, row 8")


def test_input_and_answer_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        digit = figure(page).get_by_label(re.compile("^Input, 32 by 32"))
        top = digit.bounding_box()["y"]
        bars = figure(page).locator(".ll-nearness").bounding_box()
        assert bars["y"] + bars["height"] - top <= most


def test_maps_of_c3_and_s4_stand_in_two_rows_of_eight(open_page):
    page = open_page(NAME)
    for width in (320, 390, 900, 1280, 1440, 2560):
        resize(page, {"width": width, "height": 900})
        for layer in ("C3", "S4"):
            maps = figure(page).locator(f".ll-{layer} .ll-map-box").all()
            places = [a_map.bounding_box() for a_map in maps]
            rows = {round(place["y"]) for place in places}
            columns = {round(place["x"]) for place in places}
            assert (len(rows), len(columns)) == (2, 8)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_down_leads_from_map_to_map(open_page):
    page = open_page(NAME)
    figure(page).get_by_label(re.compile("^C1 map 0,")).press("PageDown")
    unit = figure(page).locator(".ll-unit")
    expect(unit).to_contain_text("C1 map 1, row 14")
    a_map = figure(page).get_by_label(re.compile("^C1 map 1,"))
    expect(a_map).to_be_focused()
    a_map.press("PageUp")
    expect(unit).to_contain_text("C1 map 0")


def test_by_night_no_picture_glares(open_page):
    page = open_page(NAME, color_scheme="dark")
    canvases = figure(page).locator("canvas").all()
    assert len(canvases) > 40
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    day = [canvas.evaluate(CORNER) for canvas in canvases[:3]]
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    eventually(page, lambda: max(canvases[0].evaluate(CORNER)) < 80, "dark paper")
    assert max(day[0]) > 240
    assert max(canvases[1].evaluate(CORNER)) < 80  # a thumbnail, drawn once
