"""A network learns in the page: played, stopped, begun anew, kept, taken home."""

import re

import numpy as np
import pytest
from live_pages import START_ALL
from playwright.sync_api import FloatRect, Locator, Page, expect
from waits import place_at_rest

from lenet_keras import lenet5, load_mnist, paper, prepare
from tools.build_book import HTML

NAME = "live_training"
LEARNING = 120_000  # milliseconds, on a busy machine
LEARNING_SCRIPT = "/_static/vendor/learning.js"

COLOURS = """canvas => Array.from(new Uint32Array(canvas.getContext("2d")
  .getImageData(0, 0, canvas.width, canvas.height).data.buffer))"""

# How far below the top of the figure its parts stand.
HEIGHTS = """figure => [".ll-scene", ".ll-nearness", ".ll-kernels-C1", ".ll-keep"].map(
  (part) => figure.querySelector(part).getBoundingClientRect().top
    - figure.getBoundingClientRect().top)"""


def figure(page: Page) -> Locator:
    return page.locator(".ll-live-training").first


def told(page: Page) -> Locator:
    return figure(page).locator(".ll-told")


def middle(box: FloatRect) -> float:
    return box["y"] + box["height"] / 2


def number(step: str) -> float:
    """The number that a step of a sum ends with."""
    return float(step.split("\n")[-1].replace("\u2212", "-"))


def result(page: Page) -> Locator:
    """What became of the network."""
    return figure(page).locator(".ll-result")


def button(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("button", name=name, exact=True)


def serve(page: Page, body: str) -> None:
    """What the page gets in the place of digits and worker."""
    page.route(
        f"**{LEARNING_SCRIPT}",
        lambda route: route.fulfill(body=body, content_type="text/javascript"),
    )


def learn(page: Page, digits: int) -> None:
    """Plays until so many digits are seen, and stops."""
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_enabled(timeout=LEARNING)
    page.wait_for_function(
        """([told, digits]) =>
        parseInt(told.textContent.replaceAll(",", "")) >= digits""",
        arg=[told(page).element_handle(), digits],
        timeout=LEARNING,
    )
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_enabled()


def saved(page: Page, tmp_path) -> str:
    with page.expect_download() as download:
        button(page, "Download it").click()
    path = str(tmp_path / "lenet5.npz")
    download.value.save_as(path)
    return path


def test_it_learns_in_the_page_and_the_network_is_the_readers(open_page, tmp_path):
    """What the page shows of ten digits, Keras answers with the file."""
    page = open_page(NAME)
    reads = figure(page).locator(".ll-reading")
    first = reads.all_text_contents()
    learn(page, 2_000)
    digits = load_mnist(validation=10_000).validation
    model = lenet5(weights=saved(page, tmp_path))
    x = prepare(digits.images)
    answers = np.array(model.predict(x, 500, verbose=0)).argmin(axis=1)
    shown = [int(text) for text in reads.all_text_contents()]
    assert shown == answers[:10].tolist() and shown != [int(text) for text in first]
    assert np.mean(answers[-2_000:] != digits.labels[-2_000:]) < 0.25


def test_three_passes_leave_few_errors(open_page):
    page = open_page(NAME)
    learn(page, 30_000)
    error = re.search(r"([\d.]+)\s% of digits not", told(page).text_content())
    assert error and float(error[1]) <= 4


def test_one_digit_is_one_step_and_shows_its_way_back(open_page):
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    figure(page).get_by_text("The way back, for the digit").click()
    words = figure(page).locator(".ll-way-back > .ll-caption").first
    expect(words).to_contain_text("The digit that comes next, labelled")
    expect(figure(page).locator("details[open] .ll-maps-C3 canvas")).to_have_count(16)
    before = words.text_content()
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("2 digits seen")
    expect(words).not_to_have_text(before)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_moves_when_it_plays_and_answers(open_page, width):
    """Play turns into Pause, and the longest verdict comes."""
    page = open_page(NAME, viewport={"width": width, "height": 844})
    place_at_rest(button(page, "Play"))
    before = figure(page).evaluate(HEIGHTS)
    button(page, "One digit").click()
    verdict = figure(page).locator(".ll-verdict")
    expect(verdict).to_have_text("probably not a digit", timeout=LEARNING)
    assert figure(page).evaluate(HEIGHTS) == before
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    assert figure(page).evaluate(HEIGHTS) == before
    button(page, "Pause").click()


def test_the_sum_of_a_unit_on_the_way_back_is_opened(open_page):
    """By a click or by Enter; it ends in the derivative, and leads up to the codes."""
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    figure(page).get_by_text("The way back, for the digit").click()
    way = figure(page).locator(".ll-way-back")
    names = ["output", "F6", "C5", "S4", "C3", "S2", "C1"]
    expect(way.locator(".ll-layer > .ll-layer-name")).to_contain_text(names)
    opened = way.locator(".ll-opened")
    way.locator(".ll-maps-S2 .ll-map-box").nth(2).click()
    expect(opened).to_contain_text("S2 map 2, row")
    # Nine maps of three or four inputs see map 2, and the last one, which sees all.
    seeing = [maps for maps in paper.C3_CONNECTIONS if 2 in maps]
    expect(opened.locator("button.ll-card")).to_have_count(len(seeing))
    steps = opened.locator(".ll-step").all_inner_texts()
    back, slope, derivative = [number(text) for text in steps[:3]]
    assert derivative == pytest.approx(back * slope, abs=2e-3)
    opened.locator("button.ll-card").first.click()
    expect(opened).to_contain_text("C3 map 0, row")
    for above in ("S4 map 0, row", "C5, unit", "F6, unit"):
        opened.locator("button.ll-card").click()
        expect(opened).to_contain_text(above)
    expect(opened.locator("button.ll-card")).to_have_count(0)  # the codes
    way.locator(".ll-maps-C1 .ll-map-box").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(opened).to_contain_text("C1 map 0, row 14, column 15")
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()


def test_what_play_does_is_seen_near_it_on_a_phone(open_page):
    page = open_page(NAME, viewport={"width": 390, "height": 844})
    play = middle(place_at_rest(button(page, "Play")))
    for name in (".ll-told", ".ll-nearness", ".ll-kernels-C1", ".ll-kernels-C3"):
        place = figure(page).locator(name).bounding_box()
        assert 0 < middle(place) - play <= 600


def test_rates_are_seen_as_bars_and_one_for_all_as_that(open_page):
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    bars = figure(page).locator(".ll-rate-range")
    widths = [bar.bounding_box()["width"] for bar in bars.all()]
    assert len(widths) == 6 and min(widths) > 3 and len(set(widths)) > 1
    button(page, "More settings").click()
    column = page.locator(".ll-column").filter(has=figure(page))
    column.get_by_role("button", name="one rate for all").click()
    rates = figure(page).locator(".ll-rates")
    expect(rates).to_contain_text("none yet")
    expect(bars.first).to_be_hidden()
    button(page, "One digit").click()
    expect(rates).to_contain_text("rate 1.0\u00b710\u207b\u00b3 for every weight")


def test_who_cannot_learn_is_told_why_in_plain_words(open_page):
    page = open_page(NAME)
    script = page.request.get(page.url.split("/book/")[0] + LEARNING_SCRIPT).text()
    without = "lenetLearning.worker = `WebAssembly = undefined;${lenetLearning.worker}`"
    answers = [("", "digits could not be loaded"), (script + without, "cannot run the")]
    for body, words in answers:
        serve(page, body)
        button(page, "One digit").click()
        expect(told(page)).to_contain_text(words, timeout=LEARNING)
        expect(button(page, "One digit")).to_be_enabled()


def test_at_rest_the_last_change_stays_to_be_seen(open_page):
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    figure(page).get_by_role("radio", name="last change").click()
    words = figure(page).locator(".ll-between")
    expect(words).to_have_text("what the last digit changed")
    c1 = figure(page).locator(".ll-kernels-C1 canvas")
    colours = c1.evaluate(COLOURS)
    assert len(set(colours)) > 20  # neither blank nor faint
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("2 digits seen")
    assert c1.evaluate(COLOURS) != colours


def test_another_setting_begins_another_training(open_page):
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    button(page, "More settings").click()
    column = page.locator(".ll-column").filter(has=figure(page))
    slider = column.locator(".ll-one-class")
    expect(slider).to_be_hidden()
    column.get_by_role("button", name="one class").click()
    expect(slider).to_be_visible()
    column.get_by_role("button", name="full C3").click()
    expect(told(page)).to_contain_text("Play begins it")
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)


def test_a_kept_network_answers_in_the_other_figures(open_page):
    page = open_page(NAME)
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    button(page, "Use it in the whole book").click()
    expect(result(page)).to_contain_text("Kept in this browser")
    page.goto(page.url.replace("09_training", "11_feature_maps"))
    page.evaluate(START_ALL)
    notice = page.locator(".ll-own").first
    expect(notice).to_contain_text("The network that you trained answers here")
    verdict = page.locator(".ll-verdict").first
    expect(verdict).not_to_have_text("sure")  # it has learned from a single digit
    with page.expect_navigation():
        notice.get_by_role("button").click()
    page.evaluate(START_ALL)
    expect(page.locator(".ll-own")).to_have_count(0)
    expect(page.locator(".ll-verdict").first).to_have_text("sure")


def test_a_file_is_opened_again_or_refused_in_words(open_page, tmp_path):
    page = open_page(NAME)
    learn(page, 500)
    error = re.search(r"([\d.]+)\s% of digits", told(page).text_content())
    path = saved(page, tmp_path)
    chooser = figure(page).locator("input[type=file]")
    chooser.set_input_files(path)
    expect(told(page)).to_have_text(re.compile("^0 digits seen"), timeout=LEARNING)
    again = re.search(r"([\d.]+)\s% of digits", told(page).text_content())
    assert error and again and float(again[1]) <= float(error[1]) + 10
    (tmp_path / "other.npz").write_bytes(b"hello")
    chooser.set_input_files(tmp_path / "other.npz")
    expect(result(page)).to_contain_text("Expected a .npz file")


def test_a_network_with_all_connections_comes_back_as_what_it_is(open_page, tmp_path):
    page = open_page(NAME)
    button(page, "More settings").click()
    column = page.locator(".ll-column").filter(has=figure(page))
    full, sparse = (
        column.get_by_role("button", name=name) for name in ("full C3", "Table I")
    )
    full.click()
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
    path = saved(page, tmp_path)
    expect(result(page)).to_contain_text('(weights="lenet5.npz", connections="full")')
    lenet5(weights=path, connections="full")
    sparse.click()
    expect(told(page)).to_contain_text("Play begins it")
    figure(page).locator("input[type=file]").set_input_files(path)
    expect(told(page)).to_have_text(re.compile("^0 digits seen"), timeout=LEARNING)
    expect(full).to_have_attribute("aria-pressed", "true")
    expect(sparse).to_have_attribute("aria-pressed", "false")
    button(page, "One digit").click()
    expect(told(page)).to_contain_text("1 digit seen")


def test_a_question_has_it_learn_and_waits_for_what_comes_of_it(open_page):
    """With shuffled labels nothing is learned that holds for other digits."""
    page = open_page(NAME)
    question = page.locator(".ll-predictions fieldset").filter(has_text="shuffled")
    question.get_by_label("It is still guessing").check()
    question.get_by_role("button").click()
    outcome = question.get_by_role("status")
    expect(outcome).to_contain_text("You were right", timeout=LEARNING)
    expect(outcome).to_contain_text("2,000 digits seen")
    expect(figure(page)).not_to_have_attribute("aria-busy", "true")


def test_it_learns_in_a_page_that_is_opened_as_a_file(browser):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((HTML / "book" / "09_training.html").as_uri())
        page.evaluate(START_ALL)
        button(page, "One digit").click()
        expect(told(page)).to_contain_text("1 digit seen", timeout=LEARNING)
        figure(page).get_by_text("The way back, for the digit").click()
        expect(figure(page).locator(".ll-penalty")).to_have_count(10)
