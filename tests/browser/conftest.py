"""The built book in a real browser. Build it first: ``python -m tools.build_book``."""

import functools
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import pytest
from live_pages import LIVE_PAGES, START_ALL
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from lenet_keras import lenet5
from tools.browser import NoBrowserError, chromium
from tools.build_book import HTML
from tools.extensions.live_figures import WIDGETS

# Harmless: the theme declares a constant twice where no button starts a server; on a
# busy machine anywidget complains of a model that takes over two seconds to load. Of a
# figure that is not there after all `open_page` misses the words.
KNOWN = ("THEBE_JS_URL", "[anywidget] Failed to initialize model.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))  # a reader's machine may have no Chromium


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built book."""
    if not (HTML / "index.html").is_file():
        pytest.fail("Expected the built book: python -m tools.build_book")
    handler = functools.partial(QuietHandler, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def model() -> keras.Model:
    """The network that the pages hold, in Keras."""
    return lenet5(weights="mnist")


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page by its name or by that of a figure; a complaint of it fails."""
    complaints: list[str] = []
    pages: list[Page] = []

    def complain(text: str) -> None:
        if not any(known in text for known in KNOWN):
            complaints.append(text)

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complain(message.text)

    def watch(address: str) -> None:
        if not address.startswith((site, "data:", "blob:")):
            complaints.append(f"a request to {address}")
        if "/vendor/manager" in address:
            complaints.append("ipywidgets, which no page of the book needs as a whole")

    def open_one(name: str, **context: Any) -> Page:
        # A worker that fetches the whole book beside each test would slow them all.
        context = {"service_workers": "block", **context}
        page = browser.new_context(**context).new_page()
        pages.append(page)
        page.on("console", listen)
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("request", lambda request: watch(request.url))
        page.goto(f"{site}/{LIVE_PAGES.get(name, name)}.html")
        page.evaluate(START_ALL)
        widgets = page.locator(f'script[type="{WIDGETS}"]')
        expect(widgets, "every widget is drawn").to_have_count(0, timeout=30_000)
        if name in LIVE_PAGES:
            told = page.locator(".ll-told").first
            expect(told, "the figure says something").to_be_visible(timeout=30_000)
        return page

    yield open_one
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, for people to look at."""
    folder = HTML.parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
