"""The books of releases stand beside the newest, and a menu leads to them."""

import json
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools.extensions.versions import minor_version
from tools.place_versions import last_patches, place

SITE = "https://example.org/lenet"


def built(folder: Path, site: str) -> BeautifulSoup:
    """A page of a book that knows its address, or does not."""
    source = folder / "source"
    source.mkdir()
    (source / "index.rst").write_text("Book\n====\n\nWords.\n")
    settings = {
        "extensions": ["sphinx_book_theme", "tools.extensions.versions"],
        "html_theme": "sphinx_book_theme",
        "html_theme_options": {},
        "html_baseurl": site,
    }
    out = folder / "html"
    with patch_docutils(), docutils_namespace():  # as Sphinx runs itself
        Sphinx(
            source, None, out, out, "html", settings, status=None, warningiserror=True
        ).build()
    return BeautifulSoup((out / "index.html").read_text("utf8"), "html.parser")


@pytest.mark.parametrize("tag, name", [("", "latest"), ("v0.2.1", "0.2")])
def test_a_page_at_an_address_has_a_menu_of_versions_and_knows_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str, name: str
) -> None:
    monkeypatch.setenv("LENET_VERSION", tag)
    page = built(tmp_path, f"{SITE}/")
    (button,) = page.select(".version-switcher__button")
    assert button["aria-haspopup"] == "listbox"
    scripts = " ".join(script.text for script in page.find_all("script"))
    assert f"theme_switcher_json_url = '{SITE}/versions.json'" in scripts
    assert f"theme_switcher_version_match = '{name}'" in scripts
    (canonical,) = page.find_all("link", rel="canonical")
    assert canonical["href"] == f"{SITE}/index.html"


def test_a_page_without_an_address_has_no_menu(tmp_path: Path) -> None:
    page = built(tmp_path, "")
    assert not page.select(".version-switcher__button")
    assert "versions.json" not in str(page)


def test_a_version_that_is_no_tag_is_told() -> None:
    with pytest.raises(ValueError, match="Received: 1.2$"):
        minor_version("1.2")


def packed(folder: Path, tag: str) -> None:
    with zipfile.ZipFile(folder / f"lenet-5-book-{tag}.zip", "w") as archive:
        archive.writestr("index.html", tag)


def test_the_last_patch_of_each_version_is_placed_and_listed(tmp_path: Path) -> None:
    for tag in ("v0.9.1", "v0.10.0", "v0.9.10", "v0.9.2"):
        packed(tmp_path, tag)
    (tmp_path / "another.zip").touch()
    assert list(last_patches(tmp_path)) == ["0.10", "0.9"]
    html = tmp_path / "html"
    html.mkdir()
    place(SITE, tmp_path, html)
    assert (html / "v0.9" / "index.html").read_text() == "v0.9.10"
    versions = json.loads((html / "versions.json").read_text())
    assert [(v["version"], v["url"]) for v in versions] == [
        ("latest", f"{SITE}/"),
        ("0.10", f"{SITE}/v0.10/"),
        ("0.9", f"{SITE}/v0.9/"),
    ]


def test_before_the_first_release_there_is_the_latest(tmp_path: Path) -> None:
    assert [v["version"] for v in place(SITE, tmp_path, tmp_path)] == ["latest"]
