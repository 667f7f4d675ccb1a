"""What a reader waits for: bytes of two live pages, and seconds until a slider answers.

    python benchmarks/page_weight.py [FOLDER] [--first PAGE] [--next PAGE] [--runs N]

Serves the built book compressed and opens it in Chromium with an empty cache: first one
page with live figures, then another, and starts all of them. Pictures that load lazily
do not count. A reader who goes to a figure at once can use it when an arrow key on its
first slider changes it, and the opposite key changes it back: on the book's first page
and on the one with live figures, once as fast as this machine goes, once at 10 Mbit/s
with the processor slowed down four times. Exits with 1 if a bound is missed.
"""

import argparse
import collections
import functools
import gzip
import http.server
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tools.browser import chromium

INTRO = "book/intro"
HTML = Path(__file__).parents[1] / "_build" / "html"
FIRST_BYTES, NEXT_BYTES = 400_000, 120_000
SECONDS, SLOW_SECONDS = 1.0, 3.0
SLOW_NETWORK = {
    "offline": False,
    "latency": 0,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 10e6 / 8,
}
SLOW_PROCESSOR = {"rate": 4}
COMPRESSED = {".html", ".js", ".css", ".svg", ".ttf", ".json"}
KINDS = {  # the first that occurs in the path
    "/_images/": "pictures",
    "/vendor/formulas/": "font of formulas",
    "/vendor/widgets": "widget runtime",
    "/live/": "figures",
    "fontawesome": "icons",
    ".html": "page",
    "": "theme and search",
}
LAZY = "[...document.images].filter(i => i.loading === 'lazy').map(i => i.currentSrc)"
# What a figure shows, without its slider: texts and the words of its pictures.
USABLE = """
const frame = () => new Promise(requestAnimationFrame);
const shown = (figure, slider) => JSON.stringify(
  [...figure.querySelectorAll("img, text, div, p, output, td, button")]
    .filter((e) => !slider.contains(e) && !e.contains(slider) && e.offsetParent)
    .map((e) => e.alt ?? e.textContent));
const within = async (frames, test) => {
  for (; frames && !test(); frames--) await frame();
  return test();
};
const press = (handle, key) =>
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const goToNextFigure = () =>
  document.querySelector(".live-cell:not(.ll-filled)")
    ?.scrollIntoView({ behavior: "instant" });
window.usable = (async () => {
  while (performance.now() < 30_000) {
    await frame();
    const handle = document.querySelector(".noUi-handle");
    if (!handle) goToNextFigure();
    const figure = handle?.closest(".widget-subarea");
    if (!figure?.querySelector(".ll-told")?.textContent) continue; // nothing shown yet
    const see = () => shown(figure, handle.closest(".slider-container").parentElement);
    const before = see();
    press(handle, "ArrowRight");
    if (!(await within(10, () => see() !== before))) continue;
    const seconds = performance.now() / 1000;
    await within(10, () => false);
    press(handle, "ArrowLeft");
    if (await within(30, () => see() === before)) return seconds;
  }
  return Infinity;
})();
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, as web servers do, and notes what it sent."""

    protocol_version = "HTTP/1.1"
    sent: dict[str, int] = {}

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = content(path)
        self.sent[urlsplit(self.path).path] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@functools.cache
def content(path: Path) -> bytes:
    """A file as it is sent."""
    body = path.read_bytes()
    return gzip.compress(body, 6) if path.suffix in COMPRESSED else body


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def visit(page: Page, address: str) -> tuple[float, collections.Counter]:
    """Seconds until the first slider works, and bytes sent by kind."""
    Handler.sent.clear()
    page.goto(address, wait_until="commit")
    seconds = page.evaluate("window.usable")
    page.wait_for_load_state("load")
    page.evaluate("livePage.startAll()")
    page.wait_for_load_state("networkidle", timeout=120_000)
    lazy = {urlsplit(source).path for source in page.evaluate(LAZY)}
    kinds: collections.Counter = collections.Counter()
    for path, size in Handler.sent.items():
        if path not in lazy:
            kinds[next(name for part, name in KINDS.items() if part in path)] += size
    return seconds, kinds


def reader(browser: Browser, slow: bool) -> Page:
    """A page of a browser that has not been here before, and keeps nothing offline."""
    page = browser.new_context(service_workers="block").new_page()
    page.add_init_script(USABLE)
    if slow:
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        tools.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
    return page


def report(what: str, kinds: collections.Counter, bound: int) -> bool:
    print(f"{what}: {kinds.total():,} bytes, at most {bound:,} wanted")
    for kind, size in kinds.most_common():
        print(f"  {kind:24}{size:9,}")
    return kinds.total() <= bound


def is_soon_usable(address: str, slow: bool, runs: int) -> bool:
    """Measures how long a reader waits, says it, and compares it with the bound."""
    seconds = []
    for _ in range(runs):
        with chromium() as browser:  # a slowed page left open would take a core
            seconds.append(visit(reader(browser, slow), address)[0])
    waited, bound = statistics.median(seconds), SLOW_SECONDS if slow else SECONDS
    how = "10 Mbit/s, processor 4 times slower" if slow else "as fast as it goes"
    where = address.rpartition("/")[2]
    print(f"{where} usable after {waited:.2f} s, at most {bound} s wanted ({how})")
    return waited <= bound


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HTML)
    parser.add_argument("--first", default="book/04_shared_weights", metavar="PAGE")
    parser.add_argument("--next", default="book/11_feature_maps", metavar="PAGE")
    parser.add_argument("--runs", type=int, default=3, help="default %(default)s")
    arguments = parser.parse_args()
    fine = True
    with serve(arguments.folder) as site:
        first, following = (
            f"{site}/{name}.html" for name in (arguments.first, arguments.next)
        )
        with chromium() as browser:
            page = reader(browser, slow=False)
            fine &= report("first visit", visit(page, first)[1], FIRST_BYTES)
            fine &= report("next live page", visit(page, following)[1], NEXT_BYTES)
        for name in dict.fromkeys((INTRO, arguments.first)):
            for slow in (False, True):
                fine &= is_soon_usable(f"{site}/{name}.html", slow, arguments.runs)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
