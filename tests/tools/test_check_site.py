"""Each check of the built site finds its fault, and none where there is none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.checks.check_site import (
    MAX_PAGE_BYTES,
    check_alt_text,
    check_headings,
    check_links,
    check_outputs,
    check_same_origin,
    check_site,
    check_size,
    check_stylesheets,
    check_toc,
)
from tools.checks.pages import WIDGET_STATE, Page

Check = Callable[[Page], list[str]]

GOOD = """<!DOCTYPE html><html><head>
<link rel="stylesheet" href="_static/own.css">
<link rel="canonical" href="https://example.org/page.html">
<script src="_static/own.js"></script>
</head><body><article>
<h1 id="top">Title</h1><h2>Part</h2><h3>Detail</h3><h2>Part</h2>
<p>Enough words that the page counts as one with something to say to its reader,
and not as an empty page that was built by mistake.</p>
<figure id="fig"><img src="_images/6d2f.png" alt="Six panels of one digit.">
<figcaption><span class="caption-text">Maps of C1.</span></figcaption></figure>
<a href="#fig">figure</a> <a href="index.html">itself</a>
<a href="https://example.org/">elsewhere</a>
<div class="cell_input">x</div><div class="cell_output">Test error: 1.0 %</div>
</article></body></html>
"""


def site_with(folder: Path, old: str = "", new: str = "") -> Page:
    """A site of one good page, in which `old` is replaced by `new`."""
    assert old in GOOD
    files = {
        "index.html": GOOD.replace(old, new) if old else GOOD,
        "_static/own.css": "body { background: url(paper.svg) }",
        "_static/own.js": "",
        "_images/6d2f.png": "",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Page(folder, folder / "index.html")


def widget_state(model_name: str, **state: object) -> str:
    content = {"state": {"0": {"model_name": model_name, "state": state}}}
    return f'<script type="{WIDGET_STATE}">{json.dumps(content)}</script></head>'


def error_output(text: str) -> dict[str, object]:
    return {"output_type": "error", "traceback": [text]}


def test_good_site_has_no_findings(tmp_path: Path) -> None:
    site_with(tmp_path)
    toc = tmp_path / "_toc.yml"
    toc.write_text("format: jb-book\nroot: index\n")
    assert check_site(tmp_path, toc) == []


def test_missing_page_is_found(tmp_path: Path) -> None:
    site_with(tmp_path)
    assert "not built" in check_toc(tmp_path, ["index", "book/07_sparse_c3"])[0]


def test_empty_page_is_found(tmp_path: Path) -> None:
    page = site_with(tmp_path)
    page.path.write_text("<html><body><article><h1>Title</h1></article></body></html>")
    assert "almost empty" in check_toc(tmp_path, ["index"])[0]


TRACE = "Traceback (most recent call last)"
FAULTS: list[tuple[Check, str, str, str]] = [
    (check_outputs, "Test error: 1.0 %", TRACE, "Traceback"),
    (check_outputs, "Test error: 1.0 %", "ValueError: no", "ValueError"),
    (check_outputs, "Test error: 1.0 %", "WARNING:tensorflow:5 out of", "WARNING:"),
    (check_outputs, "Test error", '<pre class="stderr">x</pre>', "stderr"),
    (check_outputs, "Test error", "&lt;Figure size 640x480 with 1 Axes>", "not drawn"),
    (check_outputs, "Test error", "&lt;a.B object at 0x7f0>", "not drawn"),
    (check_outputs, 'class="cell_output"', "", "no output"),
    (
        check_outputs,
        "</head>",
        widget_state("OutputModel", outputs=[error_output(f"ValueError {TRACE}")]),
        "widget",
    ),
    (check_alt_text, ' alt="Six panels of one digit."', "", "no alt text"),
    (check_alt_text, "Six panels of one digit.", " ", "no alt text"),
    (check_alt_text, "Six panels of one digit.", "maps.png", "file name"),
    (check_alt_text, "Six panels of one digit.", "6d2f", "file name"),
    (check_alt_text, "Six panels of one digit.", "Maps of C1.", "caption"),
    (
        check_alt_text,
        "</head>",
        widget_state("HTMLModel", value='<img src="data:,">'),
        "no alt text",
    ),
    (check_alt_text, "</head>", widget_state("ImageModel"), "widget"),
    (
        check_alt_text,
        "</head>",
        widget_state("OutputModel", outputs=[{"data": {"image/png": ""}}]),
        "widget",
    ),
    (check_links, 'href="#fig"', 'href="#missing"', "#missing"),
    (check_links, 'href="index.html"', 'href="gone.html"', "gone.html"),
    (check_links, 'href="index.html"', 'href="index.html#gone"', "#gone"),
    (check_links, "_images/6d2f.png", "_images/gone.png", "gone.png"),
    (check_links, "_static/own.js", "_static/gone.js", "gone.js"),
    (check_links, "_static/own.css", "_static/gone.css", "gone.css"),
    (check_same_origin, "_static/own.js", "https://cdn.example/a.js", "<script>"),
    (check_same_origin, "_static/own.js", "//cdn.example/a.js", "<script>"),
    (check_same_origin, "_static/own.css", "http://cdn.example/a.css", "<link>"),
    (check_same_origin, "_images/6d2f.png", "https://cdn.example/a.png", "<img>"),
    (
        check_same_origin,
        "</article>",
        '<iframe src="https://video.example/1"></iframe></article>',
        "<iframe>",
    ),
    (
        check_same_origin,
        "</head>",
        "<style>@import 'https://fonts.example/a.css';</style></head>",
        "fonts.example",
    ),
    (
        check_same_origin,
        "<p>",
        '<p style="background: url(https://cdn.example/a.png)">',
        "cdn.example",
    ),
    (check_size, "</article>", "x" * MAX_PAGE_BYTES + "</article>", "bytes"),
    (check_headings, "<h2>Part</h2>", "", "follows an h1"),
    (check_headings, "<h3>Detail</h3>", "<h1>Detail</h1>", "has 2 h1"),
]


@pytest.mark.parametrize(("check", "old", "new", "word"), FAULTS)
def test_fault_is_found(
    check: Check, old: str, new: str, word: str, tmp_path: Path
) -> None:
    findings = check(site_with(tmp_path, old, new))
    assert findings
    assert word in " ".join(findings)


def test_foreign_stylesheet_is_found(tmp_path: Path) -> None:
    site_with(tmp_path)
    style = tmp_path / "_static" / "own.css"
    style.write_text('@import "https://fonts.example/a.css";')
    assert "fonts.example" in check_stylesheets(tmp_path)[0]


def test_the_page_for_lost_readers_names_files_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "own.css").touch()
    for address, found in {"/own.css": 0, "/lenet/own.css": 0, "/no.css": 1}.items():
        page = tmp_path / "404.html"
        page.write_text(f'<link rel="stylesheet" href="{address}">')
        assert len(check_links(Page(tmp_path, page))) == found
    page = tmp_path / "other.html"
    page.write_text('<link rel="stylesheet" href="/own.css">')
    assert len(check_links(Page(tmp_path, page))) == 1
