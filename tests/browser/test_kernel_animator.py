"""The kernel goes where buttons, slider, keys, mouse and finger send it."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest, resize, stop_time

from lenet_keras import lenet5, load_mnist, prepare

NAME = "kernel_animator"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LAST = 783
MIDDLE = 406  # where it starts


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist(validation=10_000).train.images[:3])


@pytest.fixture(scope="module")
def c1():
    return lenet5(weights="mnist").get_layer("C1")


def figure(page: Page) -> Locator:
    return page.locator(".ll-kernel-animator").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def choice(page: Page, group: str, name: str) -> Locator:
    """One of the things to choose from that bear this name."""
    choices = figure(page).get_by_role("radiogroup", name=group)
    return choices.get_by_role("radio", name=name, exact=True)


def unfold(page: Page) -> None:
    if "ll-open" not in page.locator(".ll-column").first.get_attribute("class"):
        button(page, "More settings").click()


def choose_speed(page: Page, name: str) -> None:
    unfold(page)
    page.get_by_role("button", name=name, exact=True).first.click()


def button(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("button", name=name, exact=True)


def box(page: Page, name: str) -> Locator:
    return figure(page).get_by_label(re.compile(f"^{name},"))


def position(page: Page) -> int:
    return int(re.search(r"Unit (\d+)", told(page).text_content()).group(1))


def slider(page: Page) -> Locator:
    unfold(page)
    return page.get_by_role("slider", name="unit").first


def expect_unit(page: Page, unit: int) -> None:
    """All that shows where the kernel stands agrees."""
    row, column = divmod(unit, 28)
    expect(told(page)).to_contain_text(f"Unit {unit}, row {row}, column {column}:")
    handle = page.get_by_role("slider", name="unit", include_hidden=True).first
    expect(handle).to_have_attribute("aria-valuenow", f"{unit}.0")
    for name, side in (("Input", 32), ("Feature map", 28)):
        mark = box(page, name).locator(".ll-mark")
        expect_numbers(
            page,
            lambda mark=mark: float(mark.evaluate("m => parseFloat(m.style.top)")),
            100 * row / side,
            atol=1e-3,
        )


def numbers(page: Page, caption: str) -> np.ndarray:
    """The 25 numbers of a grid."""
    grid = figure(page).locator(".ll-numbers", has_text=caption).locator("td")
    texts = grid.evaluate_all(
        "cells => cells.map(c => c.querySelector('input')?.value ?? c.textContent)"
    )
    return np.reshape([float(text.replace("\u2212", "-")) for text in texts], (5, 5))


def sums(page: Page) -> list[float]:
    """Sum of the products, bias, weighted sum, state."""
    cells = (
        figure(page)
        .locator(".ll-sums td")
        .evaluate_all(
            "cells => cells.map(c => c.querySelector('input')?.value ?? c.textContent)"
        )
    )
    return [float(text.replace("\u2212", "-")) for text in cells]


def units_drawn(page: Page) -> int:
    """How many units of the map have a colour."""
    return box(page, "Feature map").evaluate(
        """box => { const c = box.querySelector("canvas");
        const { data } = c.getContext("2d").getImageData(0, 0, 28, 28);
        return data.filter((_, n) => n % 4 === 3 && data[n] > 0).length }"""
    )


def test_every_kernel_computes_what_keras_computes(open_page, c1, digits):
    page = open_page(NAME)
    expect_unit(page, MIDDLE)
    kernel, bias = c1.get_weights()
    states = np.asarray(c1(digits))
    row, column = divmod(MIDDLE, 28)
    for digit, name, number in ((0, "5", 2), (1, "0", 5), (2, "4", 0)):
        choice(page, "Digits", name).click()
        choice(page, "Kernel", str(number)).click()
        state = states[digit, row, column, number]
        expect(told(page)).to_contain_text(f"state {state:.3f}".replace("-", "\u2212"))
        field = digits[digit, row : row + 5, column : column + 5, 0]
        weights = kernel[:, :, 0, number]
        grids = {"pixels in the frame": field, "kernel": weights}
        grids["products"] = field * weights
        for caption, expected in grids.items():
            expect_numbers(
                page, lambda c=caption: numbers(page, c), expected, atol=0.0051
            )
        total = (field * weights).sum()
        expected = [total, bias[number], total + bias[number], state]
        expect_numbers(page, lambda: sums(page), expected, atol=0.00051)


def test_the_table_holds_the_map_of_keras(open_page, c1, digits):
    page = open_page(NAME)
    unfold(page)
    page.get_by_label("show the whole map").check()
    figure(page).get_by_text("The map as a table").click()
    rows = figure(page).locator(".ll-scroller tbody tr")
    expect(rows).to_have_count(28)
    texts = rows.evaluate_all(
        "rows => rows.map(r => [...r.querySelectorAll('td')].map(c => c.textContent))"
    )
    shown = [[float(text.replace("\u2212", "-")) for text in row] for row in texts]
    expected = np.asarray(c1(digits[:1]))[0, :, :, 0]
    np.testing.assert_allclose(shown, expected, atol=0.0051)


def test_the_slider_moves_it_by_keyboard_and_the_map_fills_up(open_page):
    page = open_page(NAME)
    expect_numbers(page, lambda: units_drawn(page), MIDDLE + 1)
    slider(page).press("ArrowRight")
    expect_unit(page, MIDDLE + 1)
    expect_numbers(page, lambda: units_drawn(page), MIDDLE + 2)
    slider(page).press("Home")
    expect_unit(page, 0)
    expect_numbers(page, lambda: units_drawn(page), 1)
    slider(page).press("End")
    expect_unit(page, LAST)
    expect_numbers(page, lambda: units_drawn(page), 784)
    slider(page).press("Home")
    page.get_by_label("show the whole map").press("Space")
    expect_numbers(page, lambda: units_drawn(page), 784)


def test_the_mouse_drags_the_slider(open_page):
    page = open_page(NAME)
    handle = slider(page)
    place = place_at_rest(handle)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    eventually(page, lambda: position(page) > MIDDLE + 50, "a unit further down")
    expect_unit(page, int(float(slider(page).get_attribute("aria-valuenow"))))


def test_the_mouse_points_at_pixels_and_units(open_page):
    page = open_page(NAME)
    for name, side, row, column, unit in (
        ("Input", 32, 12, 20, 10 * 28 + 18),  # the pixel in the middle of its field
        ("Feature map", 28, 20, 3, 20 * 28 + 3),
    ):
        picture = box(page, name)
        picture.scroll_into_view_if_needed()
        cell = picture.bounding_box()["width"] / side
        place = {"x": (column + 0.5) * cell, "y": (row + 0.5) * cell}
        picture.hover(position=place)
        expect_unit(page, unit)


@pytest.mark.parametrize("name", ["Input", "Feature map"])
def test_arrow_keys_move_it_in_either_picture(open_page, name):
    page = open_page(NAME)
    picture = box(page, name)
    picture.press("ArrowDown")
    expect_unit(page, MIDDLE + 28)
    picture.press("ArrowLeft")
    expect_unit(page, MIDDLE + 27)
    picture.press("Home")
    expect_unit(page, 15 * 28)
    picture.press("ArrowLeft")  # the edge
    expect_unit(page, 15 * 28)
    heard = figure(page).locator("[aria-live]")
    expect(heard).to_contain_text("row 15, column 0: state")
    expect(heard).to_contain_text("The products add up to")


def test_a_finger_taps_a_unit_and_does_not_block_the_page(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    picture = box(page, "Feature map")
    picture.scroll_into_view_if_needed()
    cell = picture.bounding_box()["width"] / 28
    picture.tap(position={"x": 4.5 * cell, "y": 7.5 * cell})
    expect_unit(page, 7 * 28 + 4)
    for name in ("Input", "Feature map"):
        action = box(page, name).evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    wide = figure(page).evaluate("el => el.scrollWidth - el.clientWidth")
    assert wide <= 0


def test_nothing_plays_until_told_and_it_steps_and_pauses(open_page):
    page = open_page(NAME)
    stop_time(page, button(page, "Play"))
    page.clock.run_for(5_000)
    expect(told(page)).to_contain_text(f"Unit {MIDDLE},")
    button(page, "Step forward").click()
    page.clock.run_for(50)
    expect(told(page)).to_contain_text(f"Unit {MIDDLE + 1},")
    button(page, "Step back").press("Enter")
    button(page, "Step back").press("Enter")
    page.clock.run_for(50)
    expect(told(page)).to_contain_text(f"Unit {MIDDLE - 1},")
    button(page, "Play").click()
    page.clock.run_for(100)
    expect(told(page)).to_contain_text("Playing")
    page.clock.run_for(900)
    button(page, "Pause").click()
    page.clock.run_for(5_000)
    expect(told(page)).to_contain_text("Unit")
    assert MIDDLE + 15 < position(page) <= MIDDLE + 20  # 20 a second


def test_it_plays_faster_and_stops_at_the_end(open_page):
    page = open_page(NAME)
    stop_time(page, button(page, "Play"))
    choose_speed(page, "200 a second")
    button(page, "Play").press("Space")
    page.clock.run_for(3_000)
    expect(button(page, "Play")).to_be_visible()
    expect(told(page)).to_contain_text(f"Unit {LAST},")
    button(page, "Play").click()  # from the start again
    page.clock.run_for(300)
    button(page, "Pause").click()
    page.clock.run_for(50)
    expect(told(page)).to_contain_text("Unit")
    assert position(page) < 100


def test_play_is_honoured_with_less_motion_too(open_page):
    page = open_page(NAME, reduced_motion="reduce")
    stop_time(page, button(page, "Play"))
    choose_speed(page, "200 a second")
    button(page, "Play").click()
    page.clock.run_for(1_000)
    button(page, "Pause").click()
    page.clock.run_for(50)
    expect(told(page)).to_contain_text("Unit")
    assert MIDDLE + 150 < position(page) <= MIDDLE + 210


def test_it_stops_when_the_pictures_are_scrolled_away(open_page):
    page = open_page(NAME, viewport=PHONE)
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    bottom = "el => scrollTo(0, scrollY + el.getBoundingClientRect().bottom - 100)"
    figure(page).evaluate(bottom)  # part of the figure is still in sight
    expect(button(page, "Play")).to_have_count(1)


def test_pictures_and_sums_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        sums_box = figure(page).locator(".ll-sums").bounding_box()
        top = figure(page).get_by_role("radiogroup", name="Kernel").bounding_box()["y"]
        assert sums_box["y"] + sums_box["height"] - top <= most


def test_the_reader_writes_a_kernel(open_page, digits):
    page = open_page(NAME)
    choice(page, "Kernel", "blur").click()
    expect(told(page)).to_contain_text("Unit")
    weight = page.get_by_label("weight, row 2, column 2").first
    expect(weight).not_to_be_editable()
    button(page, "Change these numbers").click()
    expect(choice(page, "Kernel", "yours")).to_be_checked()
    expect_numbers(page, lambda: numbers(page, "kernel"), np.full((5, 5), 0.04))
    expect(weight).to_be_editable()
    weight.fill("-1.5")
    page.get_by_label("bias", exact=True).first.fill("0.25")
    row, column = divmod(MIDDLE, 28)
    field = digits[0, row : row + 5, column : column + 5, 0]
    total = 0.04 * (field.sum() - field[2, 2]) - 1.5 * field[2, 2]
    state = 1.7159 * np.tanh((total + 0.25) * 2 / 3)
    expect(told(page)).to_contain_text(f"state {state:.3f}".replace("-", "\u2212"))
    expected = [total, 0.25, total + 0.25, state]
    expect_numbers(page, lambda: sums(page), expected, atol=0.00051)
    weight.fill("")  # half written: the last number counts
    page.get_by_label("bias", exact=True).first.focus()
    expect(weight).to_have_value("-1.50")
    choice(page, "Kernel", "edge").click()
    choice(page, "Kernel", "yours").click()  # it is kept
    expect(weight).to_have_value("-1.50")
