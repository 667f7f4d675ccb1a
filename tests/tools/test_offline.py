"""What the book is installed with, and which files are kept for reading it offline."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tools.build_book import ROOT
from tools.extensions import offline

SITE = ROOT / "book" / "site"
PAGE = (
    '<script src="../_static/used.js?v=1"></script><span class="offline-size">x</span>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page, what it needs directly and through others, and what nobody needs."""
    for name, text in {
        "book/intro.html": PAGE,
        "book/intro.md": "# Twin",
        "404.html": "",
        "_static/used.js": "load('styles.css')",
        "_static/styles.css": "a { background: url(icon.svg) }",
        "_static/icon.svg": "<svg/>",
        "_static/unused.js": "",
        "_static/template.html": "",
        "_static/used.js.map": "",
        "_static/favicon.svg": (SITE / "favicon.svg").read_text(),
        "_static/worker.js": "addEventListener('fetch', () => {});",
        "_static/cards/intro.png": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def listed(site: Path) -> dict:
    first, _, rest = (site / "worker.js").read_text().partition(";\n")
    assert rest == (site / "_static" / "worker.js").read_text()
    return json.loads(first.removeprefix("self.book = "))


def test_pages_are_kept_with_all_that_they_lead_to_and_nothing_else(site: Path) -> None:
    offline.write_worker(site)
    assert sorted(listed(site)["files"]) == [
        "404.html",
        "_static/icon.svg",
        "_static/styles.css",
        "_static/used.js",
        "book/intro.html",
    ]


def test_a_version_is_another_when_any_file_is(site: Path) -> None:
    script = site / "_static" / "used.js"
    script.write_text('const bookVersion = ""; load("styles.css")')
    found = []
    for text in ("one", "one", "two"):
        (site / "404.html").write_text(text)
        offline.write_worker(site)
        found.append(listed(site))
        assert f'bookVersion = "{found[-1]["version"]}"' in script.read_text()
    assert found[0] == found[1]
    assert found[0]["version"] != found[2]["version"]
    same = found[0]["files"].items() & found[2]["files"].items()
    assert {path for path, _ in same} == {
        "_static/icon.svg",
        "_static/styles.css",
        "book/intro.html",
    }


def test_readers_are_told_how_much_is_fetched(site: Path) -> None:
    (site / "_static" / "icon.svg").rename(site / "_static" / "icon.png")
    (site / "_static" / "styles.css").write_text("a { background: url(icon.png) }")
    (site / "_static" / "icon.png").write_bytes(bytes(7_600_000))
    offline.write_worker(site)
    assert '"offline-size">8 MB<' in (site / "book" / "intro.html").read_text()


def test_the_manifest_names_icons_that_are_there(site: Path) -> None:
    offline.write_manifest(site, "A book: its title", "About it.", "book/intro")
    manifest = json.loads((site / offline.MANIFEST).read_text())
    assert manifest["short_name"] == "A book"
    assert (site / manifest["start_url"]).is_file()
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    wanted = {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    assert sizes == wanted
    for icon in manifest["icons"]:
        with Image.open(site / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_a_maskable_icon_survives_the_cut_of_a_circle() -> None:
    side, part = offline.MASKABLE
    icon = offline.draw_icon(SITE / "favicon.svg", side, part)
    inked = [
        (x - side / 2) ** 2 + (y - side / 2) ** 2
        for x in range(0, side, 4)
        for y in range(0, side, 4)
        if icon.getpixel((x, y)) != (255, 255, 255)
    ]
    assert inked
    safe = 0.4 * side  # of the circle that every system leaves
    beyond = sum(distance > safe**2 for distance in inked)
    assert beyond / len(inked) < 0.05  # corners of squares


def test_an_icon_has_the_colours_of_the_drawing() -> None:
    icon = offline.draw_icon(SITE / "favicon.svg", 60, 1)
    assert icon.getpixel((5, 5)) == (0x3A, 0x82, 0xC4)  # connected
    assert icon.getpixel((5, 35)) != (0x3A, 0x82, 0xC4)  # not connected
    assert icon.getpixel((0, 0)) == (255, 255, 255)
