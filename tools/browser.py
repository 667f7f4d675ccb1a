"""Chromium, driven by Playwright: the one of the system, else Playwright's own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SHELL = "chromium-headless-shell"  # no window: a page opens in half the time
QUIET = (  # nothing of the browser's own asks the network
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowserError(Exception):
    """There is no Chromium; the message says how to get one."""


def find_chromium() -> str | None:
    """The path of the system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(shell: bool = False) -> Iterator[Browser]:
    """A browser that is closed at the end.

    Args:
        shell: Whether one that never had a window will do, where it is installed.

    Raises:
        NoBrowserError: None is installed.
    """
    path = (shutil.which(SHELL) if shell else None) or find_chromium()
    # Root, as in a container, cannot have Chromium's sandbox.
    arguments = [*QUIET, "--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=arguments)
        except Error as error:
            raise NoBrowserError(
                "Expected Chromium: `apt-get install chromium`, or "
                f"`playwright install chromium`. Received: {error.message}"
            ) from error
        yield browser
        browser.close()
