"""A build tells how far it is, and each failure that is foreseen in one line."""

import errno
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from tools import build_book
from tools.building import places, progress
from tools.building.failures import FULL, INTERRUPTED, STOPPED, told
from tools.building.notebooks import STEP, notebooks
from tools.building.places import BuildError, hash_surroundings
from tools.building.progress import Reporter, Step


@pytest.fixture
def reporter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reporter:
    monkeypatch.setattr(places, "BUILD", tmp_path)
    return Reporter(Console(file=io.StringIO(), width=200))


def said(reporter: Reporter) -> list[str]:
    return reporter.console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def test_time_left_follows_the_pace_of_what_is_done() -> None:
    step = Step("Baking", {"a": 10.0, "b": 30.0})
    assert step.left() == 40
    step.part["a"], step.start = 1, step.start - 20  # it took twice as long
    assert step.left() == pytest.approx(60, abs=0.1)
    two = Step("Baking", {"a": 10.0, "b": 30.0}, at_once=2)
    assert two.left() == 20


def test_what_is_not_known_is_not_told() -> None:
    step = Step("Baking", {"a": 10.0, "new": None})
    assert step.told() == "time left unknown"
    step.part["new"] = 1
    assert step.told() == "about 10 s left"


def test_a_step_tells_each_item_and_learns_its_time(reporter: Reporter) -> None:
    names = ["one", "two", "three", "four"]
    with reporter.step("baking", "Baking", names) as counter:
        for name in names:
            counter.done(name, 2.0)
    first, second, *_, last = said(reporter)
    assert first == "Baking (time left unknown)"
    assert second == "  1 of 4: one (time left unknown)"
    assert last == "Baking: done in 0 s."
    kept = json.loads((places.BUILD / progress.KEPT).read_text())
    assert kept["baking"] == dict.fromkeys(names, 2.0)
    assert Reporter(reporter.console).times.of("baking", "one") == 2.0


def test_the_table_knows_no_notebook_that_is_gone() -> None:
    known = json.loads(progress.TABLE.read_text())[STEP]
    assert known.keys() <= {path.stem for path in notebooks()}
    assert min(known.values()) > 0


@pytest.mark.parametrize(
    ("fault", "words", "status"),
    [
        (BuildError("Do this."), "It was not built.\nDo this.", 1),
        (KeyboardInterrupt(), STOPPED, INTERRUPTED),
        (OSError(errno.ENOSPC, "full"), f"It was not built.\n{FULL}", 1),
        (RuntimeError("database or disk is full"), f"It was not built.\n{FULL}", 1),
    ],
)
def test_a_failure_is_told_without_a_traceback(fault, words, status, capsys) -> None:
    with pytest.raises(SystemExit) as ended, told("It was not built."):
        raise fault
    assert ended.value.code == status
    assert capsys.readouterr().err == f"\n{words}\n"


def test_a_fault_that_nobody_foresaw_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), told("It was not built."):
        _ = 1 / 0


def test_the_finished_site_takes_the_place_of_the_old(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(build_book, "HTML", tmp_path / "html")
    for text in ("first", "second"):
        fresh = tmp_path / "fresh"
        fresh.mkdir()
        (fresh / "index.html").write_text(text)
        build_book.put_in_place(fresh)
        assert (tmp_path / "html" / "index.html").read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_sources_of_pages_are_no_surroundings(tmp_path: Path) -> None:
    for name in ("book/a.md", "book/site/b.css", "tools/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    hashes = [hash_surroundings(tmp_path, ("book", "tools"))]
    (tmp_path / "book/a.md").write_text("2")
    assert hash_surroundings(tmp_path, ("book", "tools")) == hashes[0]
    for name in ("book/site/b.css", "tools/c.md"):
        (tmp_path / name).write_text("2")
        hashes.append(hash_surroundings(tmp_path, ("book", "tools")))
    assert len(set(hashes)) == 3
