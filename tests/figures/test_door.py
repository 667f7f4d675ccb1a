"""The door of the wing: all figures, nothing else, and what the book asks of it."""

import ast
import doctest
import importlib
import inspect
import json
import re
from pathlib import Path

import pytest

from lenet_keras import figures

ROOT = Path(__file__).parents[2]
WING = ROOT / "lenet_keras" / "figures"
HELPERS = {"__init__", "_panels", "_style"}
MODULES = {
    path.stem: importlib.import_module(f"lenet_keras.figures.{path.stem}")
    for path in sorted(WING.glob("*.py"))
    if path.stem not in HELPERS
}
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


def cells(notebook: Path) -> list[str]:
    """The source of each code cell."""
    content = json.loads(notebook.read_text("utf8"))
    return ["".join(c["source"]) for c in content["cells"] if c["cell_type"] == "code"]


def test_the_door_offers_every_public_function_of_the_modules():
    public = {
        name
        for module in MODULES.values()
        for name, item in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and item.__module__ == module.__name__
    }
    assert sorted(public) == sorted(figures.__all__)
    assert all(callable(getattr(figures, name)) for name in figures.__all__)


def test_every_module_has_its_tests():
    tests = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert tests - {"test_door", "test_style", "test_panels"} == {
        f"test{module}" for module in MODULES
    }


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_that_a_notebook_names_exists(notebook):
    for cell in cells(notebook):
        assert "lenet_keras.figures" not in cell  # figures.NAME, no alias
        named = set(re.findall(r"\bfigures\.(\w+)", cell))
        assert named <= set(figures.__all__)


def test_every_figure_has_a_reader():
    used = "\n".join(cell for notebook in NOTEBOOKS for cell in cells(notebook))
    used += "\n".join(
        path.read_text("utf8") for path in (ROOT / "lenet_keras/live").rglob("*.py")
    )
    # `not_digits` calls it, and it is useful by itself.
    unused = {n for n in figures.__all__ if not re.search(rf"\b{n}\(", used)}
    assert unused == {"printed_characters"}


@pytest.mark.parametrize("name", figures.__all__)
def test_an_example_runs_when_pasted(name):
    function = getattr(figures, name)
    examples = doctest.DocTestFinder(recurse=False).find(
        function, name, globs={name: function}
    )
    assert sum(len(example.examples) for example in examples) > 0
    for example in examples:
        report: list[str] = []
        failed, _ = doctest.DocTestRunner().run(example, out=report.append)
        assert not failed, "".join(report)


def functions_of(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", sorted(WING.glob("*.py")), ids=lambda path: path.stem)
def test_modules_and_functions_stay_short(path):
    assert len(path.read_text("utf8").splitlines()) <= 300
    for function in functions_of(path):
        doc = ast.get_docstring(function, clean=False) or ""
        lines = function.end_lineno - function.lineno - doc.count("\n")
        assert lines <= 60, function.name
