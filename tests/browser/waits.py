"""Waiting for what a page shows a few frames later; who waits in vain says for what."""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import ArrayLike
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize

Read = TypeVar("Read")

NEXT_FRAME = "() => new Promise(requestAnimationFrame)"
FRAMES_AT_REST = 5
LAYOUT = """async () => {
  await new Promise(requestAnimationFrame);
  const places = Array.from(document.querySelectorAll("body *"), (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join();
  });
  return [window.innerWidth, ...places].join(" ");
}"""


def eventually(
    page: Page, condition: Callable[[], object], words: str, seconds: float = 10
) -> None:
    """Waits, frame by frame, until the condition holds; fails with the words if not."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"Waited {seconds} s for {words}.")
        page.evaluate(NEXT_FRAME)


def expect_numbers(
    page: Page,
    read: Callable[[], ArrayLike],
    wanted: ArrayLike,
    atol: float = 0,
    rtol: float = 1e-7,
) -> None:
    """Waits until the numbers that are read off the page are those wanted."""
    wanted = np.asarray(wanted)

    def fits() -> bool:
        shown = np.asarray(read())
        return shown.shape == wanted.shape and np.allclose(
            shown, wanted, rtol=rtol, atol=atol
        )

    try:
        eventually(page, fits, "these numbers")
    except pytest.fail.Exception:  # which numbers differ, and by how much
        np.testing.assert_allclose(read(), wanted, rtol=rtol, atol=atol)
        raise


def at_rest(page: Page, read: Callable[[], Read], words: str) -> Read:
    """What is read off the page once it stays the same for some frames."""
    found: list[Read] = []

    def rests() -> bool:
        found.append(read())
        last = found[-FRAMES_AT_REST:]
        return len(last) == FRAMES_AT_REST and all(one == last[-1] for one in last)

    eventually(page, rests, words)
    return found[-1]


def place_at_rest(locator: Locator) -> FloatRect:
    """Where the element stands once it is in view and the page moves no more.

    What is above may still be laid out when the page has scrolled to it: a mouse that
    goes where it was a moment ago hits something else.
    """
    locator.scroll_into_view_if_needed()
    return at_rest(locator.page, locator.bounding_box, "an element that stands still")


def resize(page: Page, viewport: ViewportSize) -> None:
    """Another size of the screen, once all that follows it has found its place."""
    page.set_viewport_size(viewport)
    at_rest(page, lambda: page.evaluate(LAYOUT), "a page that stands still")


def stop_time(page: Page, seen: Locator) -> None:
    """From here on only `page.clock.run_for` lets time pass, and frames, in the page.

    What plays does so only where it is seen: the page goes there first.
    Playwright's `expect` still waits; the functions above would wait for a frame.
    """
    place_at_rest(seen)
    page.clock.install(time=0)
    page.clock.pause_at(10_000)
