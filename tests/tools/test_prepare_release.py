"""What the package index shows of a release."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from readme_renderer.markdown import render

from tools import prepare_release
from tools.prepare_release import ReleaseError, changes, prepare

ROOT = Path(__file__).parents[2]
REPOSITORY, SITE = "https://example.org/me/book", "https://me.example.org/book"
CHANGED = ("README.md", "pyproject.toml", "CITATION.cff", "CHANGELOG.md")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that a release changes, with a day for the version."""
    for name in CHANGED:
        shutil.copy(ROOT / name, tmp_path)
    changelog = tmp_path / "CHANGELOG.md"
    text = changelog.read_text("utf8").replace("unreleased", "2026-12-24")
    changelog.write_text(text, "utf8")
    return tmp_path


def test_the_page_on_the_index_has_only_whole_addresses(checkout: Path) -> None:
    prepare(checkout, REPOSITORY, SITE)
    page = render((checkout / "README.md").read_text("utf8"))
    shown = BeautifulSoup(page or "", "html.parser")
    addresses = [a["href"] for a in shown.find_all("a", href=True)]
    addresses += [image["src"] for image in shown.find_all("img")]
    assert len(addresses) > 10
    assert [a for a in addresses if not re.match(r"https://|#", a)] == []
    tag = f"v{prepare_release.version_of(checkout)}"
    assert f"{REPOSITORY}/blob/{tag}/CONTRIBUTING.md" in addresses
    assert f"{REPOSITORY}/raw/{tag}/.github/network-light.png" in addresses


def test_what_is_linked_is_in_the_repository(checkout: Path) -> None:
    prepare(checkout, REPOSITORY)
    text = (checkout / "README.md").read_text("utf8")
    paths = re.findall(rf"{REPOSITORY}/(?:blob|raw)/v[\d.]+/([^)\"#]+)", text)
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_a_badge_of_the_book_needs_a_book(checkout: Path) -> None:
    prepare(checkout, REPOSITORY)
    text = (checkout / "README.md").read_text("utf8")
    assert f"[![checks]({REPOSITORY}" in text
    assert "![the book]" not in text


def test_metadata_and_citation_say_where_the_project_is(checkout: Path) -> None:
    prepare(checkout, REPOSITORY, SITE, "me@example.org")
    pyproject = tomllib.loads((checkout / "pyproject.toml").read_text("utf8"))
    project = pyproject["project"]
    assert project["urls"]["Source"] == REPOSITORY
    assert project["urls"]["Documentation"] == SITE
    assert project["authors"][0]["email"] == "me@example.org"
    citation = yaml.safe_load((checkout / "CITATION.cff").read_text("utf8"))
    assert citation["repository-code"] == REPOSITORY
    assert citation["url"] == SITE
    assert str(citation["date-released"]) == "2026-12-24"
    notes = (checkout / "_build" / "notes.md").read_text("utf8")
    assert notes.startswith("### Added")


def test_the_notes_end_where_the_version_before_begins() -> None:
    text = "# C\n\n## [0.2.0] - 2026-12-24\n\nNew.\n\n## [0.1.0] - 2026-11-30\n\nOld.\n"
    assert changes(text, "0.2.0") == ("2026-12-24", "New.")
    assert changes(text, "0.1.0") == ("2026-11-30", "Old.")


@pytest.mark.parametrize(
    "version, message", [("0.3.0", "Received: 0.3.0"), ("0.2.0", "unreleased")]
)
def test_a_version_without_a_section_or_a_day_is_told(
    version: str, message: str
) -> None:
    with pytest.raises(ReleaseError, match=message):
        changes("## [0.2.0] - unreleased\n\nNew.\n", version)


def test_a_tag_of_another_version_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr("sys.argv", ["x", REPOSITORY, "--tag", "v99.0.0"])
    monkeypatch.setattr(prepare_release, "prepare", lambda *_: pytest.fail("changed"))
    assert prepare_release.main() == 1
    assert "Received: v99.0.0" in capsys.readouterr().err
