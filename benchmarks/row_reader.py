"""Writing on the wide pad: how often a second is the whole row read anew?

    python benchmarks/row_reader.py [FOLDER] [--page PAGE]

Opens the built book in Chromium and writes strokes on the pad of the row reader, a
movement in each frame, with the processor as it is and slowed down four times. Each
time the network has been swept over the row, its path found and the answer shown, and
all maps drawn after it, counts as one reading. Exits with 1 if there are fewer than ten
a second. Other work on the machine lowers the numbers.
"""

import argparse
import math
import sys
from pathlib import Path

from page_weight import HTML, serve
from playwright.sync_api import Page
from slow_processor import slowed

from tools.browser import chromium

LEAST = 10.0  # readings a second
RATES = 1.0, 4.0
STROKES, MOVEMENTS = 4, 45
# Writes with the pointer: in each frame a movement. The path is set once a reading.
WRITE = """
async (strokes) => {
  const figure = document.querySelector(".ll-row-reader");
  const box = figure.querySelector(".ll-row-pad .ll-map-box");
  let readings = 0;
  new MutationObserver((records) => { readings += records.length; }).observe(
    figure.querySelector(".ll-way"), { attributes: true, attributeFilter: ["points"] });
  const { left, top, width, height } = box.getBoundingClientRect();
  box.setPointerCapture = () => {}; // of a pointer that is none
  const send = (kind, [x, y]) => box.dispatchEvent(new PointerEvent(kind, {
    clientX: left + x * width, clientY: top + y * height, bubbles: true,
    pointerType: "mouse", isPrimary: true, button: 0, buttons: 1, pointerId: 1 }));
  const start = performance.now();
  let frames = 0;
  for (const points of strokes) {
    send("pointerdown", points[0]);
    for (const point of points) {
      await new Promise(requestAnimationFrame);
      frames += 1;
      send("pointermove", point);
    }
    send("pointerup", points.at(-1));
  }
  const seconds = (performance.now() - start) / 1000;
  return [readings / seconds, frames / seconds];
}
"""


def strokes() -> list[list[tuple[float, float]]]:
    """Rings in a row, in shares of the pad."""
    return [
        [
            (
                0.2 + 0.18 * stroke + 0.05 * math.sin(turn),
                0.5 - 0.3 * math.cos(turn),
            )
            for turn in (2 * math.pi * n / (MOVEMENTS - 1) for n in range(MOVEMENTS))
        ]
        for stroke in range(STROKES)
    ]


def measure(page: Page, rate: float) -> tuple[float, float]:
    """Readings and frames a second, of the second of two times."""
    slowed(page, rate)
    for _ in range(2):  # the first time compiles scripts
        page.locator(".ll-row-reader").get_by_role("button", name="Clear").click()
        readings, frames = page.evaluate(WRITE, strokes())
    return readings, frames


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HTML)
    parser.add_argument("--page", default="book/16_digits_in_a_row")
    arguments = parser.parse_args()
    fine = True
    with chromium() as browser, serve(arguments.folder) as site:
        view = {"width": 1280, "height": 900}
        page = browser.new_page(viewport=view, service_workers="block")
        page.goto(f"{site}/{arguments.page}.html")
        page.evaluate("livePage.startAll()")
        page.locator(".ll-row-reader .ll-told").wait_for()
        page.locator(".ll-row-pad").scroll_into_view_if_needed()
        for rate in RATES:
            readings, frames = measure(page, rate)
            fine &= readings >= LEAST
            print(
                f"processor {rate:g} times slower: {readings:5.1f} readings a second, "
                f"at least {LEAST:g} wanted; {frames:5.1f} frames a second"
            )
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
