"""Pages of the built book, opened as a reader does; what they complain of fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from live_pages import LIVE_PAGES, START_ALL
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tools.extensions.live_figures import WIDGETS

# Harmless: the theme declares a constant twice where no button starts a server; on a
# busy machine anywidget complains of a model that takes over two seconds to load. Of a
# figure that is not there after all `visiting` misses the words.
KNOWN = ("THEBE_JS_URL", "[anywidget] Failed to initialize model.")


@contextmanager
def visiting(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages by their names or by those of figures, and closes them at the end."""
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
