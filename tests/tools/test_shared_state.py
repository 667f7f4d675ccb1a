"""What figures hold is loaded once and when it is needed, and comes back as it was."""

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
    return page_of(
        {
            "one": {"state": {"_esm": esm, "_css": "/* Module js/live.css */\na{}"}},
            "two": {"state": {}, "buffers": [{"path": ["weights"], "data": weights}]},
        }
    )


def page_of(widgets: dict) -> str:
    text = json.dumps({"state": widgets}).replace("</", "<\\/")
    return f'<script type="application/vnd.jupyter.widget-state+json">{text}</script>\n'


ALONE = "// Module alone/alone.js\n" + "const alone = 3;\n" * 100
PAGES = {
    "a": page(COMMON + OWN),
    "b": page(COMMON),
    "c": page(OWN + ALONE, "WA=="),
}


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


def test_long_texts_leave_the_pages(site: Path) -> None:
    assert sorted(shared_by(site).values()) == sorted([COMMON, OWN, ALONE, WEIGHTS])
    for name in PAGES:
        assert "const" not in text_of(site, name)
    assert "WA==" in text_of(site, "c")  # short, and its own


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gets_back_what_it_had(site: Path, name: str) -> None:
    expected = json.loads(STATE.search(PAGES[name])[2])
    assert PageState(text_of(site, name), shared_by(site)).content == expected


def test_each_text_says_where_it_stands(site: Path) -> None:
    for name in PAGES:
        content = json.loads(STATE.search(text_of(site, name))[2])
        texts = content["state"]["one"]["state"]["_esm"]
        for part in texts if isinstance(texts, list) else [texts]:
            file = (site / shared_state.FOLDER / part["file"]).read_text("utf8")
            assert part["shared"] in file


def test_what_one_widget_needs_comes_with_nothing_else(site: Path) -> None:
    files = [path.read_text("utf8") for path in (site / shared_state.FOLDER).iterdir()]
    (file,) = (text for text in files if "const alone" in text)
    assert "const own" not in file and "const common" not in file


def test_of_a_layout_stays_what_is_set() -> None:
    layout = {"width": "100%", "height": None}
    widgets = {"one": {"model_name": "LayoutModel", "state": layout}}
    written = PageState(page_of(widgets), {}).written({})
    (kept,) = json.loads(STATE.search(written)[2])["state"].values()
    assert kept["state"] == {"width": "100%"}


def test_doing_it_again_changes_nothing(site: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.*")}
    run(site)
    assert {path: path.read_bytes() for path in site.rglob("*.*")} == before


def test_a_page_that_was_written_anew_takes_the_others_along(site: Path) -> None:
    (site / "book" / "b.html").write_text(page(OWN), "utf8")
    run(site)
    assert sorted(shared_by(site).values()) == sorted([COMMON, OWN, ALONE, WEIGHTS])
    for name, esm in {"a": COMMON + OWN, "b": OWN, "c": OWN + ALONE}.items():
        content = PageState(text_of(site, name), shared_by(site)).content
        assert content["state"]["one"]["state"]["_esm"] == esm


def test_bundles_and_styles_come_apart_at_their_modules() -> None:
    parts = shared_state.PARTS.split(bundle("shift_explorer"))
    assert len([part for part in parts if part]) > 10
    styles = shared_state.PARTS.split(stylesheet("c3_table"))
    assert len([part for part in styles if part]) == 2
