"""What a reader keeps of a figure: a link to its state, a picture, the whole screen."""

import base64
import io

import numpy as np
import pytest
from live_pages import LIVE_PAGES
from PIL import Image
from playwright.sync_api import Page, expect

FIGURES = {  # a figure, a key that changes it, the control that hears it, the setting
    "connected_network": ("All maps of the network", "Enter", "unit"),
    "bar_weigher": ("row 1, column 1", "Enter", "weights"),
    "shift_explorer": ("Input, 32 by 32", "ArrowRight", "dx"),
    "computation_graph": ("weight u", "ArrowRight", "u"),
    "descent": ("rate", "ArrowRight", "rate"),
    "field_explorer": ("S2 map 0", "ArrowRight", "column"),
    "kernel_animator": ("Feature map, 28 by 28", "ArrowRight", "position"),
    "subsampling_playground": ("coefficient", "ArrowRight", "coefficient"),
    "c3_table": ("Switch all 3 of C3 map 0 off", "Enter", "off"),
    "code_map": ("of the way", "ArrowRight", "share"),
    "rbf_view": ("Input: ", "ArrowDown", "dy"),
    "training_replay": ("after pass", "ArrowLeft", "at"),
    "live_training": ("last change", "Enter", "shown"),
    "many_classifiers": ("Draw a digit", "Delete", "drawing"),
    "row_reader": ("Write digits in a row", "Delete", "drawing"),
    "drawing_pad": ("Start from test digit 3", "Enter", "drawing"),
    "occlusion_explorer": ("Arrow keys move the square", "ArrowDown", "row"),
    "answer_turner": ("How much of it", "ArrowLeft", "share"),
}
TELLS = {"live_training": "[aria-checked=true]"}  # where `.ll-told` stays the same


def root(page: Page, name: str):
    return page.locator(f".ll-{name.replace('_', '-')}").first


def test_a_link_to_each_figure_is_tried():
    assert set(FIGURES) == set(LIVE_PAGES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_link_brings_back_a_figure_and_a_reload_keeps_it(open_page, name):
    label, key, trait = FIGURES[name]
    page = open_page(name, permissions=["clipboard-read", "clipboard-write"])
    figure = root(page, name)
    told = figure.locator(TELLS.get(name, ".ll-told")).first
    before = told.text_content()
    assert "#" not in page.url
    named = figure.get_by_role("button", name=label)
    figure.get_by_label(label).or_(named).first.press(key)
    page.wait_for_function("trait => location.hash.includes(trait + '=')", arg=trait)
    changed = told.text_content()
    assert changed != before
    page.reload()
    expect(told).to_have_text(changed, timeout=30_000)
    expect(figure).to_be_in_viewport()
    figure.get_by_role("button", name="Copy link").click()
    expect(figure.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_link_leads_to_its_figure_wherever_it_stands(open_page):
    page = open_page("answer_turner")
    root(page, "answer_turner").get_by_label("How much of it").press("ArrowLeft")
    page.wait_for_function("location.hash.includes('share=')")
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    figure = root(page, "answer_turner")
    expect(figure.get_by_label("How much of it")).to_be_in_viewport(timeout=30_000)
    assert page.evaluate("scrollY") > 1000


def test_a_link_that_was_tampered_with_does_no_harm(open_page):
    page = open_page("shift_explorer")
    told = root(page, "shift_explorer").locator(".ll-told").first
    before = told.text_content()
    page.get_by_label("Input, 32 by 32").first.press("ArrowRight")
    page.wait_for_function("location.hash.includes('dx=')")
    page.evaluate("location.hash = location.hash.replace('dx=1', 'dx=%22far%22')")
    expect(told).to_have_text(before)


def test_a_picture_is_saved_as_it_is_seen(open_page):
    page = open_page("shift_explorer", device_scale_factor=1)
    whole = root(page, "shift_explorer")
    with page.expect_download() as download:
        whole.get_by_role("button", name="Save picture").click()
    assert download.value.suggested_filename == "shift-explorer.png"
    content = download.value.path().read_bytes()
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    box = whole.bounding_box()
    assert picture.width == pytest.approx(2 * box["width"], abs=4)
    colours = np.unique(np.asarray(picture).reshape(-1, 3), axis=0)
    red_and_blue = colours[:, 0].astype(int) - colours[:, 2]
    assert red_and_blue.max() > 80 and red_and_blue.min() < -80  # maps are in it


def test_shapes_are_saved_as_they_are_seen(open_page):
    page = open_page("descent", device_scale_factor=1)
    plot = root(page, "descent").locator("div:has(> svg)").first
    seen = Image.open(io.BytesIO(plot.screenshot())).convert("L")
    made = plot.evaluate("plot => livePage.picture(plot)")
    content = base64.b64decode(made.partition(",")[2])
    saved = Image.open(io.BytesIO(content)).convert("L").resize(seen.size)
    differences = np.abs(np.asarray(saved, int) - np.asarray(seen, int))
    assert (differences > 100).mean() < 0.01  # a curve that is filled hides much


def test_a_figure_takes_the_whole_screen(open_page):
    page = open_page("shift_explorer")
    whole = root(page, "shift_explorer")
    whole.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement !== null")
    assert whole.evaluate("whole => document.fullscreenElement.contains(whole)")
    whole.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement === null")


def test_nothing_is_offered_that_needs_a_page_in_print(open_page):
    page = open_page("shift_explorer")
    tools = root(page, "shift_explorer").locator(".ll-keep")
    expect(tools).to_be_visible()
    page.emulate_media(media="print")
    expect(tools).to_be_hidden()
