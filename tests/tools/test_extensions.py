"""The Sphinx extensions, on a page of a few lines."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

Render = Callable[..., BeautifulSoup]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Renders reStructuredText with one of our extensions, and further nodes below."""

    def page(extension: str, text: str, *more: nodes.Node) -> BeautifulSoup:
        (tmp_path / "index.rst").write_text(f"Title\n=====\n\n{text}\n")
        with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
            app = Sphinx(
                tmp_path,
                confdir=None,
                outdir=tmp_path / "html",
                doctreedir=tmp_path / "trees",
                buildername="html",
                confoverrides={"extensions": [f"tools.extensions.{extension}"]},
                status=None,
                warningiserror=True,
            )
            app.connect("doctree-resolved", lambda _, tree, name: tree[0].extend(more))
            app.build()
        html = (tmp_path / "html" / "index.html").read_text()
        return BeautifulSoup(html, "html.parser")

    return page


@pytest.mark.slow
def test_a_picture_waits_for_the_reader_and_says_its_size(
    render: Render, tmp_path: Path
) -> None:
    Image.new("L", (30, 20), 7).save(tmp_path / "small.png")
    (tmp_path / "drawn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    text = ".. image:: small.png\n   :width: 900\n   :alt: a picture\n\n"
    page = render("lazy_pictures", text + ".. image:: drawn.svg\n   :alt: a drawing\n")
    small, drawn = page.select("[role=main] img")
    assert small["loading"] == drawn["loading"] == "lazy"
    assert (small["width"], small["height"]) == ("30", "20")  # of the file
    assert small["alt"] == "a picture"
    assert not small.has_attr("style")
    assert not drawn.has_attr("width")
    assert small["src"] == "_images/small.webp"
    with Image.open(tmp_path / "html" / small["src"]) as picture:
        assert picture.getextrema() == ((7, 7),) * 3  # the pixels of the file
    assert [path.name for path in (tmp_path / "html").rglob("small*")] == ["small.webp"]


@pytest.mark.slow
def test_a_folded_cell_is_called_what_its_title_says(render: Render) -> None:
    cell = HideCodeCellNode(prompt_show="Show the answer", prompt_hide="Hide it")
    cell["classes"].append("above-input")
    cell += nodes.paragraph("", "the code")
    page = render("spoken_pages", "Text.", cell)
    folded = page.select_one("details.above-input")
    assert folded.p.get_text() == "Show the answer"
    assert "the code" in folded.get_text()
    assert not folded.summary.attrs


@pytest.mark.slow
def test_a_work_is_an_item_of_a_list(render: Render) -> None:
    page = render("spoken_pages", "See [A98]_.\n\n.. [A98] A work of *note*.")
    work = page.select_one("#a98")
    assert work["role"] == "listitem"
    assert "citation" in work["class"]
    assert work.em.get_text() == "note"
    assert "doc-biblioentry" not in str(page)
