"""Figures start when the reader comes near, with ipywidgets where a page needs it."""

import json
import re

import ipywidgets
import pytest
from ipywidgets.embed import embed_data
from live_pages import LIVE_PAGES
from playwright.sync_api import Browser, Page, Request, Route, expect

from tools.build_book import HTML
from tools.extensions.live_figures import WIDGETS
from tools.extensions.shared_state import STATE

CHAPTER = LIVE_PAGES["rbf_view"]  # its figures stand far below its beginning
MOVED = LIVE_PAGES["shift_explorer"]
RUNTIMES = ("own", "ipywidgets")
READOUT = ".widget-readout"
KEYS = "ArrowRight", "ArrowUp", "PageDown", "Home", "End", "ArrowLeft"
TEXTS = "1", "words", "99", "-99", "0.52"
VIEW = f'<script type="{WIDGETS}">'


class Visit:
    """A page that was opened and left alone, and what it asked for."""

    def __init__(self, browser: Browser, address: str, **context):
        context = {"service_workers": "block", **context}
        self.page = browser.new_context(**context).new_page()
        self.asked: list[str] = []
        self.page.on("request", self.note)
        self.page.goto(address, wait_until="networkidle")

    def note(self, request: Request) -> None:
        self.asked.append(request.url.partition("_static/")[2].partition("?")[0])

    def loaded(self, beginning: str) -> list[str]:
        return [path for path in self.asked if path.startswith(beginning)]

    def waiting(self):
        return self.page.locator(f'script[type="{WIDGETS}"]')


@pytest.fixture
def visit(browser: Browser, site: str):
    visits: list[Visit] = []

    def open_one(name: str, **context) -> Visit:
        visits.append(Visit(browser, f"{site}/{name}.html", **context))
        return visits[-1]

    yield open_one
    for one in visits:
        one.page.context.close()


def test_a_chapter_loads_nothing_of_its_figures_until_one_is_near(visit):
    one = visit(CHAPTER)
    before = one.waiting().count()
    assert before > 2
    assert one.loaded("live/") == one.loaded("vendor/widgets.css") == []
    one.page.locator(".live-cell").first.scroll_into_view_if_needed()
    expect(one.page.locator(".ll-code-map .ll-told").first).to_be_visible(
        timeout=30_000
    )
    assert 0 < one.waiting().count() < before
    assert one.loaded("live/") and one.loaded("vendor/widgets.css")
    assert one.loaded("vendor/manager") == one.loaded("vendor/picture") == []


def test_who_goes_by_keyboard_misses_no_figure(visit):
    one = visit(CHAPTER)
    one.page.keyboard.press("Tab")
    expect(one.waiting()).to_have_count(0, timeout=30_000)


def test_a_question_moves_a_figure_that_was_never_near(visit):
    one = visit("book/12_invariance", viewport={"width": 800, "height": 100})
    question = one.page.locator(".ll-predictions fieldset").last
    last = one.page.locator(".cell_output").filter(has=one.waiting()).last
    last.scroll_into_view_if_needed()
    question.get_by_role("radio").first.check()
    question.get_by_role("button").click()
    expect(question).to_have_attribute("data-outcome", re.compile("right|wrong"))


def test_paper_gets_the_pictures_of_figures_that_have_not_started(visit):
    one = visit(CHAPTER)
    pictures = one.page.locator(".widget-subarea img")
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(pictures).to_have_count(one.page.locator(".live-cell").count())
    expect(pictures.first).to_have_attribute("alt", re.compile("."))
    one.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(pictures).to_have_count(0)


def with_widgets(page: Page, name: str, *views: ipywidgets.Widget) -> None:
    """Adds widgets to a page of the book; the first stands before its first figure."""
    text = (HTML / f"{name}.html").read_text("utf8")
    found = STATE.search(text)
    assert found is not None
    state = json.loads(found[2])
    state["state"] |= embed_data(views=views, drop_defaults=False)["manager_state"][
        "state"
    ]
    content = json.dumps(state).replace("</", "<\\/")
    text = STATE.sub(lambda found: f"{found[1]}{content}{found[3]}", text)
    view = json.dumps({"model_id": views[0].model_id})
    before, begin, after = text.partition(VIEW)
    text = f"{before}{begin}{view}</script>{begin}{after}"

    def answer(route: Route) -> None:
        route.fulfill(body=text, content_type="text/html")

    page.route(f"**/{name}.html", answer)


@pytest.fixture
def run_by(browser: Browser, site: str):
    """A page of the book, drawn by the one or the other, all figures started."""
    pages: list[Page] = []

    def open_one(runtime: str, name: str, *views: ipywidgets.Widget) -> Page:
        page = browser.new_context(
            viewport={"width": 1000, "height": 800},
            reduced_motion="reduce",
            service_workers="block",
        ).new_page()
        pages.append(page)
        if runtime == "ipywidgets":
            with_widgets(page, name, *(views or [ipywidgets.IntText()]))
        page.goto(f"{site}/{name}.html")
        page.evaluate("livePage.startAll()")
        waiting = page.locator(f'script[type="{WIDGETS}"]')
        expect(waiting).to_have_count(0, timeout=30_000)
        manager = page.locator('script[src*="vendor/manager.js"]')
        expect(manager).to_have_count(int(runtime == "ipywidgets"))
        return page

    yield open_one
    for page in pages:
        page.context.close()


def open_controls(page: Page, name: str):
    column = page.locator(".ll-column").filter(has=page.locator(f".ll-{name}")).last
    column.get_by_role("button", name="More settings").click()
    return column.locator(".ll-more")


def test_any_other_widget_is_drawn_by_ipywidgets_beside_the_figures(run_by):
    number, slider = ipywidgets.IntText(value=2), ipywidgets.IntSlider(value=2)
    link = ipywidgets.jslink((number, "value"), (slider, "value"))
    page = run_by("ipywidgets", MOVED, ipywidgets.HBox([number, slider]), link)
    area = page.locator(".widget-subarea").first
    area.get_by_role("spinbutton").fill("7")
    area.get_by_role("spinbutton").press("Enter")
    expect(area.locator(".widget-readout")).to_have_text("7")
    controls = open_controls(page, "shift-explorer")
    controls.get_by_role("slider", name="shift right").press("ArrowRight")
    told = page.locator(".ll-shift-explorer").last.locator(".ll-told")
    expect(told).to_contain_text("1 px right")


@pytest.mark.parametrize("setting", [{"orientation": "vertical"}, {"readout": False}])
def test_a_control_with_a_setting_of_its_own_is_drawn_by_ipywidgets(run_by, setting):
    run_by("ipywidgets", MOVED, ipywidgets.IntSlider(**setting))


@pytest.mark.parametrize(
    ("page", "figure"),
    [(MOVED, "shift-explorer"), ("book/playground", "drawing-pad")],
)
def test_controls_look_as_those_of_ipywidgets(run_by, page, figure):
    pictures = []
    for runtime in RUNTIMES:
        controls = open_controls(run_by(runtime, page), figure)
        expect(controls.locator("label").first).to_be_visible()
        pictures.append(controls.screenshot())
    assert pictures[0] == pictures[1]


def test_sliders_take_the_keys_and_texts_that_those_of_ipywidgets_take(run_by):
    heard = []
    for runtime in RUNTIMES:
        controls = open_controls(run_by(runtime, MOVED), "shift-explorer")
        for name in ("shift right", "scale"):
            slider = controls.locator(".widget-slider", has_text=name)
            handle, readout = slider.get_by_role("slider"), slider.locator(READOUT)

            def hear(what: str, handle=handle, readout=readout) -> None:
                now = handle.get_attribute("aria-valuenow")
                heard.append((what, now, readout.text_content()))

            for key in KEYS:
                handle.press(key)
                hear(key)
            for text in TEXTS:
                readout.fill(text)
                readout.press("Enter")
                hear(text)
    half = len(heard) // 2
    assert len({now for _, now, _ in heard}) > 6
    assert heard[:half] == heard[half:]
