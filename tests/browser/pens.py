"""Strokes of a mouse on a pad, and waiting until what was drawn has been read."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect
from waits import NEXT_FRAME, place_at_rest


def stroke(
    page: Page, pad: Locator, points: Sequence[tuple[float, float]], width: int
) -> None:
    """Draws a line through points, in units of which the pad is so many wide."""
    box = place_at_rest(pad)
    scale = box["width"] / width
    places = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=10)
    page.mouse.up()


def expect_figure_read(figure: Locator) -> None:
    """Waits until a figure has read and answered all that was drawn."""
    figure.page.evaluate(NEXT_FRAME)  # in which the reading begins
    below = figure.locator(".ll-below").last
    expect(below).to_have_attribute("aria-busy", "false")
