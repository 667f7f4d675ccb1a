"""Three weights: a reader goes forward, back and downhill, and changes numbers."""

import pytest
from playwright.sync_api import Locator, Page, expect

NAME = "computation_graph"
PHONE = {"width": 390, "height": 844}


def figure(page: Page) -> Locator:
    return page.locator(".ll-computation-graph").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def button(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("button", name=name, exact=True)


def slider(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("slider", name=name, exact=True)


def graph(page: Page) -> Locator:
    return figure(page).locator(".ll-graph:visible")


def test_next_brings_the_derivatives_back_module_by_module(open_page):
    page = open_page(NAME)
    expect(told(page)).to_contain_text("Forward: E =")
    expect(graph(page)).not_to_contain_text("∂E/∂y")
    for words in ("∂E/∂y = 2.00", "∂E/∂h = 4.00", "∂E/∂a = 3.02", "∂E/∂u = 6.04"):
        button(page, "Next").click()
        expect(graph(page)).to_contain_text(words)
    button(page, "Back").click()
    expect(graph(page)).not_to_contain_text("∂E/∂u")


def test_a_step_downhill_lowers_the_loss_and_goes_on_from_there(open_page):
    page = open_page(NAME)
    button(page, "Step downhill").click()
    expect(told(page)).to_contain_text("the loss falls from 1.00 to 0.21")
    expect(graph(page)).to_contain_text("u = 1.00 → 0.88")
    button(page, "Step downhill").click()
    expect(told(page)).to_contain_text("the loss falls from 0.21 to 0.02")
    button(page, "Next").click()
    expect(told(page)).to_contain_text("Forward: a =")
    button(page, "Start again").click()
    expect(graph(page)).to_contain_text("u = 1.00")
    expect(told(page)).to_contain_text("Press Next")


def test_keys_alone_do_it_all(open_page):
    page = open_page(NAME)
    button(page, "Back").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Back: ∂E/∂y")
    for _ in range(6):
        slider(page, "rate").press("ArrowRight")
    button(page, "Step downhill").press("Enter")
    expect(told(page)).to_contain_text("the loss rises from 1.00")
    expect(figure(page).locator("[aria-live]")).to_contain_text("the loss rises")


def test_a_number_changes_everything_after_it(open_page):
    page = open_page(NAME)
    slider(page, "weight v").press("ArrowRight")
    expect(graph(page)).to_contain_text("y = 2.10")
    expect(graph(page)).to_contain_text("h = 1.00")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 640}])
def test_on_a_phone_the_graph_stands_upright_and_fits(open_page, viewport):
    page = open_page(NAME, has_touch=True, viewport=viewport)
    expect(figure(page).locator(".ll-upright")).to_be_visible()
    expect(figure(page).locator(".ll-lying")).to_be_hidden()
    button(page, "Step downhill").tap()
    expect(graph(page)).to_contain_text("b = −1.00 → −1.06")
    picture = graph(page).locator("svg").bounding_box()
    for text in graph(page).locator("text").all():
        place = text.bounding_box()
        assert place["x"] >= picture["x"] - 1
        assert place["x"] + place["width"] <= picture["x"] + picture["width"] + 1
