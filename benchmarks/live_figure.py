"""A live figure under keys and pointer: its script and its frames.

    python benchmarks/live_figure.py [FOLDER] [--page PAGE] [--keys N] [--drags N]

Opens the shift explorer with all its maps in the built book, in Chromium, and presses
arrow keys on each of its sliders. The script of a key is, by the trace of the browser,
the processor time of the page's main thread in all scripts, whoever wrote them, from
this key to the next: handlers, timers, what draws the frame. The frame that follows is
painted when the main thread hands it over, and shown when the browser presents it; both
count from the press of the key. Then the mouse drags the digit, for the same sums, and
holds it while a movement follows each frame: where more than one and a half frames
pass between two, some were dropped. The median of the drags counts. Exits with 1 if a
bound is missed. Other work on the machine delays and drops frames.
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
FRAMES = 120  # in a drag
# The trace's names for the ways into scripts; what lies inside another is in its time.
SCRIPTS = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
}
# After each frame a movement leads the digit, which the mouse must hold; notes the
# times of frames, and how often the figure tells something new.
LEAD = """
async ({ frames, circle }) => {
  const figure = document.querySelector(".ll-shift-explorer");
  const box = figure.querySelector(".ll-input .ll-map-box");
  const told = figure.querySelector(".ll-told");
  const times = [];
  const texts = [];
  while (times.length < frames) {
    times.push(await new Promise(requestAnimationFrame));
    texts.push(told.textContent);
    await scheduler.yield(); // the frame is done
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
    picture = page.locator(".ll-shift-explorer .ll-input .ll-map-box").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
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


def frames(page: Page) -> tuple[int, int]:
    """How many frames drop in a drag, and how many of those that come are new."""
    with held_digit(page) as circle:
        times, new = page.evaluate(LEAD, {"frames": FRAMES, "circle": circle})
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
    with chromium() as browser, serve(arguments.folder) as site:
        view = {"width": 1280, "height": 900}
        page = browser.new_page(viewport=view, service_workers="block")
        page.goto(f"{site}/{arguments.page}.html")
        page.evaluate("livePage.startAll()")
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
        moves = scripts(traced(page, functools.partial(drag, page)), "pointermove")
        drags = [frames(page) for _ in range(arguments.drags)]
    print(f"{'':34}{'median':>12}{'95 of 100':>12}{'at most':>13}")
    fine = row(f"script of {len(keys)} keys", keys, SCRIPT)
    fine &= row(f"script of {len(moves)} movements", moves, SCRIPT)
    fine &= row("from key to painted", painted, PAINTED)
    row("from key to shown", shown)
    lost = [drag[0] for drag in drags]
    print(f"{'frames dropped in a drag':34}{statistics.median(lost):12.0f}{0:>25}")
    print(f"  in each {lost}, of {FRAMES}; new pictures {[drag[1] for drag in drags]}")
    return int(not fine or statistics.median(lost) > 0)


if __name__ == "__main__":
    sys.exit(main())
