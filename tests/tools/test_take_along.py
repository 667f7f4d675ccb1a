"""The ePub and the PDF are offered where they were made for that, and nowhere else."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools.extensions import take_along


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the ePub was made, but no PDF."""
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "lenet-5.epub").write_bytes(bytes(2_000_000))
    monkeypatch.setattr(take_along, "BUILD", folder)
    return folder


def first_page(folder: Path) -> BeautifulSoup:
    """The first page of a small site, in a folder of it as in the book."""
    (folder / "book").mkdir()
    (folder / "book" / "intro.rst").write_text("First\n=====\n")
    settings = {"extensions": ["tools.extensions.take_along"], "root_doc": "book/intro"}
    with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
        Sphinx(
            folder, None, folder / "out", folder / "trees", "html", settings, None
        ).build()
    page = folder / "out" / "book" / "intro.html"
    return BeautifulSoup(page.read_text("utf8"), "html.parser")


def test_a_copy_that_was_made_is_offered_and_comes_along(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(take_along.OFFERED, "1")
    (link,) = first_page(tmp_path).select("a[href*='lenet-5']")
    assert (tmp_path / "out" / "book" / str(link["href"])).resolve().is_file()
    assert "(2 MB)" in link.parent.get_text()  # type: ignore[union-attr]


def test_without_being_asked_nothing_is_offered(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(take_along.OFFERED, raising=False)
    assert not first_page(tmp_path).select("a[href*='lenet-5']")
    assert not (tmp_path / "out" / "lenet-5.epub").exists()
