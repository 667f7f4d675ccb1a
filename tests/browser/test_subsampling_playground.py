"""Coefficient, bias and shift: the page's S2 is that of Keras, and follows or not."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest, resize

from lenet_keras import Subsampling2D, load_mnist, prepare, scaled_tanh
from lenet_keras.digits import shift
from lenet_keras.inspection import feature_maps

NAME = "subsampling_playground"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MIDDLE = 7  # row and column of S2


@pytest.fixture(scope="module")
def seven():
    test = load_mnist().test
    return prepare(test.images[[test.labels.tolist().index(7)]])


def figure(page: Page) -> Locator:
    return page.locator(".ll-subsampling-playground").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


def unit(page: Page, name: str) -> Locator:
    """One of the units to choose from."""
    return figure(page).get_by_role("radio", name=name, exact=True)


def unfold(page: Page) -> None:
    if "ll-open" not in page.locator(".ll-column").first.get_attribute("class"):
        button(page, "More settings").click()


def slider(page: Page, name: str) -> Locator:
    if name.startswith("shift"):
        unfold(page)
    return page.get_by_role("slider", name=name, exact=True).first


def large(page: Page, layer: str) -> Locator:
    return figure(page).get_by_label(re.compile(f"^{layer}, the chosen map"))


def number(text: str) -> float:
    return float(text.replace("\u2212", "-"))


def chosen(page: Page) -> int:
    return int(re.match(r"Map (\d)", told(page).text_content()).group(1))


def choose(page: Page, map_number: int) -> None:
    button(page, f"map {map_number}").click()
    expect(told(page)).to_contain_text(f"Map {map_number},")


def table(page: Page, summary: str) -> np.ndarray:
    """The numbers of a table, without its first column."""
    outer = figure(page).locator("details:has(details)")
    details = outer.locator("details", has_text=summary)
    for one in (outer, details):
        if one.get_attribute("open") is None:
            one.locator("summary").first.click()
    expect(details.locator("tbody tr").first).to_be_visible()
    rows = details.locator("tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.querySelectorAll('td')].map(c => c.textContent))"
    )
    return np.array([[number(text) for text in row] for row in rows])


def pixels(page: Page, layer: str) -> np.ndarray:
    """The colours of a large map, unit by unit."""
    data = large(page, layer).evaluate(
        """box => { const c = box.querySelector("canvas");
        return [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data] }"""
    )
    return np.reshape(data, (-1, 4))


def state_of_the_middle(page: Page) -> float:
    """What the line under the large maps says of the unit in the middle of S2."""
    large(page, "S2").focus()
    large(page, "S2").press("End")
    large(page, "S2").press("Home")
    for _ in range(MIDDLE):
        large(page, "S2").press("ArrowRight")
    line = figure(page).locator(".ll-unit")
    expect(line).to_contain_text(f"S2 row {MIDDLE}, column {MIDDLE}:")
    return number(line.inner_text().split("state ")[1])


def with_numbers(coefficient: float, bias: float) -> Subsampling2D:
    layer = Subsampling2D(2, activation=scaled_tanh)
    layer.build((None, 28, 28, 6))
    layer.set_weights([np.full(6, coefficient), np.full(6, bias)])
    return layer


def test_as_learned_every_map_has_its_own_numbers(open_page, model, seven):
    page = open_page(NAME)
    expect(unit(page, "as learned")).to_be_checked()
    learned = np.transpose(model.get_layer("S2").get_weights())
    expect_numbers(page, lambda: table(page, "All maps")[:, :2], learned, atol=0.00051)
    states = feature_maps(model, seven)["S2"][0, MIDDLE, MIDDLE]
    for m in range(6):
        choose(page, m)
        expect(unit(page, "as learned")).to_be_checked()
        assert state_of_the_middle(page) == pytest.approx(states[m], abs=0.0051)


KINDS = (
    ("blur", 0.1, 0, "at least 3 of 4 inputs"),
    ("OR", 2, 6, "at least 1 of 4 inputs"),
    ("AND", 2, -6, "at least 4 of 4 inputs"),
)


def test_the_buttons_make_units_that_keras_knows(open_page, model, seven):
    page = open_page(NAME)
    for name, coefficient, bias, words in KINDS:
        unit(page, name).click()
        expect(told(page)).to_contain_text(words)
        handle = slider(page, "coefficient")
        expect(handle).to_have_value(f"{coefficient:g}")
        sums = 2 * np.arange(5) - 4
        totals = coefficient * sums + bias
        expected = np.transpose([sums, totals, scaled_tanh(totals.astype("float32"))])
        expect_numbers(
            page, lambda: table(page, "0 to 4 inputs on"), expected, atol=0.0051
        )
        states = with_numbers(coefficient, bias)(feature_maps(model, seven)["C1"])
        for m in (0, 4):
            choose(page, m)
            expect(unit(page, name)).to_be_checked()
            expected = float(states[0, MIDDLE, MIDDLE, m])
            assert state_of_the_middle(page) == pytest.approx(expected, abs=0.0051)


def test_the_circles_land_where_the_table_says(open_page):
    page = open_page(NAME)
    unit(page, "AND").click()
    expect(told(page)).to_contain_text("at least 4")
    circles = (
        figure(page)
        .locator("circle")
        .evaluate_all(
            "all => all.map(c => [Number(c.getAttribute('cx')), "
            "Number(c.getAttribute('cy'))])"
        )
    )
    across, down = np.transpose(circles)
    _, totals, states = table(page, "0 to 4 inputs on").T
    for places, values in ((across, totals), (down, -states)):
        parts = (places - places[0]) / (places[-1] - places[0])
        wanted = (values - values[0]) / (values[-1] - values[0])
        np.testing.assert_allclose(parts, wanted, atol=0.01)
    label = figure(page).locator("svg").get_attribute("aria-label")
    assert "at least 4 of 4" in label


def test_sliders_let_go_of_the_button_and_find_it_again(open_page):
    page = open_page(NAME)
    unit(page, "OR").click()
    expect(told(page)).to_contain_text("bias 6.00")
    slider(page, "bias").press("ArrowLeft")
    expect(told(page)).to_contain_text("bias 5.90")
    expect(unit(page, "by the sliders")).to_be_checked()
    slider(page, "bias").press("ArrowRight")
    expect(unit(page, "OR")).to_be_checked()
    slider(page, "coefficient").press("Home")
    expect(told(page)).to_contain_text("coefficient \u22123.00")


def test_the_mouse_drags_a_slider(open_page):
    page = open_page(NAME)
    handle = slider(page, "coefficient")
    place = place_at_rest(handle)
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y, steps=4)
    page.mouse.up()
    expect(unit(page, "by the sliders")).to_be_checked()
    expect(told(page)).to_contain_text(re.compile(r"coefficient (0\.[89]|[1-9])"))


@pytest.mark.parametrize("name", ["as learned", "OR"])
def test_c1_follows_every_shift_and_s2_the_even_ones(open_page, model, seven, name):
    page = open_page(NAME)
    unit(page, name).click()
    layer = model.get_layer("S2") if name == "as learned" else with_numbers(2, 6)
    c1 = model.get_layer("C1")
    at_rest = layer(c1(seven))
    m = chosen(page)
    for dx in (1, 2, 3, 4):
        slider(page, "shift right").press("ArrowRight")
        words = f"Shifted {dx} px right: C1 follows exactly, S2 "
        words += "departs by up to" if dx % 2 else "follows exactly"
        expect(told(page)).to_contain_text(words)
        moved = layer(c1(shift(seven, dx)))
        near = [shift(at_rest, dx // 2 + more, fill=np.nan) for more in (0, 1)]
        apart = [np.nanmax(np.abs(moved - other), axis=(0, 1, 2)) for other in near]
        whole = apart[0] if dx % 2 == 0 else np.minimum(*apart)
        expect_numbers(page, lambda: table(page, "All maps")[:, 3], whole, atol=0.0006)
        caption = figure(page).locator(".ll-large .ll-caption").nth(1).inner_text()
        told_of = caption.split("up to ")[1].split()[0]
        assert number(told_of) == pytest.approx(whole[m], abs=0.0006)


def test_it_shifts_down_too(open_page):
    page = open_page(NAME)
    slider(page, "shift down").press("ArrowLeft")
    expect(told(page)).to_contain_text("Shifted 1 px up: C1 follows exactly, S2 depar")
    slider(page, "shift down").press("ArrowLeft")
    expect(told(page)).to_contain_text("Shifted 2 px up: C1 follows exactly, S2 follo")


def test_the_difference_shows_where_a_map_departs(open_page):
    page = open_page(NAME)
    slider(page, "shift right").press("ArrowRight")
    expect(told(page)).to_contain_text("1 px right")
    unfold(page)
    button(page, "difference").press("Enter")
    expect(figure(page)).to_contain_text("difference:")  # the legend
    expect_numbers(  # the column that came in is left empty
        page, lambda: (pixels(page, "C1")[:, 3] > 0).sum(), 28 * 27
    )
    colours = pixels(page, "C1")
    shown = colours[colours[:, 3] > 0]
    assert np.ptp(shown, axis=0).max() == 0
    colours = pixels(page, "S2")  # drawn in the same frame
    assert np.ptp(colours[colours[:, 3] > 0], axis=0).max() > 50


def test_one_scale_or_many(open_page):
    page = open_page(NAME)
    unit(page, "blur").click()
    expect(told(page)).to_contain_text("coefficient 0.10")
    captions = figure(page).locator(".ll-large .ll-caption")
    ends = [text.split(";")[0] for text in captions.all_inner_texts()]
    assert ends[0] == ends[1]
    pale = pixels(page, "S2")
    unfold(page)
    button(page, "each layer").click()
    expect(captions.nth(1)).not_to_contain_text(ends[0])
    eventually(
        page,
        lambda: pixels(page, "S2")[:, :3].min() < pale[:, :3].min(),
        "stronger colours",
    )
    button(page, "each map").click()
    expect(figure(page)).to_contain_text("+ largest")


def test_a_mouse_on_c1_frames_the_window_and_its_unit(open_page):
    page = open_page(NAME)
    c1 = large(page, "C1")
    c1.scroll_into_view_if_needed()
    cell = c1.bounding_box()["width"] / 28
    c1.hover(position={"x": 9.5 * cell, "y": 12.5 * cell})
    expect(figure(page).locator(".ll-unit")).to_contain_text("S2 row 6, column 4: sum")
    window = re.compile(r"height: 7\.142\d*%")  # 2 of 28 units
    expect(c1.locator(".ll-mark")).to_have_attribute("style", window)
    expect(figure(page).locator(".ll-one")).to_have_count(1)
    page.mouse.move(1, 1)
    expect(figure(page).locator(".ll-unit")).to_have_text("")
    expect(figure(page).locator(".ll-one")).to_have_count(0)


def test_a_finger_chooses_maps_and_units_and_does_not_block_the_page(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    other = (chosen(page) + 1) % 6
    button(page, f"map {other}").tap()
    expect(told(page)).to_contain_text(f"Map {other},")
    expect(button(page, f"map {other}")).to_have_attribute("aria-pressed", "true")
    large(page, "S2").tap()
    expect(figure(page).locator(".ll-unit")).to_contain_text("S2 row")
    for layer in ("C1", "S2"):
        action = large(page, layer).evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    assert figure(page).evaluate("el => el.scrollWidth - el.clientWidth") <= 0


def test_what_is_told_is_also_heard(open_page):
    page = open_page(NAME)
    slider(page, "shift right").press("ArrowRight")
    expect(figure(page).locator("[aria-live]")).to_contain_text("Shifted 1 px right")
    state_of_the_middle(page)
    expect(figure(page).locator("[aria-live]")).to_contain_text("S2 row 7, column 7")


def test_the_sliders_say_what_the_sentence_says(open_page):
    page = open_page(NAME)
    for m in range(6):
        choose(page, m)
        for name in ("coefficient", "bias"):
            said = re.search(rf"{name} (\S+?)[,:]", told(page).text_content())[1]
            label = figure(page).locator(".ll-slider", has_text=name)
            expect(label.locator("output")).to_have_text(said)


def test_the_input_is_dragged_and_arrow_keys_shift_it(open_page):
    page = open_page(NAME)
    box = figure(page).get_by_label(re.compile("^Input, 32 by 32"))
    box.press("ArrowRight")
    expect(told(page)).to_contain_text("Shifted 1 px right")
    place = place_at_rest(box)
    x, y = place["x"] + 60, place["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + place["width"] / 32, y, steps=3)
    page.mouse.up()
    expect(told(page)).to_contain_text("Shifted 2 px right")


def test_sliders_and_maps_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        bias = slider(page, "bias").bounding_box()
        top = large(page, "S2").bounding_box()["y"]
        assert bias["y"] + bias["height"] - top <= most
