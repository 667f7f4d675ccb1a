"""Every public path leads to a module, and readers need no others."""

import ast
import json
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import lenet_keras

ROOT = Path(__file__).parents[1]
MODULES = [
    module.name
    for module in pkgutil.walk_packages(lenet_keras.__path__, "lenet_keras.")
    if not any(part.startswith("_") for part in module.name.split("."))
]
READ = [
    *sorted((ROOT / "book").glob("*.ipynb")),
    *(ROOT / name for name in ("README.md", ".github/keras-ecosystem.md")),
]


@pytest.mark.parametrize("name", MODULES)
def test_a_public_path_is_a_module_and_no_function_of_its_name(name: str):
    found: dict[str, ModuleType] = {}
    exec(f"import {name} as m", found)
    assert isinstance(found["m"], ModuleType)
    assert found["m"].__name__ == name


def test_the_walk_finds_the_wings_and_what_is_in_them():
    assert {"lenet_keras.live", "lenet_keras.live.shift_explorer"} <= set(MODULES)


def code_in(path: Path) -> list[str]:
    """The Python of a notebook, cell by cell, or of a page of Markdown."""
    if path.suffix == ".md":
        blocks = re.findall(
            r"^```python\n(.*?)^```", path.read_text("utf-8"), re.M | re.S
        )
        return [str(block) for block in blocks]
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def private_imports(source: str) -> list[str]:
    """The dotted names with a private part that Python code imports from us."""
    without_magics = re.sub(r"^[%!].*$", "", source, flags=re.M)
    names = []
    for node in ast.walk(ast.parse(without_magics)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    parts = [name.split(".") for name in names]
    return [
        ".".join(one)
        for one in parts
        if one[0] == "lenet_keras" and any(part.startswith("_") for part in one)
    ]


def test_a_private_import_is_found_in_every_form():
    source = (
        "%matplotlib inline\n"
        "import lenet_keras.live._figure as f\n"
        "def draw():\n    from lenet_keras.live import _controls, ShiftExplorer\n"
        "import numpy._core\n"
    )
    assert private_imports(source) == [
        "lenet_keras.live._figure",
        "lenet_keras.live._controls",
    ]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_what_readers_see_imports_through_the_doors(path: Path):
    code = code_in(path)
    assert any("lenet_keras" in source for source in code)
    assert [name for source in code for name in private_imports(source)] == []
