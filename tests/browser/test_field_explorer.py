"""Pointer, keys, buttons and finger choose units; what they see and sum is Keras's."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest, resize, stop_time

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.inspection import feature_maps, receptive_fields

NAME = "field_explorer"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def maps(model):
    held_out = load_mnist(validation=10_000).validation
    digits = held_out.images[5000:8000][held_out.labels[5000:8000] == 7]
    return feature_maps(model, prepare(digits[:1]))


def figure(page: Page) -> Locator:
    return page.locator(".ll-field-explorer")


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def a_map(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("application", name=re.compile(f"^{name},"))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def expect_role(page: Page, name: str, role: str) -> None:
    expect(a_map(page, name).locator("..")).to_have_attribute("data-role", role)


def frame(page: Page, name: str, side: int) -> list[int] | None:
    """Row, column, height and width of the frame in a map, in its units."""
    return a_map(page, name).evaluate(
        """(box, side) => { const mark = box.querySelector(".ll-mark");
        return mark.hidden ? null : ["top", "left", "height", "width"].map((edge) =>
          Math.round(parseFloat(mark.style[edge]) * side / 100)) }""",
        side,
    )


def expect_frame(page: Page, name: str, side: int, wanted: list[int] | None) -> None:
    words = f"the frame {wanted} in {name}"
    eventually(page, lambda: frame(page, name, side) == wanted, words)


def numbers(page: Page, of: str) -> list[float]:
    texts = figure(page).locator(of).all_text_contents()
    return [float(text.replace(MINUS, "-")) for text in texts if text not in ("", "…")]


def expect_result(page: Page, state: float) -> None:
    """The sum that the figure adds up and squashes is the unit's state."""
    expect_numbers(
        page, lambda: numbers(page, ".ll-result td")[-2:], [state] * 2, atol=0.001
    )


def place(page: Page, name: str, row: int, column: int, side: int) -> dict[str, float]:
    """Where in a map the middle of a unit is."""
    unit = a_map(page, name).bounding_box()["width"] / side
    return {"x": (column + 0.5) * unit, "y": (row + 0.5) * unit}


def test_it_starts_with_a_unit_of_c3_its_sources_and_its_sum(open_page, model, maps):
    page = open_page(NAME)
    state = maps["C3"][0, 5, 5, 0]
    expect(told(page)).to_contain_text("C3 map 0, row 5, column 5: state")
    expect(told(page)).to_contain_text("14 × 14 pixels: rows 10 to 23")
    expect_frame(page, "Input", 32, [10, 10, 14, 14])
    for m in range(6):
        seen = m in paper.C3_CONNECTIONS[0]
        for layer, side, at in (("S2", 14, [5, 5, 5, 5]), ("C1", 28, [10, 10, 10, 10])):
            name = f"{layer} map {m}"
            expect_role(page, name, "source" if seen else "apart")
            expect_frame(page, name, side, at if seen else None)
    expect_result(page, state)


UNITS = (("C1", 3, 20), ("S2", 13, 0), ("C3", 9, 9), ("S4", 2, 1))


def test_the_mouse_frames_what_a_unit_sees_and_a_click_chooses_it(
    open_page, model, maps
):
    page = open_page(NAME)
    for layer, row, column in UNITS:
        before = told(page).text_content()
        side = maps[layer].shape[1]
        name = f"{layer} map 1"
        a_map(page, name).hover(position=place(page, name, row, column, side))
        expect(told(page)).to_contain_text(f"{name}, row {row}, column {column}: state")
        [field] = [f for f in receptive_fields(model) if f.name == layer]
        top, left = field.pixels(row)[0], field.pixels(column)[0]
        expect_frame(page, "Input", 32, [top, left, field.size, field.size])
        button(page, "Step").hover()  # away from the maps: nothing was chosen
        expect(told(page)).to_have_text(before)
        a_map(page, name).click(position=place(page, name, row, column, side))
        button(page, "Step").hover()
        expect(told(page)).to_contain_text(f"{name}, row {row}, column {column}: state")
        state = maps[layer][0, row, column, 1]
        expect(figure(page).locator(".ll-addition")).to_contain_text(
            f"{layer} map 1, row"
        )
        expect_result(page, state)


def test_a_pixel_lights_all_units_that_see_it(open_page):
    page = open_page(NAME)
    a_map(page, "Input").click(position=place(page, "Input", 16, 16, 32))
    expect(told(page)).to_contain_text("Pixel in row 16, column 16")
    expect(figure(page).locator(".ll-addition")).to_be_hidden()
    expected = {"C1": (28, 12, 5), "S2": (14, 6, 3), "C3": (10, 2, 7), "S4": (5, 1, 4)}
    for layer, (side, first, count) in expected.items():
        for m in range(6):
            expect_role(page, f"{layer} map {m}", "target")
            at = [first, first, count, count]
            expect_frame(page, f"{layer} map {m}", side, at)
    expect_role(page, "C5", "target")


def test_arrow_keys_choose_and_focus_only_looks(open_page):
    page = open_page(NAME)
    c1 = a_map(page, "C1 map 4")
    a_map(page, "C1 map 3").press("PageDown")
    expect(c1).to_be_focused()
    expect(told(page)).to_contain_text("C1 map 4, row 14, column 14: state")
    expect(figure(page).locator(".ll-addition")).to_contain_text("C3 map 0")
    c1.press("ArrowUp")
    c1.press("Home")
    expect(told(page)).to_contain_text("C1 map 4, row 13, column 0: state")
    expect_frame(page, "Input", 32, [13, 0, 5, 5])
    expect(figure(page).locator(".ll-addition")).to_contain_text("C1 map 4, row 13")
    c1.press("PageDown")
    expect(told(page)).to_contain_text("C1 map 5")
    a_map(page, "C1 map 5").press("Enter")
    expect(figure(page).locator(".ll-addition")).to_contain_text("C1 map 5, row 14")
    heard = figure(page).locator("[aria-live]")
    expect(heard).to_contain_text("C1 map 5, row 14, column 14: state")


def test_arrow_keys_reach_every_unit_of_c5(open_page, maps):
    page = open_page(NAME)
    c5 = a_map(page, "C5")
    c5.press("Home")  # of the middle row
    c5.press("ArrowDown")
    expect(told(page)).to_contain_text("C5 unit 64: state")
    expect_frame(page, "Input", 32, [0, 0, 32, 32])
    state = maps["C5"].reshape(-1)[64]
    expect_result(page, state)
    expect(figure(page).locator(".ll-cards button")).to_have_count(16)


def test_buttons_choose_layer_digit_scale_and_neighbour(open_page):
    page = open_page(NAME)
    button(page, "More settings").click()
    button(page, "S4").click()
    expect(told(page)).to_contain_text("S4 map 0, row 4, column 4: state")
    before = told(page).text_content()
    figure(page).get_by_role("radio", name="2", exact=True).click()
    expect(told(page)).not_to_have_text(before)
    button(page, "Choose the one above").click()
    button(page, "Choose the one to the left").press("Enter")
    expect(told(page)).to_contain_text("S4 map 0, row 3, column 3: state")
    expect(figure(page)).not_to_contain_text("own for each map")
    button(page, "each map").click()
    expect(figure(page)).to_contain_text("scale own for each map")


def test_steps_add_one_product_after_the_other(open_page, model, maps):
    page = open_page(NAME)
    a_map(page, "C1 map 0").click(position=place(page, "C1 map 0", 8, 12, 28))
    kernel = np.asarray(model.get_layer("C1").kernel)[:, :, 0, 0]
    products = (kernel * maps["image"][0, 8:13, 12:17, 0]).ravel()
    said = figure(page).locator(".ll-said")
    expect(said).to_have_text("25 of 25 products added")
    for count in (1, 2, 3):
        button(page, "Step").click()
        expect(said).to_contain_text(f"{count} of 25 products: ")
        expect(figure(page).locator(".ll-current")).to_have_count(3)
        for places, wanted in (
            (".ll-result tr:first-child td", products[:count].sum(keepdims=True)),
            (".ll-numbers >> nth=2 >> td", products[:count]),
        ):
            expect_numbers(
                page, lambda where=places: numbers(page, where), wanted, atol=0.0051
            )
    expect(figure(page).locator("[aria-live]")).to_contain_text("3 of 25 products")
    button(page, "Back").press("Enter")
    expect(said).to_contain_text("2 of 25 products: ")
    expect(figure(page).locator(".ll-result")).to_contain_text("…")  # bias not yet


def test_the_slider_goes_to_any_product_by_key_and_by_mouse(open_page):
    page = open_page(NAME)
    scrub = figure(page).get_by_role("slider", name="Addends added")
    said = figure(page).locator(".ll-said")
    scrub.press("ArrowLeft")
    expect(said).to_contain_text("74 of 75 products: ")
    scrub.press("Home")
    expect(said).to_have_text("0 of 75 products added")
    box = place_at_rest(scrub)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(said).to_contain_text(re.compile(r"^3[6-9] of 75 products"))
    pressed = figure(page).locator(".ll-cards [aria-pressed=true]")
    expect(pressed).to_contain_text("S2 map 1")  # its products are being added
    figure(page).get_by_role("button", name=re.compile("S2 map 2: ")).click()
    expect(pressed).to_contain_text("S2 map 2")
    expect(said).to_have_text("75 of 75 products added")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_plays_when_asked_and_pauses(open_page, motion):
    page = open_page(NAME, reduced_motion=motion)
    said = figure(page).locator(".ll-said")
    stop_time(page, button(page, "Play"))
    expect(said).to_have_text("75 of 75 products added")  # nothing starts by itself
    button(page, "Play").click()
    page.clock.run_for(2_050)
    expect(said).to_contain_text("5 of 75 products: ")
    button(page, "Pause").click()
    page.clock.run_for(5_000)
    expect(said).to_contain_text("5 of 75 products: ")
    button(page, "Play").click()
    a_map(page, "S2 map 0").press("ArrowUp")  # another unit ends the walk
    page.clock.run_for(5_000)
    expect(button(page, "Play")).to_be_visible()
    expect(said).to_have_text("4 of 4 states added")


def test_tables_hold_all_the_numbers(open_page):
    page = open_page(NAME)
    figure(page).get_by_text("Numbers as tables").click()
    figure(page).get_by_text("All that lights up, as a table").click()
    rows = figure(page).get_by_role("region", name="All that lights up, as a table")
    wanted = [
        "input\tseen by it\t0\t10 to 23\t10 to 23",
        "C1\tseen by it\t0, 1, 2\t10 to 19\t10 to 19",
        "S2\tseen by it\t0, 1, 2\t5 to 9\t5 to 9",
    ]
    eventually(
        page,
        lambda: rows.locator("tbody tr").all_inner_texts()[:3] == wanted,
        f"the rows {wanted}",
    )
    figure(page).get_by_text("All that the unit adds up, as a table").click()
    table = figure(page).get_by_role("region", name=re.compile("adds up, as a table"))
    expect(table.locator("tbody tr")).to_have_count(75)
    last = table.locator("tbody tr").last.inner_text().split("\t")[-1]
    [total, *_] = numbers(page, ".ll-result td")
    assert float(last.replace(MINUS, "-")) == pytest.approx(total, abs=0.001)


def test_a_finger_chooses_and_the_page_still_scrolls(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    a_map(page, "S2 map 3").tap(position=place(page, "S2 map 3", 2, 3, 14))
    expect(told(page)).to_contain_text("S2 map 3, row 2, column 3: state")
    expect(figure(page).locator(".ll-addition")).to_contain_text("S2 map 3, row 2")
    button(page, "Choose the one below").tap()
    expect(told(page)).to_contain_text("S2 map 3, row 3, column 3: state")
    button(page, "Step").tap()
    expect(figure(page).locator(".ll-said")).to_contain_text("1 of 4 states")
    for box in figure(page).locator(".ll-seen .ll-map-box").all():
        action = box.evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_swipe_chooses_nothing(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    box = a_map(page, "Input")
    box.scroll_into_view_if_needed()
    before = told(page).text_content()
    edges = place_at_rest(box)
    x, y = edges["x"] + 20, edges["y"] + 60
    at = [{"x": x + 8 * n, "y": y - n} for n in range(12)]
    touch = page.context.new_cdp_session(page)
    send = "Input.dispatchTouchEvent"
    touch.send(send, {"type": "touchStart", "touchPoints": at[:1]})
    for point in at:
        touch.send(send, {"type": "touchMove", "touchPoints": [point]})
    touch.send(send, {"type": "touchEnd", "touchPoints": []})
    expect(told(page)).to_have_text(before)
    box.tap()
    expect(told(page)).to_contain_text("Pixel in row")


def test_maps_of_c3_and_s4_stand_in_two_rows_of_eight(open_page):
    page = open_page(NAME)
    for width in (320, 390, 1280, 2560):
        resize(page, {"width": width, "height": 900})
        for layer in ("C3", "S4"):
            boxes = figure(page).locator(f".ll-seen-{layer} .ll-map-box").all()
            places = [box.bounding_box() for box in boxes]
            assert len({round(at["y"]) for at in places}) == 2
            assert len({round(at["x"]) for at in places}) == 8
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_maps_and_what_is_told_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        words = told(page).bounding_box()
        s4 = figure(page).locator(".ll-seen-S4").bounding_box()
        above = min(words["y"], a_map(page, "Input").bounding_box()["y"])
        assert s4["y"] + s4["height"] - above <= most


def test_frames_have_a_colour_that_is_on_no_scale(open_page):
    page = open_page(NAME)
    mark = a_map(page, "C3 map 0").locator(".ll-mark")
    for scheme, wanted in (("light", "rgb(0, 129, 90)"), ("dark", "rgb(63, 214, 155)")):
        page.emulate_media(color_scheme=scheme)
        expect(mark).to_have_css("outline-color", wanted)


def test_numbers_of_a_grid_do_not_run_together(open_page):
    page = open_page(NAME)
    cells = figure(page).locator(".ll-numbers td")
    assert all(
        cells.evaluate_all("cells => cells.map(c => c.scrollWidth <= c.clientWidth)")
    )
    width = """cell => { const range = document.createRange();
      range.selectNodeContents(cell);
      return cell.clientWidth - range.getBoundingClientRect().width }"""
    assert min(cell.evaluate(width) for cell in cells.all()) >= 2
