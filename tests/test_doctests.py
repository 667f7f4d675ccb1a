"""Every example in a docstring of the package gives what it shows."""

import doctest
import importlib
import pkgutil

import pytest

import lenet_keras

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(lenet_keras.__path__, "lenet_keras.")
    if not module.name.endswith("__main__")
]
PUBLIC = {
    name: value for name, value in vars(lenet_keras).items() if not name.startswith("_")
}
EXAMPLES = [
    example
    for module in MODULES
    for example in doctest.DocTestFinder(exclude_empty=True).find(module)
    # What needs a file of the reader's own is marked with `# doctest: +SKIP`.
    if not all(doctest.SKIP in line.options for line in example.examples)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_runs_when_pasted(example):
    example.globs = {}  # what an example needs, it imports
    report = []
    failed, tried = doctest.DocTestRunner().run(example, out=report.append)
    assert tried and not failed, "".join(report)


@pytest.mark.parametrize("name", [n for n in PUBLIC if callable(PUBLIC[n])])
def test_every_public_name_has_an_example(name):
    value = PUBLIC[name]
    assert f"{value.__module__}.{name}" in [example.name for example in EXAMPLES]
