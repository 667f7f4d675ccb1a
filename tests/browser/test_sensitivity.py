"""A part that is hidden, a change that turns the answer: by mouse, keys and touch."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, place_at_rest

from lenet_keras import load_mnist, prepare
from lenet_keras.inspection import occlusion_map, smallest_change

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def images():
    test = load_mnist().test
    chosen = [test.labels.tolist().index(digit) for digit in range(10)]
    return prepare(test.images[chosen])


def occlusion(page: Page) -> Locator:
    return page.locator(".ll-occlusion-explorer")


def turner(page: Page) -> Locator:
    return page.locator(".ll-answer-turner")


def lead(page: Page) -> float:
    told = occlusion(page).locator(".ll-told").text_content()
    return float(re.search(r"Lead of \d: (\S+), ", told)[1].replace("\u2212", "-"))


def test_keys_and_mouse_move_the_square_and_the_lead_is_that_of_keras(
    open_page, model, images
):
    page = open_page("occlusion_explorer")
    leads = occlusion_map(model, images[0])
    square = page.get_by_label(re.compile("Arrow keys move the square"))
    assert lead(page) == pytest.approx(leads[10, 16], abs=0.1)
    square.press("ArrowDown")
    expect(occlusion(page).locator(".ll-told")).to_contain_text("row 11, column 16")
    assert lead(page) == pytest.approx(leads[11, 16], abs=0.1)
    box = place_at_rest(square)
    pixel = box["width"] / 32
    page.mouse.move(box["x"] + 10.5 * pixel, box["y"] + 5.5 * pixel)
    page.mouse.down()
    page.mouse.move(box["x"] + 20.5 * pixel, box["y"] + 24.5 * pixel, steps=3)
    page.mouse.up()
    expect(occlusion(page).locator(".ll-told")).to_contain_text("row 24, column 20")
    assert lead(page) == pytest.approx(leads[24, 20], abs=0.1)


def test_the_whole_map_is_drawn_on_arrival_and_points_the_square(open_page):
    page = open_page("occlusion_explorer")
    draw = occlusion(page).get_by_role("button", name="Draw the whole map")
    occlusion(page).locator(".ll-leads").scroll_into_view_if_needed()
    expect(draw).to_have_attribute("aria-busy", "false", timeout=60_000)
    clear = """canvas => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, 32, 32);
        return data.filter((value, n) => n % 4 === 3 && value === 0).length;
    }"""
    assert occlusion(page).locator(".ll-leads canvas").first.evaluate(clear) == 0
    occlusion(page).locator(".ll-leads .ll-map-box").click(position={"x": 3, "y": 3})
    expect(occlusion(page).locator(".ll-told")).to_contain_text("row 0, column 0")
    occlusion(page).get_by_role("radio", name="paper").click()
    canvas = occlusion(page).locator(".ll-leads canvas").first
    eventually(page, lambda: canvas.evaluate(clear) == 1024, "an empty map")
    draw.click()
    eventually(page, lambda: canvas.evaluate(clear) == 0, "a map", seconds=60)


def test_the_change_turns_the_answer_as_in_the_package(open_page, model, images):
    page = open_page("answer_turner")
    told = turner(page).locator(".ll-told")
    expected = smallest_change(model, images[0])
    expect(told).to_contain_text(f"turns 0 into {expected.answer}.")
    length = float(re.search(r"is (\S+) long", told.text_content())[1])
    assert length == pytest.approx(np.linalg.norm(expected.change), rel=0.05)
    answer = turner(page).locator(".ll-answer")
    expect(answer).to_have_text(str(expected.answer))
    expect(turner(page).locator(".ll-verdict")).to_have_text("unsure")
    slider = turner(page).get_by_label("How much of it")
    for _ in range(2):
        slider.press("ArrowLeft")
    expect(told).to_contain_text("leaves the answer 0.")
    expect(answer).to_have_text("0")


def test_another_target_and_a_change_at_random(open_page):
    page = open_page("answer_turner")
    told = turner(page).locator(".ll-told")
    turner(page).get_by_role("radio", name="3", exact=True).last.click()
    expect(told).to_contain_text("turns 0 into 3.")
    turner(page).get_by_role("radio", name="at random").click()
    expect(told).to_contain_text("A change at random")
    expect(told).to_contain_text("leaves the answer 0.")


def test_on_a_phone_nothing_is_cut_and_the_answer_is_near(open_page):
    page = open_page("occlusion_explorer", viewport=PHONE)
    for whole in (occlusion(page), turner(page)):
        whole.scroll_into_view_if_needed()
        overflow = "el => el.scrollWidth - el.clientWidth"
        assert whole.evaluate(overflow) <= 0
        answer = whole.locator(".ll-answer").bounding_box()
        for control in whole.locator(
            "input, [role=radio], .ll-input .ll-map-box"
        ).all():
            box = control.bounding_box()
            assert abs(box["y"] - answer["y"]) <= 650
