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
from playwright.sync_api import Browser, Page
from visits import visiting

from lenet_keras import lenet5
from tools.browser import NoBrowserError, chromium
from tools.build_book import HTML


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with chromium(shell=True) as started:
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
    with visiting(browser, site) as open_one:
        yield open_one


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, for people to look at."""
    folder = HTML.parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
