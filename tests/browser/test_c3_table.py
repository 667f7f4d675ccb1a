"""Crosses are switched by keys, mouse and finger; the page answers as Keras does."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, resize

from lenet_keras import lenet5, load_mnist, prepare
from lenet_keras.inspection import feature_maps

NAME = "c3_table"
DIGITS = 100
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
REACHED = "stop => stop.tabIndex >= 0 && stop.checkVisibility()"


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:DIGITS])


@pytest.fixture(scope="module")
def labels():
    return load_mnist().test.labels[:DIGITS]


def cut(*pairs: tuple[int, int]):
    """The shipped network without some connections, each an S2 map and a C3 map."""
    model = lenet5(weights="mnist")
    c3 = model.get_layer("C3")
    every = [(i, m) for m, seen in enumerate(c3.connections) for i in seen]
    kernel = np.array(c3.kernel)
    kernel[..., [every.index(pair) for pair in pairs]] = 0
    c3.kernel.assign(kernel)
    return model


def figure(page: Page) -> Locator:
    return page.locator(".ll-c3-table").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def cross(page: Page, i: int, m: int) -> Locator:
    return figure(page).get_by_label(re.compile(f"^S2 map {i}, C3 map {m}:"))


def button(page: Page, name: str | re.Pattern) -> Locator:
    return figure(page).get_by_role("button", name=name)


def panel(page: Page) -> Locator:
    """The pictures: what a C3 map sees, or what an S2 map feeds."""
    return figure(page).get_by_role("group", name="Sums")


def expect_terms(page: Page, names: list[str]) -> None:
    terms = panel(page).get_by_role("group")
    expect(terms).to_have_count(len(names))
    for term, name in zip(terms.all(), names, strict=True):
        expect(term).to_have_attribute("aria-label", name)


def penalties(page: Page) -> list[float]:
    texts = figure(page).locator(".ll-near-number").all_text_contents()
    return [float(text) for text in texts]


def changed(page: Page) -> list[str]:
    return figure(page).locator(".ll-digit span").all_text_contents()


def press_in_table(page: Page, *keys: str) -> None:
    for key in keys:
        figure(page).locator(".ll-grid :focus").press(key)


def test_a_click_a_key_and_the_space_bar_cut_as_zero_kernels_do(open_page, digits):
    page = open_page(NAME)
    expect_numbers(
        page, lambda: penalties(page), np.asarray(cut()(digits[:1]))[0], atol=0.051
    )
    cross(page, 0, 11).click()
    expect(told(page)).to_contain_text("1 connection off")
    press_in_table(page, "ArrowDown", "ArrowDown", "Enter")  # S2 map 2
    expect(told(page)).to_contain_text("2 connections off")
    press_in_table(page, *["ArrowLeft"] * 4, " ")  # C3 map 7
    expect(told(page)).to_contain_text("3 connections off")
    off = (0, 11), (2, 11), (2, 7)
    for pair in off:
        expect(cross(page, *pair)).to_have_attribute(
            "aria-label", re.compile("switched off")
        )
    expected = np.asarray(cut(*off)(digits[:1]))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)
    press_in_table(page, "Enter")
    expect(cross(page, 2, 7)).to_have_attribute("aria-label", re.compile("connected"))


def test_the_digits_that_change_are_those_of_keras(open_page, digits, labels):
    page = open_page(NAME)
    expect(told(page)).to_contain_text(re.compile(r"Of 100 digits: \d+ wrong\."))
    figure(page).get_by_role("rowheader", name="S2 map 0").click()
    button(page, "Switch all 10 of S2 map 0 off").click()
    before = np.asarray(cut()(digits)).argmin(1)
    seen = lenet5().get_layer("C3").connections
    pairs = [(0, m) for m, maps in enumerate(seen) if 0 in maps]
    now = np.asarray(cut(*pairs)(digits)).argmin(1)
    wrong = f"{(before != labels).sum()} wrong with all on, {(now != labels).sum()} now"
    expect(told(page)).to_contain_text(wrong)
    assert (now != before).sum() > 10  # else there is nothing to see
    wanted = [[str(before[n]), "→", str(now[n])] for n in np.flatnonzero(now != before)]
    eventually(
        page,
        lambda: [text.split()[:3] for text in changed(page)] == wanted,
        f"the changed digits {wanted}",
    )
    button(page, "Switch all 10 of S2 map 0 on").click()
    expect(told(page)).to_contain_text("All connections on")
    expect(figure(page)).to_contain_text("Digits whose answer changed: 0 of 100")
    eventually(page, lambda: changed(page) == [], "no changed digit")


def test_a_changed_digit_is_shown_when_it_is_pressed(open_page, digits):
    page = open_page(NAME)
    for pair in ((0, 11), (2, 11)):
        cross(page, *pair).click()
    thumb = figure(page).locator(".ll-digit").first
    digit = int(re.search(r"digit (\d+),", thumb.get_attribute("aria-label"))[1])
    assert digit > 0
    thumb.press("Enter")
    expect(figure(page).get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(f"^digit {digit}, a")
    )
    expected = np.asarray(cut((0, 11), (2, 11))(digits[[digit]]))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)


def test_small_pictures_choose_the_digit(open_page, digits, labels):
    page = open_page(NAME)
    chosen = labels.tolist().index(2)
    figure(page).get_by_role("radio", name=f"digit {chosen}", exact=True).click()
    expect(figure(page).get_by_role("img")).to_have_attribute(
        "aria-label", f"digit {chosen}, a 2"
    )
    expected = np.asarray(cut()(digits[[chosen]]))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)
    expect(figure(page).locator(".ll-answer")).to_have_text(str(expected.argmin()))


def test_a_column_shows_what_it_sees_and_a_row_what_it_feeds(open_page):
    page = open_page(NAME)
    expect_terms(page, ["S2 map 0", "S2 map 1", "S2 map 2"])
    figure(page).get_by_role("columnheader", name="C3 map 0").press("ArrowRight")
    press_in_table(page, "ArrowRight", "ArrowRight", "ArrowRight")
    expect(panel(page)).to_contain_text("C3 map 4 sees 3 S2 maps")
    expect_terms(page, ["S2 map 0", "S2 map 4", "S2 map 5"])
    press_in_table(page, "ArrowDown", "Home")
    expect(panel(page)).to_contain_text("S2 map 0 feeds 10 C3 maps")
    expected = [0, 4, 5, 6, 9, 10, 11, 12, 14, 15]
    expect_terms(page, [f"C3 map {m}" for m in expected])
    chosen = figure(page).locator('[aria-selected="true"]')
    expect(chosen).to_have_count(17)
    button(page, "More settings").click()
    view = page.get_by_role("button", name="what a C3 map sees").first
    expect(view).not_to_have_class(re.compile("mod-active"))
    view.click()
    expect(panel(page)).to_contain_text("C3 map 4 sees 3 S2 maps")


def test_the_table_is_one_tab_stop(open_page):
    page = open_page(NAME)
    cross(page, 3, 8).click()
    stops = figure(page).locator('.ll-grid [tabindex="0"]')
    expect(stops).to_have_count(1)
    expect(stops).to_be_focused()
    stops.press("Tab")
    expect(figure(page).get_by_role("radio", checked=True)).to_be_focused()


def test_a_unit_is_the_sum_of_its_partial_sums(open_page, digits):
    page = open_page(NAME)
    figure(page).get_by_label(re.compile("^sum with bias")).press("Home")
    unit = figure(page).locator(".ll-unit")
    expect(unit).to_contain_text("C3 map 0, row 5, column 0")
    expect(figure(page).locator(".ll-mark:visible")).to_have_count(8)  # 3 S2 maps, 5
    numbers = unit.inner_text().split(": ", 1)[1].replace("−", "-").replace(" ", "")
    numbers = numbers.replace("bias", "").replace("squashed:", "").replace("+-", "-")
    sum_, total, state = re.fullmatch(r"(.*)=(.*),(.*)", numbers).groups()
    added = sum(float(number) for number in re.findall(r"[+-]?[\d.]+", sum_))
    assert added == pytest.approx(float(total), abs=0.03)
    expected = feature_maps(cut(), digits[:1])["C3"][0, 5, 0, 0]
    assert float(state) == pytest.approx(expected, abs=0.0051)
    cross(page, 1, 0).click()
    figure(page).get_by_label(re.compile("^sum with bias")).hover()
    eventually(
        page,
        lambda: len(re.findall(r"\d\.\d\d", unit.inner_text())) == 5,
        "a sum of one number fewer",
    )
    row, column = map(int, re.findall(r"(?:row|column) (\d)", unit.inner_text()))
    expected = feature_maps(cut((1, 0)), digits[:1])["C3"][0, row, column, 0]
    state = unit.inner_text().rsplit(" ", 1)[1].replace("−", "-")
    assert float(state) == pytest.approx(expected, abs=0.0051)


def test_a_finger_switches_and_the_page_scrolls(open_page, digits):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    cross(page, 0, 0).tap()
    expect(told(page)).to_contain_text("1 connection off")
    switch = button(page, "S2 1")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.tap()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert min(switch.bounding_box()[side] for side in ("width", "height")) >= 24
    expected = np.asarray(cut((0, 0), (1, 0))(digits[:1]))[0]
    expect_numbers(page, lambda: penalties(page), expected, atol=0.051)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in figure(page).locator(".ll-map-box, .ll-grid td").all():
        action = box.evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action


def test_each_picture_can_have_its_own_scale(open_page):
    page = open_page(NAME)
    first = figure(page).get_by_label(re.compile("^partial sum from S2 map 0")).first
    pixels = """box => { const c = box.querySelector("canvas");
        return c.getContext("2d").getImageData(0, 0, 10, 10).data.join() }"""
    before = first.evaluate(pixels)
    button(page, "More settings").click()
    page.get_by_role("button", name="each picture").first.click()
    expect(figure(page)).to_contain_text("each picture its own scale")
    eventually(page, lambda: first.evaluate(pixels) != before, "other colours")


def test_what_is_told_is_also_heard_and_stands_in_a_table(open_page, digits):
    page = open_page(NAME)
    cross(page, 2, 11).press("Enter")
    heard = figure(page).locator("[aria-live]")
    expect(heard).to_contain_text(re.compile("1 connection off.*wrong with all on"))
    figure(page).get_by_text("Penalties as a table").click()
    cells = figure(page).locator("tbody td")
    expected = [np.asarray(model(digits[:1]))[0] for model in (cut((2, 11)), cut())]
    expect_numbers(
        page,
        lambda: [float(cell) for cell in cells.all_inner_texts()],
        np.transpose(expected).ravel(),
        rtol=1e-3,
        atol=1e-3,
    )


def test_all_on_mends_the_network(open_page):
    page = open_page(NAME)
    start = penalties(page)
    for pair in ((0, 0), (4, 13)):
        cross(page, *pair).click()
    expect(told(page)).to_contain_text("2 connections off")
    button(page, "All on").click()
    expect(told(page)).to_contain_text("All connections on")
    eventually(page, lambda: penalties(page) == start, "the penalties of the start")


def test_the_sum_of_six_stands_in_one_line(open_page):
    page = open_page(NAME, viewport=DESK)
    figure(page).get_by_role("columnheader", name="C3 map 15").click()
    expect(panel(page)).to_contain_text("C3 map 15 sees 6 S2 maps")
    terms = panel(page).locator(".ll-term:visible").all()
    assert len(terms) == 9
    boxes = [term.bounding_box() for term in terms]
    bottoms = {round(box["y"] + box["height"]) for box in boxes}
    assert len(bottoms) == 1


def test_table_answer_and_sums_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        top = figure(page).locator(".ll-grid").bounding_box()["y"]
        bars = figure(page).locator(".ll-nearness").bounding_box()
        assert bars["y"] + bars["height"] - top <= most
        heading = panel(page).locator(".ll-layer-name").bounding_box()
        assert heading["y"] - top <= most


def test_the_keys_pass_the_figure_in_eight_stops(open_page):
    page = open_page(NAME)
    stops = figure(page).locator('button, summary, input, [tabindex="0"]')
    assert sum(stop.evaluate(REACHED) for stop in stops.all()) <= 8
    figure(page).get_by_role("columnheader", name="C3 map 3").click()
    expect(panel(page)).to_contain_text("C3 map 3 sees")
    assert sum(stop.evaluate(REACHED) for stop in stops.all()) <= 8
    assert (
        panel(page)
        .locator(".ll-terms")
        .locator(":scope [tabindex='0']:visible")
        .count()
        == 1
    )
