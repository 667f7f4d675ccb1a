"""Notebooks that were executed as tests are the ones that the book shows."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.building import places
from tools.building.notebooks import execute
from tools.building.places import ROOT

STATE = "application/vnd.jupyter.widget-state+json"


SAYS = "open('runs', 'a').write('x'); print('said')"
SLIDER = "from ipywidgets import IntSlider\nIntSlider(7, description='a slider')"
CALLBACK = """
from ipywidgets import IntSlider, Output
from IPython.display import display
output, slider = Output(), IntSlider()
def answer(change):
    with output:
        raise ValueError("a fault of a callback")
slider.observe(answer, "value")
display(slider, output)
"""
NOTEBOOKS = {
    "sound": (SAYS, SLIDER, "6 * 7"),
    "broken": ("print('fine')", "1 / 0"),
    "callback": (CALLBACK, "slider.value = 3", "print('fine')"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for name, sources in NOTEBOOKS.items():
        cells = [new_markdown_cell("# A"), *map(new_code_cell, sources)]
        notebook = new_notebook(cells=cells, metadata=kernel)
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def words(folder: Path) -> str:
    """What is said when the notebooks run as `make notebooks` runs them."""
    command = [sys.executable, "-m", "pytest", "-p", "tools.keep_outputs", "-q"]
    command += ["--nbval-lax", "--nbval-current-env", f"--rootdir={folder}"]
    command += [f"--keep-outputs-in={folder / 'kept'}", str(folder)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True
    ).stdout


@pytest.mark.slow
def test_a_failing_cell_and_a_failing_callback_are_told(words: str) -> None:
    assert "2 failed" in words
    assert "broken.ipynb::Cell 1" in words
    assert "callback.ipynb::Cell 1" in words
    assert "ValueError: a fault of a callback" in strip_ansi(words)


@pytest.mark.slow
def test_what_a_sound_notebook_shows_is_kept(words: str, folder: Path) -> None:
    [path] = (folder / "kept").iterdir()  # and of the others nothing
    assert path.name == "sound.ipynb"
    notebook = nbformat.read(path, 4)
    said, slider, product = (cell.outputs[0] for cell in notebook.cells[1:])
    assert said.text == "said\n"
    assert product.data["text/plain"] == "42"
    model = slider.data["application/vnd.jupyter.widget-view+json"]["model_id"]
    state = notebook.metadata.widgets[STATE]["state"]
    assert state[model]["state"]["description"] == "a slider"
    assert notebook.metadata.language_info.pygments_lexer


@pytest.mark.slow
def test_the_build_does_not_run_it_again(
    words: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT", folder)
    monkeypatch.setattr(places, "BUILD", tmp_path)
    execute([folder / "sound.ipynb"], tmp_path / "cache" / "1", folder / "kept")
    assert (folder / "runs").read_text() == "x"
