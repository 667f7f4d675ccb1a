"""A live figure under keys and pointer: its script, its frames, from a browser's trace.

    python benchmarks/live_figure.py [FOLDER] [--page PAGE] [--keys N] [--drags N]

Opens the shift explorer with all its maps in the built book in Chromium, presses arrow
keys on each of its sliders, and drags its digit with 60 movements a second. From one
event to the next, the script of an event is the processor time of the page's main
thread in all scripts, whoever wrote them: handlers, timers, what draws the frame. A
frame is painted when the main thread has handed it over, and shown when the browser has
presented it; both count from the press of the key. A frame is dropped while dragging
when more than one and a half frames pass between two; as many are forgiven as drop in
the same time while nothing happens, because then it was the machine. Exits with 1 if a
bound is missed.
"""

import argparse
import functools
import itertools
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from page_weight import HTML, serve
from playwright.sync_api import Page

from tools.browser import chromium

SCRIPT, PAINTED = 6.0, 24.0  # milliseconds
KEYS = ("ArrowRight", "ArrowLeft")
FRAME = 1000 / 60  # milliseconds
CIRCLE = 60  # movements
# The trace's names for the ways into scripts; what lies inside another is in its time.
SCRIPTS = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
}
# Notes the times of frames, and how often the figure tells something new. With a
# circle, a movement in each frame leads the digit, which the mouse must hold.
FRAMES = """
async ({ frames, circle }) => {
  const figure = document.querySelector(".ll-shift-explorer");
  const box = figure.querySelector(".ll-input .ll-map-box");
  const told = figure.querySelector(".ll-told");
  const times = [];
  const texts = [];
  while (times.length < frames) {
    times.push(await new Promise(requestAnimationFrame));
    texts.push(told.textContent);
    if (!circle.length) continue;
    const [clientX, clientY] = circle[times.length % circle.length];
    const pointerType = "mouse";
    box.dispatchEvent(
      new PointerEvent("pointermove", { clientX, clientY, pointerType, bubbles: true }),
    );
  }
  return [times, texts.filter((text, n) => n && text !== texts[n - 1]).length];
}
"""
Trace = list[dict[str, Any]]


def traced(page: Page, act: Callable[[], None]) -> Trace:
    """What Chromium notes while something happens, in the order of time."""
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    time.sleep(0.6)  # what the last event set a timer for counts, too
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sorted(events, key=lambda event: event["ts"])


def scripts(trace: Trace, kind: str) -> list[float]:
    """Milliseconds of script from each event of a kind to the next."""
    starts = [e for e in trace if dispatched(e) == kind]
    sums = [0.0] * len(starts)
    thread = {key: starts[0][key] for key in ("pid", "tid")}
    now, end = -1, 0.0
    for event in trace:
        if event["name"] not in SCRIPTS or not thread.items() <= event.items():
            continue
        if dispatched(event) == kind:
            now += 1
        if now >= 0 and event["ts"] >= end:
            sums[now] += event["tdur"] / 1000
            end = event["ts"] + event["dur"]
    return sums


def dispatched(event: dict[str, Any]) -> str | None:
    """The type of the input event that an entry of the trace brings to the page."""
    if event["name"] != "EventDispatch":
        return None
    return event["args"]["data"]["type"]


def delays(trace: Trace) -> tuple[list[float], list[float]]:
    """Milliseconds from the press of each key until painted, and until shown."""
    frames = [e["ts"] for e in trace if e["name"] == "FireAnimationFrame"]
    painted, shown = [], []
    for event in trace:
        data = event["args"].get("data", {})
        if event["name"] != "EventTiming" or data.get("type") != "keydown":
            continue
        painted.append(data["commitFinishTime"] - data["timeStamp"])
        shown.append(data["duration"])
        end = event["ts"] + 1000 * painted[-1]
        if not any(event["ts"] < ts < end for ts in frames):
            raise RuntimeError("Expected the figure to draw in the frame after a key")
    return painted, shown


def press_keys(page: Page, times: int) -> None:
    """Keys on the slider in focus, there and back, so that each changes the figure."""
    for n in range(times):
        page.keyboard.press(KEYS[n % 2])
        time.sleep(0.05)


@contextmanager
def held_digit(page: Page) -> Iterator[list[tuple[float, float]]]:
    """While the mouse holds the digit: a circle to lead it round, another at each step.

    Puts the digit back.
    """
    box = page.locator(".ll-shift-explorer .ll-input .ll-map-box").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    radius = 9 / 32 * box["width"]  # 9 pixels of the image
    turns = [2 * math.pi * n / CIRCLE for n in range(CIRCLE)]
    page.mouse.move(x, y)
    page.mouse.down()
    yield [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]
    page.mouse.up()
    page.keyboard.press("Home")


def drag(page: Page) -> None:
    with held_digit(page) as circle:
        for place in 2 * circle:
            page.mouse.move(*place)


def frames(page: Page, count: int, dragging: bool) -> tuple[int, int]:
    """How many frames drop while so many come, and how many of those are new."""
    if not dragging:
        times, new = page.evaluate(FRAMES, {"frames": count, "circle": []})
    else:
        with held_digit(page) as circle:
            times, new = page.evaluate(FRAMES, {"frames": count, "circle": circle})
    gaps = [(b - a) / FRAME for a, b in itertools.pairwise(times)]
    return sum(round(gap) - 1 for gap in gaps if gap > 1.5), new


def high(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def row(what: str, values: Sequence[float], bound: float = math.inf) -> bool:
    wanted = "" if math.isinf(bound) else f"{bound:10.0f} ms"
    print(f"{what:34}{statistics.median(values):9.1f} ms{high(values):9.1f} ms{wanted}")
    return high(values) <= bound


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HTML)
    parser.add_argument("--page", default="book/11_feature_maps")
    parser.add_argument("--keys", type=int, default=40, help="on each of the sliders")
    parser.add_argument("--drags", type=int, default=5, help="of two seconds each")
    arguments = parser.parse_args()
    keys: list[float] = []
    painted: list[float] = []
    shown: list[float] = []
    still, dragged = [0, 0], [0, 0]
    with chromium() as browser, serve(arguments.folder) as site:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{site}/{arguments.page}.html")
        figure = page.locator(".ll-shift-explorer").first
        figure.wait_for()
        parts = page.locator(".widget-subarea").filter(has=figure)
        for handle in parts.get_by_role("slider").all():
            handle.focus()
            press_keys(page, 10)
            trace = traced(page, functools.partial(press_keys, page, arguments.keys))
            keys += scripts(trace, "keydown")
            for all_times, times in zip((painted, shown), delays(trace), strict=True):
                all_times += times
        figure.scroll_into_view_if_needed()
        moves = scripts(traced(page, functools.partial(drag, page)), "pointermove")
        for _ in range(arguments.drags):
            for counts, dragging in ((still, False), (dragged, True)):
                lost, new = frames(page, 120, dragging)
                counts[0] += lost
                counts[1] += new
    print(f"{'':34}{'median':>12}{'95 of 100':>12}{'at most':>13}")
    fine = row(f"script of {len(keys)} keys", keys, SCRIPT)
    fine &= row(f"script of {len(moves)} movements", moves, SCRIPT)
    fine &= row("from key to painted", painted, PAINTED)
    row("from key to shown", shown)
    for what, (lost, new) in (("while still", still), ("while dragging", dragged)):
        come = 120 * arguments.drags
        print(f"{what:34}{lost:9} frames dropped, {come} came, {new} of them new")
    return int(not fine or dragged[0] > still[0])


if __name__ == "__main__":
    sys.exit(main())
