"""A slow processor: does ink follow the pen, do the maps follow the slider?

    python benchmarks/slow_processor.py [FOLDER] [--rate N]

Opens the built book in Chromium with its processor slowed down six times. On the
drawing pad of the playground the mouse draws strokes; a task of the page that takes
long holds back the ink of the movements that come meanwhile, so the longest task
counts. In the shift explorer with all its maps arrow keys move a slider; from the press
of a key to the painted frame, 95 of 100 count. Exits with 1 if a bound is missed. Other
work on the machine makes tasks longer.
"""

import argparse
import math
import sys
import time
from pathlib import Path

from live_figure import KEYS, press_keys, row
from page_weight import HTML, serve
from playwright.sync_api import Page

from tools.browser import chromium

TASK, PAINTED = 50.0, 100.0  # milliseconds
STROKES, MOVEMENTS = 4, 40
LISTEN = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    window.tasks.push([startTime, duration]);
  }
}).observe({ type: "longtask" });
"""


# What a message brings comes after the frame in whose beginning it was sent.
TIME_KEYS = """
const told = document.querySelector(".ll-shift-explorer .ll-told");
window.painted = [];
window.addEventListener("keydown", ({ timeStamp }) => {
  const before = told.textContent;
  const look = () => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (told.textContent === before) look();
      else window.painted.push(performance.now() - timeStamp);
    };
    port2.postMessage("");
  });
  look();
}, { capture: true });
"""


def slowed(page: Page, rate: float) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def draw(page: Page) -> None:
    """An 8 in a few strokes: two rings, each of two halves."""
    pad = page.locator(".ll-drawing-pad .ll-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for stroke in range(STROKES):
        for n in range(MOVEMENTS):
            turn = math.pi * (stroke % 2 + n / (MOVEMENTS - 1))
            across = 0.5 + 0.15 * math.sin(turn)
            down = 0.35 + 0.3 * (stroke // 2) - 0.15 * math.cos(turn)
            place = box["x"] + across * box["width"], box["y"] + down * box["height"]
            page.mouse.move(*place)
            if n == 0:
                page.mouse.down()
            time.sleep(0.02)
        page.mouse.up()


def long_tasks(page: Page, address: str, rate: float) -> list[float]:
    """Milliseconds of each task over 50 while the mouse draws."""
    page.goto(address, wait_until="load")
    page.locator(".ll-drawing-pad .ll-told").wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(LISTEN)
    slowed(page, rate)
    draw(page)  # the first strokes compile scripts
    page.wait_for_timeout(1000)
    start = page.evaluate("performance.now()")
    draw(page)
    page.wait_for_timeout(1000)
    tasks = page.evaluate("window.tasks")
    return [duration for begin, duration in tasks if begin > start]


def painted(page: Page, address: str, rate: float) -> list[float]:
    """Milliseconds from each key on the first slider of the explorer until painted."""
    page.goto(address, wait_until="load")
    page.evaluate("livePage.startAll()")
    figure = page.locator(".ll-shift-explorer").first
    figure.wait_for()
    parts = page.locator(".widget-subarea").filter(has=figure)
    figure.get_by_role("button", name="More settings").click()
    parts.get_by_role("slider").first.focus()
    slowed(page, rate)
    press_keys(page, 10)
    page.evaluate(TIME_KEYS)
    for n in range(60):
        page.keyboard.press(KEYS[n % 2])
        page.wait_for_function(f"window.painted.length > {n}")
    return page.evaluate("window.painted")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HTML)
    parser.add_argument("--rate", type=float, default=6.0, help="times slower")
    parser.add_argument("--pad", default="book/playground")
    parser.add_argument("--explorer", default="book/11_feature_maps")
    arguments = parser.parse_args()
    how = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}
    with chromium() as browser, serve(arguments.folder) as site:
        address = f"{site}/{arguments.pad}.html"
        tasks = long_tasks(browser.new_page(**how), address, arguments.rate)
        address = f"{site}/{arguments.explorer}.html"
        times = painted(browser.new_page(**how), address, arguments.rate)
    longest = max(tasks, default=0.0)
    print(f"tasks over 50 ms while drawing: {len(tasks)}, the longest {longest:.0f} ms")
    print(f"{'':34}{'median':>12}{'95 of 100':>12}{'at most':>13}")
    fine = row("from key to painted", times, PAINTED)
    return int(not fine or longest > TASK)


if __name__ == "__main__":
    sys.exit(main())
