"""The page of plain Keras is short, needs nothing of ours, and was run as it stands."""

import ast

from lenet_keras.results import shipped_experiments, shipped_runs
from tools import train_one_page
from tools.train_one_page import NAME, network_and_training, passes_of, settings


def test_the_network_imports_nothing_of_ours():
    names = []
    for node in ast.walk(ast.parse(network_and_training())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(str(node.module))
    assert "keras" in names
    assert not any(name.startswith("lenet_keras") for name in names)


def test_it_fits_on_a_page():
    lines = [line for line in network_and_training().splitlines() if line.strip()]
    assert len(lines) <= 125


def test_the_shipped_runs_are_of_the_code_on_the_page():
    runs = shipped_runs(NAME) if NAME in shipped_experiments() else []
    for run in runs:
        told = settings(run["seed"])
        assert {key: run[key] for key in told} == told, (
            "the code of the page has changed: run `python -m tools.train_one_page 0`"
        )


def test_passes_are_written_as_those_of_other_runs():
    history = {"loss": [8.0, 4.0], "error": [0.2, 0.1], "val_error": [0.1, 0.05]}
    first, last = passes_of({**history, "val_loss": [5.0, 3.0]})
    assert first == {"pass": 1, "train_loss": 8.0, "train_error": 0.2, "error": 0.1}
    assert last["pass"] == 2 and last["error"] == 0.05


def test_the_code_ends_where_training_is_defined():
    page: dict = {}
    code = network_and_training()
    assert train_one_page.LAST_CELL in train_one_page.PAGE.read_text("utf-8")
    exec(code[code.index("def train(") :], page)
    assert callable(page["train"])
