"""In flight mode the book is whole after one visit, and versions never mix."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_pages import LIVE_PAGES, START_ALL
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    expect,
)
from test_every_page import PAGES
from waits import eventually

from tools.browser import QUIET, find_chromium
from tools.build_book import HTML, ROOT
from tools.extensions import offline
from tools.extensions.live_figures import WIDGETS

READY = "() => navigator.serviceWorker.ready.then(() => true)"
CONTROLLED = "() => navigator.serviceWorker.controller?.state === 'activated'"
WAITING = "async () => !!(await navigator.serviceWorker.getRegistration())?.waiting"
KEPT = """async () => {
  const [name] = await caches.keys();
  const keys = await (await caches.open(name)).keys();
  return keys.map(({ url }) => new URL(url).pathname.slice(1) + new URL(url).search);
}"""
LATE = """() => {
  window.scriptVersion = 0;
  const script = document.createElement("script");
  script.src = "_static/app.js?v=late";
  document.head.append(script);
}"""
LOST = "There is no such page"
FRAMES = 120_000  # milliseconds, on a busy machine


class Server:
    """Serves a folder that may change, and may be cut off."""

    def __init__(self, folder: Path):
        self.folder, self.is_down, self.asked = folder, False, []
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def translate_path(self, path: str) -> str:
                self.directory = str(server.folder)
                return super().translate_path(path)

            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.is_down:
                    self.close_connection = True
                elif Path(self.translate_path(self.path)).exists():
                    super().do_GET()
                else:
                    self.lost()

            def lost(self) -> None:
                body = (server.folder / "404.html").read_bytes()
                self.send_response(404)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.site = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def serve() -> Iterator[functools.partial]:
    servers: list[Server] = []

    def start(folder: Path) -> Server:
        servers.append(Server(folder))
        return servers[-1]

    yield start
    for server in servers:
        server.http.shutdown()
        server.http.server_close()


@pytest.fixture(scope="module")
def windowed(browser: Browser) -> Iterator[Browser]:
    """Chromium itself: in its shell service workers come to a halt now and then."""
    arguments = [*QUIET, "--no-sandbox", "--disable-gpu"]
    started = browser.browser_type.launch(
        executable_path=find_chromium(), args=arguments
    )
    yield started
    started.close()


@pytest.fixture
def context(windowed: Browser) -> Iterator[BrowserContext]:
    opened = windowed.new_context()
    yield opened
    opened.close()


def cut_off(context: BrowserContext, server: Server) -> None:
    context.set_offline(True)
    server.is_down = True


def complaints(page: Page) -> list[str]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page was left while it loaded
            found.append(f"{request.url}: {request.failure}")

    page.on("requestfailed", failed)
    return found


def move_sliders(page: Page) -> None:
    """Each figure's first slider answers an arrow key."""
    for figure in page.locator(".widget-subarea:has(.noUi-handle)").all():
        handle = figure.locator(".noUi-handle").first
        if not handle.is_visible():
            continue
        before = handle.get_attribute("aria-valuenow")
        at_end = before == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if at_end else "ArrowRight")
        expect(handle).not_to_have_attribute("aria-valuenow", before or "")


def see_everything(page: Page, name: str) -> None:
    """All figures are drawn, all pictures come, all sliders move."""
    page.evaluate(START_ALL)
    widgets = page.locator(f'script[type="{WIDGETS}"]')
    expect(widgets, "every widget is drawn").to_have_count(0, timeout=FRAMES)
    if name in LIVE_PAGES.values():
        expect(page.locator(".ll-told").first).to_be_visible(timeout=FRAMES)
    page.evaluate("for (const one of document.images) one.loading = 'eager'")
    whole = "[...document.images].every((one) => one.complete && one.naturalWidth)"
    page.wait_for_function(whole, timeout=FRAMES)
    move_sliders(page)


@pytest.mark.parametrize("first", ["book/intro"])
def test_after_one_visit_the_whole_book_is_there(context, serve, first: str):
    server = serve(HTML)
    page = context.new_page()
    page.goto(f"{server.site}/{first}.html")
    page.evaluate(READY)
    page.wait_for_function(CONTROLLED)
    cut_off(context, server)
    found = complaints(page)
    for name in PAGES:
        page.goto(f"{server.site}/{name}.html")
        see_everything(page, name)
    page.goto(f"{server.site}/search.html?q=receptive+field")
    expect(page.locator(".search-hit").first).to_contain_text("receptive field")
    page.goto(f"{server.site}/deep/down/nothing.html")
    expect(page.get_by_role("heading", name=LOST)).to_be_visible()
    page.goto(f"{server.site}/")
    page.wait_for_url(f"**/{first}.html")
    assert found == []


def test_in_flight_mode_a_network_learns(context, serve):
    server = serve(HTML)
    page = context.new_page()
    page.goto(f"{server.site}/book/intro.html")
    page.evaluate(READY)
    cut_off(context, server)
    page.goto(f"{server.site}/{LIVE_PAGES['live_training']}.html")
    page.evaluate(START_ALL)
    figure = page.locator(".ll-live-training").first
    before = figure.locator(".ll-told").text_content(timeout=FRAMES)
    figure.get_by_role("button", name="Play", exact=True).click()
    told = figure.locator(".ll-told")
    expect(told).not_to_have_text(before or "", timeout=FRAMES)


def test_the_page_of_the_first_visit_needs_no_reload(context, serve):
    """What it loads later, it is given by the worker."""
    server = serve(HTML)
    page = context.new_page()
    page.goto(f"{server.site}/book/intro.html")
    page.wait_for_function(CONTROLLED, timeout=FRAMES)
    cut_off(context, server)
    page.locator("form.bd-search input").first.evaluate("(one) => one.focus()")
    page.keyboard.press("Control+k")
    page.keyboard.type("kernal")
    expect(page.locator(".search-hit").first).to_be_visible(timeout=FRAMES)


SMALL = """<!DOCTYPE html><html data-content_root="./"><head>
<script>window.pageVersion = {version}</script>
<script defer src="_static/app.js?v={version}"></script>
<script defer src="_static/offline.js"></script></head>
<body><h1>{name}</h1><img src="_static/same.png" alt="Same"></body></html>"""
SMALL_PAGES = ("index", "one", "two", "404")


def small_book(folder: Path, version: int) -> Path:
    """A book of a few pages that know their version, and a script that does."""
    static = folder / "_static"
    static.mkdir(parents=True)
    for name in SMALL_PAGES:
        (folder / f"{name}.html").write_text(SMALL.format(version=version, name=name))
    (static / "app.js").write_text(f"window.scriptVersion = {version};")
    for name in ("offline.js", "worker.js"):
        shutil.copy(ROOT / "book" / "site" / name, static)
    drawing = ROOT / "book" / "site" / "favicon.svg"
    offline.draw_icon(drawing, 64, 1).save(static / "same.png")
    offline.write_worker(folder)
    return folder


def versions(page: Page) -> tuple[int, int]:
    page.wait_for_function("window.scriptVersion")
    return page.evaluate("[window.pageVersion, window.scriptVersion]")


def visit(context: BrowserContext, server: Server, name: str = "one") -> Page:
    page = context.new_page()
    page.goto(f"{server.site}/{name}.html")
    page.evaluate(READY)
    page.wait_for_function(CONTROLLED)
    return page


def test_a_new_version_takes_over_whole_when_no_page_of_the_old_one_is_left(
    context, serve, tmp_path: Path
):
    server = serve(small_book(tmp_path / "old", 1))
    page, other = visit(context, server), visit(context, server, "two")
    server.folder = small_book(tmp_path / "new", 2)
    page.reload()
    eventually(page, lambda: page.evaluate(WAITING), "the new version to be whole")
    for name in SMALL_PAGES:  # another page of the old version is still open
        page.goto(f"{server.site}/{name}.html")
        assert versions(page) == [1, 1]
    other.evaluate(LATE)
    assert versions(other) == [1, 1]
    other.close()

    def is_new() -> bool:  # the browser may take a while to forget the other page
        page.goto(f"{server.site}/one.html")
        shown = versions(page)
        assert shown in ([1, 1], [2, 2])
        return shown == [2, 2]

    eventually(page, is_new, "the new version to take over")
    for name in SMALL_PAGES:
        page.goto(f"{server.site}/{name}.html")
        assert versions(page) == [2, 2]
    new = offline.list_files(server.folder, offline.files_to_keep(server.folder))
    wanted = sorted(f"{path}?{digest}" for path, digest in new["files"].items())
    eventually(page, lambda: sorted(page.evaluate(KEPT)) == wanted, "only the new one")
    cut_off(context, server)
    page.goto(f"{server.site}/two.html")
    assert versions(page) == [2, 2]


def test_of_a_new_version_only_what_changed_is_fetched(context, serve, tmp_path: Path):
    server = serve(small_book(tmp_path / "old", 1))
    page = visit(context, server)
    server.folder = small_book(tmp_path / "new", 2)
    server.asked.clear()
    page.reload()
    eventually(page, lambda: page.evaluate(WAITING), "the new version to be whole")
    assert "/_static/app.js" in server.asked
    assert "/_static/same.png" not in server.asked


def test_a_version_that_is_not_whole_does_not_take_over(context, serve, tmp_path: Path):
    """A file that the server lost, or has in another version, and it waits."""
    server = serve(small_book(tmp_path / "old", 1))
    page = visit(context, server)
    new = small_book(tmp_path / "new", 2)
    (new / "_static" / "app.js").write_text("window.scriptVersion = 3;")
    server.folder = new
    failed = """async () => {
      const one = await navigator.serviceWorker.getRegistration();
      try { await one.update(); } catch { return true; }
      const worker = one.installing;
      return !worker || new Promise((done) => {
        worker.onstatechange = () => done(worker.state === "redundant");
      });
    }"""
    assert page.evaluate(failed)
    for name in SMALL_PAGES:
        page.goto(f"{server.site}/{name}.html")
        assert versions(page) == [1, 1]


def test_who_saves_data_keeps_what_was_visited(context, serve, tmp_path: Path):
    context.add_init_script(
        "Object.defineProperty(navigator.connection, 'saveData', { value: true })"
    )
    server = serve(small_book(tmp_path / "book", 1))
    page = visit(context, server)
    seen = ["_static/app.js", "_static/offline.js", "_static/same.png", "one.html"]

    def kept() -> list[str]:
        return sorted(one.partition("?")[0] for one in page.evaluate(KEPT))

    eventually(page, lambda: kept() == seen, "the visited page to be kept")
    page.goto(f"{server.site}/404.html")
    eventually(page, lambda: "404.html" in kept(), "the next one to be kept")
    cut_off(context, server)
    page.goto(f"{server.site}/one.html")
    assert versions(page) == [1, 1]
    page.goto(f"{server.site}/two.html")
    expect(page.locator("h1")).to_have_text("404")


DEPTHS = ["nothing.html", "book/nothing.html", "a/b/c/d/nothing"]


@pytest.mark.parametrize("path", DEPTHS)
def test_a_lost_reader_finds_links_and_the_search(context, serve, path: str):
    server = serve(HTML)
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda one: one.status >= 400 and failed.append(one.url))
    page.goto(f"{server.site}/{path}")
    expect(page.get_by_role("heading", name=LOST)).to_be_visible()
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("kernel")
    hit = page.locator(".search-hit").first
    expect(hit).to_be_visible(timeout=FRAMES)
    assert failed == [f"{server.site}/{path}"]
    leads_to = hit.evaluate("(one) => one.href")
    hit.click()
    page.wait_for_url(leads_to)
    page.goto(f"{server.site}/{path}")
    page.get_by_role("link", name="the first page", exact=True).click()
    page.wait_for_url(f"{server.site}/book/intro.html")
