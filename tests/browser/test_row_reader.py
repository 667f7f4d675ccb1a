"""Mouse, finger and keys write a row; the page reads it as Keras and Python do."""

import base64

import keras
import numpy as np
import pytest
from pens import expect_figure_read, stroke
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, place_at_rest

from lenet_keras import lenet5, load_mnist
from lenet_keras.reading import read_row, sweep_row

NAME = "row_reader"
FIELD, OUTPUTS = 136, 27
ONE = [(36, 6), (36, 26)]  # strokes, in pixels of the field
SEVEN = [(58, 6), (72, 6), (62, 26)]


@pytest.fixture(scope="module")
def wide() -> keras.Model:
    """The network of the page."""
    return lenet5(input_shape=(32, None, 1), weights="mnist-strings")


def figure(page: Page) -> Locator:
    return page.locator(".ll-row-reader")


def pad(page: Page) -> Locator:
    return figure(page).locator(".ll-row-pad .ll-map-box")


def answer(page: Page) -> Locator:
    return figure(page).locator(".ll-answer")


def button(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("button", name=name, exact=True)


def field_of(page: Page) -> np.ndarray:
    """What is on the pad as the network has it, but for the 255 colours of the page."""
    data = pad(page).evaluate(
        """box => { const c = box.querySelector("canvas");
        const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
        return btoa(String.fromCharCode(...data.filter((_, n) => n % 4 === 0))) }"""
    )
    grey = np.frombuffer(base64.b64decode(data), "u1").reshape(32, FIELD)
    return -0.1 + 1.275 * (1 - grey / 255)


def expect_all_read(page: Page) -> None:
    expect_figure_read(figure(page))


def expect_read_as_by_keras(page: Page, wide: keras.Model) -> str:
    """Waits for the answer of the pad as it is; gives it."""
    expect_all_read(page)
    penalties = np.asarray(wide(field_of(page)[None, ..., None]))[0, 0]
    reading = read_row(penalties)
    expect(answer(page)).to_have_text(reading.text)
    return reading.text


def write(page: Page, points: list[tuple[float, float]]) -> None:
    stroke(page, pad(page), points, FIELD)


def clear(page: Page) -> None:
    button(page, "Clear").click()
    expect(answer(page)).to_have_text("–")


def test_the_first_row_is_read_when_the_page_opens(open_page, wide):
    page = open_page(NAME)
    text = expect_read_as_by_keras(page, wide)
    read = figure(page).locator(".ll-read span")
    assert "".join(read.all_text_contents()) == text
    expect(figure(page).locator(".ll-told")).to_contain_text("The path reads")


def test_a_mouse_writes_a_row(open_page, wide):
    page = open_page(NAME)
    clear(page)
    write(page, ONE)
    write(page, SEVEN)
    assert expect_read_as_by_keras(page, wide) == "17"


def test_the_network_reads_while_the_stroke_is_drawn(open_page):
    page = open_page(NAME)
    clear(page)
    way = figure(page).locator(".ll-way")
    box = place_at_rest(pad(page))
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.2 * box["height"])
    before = way.get_attribute("points")
    page.mouse.down()
    page.mouse.move(
        box["x"] + 0.4 * box["width"], box["y"] + 0.8 * box["height"], steps=10
    )
    eventually(
        page, lambda: way.get_attribute("points") != before, "a path to the stroke"
    )
    page.mouse.up()
    assert pad(page).bounding_box() == box  # the pad stays where it is


def test_keys_put_digits_there_and_take_them_back(open_page, wide):
    page = open_page(NAME)
    pad(page).focus()
    page.keyboard.press("Delete")
    expect(answer(page)).to_have_text("–")
    fields = [field_of(page)]
    for key in "2345":
        page.keyboard.press(key)
        expect_read_as_by_keras(page, wide)
        fields.append(field_of(page))
    columns = [int((field > 0).any(axis=0).sum()) for field in fields]
    assert columns == sorted(set(columns))  # each brings ink of its own
    for way_back, field in zip(("Backspace", "Control+z"), fields[3:1:-1], strict=True):
        page.keyboard.press(way_back)
        expect_numbers(page, lambda: field_of(page), field)
    button(page, "Undo").click()
    expect_numbers(page, lambda: field_of(page), fields[1])
    expect_read_as_by_keras(page, wide)


def test_where_there_is_no_room_for_a_digit_it_says_so(open_page):
    page = open_page(NAME)
    clear(page)
    pad(page).focus()
    for _ in range(13):
        page.keyboard.press("0")
    expect_all_read(page)  # a reading under way does not speak over it
    told = figure(page).locator(".ll-told")
    expect(told).to_contain_text("No room")
    page.keyboard.press("Backspace")
    expect(told).to_contain_text("The path reads")


def test_digits_move_together_with_the_gap(open_page):
    page = open_page(NAME)
    clear(page)
    for digit in (4, 4):
        button(page, f"Put a {digit} on the pad").click()
    wide_gap = np.flatnonzero((field_of(page) > 0).any(axis=0))
    button(page, "More settings").click()
    slider = page.get_by_role("slider", name="gap of typed digits")
    slider.press("Home")
    eventually(
        page,
        lambda: (
            np.ptp(np.flatnonzero((field_of(page) > 0).any(axis=0)))
            == np.ptp(wide_gap) - 6
        ),
        "digits that stand six pixels nearer",
    )


def test_a_finger_writes_and_only_the_pad_keeps_the_page_from_scrolling(
    open_page, wide
):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    clear(page)
    box = place_at_rest(pad(page))
    scrolled = page.evaluate("scrollY")
    scale = box["width"] / FIELD
    touch = page.context.new_cdp_session(page)
    for n, y in enumerate(range(6, 27, 2)):
        place = {"x": box["x"] + 60 * scale, "y": box["y"] + y * scale}
        kind = "touchMove" if n else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert expect_read_as_by_keras(page, wide) == "1"
    assert page.evaluate("scrollY") == scrolled
    action = "box => getComputedStyle(box).touchAction"
    assert pad(page).evaluate(action) == "none"
    assert figure(page).evaluate(action) == "auto"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_plain_sweep_is_shown_beside_the_path(open_page, wide):
    page = open_page(NAME)
    dots = figure(page).locator(".ll-best-here:visible")
    expect(dots).to_have_count(0)
    figure(page).get_by_role("radio", name="each output alone, too").click()
    expect_all_read(page)
    expect(dots).to_have_count(OUTPUTS)
    penalties = np.asarray(wide(field_of(page)[None, ..., None]))[0, 0]
    best = penalties.argmin(axis=1)
    alone = figure(page).locator(".ll-alone span").all_text_contents()
    assert alone == ["·" if one == 10 else str(one) for one in best]
    expect(figure(page).locator(".ll-sweep")).to_have_text(
        f"plain sweep: {sweep_row(penalties).text or 'nothing'}"
    )


def test_an_output_says_what_it_sees_and_where(open_page, wide):
    page = open_page(NAME)
    expect_all_read(page)
    penalties = np.asarray(wide(field_of(page)[None, ..., None]))[0, 0]
    map_of_penalties = figure(page).locator(".ll-penalties .ll-map-box")
    map_of_penalties.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    told = figure(page).locator(".ll-told")
    expect(told).to_contain_text("Output 1, centred on column 20: nearest is")
    least = penalties[1].min()
    text = told.text_content()
    assert float(
        text.split("nearest is ")[1].split(";")[0].split()[1]
    ) == pytest.approx(least, abs=0.5)
    frame = figure(page).locator(".ll-row-pad .ll-mark").bounding_box()
    box = pad(page).bounding_box()
    expected = [box["x"] + 4 / FIELD * box["width"], 32 / FIELD * box["width"]]
    assert [frame["x"], frame["width"]] == pytest.approx(expected, abs=1)


def test_examples_are_put_on_the_pad_and_a_link_keeps_them(open_page, wide):
    page = open_page(NAME)
    examples = figure(page).locator(".ll-rows button")
    assert examples.count() >= 3
    examples.last.click()
    expect_read_as_by_keras(page, wide)
    page.wait_for_function("location.hash.includes('drawing=')")
    example = len(page.url)
    write(page, ONE)
    # A stroke has eleven points of four characters each.
    page.wait_for_function("length => location.href.length > length", arg=example + 40)
    changed = expect_read_as_by_keras(page, wide)
    field = field_of(page)
    page.reload()
    expect(answer(page)).to_have_text(changed, timeout=30_000)
    expect_numbers(page, lambda: field_of(page), field)


def test_of_examples_it_is_told_whether_they_are_read_right(open_page, wide):
    page = open_page(NAME)
    verdict = figure(page).locator(".ll-verdict")
    for example in figure(page).locator(".ll-rows button").all():
        example.click()
        text = expect_read_as_by_keras(page, wide)
        written = example.get_attribute("title")
        told = "right" if text == written else f"wrong: {written} is written"
        expect(verdict).to_have_text(told)
    write(page, ONE)  # of strokes it does not know
    expect(verdict).to_have_text("")


def test_the_table_has_the_penalties(open_page, wide):
    page = open_page(NAME)
    figure(page).locator("summary", has_text="Penalties as a table").click()
    expect_all_read(page)
    penalties = np.asarray(wide(field_of(page)[None, ..., None]))[0, 0]

    def rows() -> np.ndarray:
        cells = figure(page).locator("tbody td").all_text_contents()
        return np.array([float(cell) for cell in cells]).reshape(-1, 11)

    expect_numbers(page, rows, penalties, atol=0.5, rtol=0.02)


def test_the_digits_that_keys_put_are_digits_of_mnist(open_page):
    page = open_page(NAME)
    clear(page)
    button(page, "Put a 7 on the pad").click()
    expect_all_read(page)
    field = field_of(page)
    inked = np.flatnonzero((field > 0.05).any(axis=0))
    test = load_mnist().test
    sevens = test.images[test.labels == 7] / 255
    widths = [np.flatnonzero((one > 0.1).any(axis=0)) for one in sevens[:200]]
    assert any(
        np.ptp(columns) == np.ptp(inked)
        and np.abs(
            one[:, columns[0] : columns[-1] + 1]
            - (field[2:30, inked[0] : inked[-1] + 1] + 0.1) / 1.275
        ).max()
        < 0.01
        for one, columns in zip(sevens, widths, strict=False)
    )
