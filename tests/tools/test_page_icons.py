"""Of the theme's icons those stay that a page, a script or a style sheet names."""

import base64
import doctest
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pydata_sphinx_theme
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from tools.extensions import page_icons

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"
PAGE = """<i class="fas fa-rocket"></i><i class="fab fa-github"></i>
<span class="theme-switch fa-solid fa-sun"></span><span class="fast"></span>
<script type="application/vnd.jupyter.widget-state+json">{"icon": "play"}</script>"""
ROCKET, BELL, INFO = 0xF135, 0xF0F3, 0xF05A


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page with the theme's own files, reduced."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(THEME / "static", folder / "_static")
    (folder / "index.html").write_text(PAGE)
    (folder / "_static" / "own.js").write_text('icon.className = "fa fa-pause"')
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=folder)
    page_icons.reduce_icons(app, None)
    return folder


def test_the_style_sheet_has_their_rules(site: Path) -> None:
    css = (site / page_icons.THEME).read_text()
    rules = page_icons.RULE.findall(css)
    assert {".fa-rocket:before", ".fa-play:before", ".fa-pause:before"} <= set(rules)
    assert len(rules) < 10


def test_the_font_has_them_and_those_of_the_style_sheet(site: Path) -> None:
    path = site / page_icons.FONTS / "fa-solid-900.woff2"
    with TTFont(path) as font:
        assert {ROCKET, INFO, BELL} <= set(font.getBestCmap())  # also those of notes
    assert path.stat().st_size < 6_000


def test_icons_are_hidden_from_who_listens(site: Path) -> None:
    page = BeautifulSoup((site / "index.html").read_text(), "html.parser")
    icons = page.select("i, span")
    assert [icon.get("aria-hidden") for icon in icons] == ["true"] * 3 + [None]


def test_the_font_of_most_icons_comes_with_the_style_sheet(site: Path) -> None:
    css = (site / page_icons.THEME).read_text()
    (data,) = re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", css)
    font = site / page_icons.FONTS / "fa-solid-900.woff2"
    assert base64.b64decode(data) == font.read_bytes()


def test_every_file_that_the_style_sheet_names_is_there(site: Path) -> None:
    css = site / page_icons.THEME
    for name in re.findall(r"url\(([^)]*webfonts[^)]*)\)", css.read_text()):
        assert (css.parent / name).is_file()


def test_examples() -> None:
    failed, tried = doctest.testmod(page_icons)
    assert tried and not failed
