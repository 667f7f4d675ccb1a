"""Labels: every field that a recipe changes stands in its name, with its value."""

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import lenet_keras
from lenet_keras import results
from lenet_keras.reproduce import EXPERIMENTS, Experiment
from lenet_keras.reproduce.labels import label, varied
from lenet_keras.training import RECIPES

COMMITTED = Path(lenet_keras.__file__).parent / "data" / "results"

# How each field is written in a label. Read here by rules of its own.
WRITTEN = {
    "loss": r"equation-[89]",
    "j": r"j-([0-9.]+)",
    "optimizer": r"optimizer-([a-z]+)",
    "learning_rate": r"rate-([0-9.e]+(?:(?<=e)-\d+)?)",
    "batch_size": r"batch-(\d+)",
    "passes": r"passes-(\d+)",
    "start": r"start-([a-z_]+)",
    "mu": r"mu-([0-9.]+)",
    "curvature_loss": r"curvature-(own|equation-[89])",
    "coefficient": r"coefficient-([a-z]+)",
    "momentum": r"momentum-([0-9.]+)",
    "scale": r"scale-([0-9.]+)",
    "distorted": r"distorted",
    "elastic": r"elastic-(none|[0-9.]+)",
    "translation": r"translation-(none|[0-9.]+)",
    "weight_decay": r"decay-([0-9.e]+(?:(?<=e)-\d+)?)",
    "noise": r"noise-(none|[0-9.]+)",
    "rubbish": r"rubbish-([0-9.]+)",
    "blanks": r"blanks-([0-9.]+)",
    "patterns": r"patterns-(\d+)",
    "repeated": r"repeated",
}
WORDS = {
    "loss": {"maximum_likelihood": "equation-8", "maximum_a_posteriori": "equation-9"},
    "curvature_loss": {None: "own", "maximum_likelihood": "equation-8"},
    "coefficient": {None: "connections"},
    "scale": {None: "1"},
    "elastic": {None: "none"},
    "translation": {None: "none"},
    "noise": {None: "none"},
}
NEEDS = {  # what has no meaning in a recipe of another kind
    "mu": ("optimizer", "sdlm"),
    "curvature_loss": ("optimizer", "sdlm"),
    "coefficient": ("optimizer", "sdlm"),
    "scale": ("loss", "maximum_a_posteriori"),
}
RUNS = [
    run
    for name, experiment in EXPERIMENTS.items()
    if isinstance(experiment, Experiment)
    and not name.startswith(("classifier-", "ladder-"))  # which have names of their own
    for run in experiment.runs(name, seeds=1)
]


def parsed(name: str) -> tuple[str, dict[str, str]]:
    """The base, and what is written of each field, of a label."""
    base, _, rest = name.partition("-")
    said = {}
    while rest:
        for field, pattern in WRITTEN.items():
            if found := re.match(rf"{pattern}(?:-(?=[a-z])|$)", rest):
                said[field] = found.group(found.lastindex or 0).rstrip("-")
                rest = rest[found.end() :]
                break
        else:
            raise AssertionError(f"{name}: {rest} is no field and its value")
    return base, said


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.experiment}/{run.label}")
def test_a_label_says_everything_that_was_changed(run):
    base, said = parsed(run.label)
    fields = {**asdict(run.recipe), "patterns": run.patterns, "repeated": run.repeated}
    usual = {**asdict(RECIPES[base]), "patterns": None, "repeated": False}
    for field, value in fields.items():
        kind, of = NEEDS.get(field, (field, fields[field]))
        if value == usual[field] or fields[kind] != of:
            assert field not in said
            continue
        written = WORDS.get(field, {}).get(value, field if value is True else value)
        if value is not True and isinstance(value, int | float):
            assert float(said.pop(field)) == value
        else:
            assert said.pop(field) == written
    assert not said


def test_labels_of_different_recipes_differ():
    for name, experiment in EXPERIMENTS.items():
        if isinstance(experiment, Experiment):
            runs = experiment.runs(name, seeds=1)
            assert len({(run.recipe, run.patterns) for run in runs}) == len(runs)
            assert len({run.label for run in runs}) == len(runs)


def test_fields_without_meaning_are_not_named():
    best = RECIPES["best"]
    other = replace(
        best, optimizer="sgd", mu=None, curvature_loss=None, coefficient=None
    )
    assert label(other, "best") == "best-optimizer-sgd"
    equation_8 = replace(best, loss="maximum_likelihood", scale=None)
    assert label(equation_8, "best", patterns=600) == "best-equation-8-patterns-600"


def test_a_recipe_of_its_own_goes_by_the_name_alone():
    assert [*varied("noise", {})] == ["noise"]
    (name,) = varied("best", {"noise": 0.1, "distorted": True})
    assert name == "best-distorted-noise-0.1"


def test_every_committed_run_is_of_the_recipe_and_patterns_of_its_label():
    for name, experiment in EXPERIMENTS.items():
        if not isinstance(experiment, Experiment):
            continue
        for key, recipe in experiment.recipes.items():
            if not any((COMMITTED / name).glob(f"{key}-seed-*.json")):
                continue
            held_out, sizes = experiment.held_out, experiment.patterns or {}
            for run in results.shipped_runs(name, key):
                assert run["recipe"] == recipe.to_dict()
                assert run["held_out"] == held_out
                all_shown = experiment.repeated or key not in sizes
                shown = 60_000 - held_out if all_shown else sizes[key]
                assert run["trained_on"] == shown
        files = {
            path.stem.rpartition("-seed-")[0] for path in (COMMITTED / name).glob("*")
        }
        assert files <= {*experiment.labels}
