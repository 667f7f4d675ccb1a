"""The house stays one that a person can hold in the head."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path
    for folder in ("lenet_keras", "lenet_keras_cli", "tools")
    for path in (ROOT / folder).rglob("*.py")
)


def lines_of(function: ast.FunctionDef) -> int:
    """The lines of a function, without its docstring."""
    first, *_ = function.body
    begin = function.lineno - 1
    if ast.get_docstring(function) is not None and first.end_lineno:
        begin += first.end_lineno - first.lineno + 1
    return (function.end_lineno or 0) - begin


def test_lines_are_counted_without_the_docstring():
    tree = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    assert lines_of(tree.body[0]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_are_short(path):
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    functions = [
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)
    ]
    assert {f.name: lines_of(f) for f in functions if lines_of(f) > 60} == {}


def test_the_root_of_the_package_has_few_doors():
    root = ROOT / "lenet_keras"
    wings = {path.parent.name for path in root.glob("*/__init__.py")}
    doors = [path for path in root.glob("*.py") if not path.name.startswith("_")]
    assert len(doors) <= 10
    assert len(wings) <= 10
