"""Check the rendered book: ``python -m tools.checks.check_site _build/html``.

One function per check. Each takes parsed pages and returns a list of findings,
one sentence per fault, that begins with the page's path.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from tools.checks.pages import LOADING, Page, read_pages, read_toc

MAX_PAGE_BYTES = 3_000_000
MIN_ARTICLE_WORDS = 20
TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|^\w+(Error|Exception): |^WARNING:",
    re.MULTILINE,
)
NOT_DRAWN = re.compile(r"<Figure size[^>]*>|<\S+ object at 0x\w+>|\w+\(children=")
IMAGE_FILE = re.compile(r"\S+\.(png|jpe?g|gif|svg|webp)", re.IGNORECASE)
CSS_URL = re.compile(r"""(?:url\(|@import)\s*['"]?([^'")\s;]+)""")
LOST = "404.html"
NOT_LOADED = {"canonical", "next", "prev", "search", "index", "author", "license"}


def check_toc(site: Path, names: list[str]) -> list[str]:
    """Every page of the table of contents exists and says something."""
    findings = []
    for name in names:
        page = Page(site, site / f"{name}.html")
        if page.path.is_file():
            findings += check_article(page)
        else:
            findings.append(f"{page.name}: in the table of contents, but not built")
    return findings


def check_article(page: Page) -> list[str]:
    """A page of the table of contents says something."""
    if page.article is None:
        return [f"{page.name}: has no article"]
    if len(page.article.get_text(" ").split()) < MIN_ARTICLE_WORDS:
        return [f"{page.name}: is almost empty"]
    return []


def check_outputs(page: Page) -> list[str]:
    """No output of a cell or widget shows an error, or what should have been drawn."""
    findings = []
    outputs = page.soup.select(".cell_output")
    for output in outputs:
        if match := TRACEBACK.search(output.get_text()):
            findings.append(f"{page.name}: an output shows {match[0]!r}")
        if match := NOT_DRAWN.search(output.get_text()):
            findings.append(f"{page.name}: an output shows {match[0]!r}, not drawn")
        if output.select(".traceback, .stderr"):
            findings.append(f"{page.name}: an output holds a traceback or stderr")
    for model in page.widget_models.values():
        for text in _strings(model):
            if match := TRACEBACK.search(text):
                findings.append(f"{page.name}: a widget's state shows {match[0]!r}")
    if page.soup.select(".cell_input") and not outputs:
        findings.append(f"{page.name}: has code cells, but no output")
    return findings


def check_alt_text(page: Page) -> list[str]:
    """Every image says in words what it shows, in the page and in widgets."""
    findings = []
    for image in page.soup.find_all("img"):
        findings += _alt_findings(page, image)
    for model in page.widget_models.values():
        for text in _strings(model):
            if "<img" in text:
                for image in BeautifulSoup(text, "html.parser").find_all("img"):
                    findings += _alt_findings(page, image)
        outputs = model.get("state", {}).get("outputs", [])
        kinds = [kind for output in outputs for kind in output.get("data", {})]
        if model.get("model_name") == "ImageModel" or "image/png" in kinds:
            findings.append(f"{page.name}: a widget shows an image without alt text")
    return findings


def _target(page: Page, path: str) -> Path:
    """The file that an address of the page leads to.

    The page for lost readers may be shown at any address: it names files from the root
    of the server, below which the site stands somewhere.
    """
    if page.path.name != LOST or not path.startswith("/"):
        return (page.path.parent / path).resolve()
    names = [name for name in path.split("/") if name]
    below = [page.path.parent.joinpath(*names[n:]) for n in range(len(names))]
    return next((file for file in below if file.is_file()), below[0])


def check_links(page: Page, pages: dict[Path, Page] | None = None) -> list[str]:
    """Every file and anchor that the page names inside the site is there."""
    pages = {} if pages is None else pages
    findings = []
    for tag, address in page.addresses:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = page.path
        if parts.path:
            target = _target(page, unquote(parts.path))
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            findings.append(f"{page.name}: <{tag}> names {address!r}, which is missing")
        elif parts.fragment and target.suffix == ".html":
            other = pages.setdefault(target, Page(page.site, target))
            if unquote(parts.fragment) not in other.anchors:
                findings.append(f"{page.name}: no anchor answers the link {address!r}")
    return findings


def check_same_origin(page: Page) -> list[str]:
    """The page loads nothing from another site."""
    findings = []
    for tag in page.soup.find_all(list(LOADING)):
        if NOT_LOADED & set(tag.get_attribute_list("rel")):
            continue
        for attribute in LOADING[tag.name]:
            if _is_foreign(str(tag.get(attribute, ""))):
                findings.append(f"{page.name}: <{tag.name}> loads {tag[attribute]!r}")
    styles = [style.get_text() for style in page.soup.find_all("style")]
    styles += [str(tag["style"]) for tag in page.soup.find_all(style=True)]
    for style in styles:
        findings += [
            f"{page.name}: style loads {url!r}" for url in _foreign_urls(style)
        ]
    return findings


def check_stylesheets(site: Path) -> list[str]:
    """No style sheet of the site loads anything from another site."""
    findings = []
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        for url in _foreign_urls(path.read_text(encoding="utf8")):
            findings.append(f"{name}: loads {url!r}")
    return findings


def check_size(page: Page) -> list[str]:
    """The page itself is light enough for a telephone."""
    size = page.path.stat().st_size
    if size < MAX_PAGE_BYTES:
        return []
    return [f"{page.name}: {size:,} bytes. Expected less than {MAX_PAGE_BYTES:,}"]


def check_headings(page: Page) -> list[str]:
    """One h1, and no level is skipped on the way down."""
    if page.article is None:
        return []
    tags = page.article.find_all(re.compile(r"^h[1-6]$"))
    levels = [int(tag.name[1]) for tag in tags]
    findings = []
    if levels.count(1) != 1:
        findings.append(f"{page.name}: has {levels.count(1)} h1. Expected one")
    for before, level, tag in zip(levels, levels[1:], tags[1:], strict=False):
        if level > before + 1:
            text = tag.get_text(" ", strip=True)
            findings.append(f"{page.name}: h{level} {text!r} follows an h{before}")
    return findings


PAGE_CHECKS: tuple[Callable[[Page], list[str]], ...] = (
    check_outputs,
    check_alt_text,
    check_same_origin,
    check_size,
)


Facts = dict[str, Any]


def check_site(
    site: Path, toc: Path, known: dict[str, Facts] | None = None
) -> list[str]:
    """All findings over the site rendered from the table of contents `toc`.

    Args:
        site: The folder of the site.
        toc: The table of contents.
        known: What earlier checks found in pages, by the hash of each. Pages that are
            still the same are not read again; afterwards it holds those of this site.
    """
    site = site.resolve()
    names = read_toc(toc)
    built = [name for name in names if (site / f"{name}.html").is_file()]
    missing = [name for name in names if name not in built]
    findings = check_toc(site, missing) + check_stylesheets(site)
    pages = {page.path: page for page in read_pages(site)}
    seen: dict[str, Facts] = {}
    for page in list(pages.values()):
        name = page.path.relative_to(site).as_posix()
        key = f"{name} {hashlib.sha256(page.path.read_bytes()).hexdigest()}"
        facts = seen[key] = (known or {}).get(key) or facts_of(page, names)
        page.recall(facts["addresses"], facts["anchors"])
        findings += facts["findings"]
    for page in list(pages.values()):
        findings += check_links(page, pages)
    if known is not None:
        known.clear()
        known.update(seen)
    return findings


def facts_of(page: Page, names: list[str]) -> Facts:
    """What depends on nothing but the page: its findings, addresses and anchors."""
    checks = list(PAGE_CHECKS)
    if page.name.removesuffix(".html") in names:
        checks += [check_article, check_headings]
    return {
        "findings": [finding for check in checks for finding in check(page)],
        "addresses": page.addresses,
        "anchors": sorted(page.anchors),
    }


def _strings(value: object) -> Iterator[str]:
    """All strings in a nested JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _alt_findings(page: Page, image: Tag) -> list[str]:
    source = str(image.get("src", ""))
    alt = str(image.get("alt", "")).strip()
    figure = image.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    words = caption.select_one(".caption-text") or caption if caption else None
    cell = image.find_parent(class_="cell")
    code = cell.select_one(".cell_input") if cell else None
    drawn = f", drawn by {code.get_text().strip()[:60]!r}," if code else ""
    if not alt:
        return [f"{page.name}: the image {source[:60]!r}{drawn} has no alt text"]
    if IMAGE_FILE.fullmatch(alt) or alt == Path(urlsplit(source).path).stem:
        return [f"{page.name}: the alt text {alt!r}{drawn} is a file name"]
    if words and " ".join(words.get_text().split()) == " ".join(alt.split()):
        return [f"{page.name}: the alt text {alt!r} repeats the caption"]
    return []


def _is_foreign(address: str) -> bool:
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme in {"http", "https", "ftp"}


def _foreign_urls(style: str) -> list[str]:
    return [url for url in CSS_URL.findall(style) if _is_foreign(url)]


def main() -> int:
    """Print the findings and return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the folder of rendered pages")
    parser.add_argument("--toc", type=Path, default=Path("_toc.yml"))
    options = parser.parse_args()
    findings = check_site(options.site, options.toc)
    print("\n".join(findings) or "No findings.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
