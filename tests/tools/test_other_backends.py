"""The tests of the layers run on every backend, and no failure is lost on the way."""

from pathlib import Path

import pytest

from tools.checks import other_backends
from tools.checks.other_backends import run_all

SAYS = """
import os

def test_backend():
    print(os.environ["KERAS_BACKEND"])
    assert os.environ["KERAS_BACKEND"] != "torch"
"""


@pytest.mark.slow
@pytest.mark.parametrize(("backends", "status"), [(["jax"], 0), (["torch", "jax"], 1)])
def test_a_failure_on_one_backend_is_a_failure(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    backends: list[str],
    status: int,
) -> None:
    # One process each, without plugins, which take longer than the test.
    monkeypatch.setattr(other_backends, "PROCESSES", dict.fromkeys(backends, ()))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
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


@pytest.mark.parametrize(
    "part", ["layers", "optimizers", "test_losses.py", "test_metrics.py"]
)
def test_whatever_computes_is_repeated(part: str) -> None:
    files = [other_backends.TESTS / part, *(other_backends.TESTS / part).glob("*.py")]
    marked = other_backends.marked()
    assert all(str(file) in marked for file in files if file.is_file())
