"""Sphinx extension: the book can be installed, and read without a network.

Pages load `offline.js`, which has `worker.js` keep the book. What this does comes last,
when nothing changes the built pages any more: it lists their files for the worker, and
writes the manifest, with icons drawn from the book's own.
"""

import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor, ImageDraw
from sphinx.application import Sphinx

from tools.extensions.findable import descriptions
from tools.site_pages import page_paths

LAST = 1000  # a priority; handlers have 500
ICON = "_static/favicon.svg"  # the logo, as much of it as is square
WORKER, PAGE_SCRIPT = "_static/worker.js", "offline.js"
ICONS = "_static/icons"
MANIFEST = "book.webmanifest"
PLAIN = {192: 0.9, 512: 0.9}  # sides in pixels, and how much of them is drawn on
MASKABLE = (512, 0.6)  # a system may cut a circle out
APPLE = (180, 0.8)
FINE = 4  # times larger drawn than kept: smooth corners
PAPER = "#ffffff"
KEPT = {".html", ".js", ".css", ".svg", ".png", ".webp", ".avif", ".woff2", ".ttf"}
NOT_KEPT = ("_static/cards/", "_static/worker.js", "_sources/", "worker.js")
COMPRESSED = {".html", ".js", ".css", ".svg", ".ttf"}
NAMED = re.compile(  # names of files; a page holds words of millions of letters, too
    r"(?<![\w.-])[\w.-]{1,120}\.(?:js|css|svg|png|webp|avif|woff2|ttf)\b"
)
VERSION = re.compile(r'(bookVersion\s*=\s*)"[^"]*"')
SIZE = re.compile(r'(<span class="offline-size">)[^<]*(</span>)')
HASH = 16  # hexadecimal digits
MEGABYTE = 1e6


def draw_icon(drawing: Path, side: int, part: float) -> Image.Image:
    """An icon of `side` pixels with the squares of an SVG on `part` of it."""
    svg = ET.parse(drawing).getroot()
    unit = side * FINE * part / float(svg.attrib["viewBox"].split()[2])
    picture = Image.new("RGB", (side * FINE, side * FINE), PAPER)
    layer = Image.new("L", picture.size)
    pencil = ImageDraw.Draw(layer)
    edge = side * FINE * (1 - part) / 2
    for square in svg.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, width, height, corner = (
            float(square.attrib[name]) * unit
            for name in ("x", "y", "width", "height", "rx")
        )
        box = (edge + x, edge + y, edge + x + width, edge + y + height)
        opacity = float(square.get("fill-opacity", 1))
        pencil.rounded_rectangle(box, corner, fill=round(255 * opacity))
    picture.paste(ImageColor.getrgb(svg.attrib["fill"]), mask=layer)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def write_icons(site: Path) -> list[dict[str, str]]:
    """Writes the icons, and says of each what a manifest says."""
    folder = site / ICONS
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(f"{side}.png", side, part, "any") for side, part in PLAIN.items()]
    wanted.append((f"maskable-{MASKABLE[0]}.png", *MASKABLE, "maskable"))
    wanted.append((f"apple-{APPLE[0]}.png", *APPLE, ""))
    entries = []
    for name, side, part, purpose in wanted:
        draw_icon(site / ICON, side, part).save(folder / name, optimize=True)
        entry = {"src": f"{ICONS}/{name}", "sizes": f"{side}x{side}"}
        if purpose:
            entries.append({**entry, "type": "image/png", "purpose": purpose})
    return entries


def write_manifest(site: Path, title: str, about: str, first: str) -> None:
    """Writes what a system asks before it installs the book."""
    manifest = {
        "name": title,
        "short_name": title.partition(":")[0],
        "description": about,
        "lang": "en",
        "id": "./",
        "start_url": f"./{first}.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["books", "education"],
        "icons": write_icons(site),
    }
    (site / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf8")


def files_to_keep(site: Path) -> list[Path]:
    """The pages, and what they and their scripts and styles name."""
    pages = page_paths(site)
    others = {
        path
        for path in site.rglob("*")
        if path.suffix in KEPT - {".html"} and path.is_file() and is_kept(site, path)
    }
    kept, ahead = set(pages), list(pages)
    while ahead:
        path = ahead.pop()
        if path.suffix not in {".html", ".js", ".css"}:
            continue
        names = set(NAMED.findall(path.read_text("utf8")))
        found = {path for path in others - kept if path.name in names}
        kept |= found
        ahead += found
    return sorted(kept)


def is_kept(site: Path, path: Path) -> bool:
    return not path.relative_to(site).as_posix().startswith(NOT_KEPT)


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:HASH]


def list_files(site: Path, kept: list[Path]) -> dict[str, Any]:
    """The version of the book and the hash of each file; tells the pages' script."""
    told = [path for path in kept if path.suffix == ".js"]
    scripts = {path: text for path in told if VERSION.search(text := read(path))}
    hashes = {path: content_hash(path.read_bytes()) for path in kept}
    for path, text in scripts.items():
        hashes[path] = content_hash(VERSION.sub(r'\1""', text).encode())
    version = content_hash(json.dumps(sorted(hashes.values())).encode())
    for path, text in scripts.items():
        path.write_text(VERSION.sub(rf'\g<1>"{version}"', text), "utf8")
        hashes[path] = content_hash(path.read_bytes())
    names = {path: path.relative_to(site).as_posix() for path in kept}
    return {"version": version, "files": {names[path]: hashes[path] for path in kept}}


def read(path: Path) -> str:
    return path.read_text("utf8")


def transfer_size(kept: list[Path]) -> int:
    """Bytes of the files as servers send them."""
    return sum(
        len(gzip.compress(path.read_bytes(), 6))
        if path.suffix in COMPRESSED
        else path.stat().st_size
        for path in kept
    )


def write_worker(site: Path) -> None:
    """Lists the files for the worker, and tells pages that ask how much that is."""
    kept = files_to_keep(site)
    size = f"{transfer_size(kept) / MEGABYTE:.0f} MB"
    for path in page_paths(site):
        if SIZE.search(page := read(path)):
            path.write_text(SIZE.sub(rf"\g<1>{size}\g<2>", page), "utf8")
    book = json.dumps(list_files(site, kept), indent=0)
    worker = f"self.book = {book};\n{read(site / WORKER)}"
    (site / "worker.js").write_text(worker, "utf8")


def make_installable(app: Sphinx, exception: Exception | None) -> None:
    """Writes the manifest and the worker of a site that is built."""
    if exception or app.builder.name != "html":
        return
    site, first = Path(app.outdir), app.config.root_doc
    write_manifest(site, app.config.project, descriptions()[first], first)
    write_worker(site)


def link_manifest(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: Any,
) -> None:
    """Names the manifest and Apple's icon in the head of a page."""
    manifest, icon = (
        context["pathto"](name, 1)
        for name in (MANIFEST, f"{ICONS}/apple-{APPLE[0]}.png")
    )
    context["metatags"] = (
        f'{context.get("metatags", "")}<link rel="manifest" href="{manifest}">\n'
        f'<link rel="apple-touch-icon" href="{icon}">\n'
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Name the manifest in each page, and write the worker that pages register."""
    app.add_js_file(PAGE_SCRIPT, defer="defer")
    app.connect("html-page-context", link_manifest)
    app.connect("build-finished", make_installable, priority=LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
