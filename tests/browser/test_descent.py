"""The descent over two weights: a reader drags the start, chooses rate and batch."""

import re

from playwright.sync_api import Locator, Page, expect
from waits import place_at_rest

NAME = "descent"


def figure(page: Page) -> Locator:
    return page.locator(".ll-descent").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def landscape(page: Page) -> Locator:
    return figure(page).get_by_role("application")


def slider(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("slider", name=name, exact=True)


def starts_at(page: Page, u: str, v: str) -> None:
    expect(landscape(page)).to_have_attribute("aria-label", re.compile(f"u {u}, v {v}"))


def test_a_mouse_drags_the_start(open_page):
    page = open_page(NAME)
    starts_at(page, "−0.10", "0.15")
    place = place_at_rest(landscape(page))
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    starts_at(page, "0.00", "0.00")
    expect(told(page)).to_contain_text("loss from 1.63 to 1.63")
    page.mouse.move(place["x"] + place["width"], place["y"], steps=3)
    starts_at(page, "2.00", "2.00")
    page.mouse.up()
    page.mouse.move(*middle)
    starts_at(page, "2.00", "2.00")


def test_keys_move_the_start(open_page):
    page = open_page(NAME)
    landscape(page).press("ArrowRight")
    starts_at(page, "−0.05", "0.15")
    landscape(page).press("ArrowDown")
    starts_at(page, "−0.05", "0.10")


def test_a_finger_taps_and_does_not_block_the_page(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 390, "height": 844})
    place = place_at_rest(landscape(page))
    x = round(place["x"] + 0.7 * place["width"])  # a finger hits whole pixels
    y = round(place["y"] + 0.2 * place["height"])
    page.touchscreen.tap(x, y)
    u = 4 * (x - place["x"]) / place["width"] - 2
    v = 2 - 4 * (y - place["y"]) / place["height"]
    starts_at(page, f"{u:.2f}", f"{v:.2f}")
    touch = "one => getComputedStyle(one).touchAction"
    action = landscape(page).evaluate(touch)
    assert action == "manipulation" or "pan-y" in action
    assert figure(page).locator(".ll-hold").evaluate(touch) == "none"


RATES = ((0.05, "below 0.001 after"), (0.5, "not below 0.001"), (0.7, "ran away"))


def test_a_rate_arrives_wanders_or_runs_away(open_page):
    page = open_page(NAME)
    for rate, words in RATES:
        slider(page, "rate").fill(str(rate))
        expect(told(page)).to_contain_text(words)
        expect(told(page)).to_contain_text(f"Rate {rate:.2f}")


def test_steps_on_single_patterns_look_at_fewer(open_page):
    page = open_page(NAME)
    expect(told(page)).to_contain_text("40 steps, 80 looks")
    figure(page).get_by_role("radio", name="one at random").click()
    expect(told(page)).to_contain_text("40 steps, 40 looks")
    slider(page, "steps").press("End")
    expect(told(page)).to_contain_text("100 steps, 100 looks")
