"""The tests of the layers run on every backend, and no failure is lost on the way."""

from pathlib import Path

import pytest

from tools.checks import other_backends
from tools.checks.other_backends import run_all

MARK = "mark." + "backends"  # in two parts, for this file has none

SAYS = """
import os

def test_backend():
    print(os.environ["KERAS_BACKEND"])
    assert os.environ["KERAS_BACKEND"] != "torch"
"""


@pytest.mark.slow
@pytest.mark.parametrize(("backends", "status"), [(["jax"], 0), (["torch", "jax"], 1)])
def test_a_failure_on_one_backend_is_a_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], backends: list[str], status: int
) -> None:
    (tmp_path / "test_it.py").write_text(SAYS)
    arguments = (f"--rootdir={tmp_path}", "-rA", str(tmp_path / "test_it.py"))
    assert run_all(backends, arguments) == status
    words = capfd.readouterr().out
    for backend in backends:
        assert f"KERAS_BACKEND={backend}\n" in words
    assert ("Failed on: torch" in words) == bool(status)


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_backend_is_a_failure_where_it_must_be_there(
    monkeypatch: pytest.MonkeyPatch, ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(other_backends, "BACKENDS", ("no_such_backend",))
    assert other_backends.main() == status


def test_no_marked_test_is_left_out() -> None:
    tests = Path(__file__).parents[1]
    left_out = [tests / name for name in other_backends.WITHOUT]
    marked = [
        path for path in tests.rglob("test_*.py") if MARK in path.read_text("utf8")
    ]
    assert len(marked) > 10
    assert not [p for p in marked if p in left_out or set(left_out) & set(p.parents)]
