"""A page loads one script and one style sheet, of what it uses."""

import doctest
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import site_pages
from tools.extensions import page_scripts, page_styles

STATE = (
    '<script type="application/vnd.jupyter.widget-state+json">{"state": {}}</script>'
)
PAGE = f"""<html data-theme="auto"><head>
<link href="_static/styles/theme.css?digest=1" rel="stylesheet" />
<link rel="stylesheet" type="text/css" href="_static/book.css?v=2" />
<link rel="preload" as="script" href="_static/scripts/bootstrap.js?digest=1" />
<script defer src="_static/scripts/fontawesome.js?digest=1"></script>
<script src="_static/first.js?v=1"></script>
<script src="_static/design-tabs.js?v=1"></script>
<script>DOCUMENTATION_OPTIONS.pagename = 'NAME';</script>
<script>DOCUMENTATION_OPTIONS.wide = true;</script>
{STATE}
</head><body><p class="seen shown" hidden>text</p>
<button data-bs-title="Colours" data-bs-placement="bottom" data-bs-toggle="tooltip">
EXTRA
<script defer src="_static/last.js"></script></body></html>"""
EXTRA = '<div class="sd-tab-set"></div><script src="own.js"></script>'
FILES = {
    "styles/theme.css": "@import '../basic.css'; .seen { background: url(../a.png) }",
    "basic.css": ".seen, .unseen { color: red } @media print { .unseen { top: 0 } }",
    "book.css": "/* a note */ .on [data-x='.unseen'] > p:not(.unseen)"
    " { --a: 1; --b: 2 } video { top: 0 } p { width: var(--b) }"
    " p { src: url(data:;base64,A) } p[open] { top: 0 }",
    "first.js": "const first = 1;\n//# sourceMappingURL=first.js.map\n",
    "last.js": 'e.classList.add("on"); e.dataset.x = `data-x`; video;\n',
    "design-tabs.js": "tabs();",
    "scripts/fontawesome.js": "drawings();",
    "scripts/bootstrap.js": "menus();",
    "first.js.map": "{}",
    "macros.html": '<script src="_static/first.js"></script>',  # no page
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages, joined."""
    write(tmp_path, "index", "")
    write(tmp_path, "other", EXTRA)
    for name, text in FILES.items():
        path = tmp_path / "_static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    join(tmp_path)
    return tmp_path


def write(site: Path, name: str, extra: str) -> None:
    page = PAGE.replace("NAME", name).replace("EXTRA", extra)
    (site / f"{name}.html").write_text(page)


def join(site: Path) -> None:
    app = SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=site)
    page_scripts.join_scripts(app, None)
    page_styles.join_sheets(app, None)


def test_a_page_loads_one_script_when_it_is_there(site: Path) -> None:
    page = (site / "index.html").read_text()
    (address,) = page_scripts.SCRIPT.findall(page)
    assert address.startswith("_static/page.js?v=")
    assert "<script defer src=" in page
    assert "preload" not in page


def test_a_page_keeps_scripts_of_its_own_deferred(site: Path) -> None:
    page = (site / "other.html").read_text()
    assert '<script defer src="own.js">' in page
    assert '<script defer src="_static/design-tabs.js' in page


def test_the_script_has_all_that_pages_share_in_its_order(site: Path) -> None:
    code = (site / "_static" / "page.js").read_text()
    parts = ["const first", "DOCUMENTATION_OPTIONS.wide = true;", "classList"]
    places = [code.index(part) for part in parts]
    assert places == sorted(places)
    for other in ("drawings", "menus", "tabs", "pagename", "sourceMappingURL"):
        assert other not in code


def test_what_moved_is_not_shipped_twice(site: Path) -> None:
    left = {path.name for path in (site / "_static").rglob("*.*")}
    assert left == {"page.css", "page.js", "design-tabs.js", "macros.html"}


def test_the_state_of_figures_comes_after_the_page(site: Path) -> None:
    page = (site / "index.html").read_text()
    assert page.count(STATE) == 1
    assert page.index("<p ") < page.index(STATE) < page.index("</body>")


def test_what_bootstrap_would_show_is_a_title(site: Path) -> None:
    page = (site / "index.html").read_text()
    assert '<button title="Colours">' in page


def test_a_page_loads_one_style_sheet(site: Path) -> None:
    page = (site / "index.html").read_text()
    (address,) = page_styles.LINK.findall(page)
    assert address.startswith("_static/page.css?v=")


def test_the_style_sheet_has_the_rules_that_something_may_use(site: Path) -> None:
    css = (site / "_static" / "page.css").read_text()
    assert css == (
        ".seen{color:red;}.seen{background:url(a.png);}"
        '.on [data-x=".unseen"] > p:not(.unseen){--b:2;}'
        "p{width:var(--b);}p{src:url(data:;base64,A);}p[open]{top:0;}"
    )


@pytest.mark.parametrize("module", [page_scripts, page_styles, site_pages])
def test_examples(module: object) -> None:
    failed, tried = doctest.testmod(module)
    assert tried and not failed
