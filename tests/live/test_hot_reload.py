"""In development, what is saved shows at once; otherwise nothing is watched."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import anywidget
import pytest

from lenet_keras.live._hot_reload import reloadable
from lenet_keras.live._javascript import LIVE, bundle, stylesheet

SECONDS = 60


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all scripts and styles, to be edited, in development."""
    monkeypatch.setenv("ANYWIDGET_HMR", "1")
    only = shutil.ignore_patterns("*.py", "__pycache__")
    return shutil.copytree(LIVE, tmp_path / "live", ignore=only)


def save_until(change: Callable[[], None], seen: Callable[[], bool], what: str) -> None:
    """Saves again and again: the watch may have begun after the first time."""
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline, f"{what}: not within {SECONDS} s"
        change()
        time.sleep(0.5)


def edit(path: Path, line: str, text: Callable[[], str]) -> None:
    edited = f"{path.read_text('utf-8')}{line}\n"
    save_until(
        lambda: path.write_text(edited, "utf-8"), lambda: line in text(), path.name
    )


def test_a_widget_follows_every_file_that_its_texts_are_joined_from(live: Path):
    class View(anywidget.AnyWidget):
        _esm = reloadable(live)(bundle)("shift_explorer", live)
        _css = reloadable(live)(stylesheet)(live=live)

    view, other = View(), View()
    assert view._esm == bundle("shift_explorer")
    assert view._css == stylesheet()
    edit(live / "shift_explorer/shift_explorer.js", "own();", lambda: view._esm)
    edit(live / "js/images.js", "shared();", lambda: view._esm)
    edit(live / "js/live.css", ".edited {}", lambda: view._css)
    assert "own();" in view._esm and "shared();" in view._esm
    assert (other._esm, other._css) == (view._esm, view._css)
    assert View()._esm == view._esm  # also one that is made later


def test_a_file_that_cannot_be_joined_leaves_the_text_as_it_was(live: Path, caplog):
    class View(anywidget.AnyWidget):
        _esm = reloadable(live)(bundle)("network", live)

    view = View()
    before, path = view._esm, live / "js/lenet5.js"
    original = path.read_text("utf-8")
    ring = 'import { a } from "./network.js";\n' + original
    save_until(
        lambda: path.write_text(ring, "utf-8"),
        lambda: "not reloaded" in caplog.text,
        "a word about the ring of imports",
    )
    assert view._esm == before
    path.write_text(original, "utf-8")
    edit(path, "mended();", lambda: view._esm)


def test_without_the_variable_nothing_is_watched(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ANYWIDGET_HMR", raising=False)
    monkeypatch.setitem(sys.modules, "watchfiles", None)  # an import would fail
    assert reloadable(LIVE)(bundle) is bundle
    assert type(bundle("network")) is str


def test_what_is_installed_for_good_is_not_watched(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANYWIDGET_HMR", "1")
    installed = Path("lib", "site-packages", "lenet_keras", "live")
    assert reloadable(installed)(bundle) is bundle


def test_without_watchfiles_one_is_told_and_figures_still_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("ANYWIDGET_HMR", "1")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert reloadable(LIVE)(bundle) is bundle
    assert "without watchfiles" in caplog.text
