"""The reader goes through the passes, by slider, buttons, plot; once it goes alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from waits import eventually, place_at_rest, resize, stop_time

from lenet_keras import lenet5, load_mnist, weights_card
from lenet_keras.live.training_replay._digits import answers_by_pass, most_changed
from lenet_keras.weights import snapshots

NAME = "training_replay"


def figure(page: Page) -> Locator:
    return page.locator(".ll-training-replay").first


def column(page: Page) -> Locator:
    """The figure with its controls; the page has others."""
    return page.locator(".ll-column").filter(has=page.locator(".ll-training-replay"))


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def slider(page: Page) -> Locator:
    return column(page).get_by_role("slider", name="after pass").first


def open_still(open_page, **context) -> Page:
    """The page of a reader who wants less motion: nothing goes alone."""
    return open_page(NAME, reduced_motion="reduce", **context)


def unfold(page: Page) -> None:
    button(page, "More settings").click()


def to_start(page: Page) -> None:
    slider(page).press("Home")
    expect(told(page)).to_contain_text("Before the first")


def button(page: Page, name: str) -> Locator:
    return column(page).get_by_role("button", name=name, exact=True).first


def pixels(page: Page, layer: str) -> list[int]:
    """The colours of the kernels of a layer."""
    return (
        column(page)
        .get_by_label(re.compile(f"^Kernels of {layer}"))
        .first.evaluate(
            """box => { const c = box.querySelector("canvas");
        return [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data] }"""
        )
    )


def test_the_slider_goes_through_the_passes(open_page):
    page = open_still(open_page)
    expect(told(page)).to_contain_text("After pass 20")
    to_start(page)
    before = {layer: pixels(page, layer) for layer in ("C1", "C3")}
    for _ in range(3):
        slider(page).press("ArrowRight")
    error = weights_card()["test_error_percent_by_pass"][2]
    expect(told(page)).to_contain_text(f"After pass 3 of 20: test error {error:.2f} %")
    eventually(
        page,
        lambda: all(pixels(page, layer) != before[layer] for layer in before),
        "other kernels than at the start",
    )
    slider(page).press("Home")
    expect(told(page)).to_contain_text("Before the first")
    eventually(
        page,
        lambda: all(pixels(page, layer) == before[layer] for layer in before),
        "the kernels of the start",
    )


def test_buttons_step_and_the_slider_follows(open_page):
    page = open_still(open_page)
    to_start(page)
    expect(button(page, "Step back")).to_be_disabled()
    button(page, "Step").click()
    button(page, "Step").press("Enter")
    expect(told(page)).to_contain_text("After pass 2")
    expect(slider(page)).to_have_value("2")
    button(page, "Step back").click()
    expect(told(page)).to_contain_text("After pass 1")
    button(page, "Start").click()
    expect(told(page)).to_contain_text("Before the first")


def test_with_less_motion_it_stands_still_until_play_is_pressed(open_page):
    page = open_still(open_page)
    stop_time(page, figure(page).locator(".ll-plots"))
    page.clock.run_for(5_000)
    expect(told(page)).to_contain_text("After pass 20")
    button(page, "Play").click()
    page.clock.run_for(1_500)
    expect(told(page)).to_contain_text("After pass 2 ")
    button(page, "Pause").click()
    page.clock.run_for(5_000)
    expect(told(page)).to_contain_text("After pass 2 ")


def test_it_plays_once_when_it_is_first_seen(open_page):
    page = open_page(NAME, viewport={"width": 1280, "height": 800})
    expect(told(page)).to_contain_text("After pass 20 of 20")
    reads = figure(page).locator(".ll-reading")
    at_the_end = reads.all_text_contents()
    figure(page).locator(".ll-plots").scroll_into_view_if_needed()
    expect(told(page)).not_to_contain_text("After pass 20 of 20")
    eventually(page, lambda: reads.all_text_contents() != at_the_end, "other answers")
    expect(told(page)).to_contain_text("After pass 20 of 20", timeout=15_000)
    assert reads.all_text_contents() == at_the_end
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("new Promise(requestAnimationFrame)")
    figure(page).locator(".ll-plots").scroll_into_view_if_needed()
    expect(button(page, "Play")).to_be_visible()


def test_a_reader_who_takes_a_pass_stops_it(open_page):
    page = open_page(NAME, viewport={"width": 1280, "height": 800})
    figure(page).locator(".ll-plots").scroll_into_view_if_needed()
    expect(button(page, "Pause")).to_be_visible()
    button(page, "Start").click()
    expect(told(page)).to_contain_text("Before the first")
    expect(button(page, "Play")).to_be_visible()


def test_the_answers_are_those_of_the_snapshots(open_page):
    page = open_still(open_page)
    test = load_mnist().test
    answers = answers_by_pass(lenet5(), snapshots(), test.images[:1000])
    shown = most_changed(answers, 10)
    reads = figure(page).locator(".ll-reading")
    for keys, at in (("", 20), ("Home", 0), ("ArrowRight", 1)):
        if keys:
            slider(page).press(keys)
        expect(reads).to_have_text([str(answer) for answer in answers[at, shown]])
    right = int((answers[1, shown] == test.labels[shown]).sum())
    expect(figure(page)).to_contain_text(f"{right} of these 10 digits")
    expect(figure(page).locator("[data-right=true]")).to_have_count(right)


def test_it_stops_at_the_end_and_plays_again_from_the_start(open_page):
    page = open_still(open_page)
    stop_time(page, figure(page).locator(".ll-plots"))
    page.clock.run_for(50)
    expect(button(page, "Step")).to_be_disabled()
    button(page, "Play").click()
    page.clock.run_for(800)
    expect(told(page)).to_contain_text("After pass 1 of")
    page.clock.run_for(20_000)
    expect(told(page)).to_contain_text("After pass 20")
    expect(button(page, "Play")).to_be_visible()


@pytest.mark.parametrize("touch", [False, True])
def test_the_error_plot_chooses_a_pass(open_page, touch):
    page = open_still(open_page, has_touch=touch)
    plot = figure(page).locator(".ll-errors")
    box = place_at_rest(plot)
    x, y = box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"]
    page.touchscreen.tap(x, y) if touch else page.mouse.click(x, y)
    expect(told(page)).to_contain_text(re.compile(r"After pass (8|9|10) of"))
    expect(plot).to_have_attribute("aria-label", re.compile("At pass .* test "))
    expect(figure(page).locator(".ll-plot").last).to_have_attribute(
        "aria-label", re.compile("Median rates in pass .*C1 .*ceiling")
    )


def test_curves_differ_in_more_than_colour(open_page):
    page = open_still(open_page)
    dashes = [
        curve.evaluate("curve => getComputedStyle(curve).strokeDasharray")
        for curve in figure(page).locator(".ll-curve").all()
    ]
    assert len(dashes) == len(set(dashes)) == 2


def test_arrow_keys_choose_a_kernel_or_the_lack_of_one(open_page):
    page = open_still(open_page)
    slider(page).press("End")
    kernels = column(page).get_by_label(re.compile("^Kernels of C3")).first
    line = figure(page).locator(".ll-unit")
    kernels.press("ArrowDown")
    expect(line).to_contain_text(
        re.compile(r"C3 map 0 from S2 map 1: changed by 0\.\d")
    )
    kernels.press("ArrowDown")
    kernels.press("ArrowDown")
    expect(line).to_contain_text("C3 map 0 from S2 map 3: no connection")
    expect(figure(page).locator("[aria-live]")).to_contain_text("no connection")


def test_the_change_since_the_start_is_nothing_at_the_start(open_page):
    page = open_still(open_page)
    to_start(page)
    unfold(page)
    button(page, "change since the start").click()

    def colours() -> int:
        rgba = pixels(page, "C1")
        return len({tuple(rgba[n : n + 4]) for n in range(0, len(rgba), 4)})

    eventually(page, lambda: colours() == 2, "the colours of zero and of the gaps")
    slider(page).press("End")
    expect(told(page)).to_contain_text("After pass 20")
    eventually(page, lambda: colours() > 20, "many colours")


def test_the_scale_can_be_that_of_a_pass_or_of_a_kernel(open_page):
    page = open_still(open_page)
    to_start(page)
    unfold(page)
    pale = pixels(page, "C1")
    ends = figure(page).locator(".ll-layer > .ll-caption").first
    whole = ends.inner_text()
    button(page, "this pass").click()
    expect(ends).not_to_have_text(whole)
    eventually(page, lambda: pixels(page, "C1") != pale, "other colours")
    strong = pixels(page, "C1")
    button(page, "each kernel").click()
    expect(ends).to_have_text("each kernel its own scale")
    eventually(page, lambda: pixels(page, "C1") != strong, "yet other colours")


def test_numbers_stand_in_tables(open_page):
    page = open_still(open_page)
    slider(page).press("End")
    figure(page).get_by_text("Numbers as tables").click()
    figure(page).get_by_text("Errors and rates as a table").click()
    figure(page).get_by_text("Change of each kernel as a table").click()
    run, kernels = (figure(page).locator("tbody").nth(n) for n in (0, 1))
    expect(run.locator("tr")).to_have_count(20)
    expect(kernels.locator("tr")).to_have_count(66)
    errors = run.locator("tr td:nth-child(2)").all_inner_texts()
    card = weights_card()["test_error_percent_by_pass"]
    assert [float(error) for error in errors] == card


def test_it_fits_a_phone_and_lets_the_page_scroll(open_page):
    page = open_still(open_page, has_touch=True, viewport={"width": 360, "height": 740})
    column(page).get_by_label(re.compile("^Kernels of C1")).first.tap()
    expect(figure(page).locator(".ll-unit")).to_contain_text("C1 map")
    for box in figure(page).locator(".ll-map-box, .ll-errors").all():
        action = box.evaluate("box => getComputedStyle(box).touchAction")
        assert action == "manipulation" or "pan-y" in action
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_swipe_over_the_plot_that_scrolls_leaves_the_pass(open_page):
    page = open_still(open_page, has_touch=True)
    plot = figure(page).locator(".ll-errors")
    box = place_at_rest(plot)
    plot.evaluate("plot => { plot.setPointerCapture = () => {}; }")
    at = {"pointerId": 7, "pointerType": "touch", "bubbles": True}
    x, y = box["x"] + 0.4 * box["width"], box["y"] + 40
    plot.dispatch_event("pointerdown", {**at, "clientX": x, "clientY": y})
    expect(told(page)).not_to_contain_text("After pass 20 of")
    plot.dispatch_event("pointercancel", at)
    expect(told(page)).to_contain_text("After pass 20 of")


def test_slider_answers_and_errors_are_in_sight_together(open_page):
    page = open_still(open_page)
    for width, height, most in ((1280, 800, 700), (390, 844, 650)):
        resize(page, {"width": width, "height": height})
        errors = figure(page).locator(".ll-errors").bounding_box()
        bottom = errors["y"] + errors["height"]
        assert bottom - slider(page).bounding_box()["y"] <= most
        reads = figure(page).locator(".ll-read").all()
        assert len({round(read.bounding_box()["y"]) for read in reads}) == 1


def test_layers_stand_in_the_order_of_the_network(open_page):
    page = open_still(open_page)
    plot = figure(page).locator(".ll-plot").last
    names = [
        text for text in plot.locator("text").all_text_contents() if len(text) == 2
    ]
    assert names == ["C1", "S2", "C3", "S4", "C5", "F6"]
