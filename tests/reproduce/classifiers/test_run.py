"""The experiment keeps its promises: chosen on held-out digits, tested once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_keras import load_mnist, paper, results
from lenet_keras.digits import DATABASES
from lenet_keras.reproduce import EXPERIMENTS
from lenet_keras.reproduce.classifiers import ClassifierRun
from lenet_keras.reproduce.classifiers import run as run_module
from lenet_keras.reproduce.classifiers.catalogue import CATALOGUE, Entry
from lenet_keras.reproduce.classifiers.method import Learned, Method

SMOKE = Path(__file__).parents[2] / "smoke"


def test_the_committed_smoke_run_comes_out_again(tmp_path):
    smoke = EXPERIMENTS["classifiers"].smoke_run("classifiers")
    seen = []
    found = smoke.execute(tmp_path, command="test", on_step=seen.append)
    expected = results.read_run(SMOKE / "classifiers.json")
    assert seen == list(range(1, smoke.steps + 1))
    assert found["identity"] == smoke.new_result()["identity"]
    assert [one["reading"] for one in found["choices"]] == [
        one["reading"] for one in expected["choices"]
    ]
    for one, other in zip(found["choices"], expected["choices"], strict=True):
        assert one["held_out_error"] == pytest.approx(other["held_out_error"], abs=0.03)
    (one,), (other,) = found["measurements"], expected["measurements"]
    assert one.keys() == other.keys()
    assert one["error"] == pytest.approx(other["error"], abs=0.03)
    for counted in ("variables", "multiply_accumulates"):
        assert one[counted] == other[counted]


def test_every_entry_is_a_bar_of_figure_9_and_says_what_differs():
    bars = paper.printed_classifiers()
    assert len({entry.bar for entry in CATALOGUE.values()}) == len(CATALOGUE)
    for entry in CATALOGUE.values():
        assert entry.bar in bars
        assert entry.database in DATABASES
        assert entry.differs.endswith(".") and len(entry.differs) > 40
        settings = [str(one.settings()) for one in entry.candidates]
        assert len(set(settings)) == len(settings)


class Spy(Method):
    """Learns the labels by heart, so to say, and tells what it is shown."""

    def __init__(self, name, shown):
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "shown", shown)

    def settings(self):
        return {"name": self.name}

    def learn(self, x, labels, seed):
        self.shown.append((self.name, "learns", len(x), seed))

        def scores(some):
            self.shown.append((self.name, "answers", len(some), seed))
            return {"bad": np.eye(10)[np.zeros(len(some), int)], "one": some[:, :10]}

        return Learned(scores, 1, 2, {"note": "x"})


def test_held_out_digits_choose_and_test_digits_are_judged_once(monkeypatch, tmp_path):
    shown = []
    entry = Entry("linear", "regular", [Spy("a", shown), Spy("b", shown)], "Nothing.")
    monkeypatch.setitem(run_module.CATALOGUE, "spied", entry)
    run = ClassifierRun("classifiers", "spied", 3)
    record = run.execute(tmp_path, "test")
    assert shown == [
        *(("a", "learns", 50_000, 3), ("a", "answers", 10_000, 3)),
        *(("b", "learns", 50_000, 3), ("b", "answers", 10_000, 3)),
        *(("a", "learns", 60_000, 3), ("a", "answers", 10_000, 3)),
    ]
    held_out = load_mnist(validation=10_000).validation.labels
    errors = [one["held_out_error"] for one in record["choices"]]
    assert errors[0] == pytest.approx(np.mean(held_out != 0))
    assert record["chosen"] == record["choices"][0]  # no pixel of the first ten is ink
    (found,) = record["measurements"]
    assert found["error"] == np.mean(load_mnist().test.labels != 0)
    assert (found["variables"], found["multiply_accumulates"]) == (1, 2)
    shown.clear()
    monkeypatch.setitem(run_module.CATALOGUE, "spied", replace(entry, few=700))
    run.execute(tmp_path, "test")
    assert [entry[2] for entry in shown if entry[1] == "learns"] == [700, 700, 60_000]


def test_what_decides_the_numbers_decides_the_identity():
    runs = [
        ClassifierRun("classifiers", "linear"),
        ClassifierRun("classifiers", "linear-deslanted"),
        ClassifierRun("classifiers", "linear", 1),
        ClassifierRun("classifiers", "linear", patterns=100),
        ClassifierRun("classifiers", "linear", judged=100),
    ]
    assert len({run.new_result()["identity"] for run in runs}) == len(runs)


def test_seeds_are_for_what_is_left_to_chance():
    runs = EXPERIMENTS["classifiers"].runs("classifiers")
    seeds = {label: 0 for label in CATALOGUE}
    for run in runs:
        seeds[run.label] += 1
    assert seeds["gaussian-units"] == 10 and seeds["neighbours"] == 1
    assert {run.seed for run in EXPERIMENTS["classifiers"].runs("classifiers", 2)} == {
        *(0, 1)
    }
