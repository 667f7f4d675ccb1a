"""Readers choose what will happen, then the page shows it; on every page that asks."""

import re

import pytest
from playwright.sync_api import Page, expect

from tools.build_book import HTML

ASKING = sorted(
    str(page.relative_to(HTML).with_suffix(""))
    for page in (HTML / "book").glob("*.html")
    if '"questions": [' in page.read_text("utf-8")
)


def questions(page: Page):
    return page.locator(".ll-predictions fieldset")


def test_chapters_ask():
    chapters = [name for name in ASKING if re.match(r"book/\d\d_", name)]
    assert len(chapters) >= 13


@pytest.mark.parametrize("name", ASKING)
def test_every_question_has_one_answer_that_the_page_finds(open_page, name):
    page = open_page(name)
    expect(questions(page).first).to_be_attached()
    for question in questions(page).all():
        question.get_by_role("radio").first.check()
        question.get_by_role("button").click()
        outcome = re.compile("right|wrong")
        slow = 60_000  # the figure may have to learn for it
        expect(question).to_have_attribute("data-outcome", outcome, timeout=slow)
        expect(question.locator("[data-right=true]")).to_have_count(1)
        said = question.get_by_role("status")
        expect(said).to_have_text(re.compile("^(You were right|Not so)"))


def test_keys_choose_and_the_page_asks_for_a_choice_first(open_page):
    page = open_page(ASKING[0])
    question = questions(page).first
    question.get_by_role("button").press("Enter")
    expect(question.get_by_role("status")).to_contain_text("Choose what you expect")
    question.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(question.get_by_role("radio").nth(1)).to_be_checked()
    question.get_by_role("button").press("Enter")
    expect(question).to_have_attribute("data-outcome", re.compile("right|wrong"))
