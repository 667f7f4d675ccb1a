"""What pages have in common is loaded once, and comes back as it was."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from lenet_keras.live._javascript import bundle, stylesheet
from tools.extensions import shared_state
from tools.extensions.shared_state import STATE, PageState, share

COMMON = "// Module js/common.js\n" + "const common = 1;\n" * 100
OWN = "// Module own/own.js\n" + "const own = 2; // </script>\n" * 100
WEIGHTS = "QUJD" * 500


def page(esm: str, weights: str = WEIGHTS) -> str:
    state = {
        "one": {"state": {"_esm": esm, "_css": "/* Module js/live.css */\na{}"}},
        "two": {"state": {}, "buffers": [{"path": ["weights"], "data": weights}]},
    }
    text = json.dumps({"state": state}).replace("</", "<\\/")
    return (
        '<script type="application/vnd.jupyter.widget-state+json">'
        f'{text}</script>\n    <script src="../_static/vendor/widgets.js"></script>\n'
    )


PAGES = {"a": page(COMMON + OWN), "b": page(COMMON), "c": page(OWN, "WA==")}


def shared_by(site: Path) -> dict[str, str]:
    """What a browser has, once it has loaded all scripts."""
    found: dict[str, str] = {}
    for script in (site / shared_state.FOLDER).glob("*.js"):
        text = script.read_text("utf8")
        assert text.startswith(shared_state.BEGIN)
        found |= json.loads(text[len(shared_state.BEGIN) : -len(shared_state.END)])
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three pages that have had their parts in common moved."""
    (tmp_path / "book").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "book" / f"{name}.html").write_text(text, "utf8")
    run(tmp_path)
    return tmp_path


def run(site: Path) -> None:
    share(SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=site), None)


def text_of(site: Path, name: str) -> str:
    return (site / "book" / f"{name}.html").read_text("utf8")


def test_parts_in_common_leave_the_pages(site: Path) -> None:
    assert sorted(shared_by(site).values()) == sorted([COMMON, OWN, WEIGHTS])
    for name in PAGES:
        assert "const" not in text_of(site, name)
    assert "WA==" in text_of(site, "c")  # short, and its own


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gets_back_what_it_had(site: Path, name: str) -> None:
    expected = json.loads(STATE.search(PAGES[name])[2])
    assert PageState(text_of(site, name), shared_by(site)).content == expected


def test_a_page_loads_the_scripts_that_it_needs_before_the_runtime(site: Path) -> None:
    text = text_of(site, "c")
    (script,) = shared_state.LOADED.findall(text)
    assert "../_static/live/" in script
    assert text.index(script) < text.index("vendor/widgets.js")
    assert len(shared_state.LOADED.findall(text_of(site, "a"))) == 2


def test_doing_it_again_changes_nothing(site: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.*")}
    run(site)
    assert {path: path.read_bytes() for path in site.rglob("*.*")} == before


def test_a_page_that_was_written_anew_takes_the_others_along(site: Path) -> None:
    (site / "book" / "b.html").write_text(page(OWN), "utf8")
    run(site)
    assert sorted(shared_by(site).values()) == sorted([OWN, WEIGHTS])
    for name, esm in {"a": COMMON + OWN, "b": OWN, "c": OWN}.items():
        content = PageState(text_of(site, name), shared_by(site)).content
        assert content["state"]["one"]["state"]["_esm"] == esm


def test_bundles_and_styles_come_apart_at_their_modules() -> None:
    parts = shared_state.PARTS.split(bundle("shift_explorer"))
    assert len([part for part in parts if part]) > 10
    styles = shared_state.PARTS.split(stylesheet("c3_table"))
    assert len([part for part in styles if part]) == 2
