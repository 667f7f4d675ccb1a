"""Digits are pointed at, chosen and walked between; the page answers as Keras does."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect
from waits import eventually, place_at_rest

NAME = "code_map"
PHONE = {"width": 390, "height": 844}


def figure(page: Page) -> Locator:
    return page.locator(".ll-code-map").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def plane(page: Page) -> Locator:
    return figure(page).locator(".ll-plane")


def digits(page: Page) -> Locator:
    """The digits on the map, once all are there."""
    marks = figure(page).locator(".ll-places text")
    expect(figure(page).locator('.ll-places [visibility="hidden"]')).to_have_count(0)
    return marks


def slider(page: Page) -> Locator:
    return figure(page).get_by_role("slider", name="of the way")


def open_map(open_page, **context) -> Page:
    page = open_page(NAME, **context)
    figure(page).scroll_into_view_if_needed()
    expect(told(page)).to_contain_text("A 4: answer 4")
    return page


def middle(mark: Locator) -> tuple[float, float]:
    box = place_at_rest(mark)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_every_code_stands_among_its_digits(open_page):
    page = open_map(open_page)
    expect(figure(page).locator(".ll-code-places text")).to_have_text(
        list("0123456789")
    )
    assert digits(page).count() > 200
    assert 0 < figure(page).locator(".ll-places .ll-wrong").count() < 50


def test_the_mouse_looks_and_a_click_chooses(open_page):
    page = open_map(open_page)
    mark = digits(page).filter(has_text=re.compile("^7$")).first
    page.mouse.move(*middle(mark))
    expect(told(page)).to_contain_text(re.compile(r"^A \d: "))
    expect(told(page)).not_to_contain_text("A 4:")
    looked = told(page).inner_text()
    page.mouse.move(5, 5)
    expect(told(page)).to_contain_text("A 4: answer 4")
    x, y = middle(mark)
    page.mouse.click(x, y)
    page.mouse.move(5, 5)
    expect(told(page)).to_have_text(looked)


def test_arrow_keys_lead_from_digit_to_digit(open_page):
    page = open_map(open_page)
    digits(page)
    plane(page).focus()
    before = told(page).inner_text()
    plane(page).press("ArrowRight")
    expect(told(page)).not_to_have_text(before)
    plane(page).press("ArrowLeft")
    expect(told(page)).to_have_text(before)


def test_the_walk_ends_where_it_should(open_page):
    page = open_map(open_page)
    slider(page).press("End")
    expect(told(page)).to_contain_text("100 % of the way from a 4 to a 9: answer 9")
    expect(figure(page).locator(".ll-answer")).to_have_text("9")
    way = figure(page).locator(".ll-way").get_attribute("points").split()
    here = figure(page).locator(".ll-here")
    assert len(way) == 21
    eventually(
        page,
        lambda: np.allclose(
            [float(here.get_attribute(name)) for name in ("cx", "cy")],
            [float(part) for part in way[-1].split(",")],
            atol=0.2,
        ),
        "the end of the way",
    )
    figure(page).get_by_role("radio", name="walk to a 3").click()
    expect(told(page)).to_contain_text("from a 4 to a 3: answer 3")


def test_half_way_to_a_3_stands_an_8(open_page):
    page = open_map(open_page)
    figure(page).get_by_role("radio", name="walk to a 3").click()
    for _ in range(50):
        slider(page).press("ArrowRight")
    expect(told(page)).to_contain_text("50 % of the way from a 4 to a 3: answer 8")


def test_a_finger_chooses_and_the_page_scrolls(open_page):
    page = open_map(open_page, has_touch=True, is_mobile=True, viewport=PHONE)
    mark = digits(page).filter(has_text=re.compile("^1$")).first
    page.touchscreen.tap(*middle(mark))
    expect(told(page)).not_to_contain_text("A 4:")
    assert plane(page).evaluate("box => getComputedStyle(box).touchAction") == (
        "manipulation"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for radio in figure(page).get_by_role("radio").all():
        box = radio.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_what_is_seen_is_heard(open_page):
    page = open_map(open_page)
    expect(plane(page)).to_have_attribute("aria-label", re.compile("Arrow keys lead"))
    slider(page).press("End")
    heard = figure(page).locator("[aria-live]").first
    expect(heard).to_contain_text("answer 9")
