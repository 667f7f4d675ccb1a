"""Penalties, posterior and rejection follow the picture and the reader's choices."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, expect_numbers, resize

from lenet_keras import load_mnist, posterior, prepare
from lenet_keras.digits import shift
from lenet_keras.inspection import feature_maps

NAME = "rbf_view"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def seven():
    return prepare(load_mnist().test.images[:1])


def figure(page: Page) -> Locator:
    return page.locator(".ll-rbf-view").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def slider(page: Page, name: str) -> Locator:
    """A slider, after the settings have been unfolded."""
    column = page.locator(".ll-column", has=figure(page))
    if "ll-open" not in column.get_attribute("class"):
        figure(page).get_by_role("button", name="More settings").click()
    return page.get_by_role("slider", name=name).first


def penalties(page: Page) -> list[float]:
    texts = figure(page).locator(".ll-code .ll-caption").all_text_contents()
    return [float(text.split(":")[1]) for text in texts]


def probabilities(page: Page) -> list[float]:
    texts = figure(page).locator(".ll-posterior .ll-near-number").all_text_contents()
    return [float(text) for text in texts]


def test_penalties_and_posterior_are_those_of_the_package(open_page, model, seven):
    page = open_page(NAME)
    for dx in (0, 4):
        for _ in range(dx):
            slider(page, "shift right").press("ArrowRight")
        expected = feature_maps(model, shift(seven, dx=dx))["output"][0]
        wanted = f"penalties {expected.min():.1f}"
        expect(told(page)).to_contain_text(wanted)
        expect_numbers(page, lambda: penalties(page), expected, atol=0.06)
        shares = np.asarray(posterior(0.5 * expected, 10.0))
        expect_numbers(page, lambda: probabilities(page), shares, atol=0.002)


def test_every_slider_changes_the_drawing(open_page):
    page = open_page(NAME)
    before = penalties(page)
    for name in ("shift right", "shift down", "turn, degrees", "noise"):
        for _ in range(3):
            slider(page, name).press("ArrowRight")
        expect(figure(page).locator(".ll-code .ll-caption").first).not_to_have_text(
            f"0: {before[0]:.1f}"
        )
        figure(page).get_by_role("button", name="Put it back").click()
        expect(figure(page).locator(".ll-code .ll-caption").first).to_have_text(
            f"0: {before[0]:.1f}"
        )


def test_arrow_keys_choose_a_code_and_its_squares_add_up(open_page):
    page = open_page(NAME)
    chosen = (
        figure(page).locator(".ll-code").and_(page.get_by_role("radio", checked=True))
    )
    expect(chosen).to_have_accessible_name(re.compile("code of 7, .*the smallest"))
    expect(figure(page).locator(".ll-code[tabindex='0']")).to_have_count(1)
    chosen.press("ArrowRight")
    expect(chosen).to_have_accessible_name(re.compile("code of 8, "))
    expect(chosen).to_be_focused()
    total = f"= {penalties(page)[8]:.1f}"
    expect(figure(page).locator(".ll-total")).to_have_text(total)
    rows = figure(page).locator(".ll-rows > div").all_inner_texts()
    added = sum(float(row.removeprefix("+ ")) for row in rows)
    assert added == pytest.approx(penalties(page)[8], abs=0.7)  # 12 rounded numbers
    figure(page).get_by_role("button", name="Nearest code").click()
    expect(chosen).to_have_accessible_name(re.compile("code of 7, "))


def test_a_unit_is_marked_in_all_four_pictures_and_explained(open_page):
    page = open_page(NAME)
    squares = page.get_by_label(re.compile("^square, 12 by 7")).first
    squares.press("ArrowRight")
    line = figure(page).locator(".ll-unit")
    expect(line).to_contain_text("Unit 46: (")  # row 6, column 4
    expect(line).to_contain_text("the penalty of 7")
    marks = figure(page).locator(".ll-layer .ll-mark")
    expect(marks).to_have_count(4)
    expect(marks.filter(visible=True)).to_have_count(4)
    squares.press("End")
    expect(line).to_contain_text("Unit 48: (")
    expect(figure(page).locator("[aria-live]")).to_contain_text("Unit 48")
    sums = re.search(r"up to here ([\d.]+) of ([\d.]+)", line.inner_text())
    assert float(sums[1]) <= float(sums[2])


def test_the_threshold_rejects(open_page):
    page = open_page(NAME)
    expect(told(page)).to_contain_text("Answer 7")
    slider(page, "shift right").press("End")
    slider(page, "shift down").press("Home")
    slider(page, "threshold").press("End")
    expect(told(page)).to_contain_text("Rejected")
    expect(figure(page).locator(".ll-verdict")).not_to_have_text("sure")
    expect(figure(page).locator(".ll-margin-words")).to_contain_text(
        "< 100.0: rejected"
    )
    slider(page, "threshold").press("Home")
    expect(told(page)).to_contain_text("Answer")


def test_a_small_j_makes_rubbish_likely(open_page):
    page = open_page(NAME)
    before = probabilities(page)[-1]
    slider(page, "j, rubbish").press("Home")
    expect(told(page)).to_contain_text("Likeliest: rubbish")
    assert before < 0.1
    eventually(page, lambda: probabilities(page)[-1] > 0.6, "likely rubbish")


def test_another_picture_and_the_scale_by_mouse(open_page):
    page = open_page(NAME)
    before = penalties(page)
    figure(page).get_by_role("radio", name="noise", exact=True).click()
    expect(figure(page).locator(".ll-input .ll-map-box")).to_have_accessible_name(
        re.compile("^Input: noise, ")
    )
    eventually(page, lambda: min(penalties(page)) > min(before), "larger penalties")
    legend = figure(page).locator(".ll-legend").last
    expect(legend).to_contain_text("\u2265")
    figure(page).get_by_role("button", name="More settings").click()
    page.get_by_role("button", name="this picture").first.click()
    expect(legend).not_to_contain_text("\u2265")


def test_a_finger_chooses_a_code_and_does_not_block_the_page(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    figure(page).locator(".ll-code").nth(3).tap()
    expect(figure(page).locator(".ll-layer")).to_contain_text("code of 3")
    for box in figure(page).locator(".ll-map-box").all():
        action = box.evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_numbers_stand_in_tables(open_page):
    page = open_page(NAME)
    figure(page).get_by_text("Numbers as tables").click()
    figure(page).get_by_text("Classes as a table").click()
    figure(page).get_by_text("Units as a table").click()
    classes, units = (figure(page).locator("tbody").nth(n) for n in (0, 1))
    expect(classes.locator("tr")).to_have_count(11)
    expect(units.locator("tr")).to_have_count(84)
    last = units.locator("tr").last.locator("td").last.inner_text()
    assert float(last) == pytest.approx(penalties(page)[7], abs=0.06)


def test_the_code_that_is_looked_at_follows_the_answer(open_page):
    page = open_page(NAME)
    layer = figure(page).locator(".ll-layer")
    expect(layer).to_contain_text("code of 7")
    figure(page).get_by_role("radio", name="letters").click()
    best = int(np.argmin(penalties(page)))
    eventually(page, lambda: min(penalties(page)) > 20, "the penalties of letters")
    best = int(np.argmin(penalties(page)))
    assert best != 7
    expect(layer).to_contain_text(f"code of {best}")
    figure(page).locator(".ll-code").nth(0).click()
    figure(page).get_by_role("radio", name="2", exact=True).click()
    expect(layer).to_contain_text("code of 2")


def test_a_good_digit_is_no_rubbish_and_letters_are_unsure(open_page):
    page = open_page(NAME)
    verdict = figure(page).locator(".ll-verdict")
    expect(verdict).to_have_text("sure")
    figure(page).get_by_role("radio", name="2", exact=True).click()
    expect(figure(page).locator(".ll-answer")).to_have_text("2")
    eventually(page, lambda: probabilities(page)[2] > 0.9, "a likely 2")
    figure(page).get_by_role("radio", name="letters").click()
    expect(verdict).not_to_have_text("sure")


def test_what_is_moved_and_what_answers_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        part = {
            name: figure(page).locator(css).first.bounding_box()
            for name, css in {
                "input": ".ll-input",
                "answer": ".ll-nearness",
                "codes": ".ll-codes",
                "sum": ".ll-total",
                "threshold": ".ll-slider input",
                "margin": ".ll-margin",
            }.items()
        }
        for cause, effect in (("input", "answer"), ("codes", "sum")):
            bottom = part[effect]["y"] + part[effect]["height"]
            assert bottom - part[cause]["y"] <= most
        assert part["threshold"]["y"] - part["margin"]["y"] < 100


def test_captions_of_codes_do_not_collide(open_page):
    page = open_page(NAME)
    for width in (320, 390):
        resize(page, {"width": width, "height": 800})
        captions = figure(page).locator(".ll-code .ll-caption")
        for caption in captions.all():
            assert caption.evaluate("c => c.scrollWidth <= c.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
