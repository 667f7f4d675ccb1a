"""A digit is drawn, many classifiers read it, and a shift turns their answers."""

import re

import numpy as np
import pytest
from pens import expect_figure_read, stroke
from playwright.sync_api import Locator, Page, expect
from waits import eventually, place_at_rest, resize

from lenet_keras import load_mnist
from lenet_keras.live import ManyClassifiers

NAME = "many_classifiers"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
FOUR = [(90, 50), (70, 140), (180, 140)]  # of 256 units each way, then the stem
STEM = [(150, 60), (150, 210)]


@pytest.fixture(scope="module")
def by_python(model):
    """What Python answers, shift by shift, to the digit that is on the pad at first."""
    test = load_mnist().test
    four = test.images[test.labels.tolist().index(4)]
    scores = ManyClassifiers(model, four[None]).scores(four[None], range(-8, 9))
    return {name: rows[:, 0].argmax(axis=1).tolist() for name, rows in scores.items()}


def figure(page: Page) -> Locator:
    return page.locator(".ll-many-classifiers")


def rows(page: Page) -> Locator:
    return figure(page).get_by_role("listitem")


def answers(page: Page) -> dict[str, str]:
    """The large answers, by name."""
    names = rows(page).locator(".ll-layer-name").all_text_contents()
    found = rows(page).locator(".ll-answer").all_text_contents()
    return dict(zip(names, found, strict=True))


def strips(page: Page) -> list[list[int]]:
    """The answers at each shift, line by line; none while the page works."""
    texts = [
        row.locator(".ll-strip > span").all_text_contents() for row in rows(page).all()
    ]
    return [[int(text) for text in row if text] for row in texts]


def expect_all_read(page: Page) -> None:
    expect_figure_read(figure(page))


def slider(page: Page, name: str) -> Locator:
    return figure(page).get_by_role("slider", name=name)


def draw(page: Page, points) -> None:
    stroke(page, figure(page).locator(".ll-pad"), points, 256)
    expect_all_read(page)


def test_all_answers_at_all_shifts_are_those_of_python(open_page, by_python):
    page = open_page(NAME)
    expect_all_read(page)
    assert list(answers(page)) == list(by_python)
    eventually(page, lambda: strips(page) == list(by_python.values()), "these strips")
    middle = len(by_python["linear"]) // 2
    shown = {name: str(row[middle]) for name, row in by_python.items()}
    assert answers(page) == shown


def test_a_shift_moves_the_mark_and_turns_the_answers(open_page, by_python):
    page = open_page(NAME)
    for _ in range(4):
        slider(page, "shift right").press("ArrowRight")
    expect_all_read(page)
    place = len(by_python["linear"]) // 2 + 4
    shown = {name: str(row[place]) for name, row in by_python.items()}
    eventually(page, lambda: answers(page) == shown, "the answers to the shifted digit")
    for row in rows(page).all():
        cells = row.locator(".ll-strip > span")
        expect(cells.nth(place)).to_have_class(re.compile(r"\bll-now\b"))


def test_who_fails_first_is_said(open_page, by_python):
    page = open_page(NAME)
    told = figure(page).locator(".ll-told")
    expect(told).to_contain_text("First to change its answer")
    middle = len(by_python["linear"]) // 2
    lasts = {}
    for name, row in by_python.items():
        changed = np.flatnonzero(np.array(row) != row[middle])
        lasts[name] = min(abs(changed - middle), default=99)
    first = min(lasts, key=lasts.get)
    expect(told).to_contain_text(f"at {lasts[first]} pixel")
    expect(told).to_contain_text(first)


def test_what_is_drawn_is_read_and_blank_paper_is_not(open_page):
    page = open_page(NAME)
    figure(page).get_by_role("button", name="Clear", exact=True).click()
    expect_all_read(page)
    expect(figure(page).locator(".ll-told")).to_contain_text("Nothing is drawn yet.")
    assert set(answers(page).values()) == {"–"}
    draw(page, FOUR)
    draw(page, STEM)
    assert answers(page)["LeNet-5"] == "4"


def test_a_test_digit_is_put_on_the_pad(open_page):
    page = open_page(NAME)
    button = figure(page).get_by_role("button", name="Start from test digit 7")
    button.click()
    expect_all_read(page)
    eventually(page, lambda: answers(page)["LeNet-5"] == "7", "a 7")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_strips_fit_and_nothing_moves_while_one_draws(open_page, viewport):
    page = open_page(NAME, viewport=viewport)
    resize(page, viewport)
    before = place_at_rest(figure(page).locator(".ll-pad"))
    draw(page, STEM)
    assert figure(page).locator(".ll-pad").bounding_box() == before
    for strip in figure(page).locator(".ll-strip").all():
        box = strip.bounding_box()
        assert box and box["x"] + box["width"] <= viewport["width"]
        assert box["width"] >= 17 * 14
