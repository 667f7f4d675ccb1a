"""Formulas are MathML when a page arrives, and copied as TeX."""

import doctest
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools.extensions import formulas
from tools.page_runtime import fetch

PAGE = r"""# The gradient, $\partial E$

The step is $\varepsilon \, g$. The sum {eq}`eq-sum` has an end:

$$
y = \sum_i w_i x_i
$$ (eq-sum)

$$
a &= b \\
c &= d
$$
"""


@pytest.fixture(scope="module", autouse=True)
def _temml() -> None:
    fetch()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with formulas, built."""
    source, out = (tmp_path_factory.mktemp(name) for name in ("source", "out"))
    (source / "index.md").write_text(PAGE, "utf8")
    settings = {
        "extensions": ["myst_parser", "tools.extensions.formulas"],
        "myst_enable_extensions": ["dollarmath"],
        "html_math_renderer": "mathml",
        "html_static_path": [str(formulas.ROOT / "book" / "site")],
    }
    with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
        Sphinx(source, None, out, out, "html", settings, status=None).build()
    return out


@pytest.fixture
def page(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / "index.html").read_text("utf8"), "html.parser")


def test_every_formula_is_set_and_none_is_left_to_a_script(page: BeautifulSoup) -> None:
    article = page.find(role="main")
    assert len(article.find_all("math")) == 4
    assert len(article.find_all("math", display="block")) == 2
    for one in article.find_all("math"):
        one.decompose()
    assert "\\" not in article.get_text()


def test_the_tex_travels_along(page: BeautifulSoup) -> None:
    annotations = [one.get_text() for one in page.find_all("annotation")]
    assert r"\varepsilon \, g" in annotations


def test_an_equation_has_its_number_and_its_place(page: BeautifulSoup) -> None:
    (numbered,) = page.select("div.math:has(.eqno)")
    assert numbered["id"] == "equation-eq-sum"
    assert "(1)" in numbered.select_one(".eqno").get_text()


def test_lines_are_lined_up(page: BeautifulSoup) -> None:
    assert len(page.find_all("mtr")) == 2


def test_the_font_has_what_is_shown_and_little_else(site: Path) -> None:
    path = site / "_static" / formulas.FONT
    shown = formulas.characters((site / "index.html").read_text("utf8"))
    assert {"∂", "𝐸", "∑", "𝜀"} <= shown
    with TTFont(path) as font:
        assert {ord(one) for one in shown if not one.isspace()} <= set(
            font.getBestCmap()
        )
        assert "MATH" in font
        assert len(font.getBestCmap()) < 60
    assert path.stat().st_size < 40_000


def test_what_only_the_build_needs_is_not_served(site: Path) -> None:
    assert not [*(site / "_static").rglob("temml*.cjs")]


def test_a_formula_that_is_none_is_named() -> None:
    with pytest.raises(formulas.FormulaError, match=r"(?s)Received:.*\\frac\{1\}"):
        formulas.mathml([(r"\frac{1}", False)])


def test_examples_hold() -> None:
    assert doctest.testmod(formulas).attempted
    assert doctest.testmod(formulas).failed == 0


def test_style_and_font_name_the_same_file() -> None:
    style = (formulas.VENDOR.parent / formulas.STYLE).read_text("utf8")
    assert re.search(r"url\('\./STIXTwoMath\.woff2'\)", style)
