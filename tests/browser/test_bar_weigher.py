"""Weights that a reader clicks: what six bars score, and what no weights reach."""

import pytest
from playwright.sync_api import Locator, Page, expect
from waits import place_at_rest

NAME = "bar_weigher"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def figure(page: Page) -> Locator:
    return page.locator(".ll-bar-weigher").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def weight(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("button", name=f"{name}, ")


def press(page: Page, name: str) -> None:
    figure(page).get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    figure(page).get_by_role("radio", name=name, exact=True).click()


@pytest.fixture
def page(open_page) -> Page:
    return open_page(NAME, viewport=DESK)


def test_a_line_of_ones_gets_five_of_six(page):
    press(page, "All to zero")
    expect(told(page)).to_contain_text("3 of 6 right")
    for column in range(1, 4):
        weight(page, f"row 3, column {column}").click()
    expect(told(page)).to_contain_text(
        "5 of 6 right. Scores: upright 1, 1, 1, together 3; level 0, 0, 3, together 3."
    )
    expect(figure(page).locator(".ll-wrong:visible")).to_have_count(1)
    weight(page, "bias").click()
    expect(told(page)).to_contain_text("level 1, 1, 4, together 6")
    press(page, "As at first")
    expect(told(page)).to_contain_text("2 of 6 right")


def test_two_features_tell_the_bars_but_not_the_diagonals(page):
    choose(page, "two features")
    weight(page, "largest column sum").click()
    weight(page, "largest row sum").press("-")
    expect(told(page)).to_contain_text("6 of 6 right")
    choose(page, "diagonals")
    expect(told(page)).to_contain_text("1 of 2 right. Scores: falling 0; rising 0.")
    choose(page, "nine pixels")
    press(page, "All to zero")
    weight(page, "row 1, column 1").click()
    weight(page, "row 1, column 3").press("-")
    expect(told(page)).to_contain_text("2 of 2 right")


def test_keys_lead_through_the_weights_and_change_them(page):
    press(page, "All to zero")
    weight(page, "row 1, column 1").focus()
    for key in ("ArrowRight", "ArrowDown", "+", "+"):
        page.keyboard.press(key)
    expect(weight(page, "row 2, column 2")).to_be_focused()
    expect(weight(page, "row 2, column 2")).to_have_text("2")
    page.keyboard.press("Enter")
    expect(weight(page, "row 2, column 2")).to_have_text("\u22122")


def test_a_finger_raises_a_weight_that_is_large_enough(open_page):
    page = open_page(NAME, viewport=PHONE, has_touch=True, is_mobile=True)
    box = place_at_rest(weight(page, "row 1, column 3"))
    assert min(box["width"], box["height"]) >= 44
    weight(page, "row 1, column 3").tap()
    expect(told(page)).to_contain_text("upright \u22121, 2, 0, together 1")
