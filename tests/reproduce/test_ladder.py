"""The ladder from 1998 to today: each rung changes what it says, and nothing else."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import keras
import numpy as np
import pytest

from lenet_keras import (
    MaximumAPosterioriLoss,
    lenet5,
    load_mnist,
    paper,
    prepare,
    results,
)
from lenet_keras.inspection import count
from lenet_keras.reproduce import EXPERIMENTS, Run
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.ladder import LADDER_RUNGS, RUNGS, TUTORIALS
from lenet_keras.reproduce.ladder.comparison import CHOSEN, RATES_TRIED, label
from lenet_keras.reproduce.ladder.cross_entropy import CrossEntropy
from lenet_keras.reproduce.ladder.network import changed_network
from lenet_keras.reproduce.ladder.run import LadderRun
from lenet_keras.reproduce.ladder.rungs import AVERAGED, ROWS, with_rungs
from lenet_keras.training import RECIPES, PlainC
from lenet_keras.weights import last_checkpoint, load_checkpoint

SMOKE = Path(__file__).parents[1] / "smoke"
COMMITTED = Path(results.__file__).parent / "data" / "results"
TRAIN = load_mnist().train
X, Y = prepare(TRAIN.images[:64]), TRAIN.labels[:64]
BASE = ("equation-9", "adam")


def layers_of(*rungs):
    return {layer.name: layer for layer in with_rungs(rungs, 1e-3).network().layers}


def parameters(*rungs):
    return sum(layer.parameters for layer in count(with_rungs(rungs, 1e-3).network()))


# --- the rows


def test_the_bottom_is_the_exact_network_and_its_training():
    bottom, paper_s = with_rungs((), 1e-4), RECIPES["paper"]
    changed = {"start", "coefficient", "rungs"}
    ours = {k: v for k, v in asdict(bottom).items() if k not in changed}
    assert ours == {k: v for k, v in asdict(paper_s).items() if k not in changed}
    assert isinstance(PlainC(bottom.compiled_model(10)), PlainC)  # it knows no other


def test_each_row_is_named_by_all_that_it_has():
    assert len(ROWS) == len({*ROWS.values()}) == 32
    for row, rungs in ROWS.items():
        if {*rungs} & {*TUTORIALS}:
            assert (row,) == rungs
            continue
        expected = "exact"
        for rung in RUNGS:  # in their order
            expected += f"-{rung}" if rung in rungs else ""
        assert row == expected


def test_the_ladder_is_climbed_rung_by_rung_and_each_rung_stands_alone():
    sets = [{*rungs} for rungs in ROWS.values()]
    for height in range(len(RUNGS) + 1):
        assert {*RUNGS[:height]} in sets
    for rung in (*RUNGS[2:3], *RUNGS[4:]):
        assert {*BASE, rung} in sets
    assert {*BASE, "softmax", "logits"} in sets  # logits know no equation 9
    for rung in RUNGS[3:]:
        assert {*RUNGS} - {rung} in sets


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_changes_the_fields_that_it_names(rung):
    below = RUNGS[: RUNGS.index(rung)]
    before, after = with_rungs(below, 1e-3), with_rungs((*below, rung), 1e-3)
    changes = {**LADDER_RUNGS[rung].changes, "rungs": (*below, rung)}
    if rung == "logits":
        changes["scale"] = None
    assert after == replace(before, **changes)
    assert after != before


def test_all_rows_have_three_rates_to_choose_from_and_more_beyond_an_end():
    assert RATES_TRIED.keys() == CHOSEN.keys() == ROWS.keys()
    for row, rates in RATES_TRIED.items():
        assert len(rates) >= 3 and CHOSEN[row] in rates
        np.testing.assert_allclose(np.diff(np.log10(rates)), 0.5, atol=0.03)
    runs = EXPERIMENTS["ladder-rates"].runs("ladder-rates")
    assert len(runs) == sum(map(len, RATES_TRIED.values()))
    assert {run.held_out for run in runs} == {10_000}
    assert {run.seed for run in runs} == {0}


def test_the_chosen_rate_has_the_least_held_out_error():
    folder = COMMITTED / "ladder-rates"
    for row, rates in RATES_TRIED.items():
        files = {at: folder / f"{label(row, at)}-seed-0.json" for at in rates}
        if not all(file.exists() for file in files.values()):
            continue  # it has not been tried at all rates yet
        runs = {at: results.read_run(file) for at, file in files.items()}
        errors = {
            at: 1.0 if "diverged" in run else run["passes"][-1]["error"]
            for at, run in runs.items()
        }
        assert errors[CHOSEN[row]] == min(errors.values()), row


def test_the_chosen_rates_get_ten_seeds():
    runs = EXPERIMENTS["ladder"].runs("ladder")
    assert {run.label for run in runs} == {label(r, at) for r, at in CHOSEN.items()}
    assert len(runs) == 10 * len(ROWS)
    assert {run.training.experiment for run in runs} == {"ladder-rates"}
    exact = [run for run in runs if run.with_plain_c().training.recipe.mu]
    assert {run.with_plain_c().training.plain_c for run in exact} == {True}


# --- the networks


def test_without_rungs_it_is_lenet5():
    model, exact = changed_network((), "square_root", seed=3), lenet5(seed=3)
    for ours, theirs in zip(model.get_weights(), exact.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_allclose(model(X), exact(X), rtol=1e-4)


def test_each_rung_adds_the_weights_that_it_says():
    assert parameters(*BASE) == paper.TOTAL_PARAMETERS
    for rung, more in (
        ("relu", 0),
        ("max-pooling", -12 - 32),
        ("full-c3", 16 * 6 * 25 - 60 * 25),
        ("batch-normalisation", 2 * (6 + 16 + 120 + 84)),
        ("dropout", 0),
        ("averaging", 0),
        ("elastic", 0),
        ("cosine", 0),
        ("softmax", 0),
    ):
        assert parameters(*BASE, rung) - paper.TOTAL_PARAMETERS == more
    logits = parameters(*BASE, "softmax", "logits")
    assert logits - paper.TOTAL_PARAMETERS == 84 * 10 + 10


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_tutorials_have_61_706_weights_and_pixels_from_0_to_1(name):
    model = with_rungs((name,), 1e-3).network()
    assert parameters(name) == 61_706
    first = keras.Model(model.input, model.layers[1].output)
    seen = first.predict(X, verbose=0)
    raw = np.pad(TRAIN.images[:64] / 255, ((0, 0), (2, 2), (2, 2)))
    np.testing.assert_allclose(seen[..., 0], raw, atol=1e-6)


def test_relu_leaves_f6_alone_where_its_codes_ask_for_minus_one():
    for rungs, lowest in ((("relu",), -1), (("softmax", "logits", "relu"), 0)):
        layers = layers_of(*BASE, *rungs)
        f6 = keras.Model(layers["image"].output, layers["F6"].output)
        c1 = keras.Model(layers["image"].output, layers["C1"].output)
        assert c1.predict(X, verbose=0).min() == 0
        states = f6.predict(X, verbose=0)
        assert (states.min() < -0.1) == (lowest < 0)


def test_normalised_layers_squash_afterwards():
    names = [*layers_of(*BASE, "batch-normalisation")]
    for name in ("C1", "C3", "C5", "F6"):
        at = names.index(name)
        assert names[at + 1 : at + 3] == [f"{name}_normalised", f"{name}_squashed"]
        layer = layers_of(*BASE, "batch-normalisation")[name]
        assert layer.activation is keras.activations.linear


def test_cross_entropy_is_equation_9_without_rubbish_and_keras_own_on_logits():
    penalties = np.random.default_rng(0).uniform(0, 30, (50, 10)).astype("float32")
    labels = np.random.default_rng(1).integers(10, size=50)
    found = float(CrossEntropy(0.5)(labels, penalties))
    no_rubbish = MaximumAPosterioriLoss(j=1e6, scale=0.5)
    assert found == pytest.approx(float(no_rubbish(labels, penalties)), rel=1e-5)
    keras_own = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert found == pytest.approx(float(keras_own(labels, -0.5 * penalties)), rel=1e-5)
    again = CrossEntropy.from_config(CrossEntropy(0.5).get_config())
    assert again.scale == 0.5


def test_the_loss_of_logits_is_that_of_keras():
    recipe = with_rungs((*BASE, "softmax", "logits"), 1e-3)
    model = recipe.compiled_model(64, seed=0)
    logits = keras.Model(model.input, model.get_layer("logits").output)
    keras_own = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    expected = float(keras_own(Y, logits.predict(X, verbose=0)))
    assert model.evaluate(X, Y, verbose=0)[0] == pytest.approx(expected, rel=1e-5)


# --- the training


def test_a_pass_ends_with_the_average_of_its_weights():
    recipe = with_rungs((*BASE, "averaging"), 1e-3)
    plain = with_rungs(BASE, 1e-3).compiled_model(64, seed=0)
    model = recipe.compiled_model(64, seed=0)
    batches = [(X[at : at + 32], Y[at : at + 32]) for at in (0, 32)]
    average = None
    for x, y in batches:
        plain.fit(x, y, batch_size=32, verbose=0)
        weights = np.concatenate([w.ravel() for w in plain.get_weights()])
        if average is None:
            average = weights
        else:
            average = AVERAGED * average + (1 - AVERAGED) * weights
    model.fit(X, Y, batch_size=32, shuffle=False, verbose=0)
    found = np.concatenate([w.ravel() for w in model.get_weights()])
    np.testing.assert_allclose(found, average, atol=1e-6)
    assert np.abs(found - weights).max() > 1e-4


def small(rungs, passes):
    recipe = replace(with_rungs(rungs, 1e-3), passes=passes)
    return Run("small", "small", recipe, held_out=10_000, patterns=300, judged=100)


def test_a_run_that_was_killed_ends_as_if_it_had_not_been(tmp_path):
    """With all rungs: what dropout draws, averages and statistics are kept."""
    rungs = tuple(rung for rung in RUNGS if rung != "cosine")
    whole = small(rungs, 2).execute(tmp_path / "whole", "test")
    small(rungs, 1).execute(tmp_path / "parts", "test")
    parts = small(rungs, 2).execute(tmp_path / "parts", "test")
    assert parts["passes"] == whole["passes"]
    name = small(rungs, 2).name
    ours, theirs = (
        load_checkpoint(last_checkpoint(tmp_path / folder / name)).get_weights()
        for folder in ("parts", "whole")
    )
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(one, other)


def test_dropout_draws_anew_in_each_pass():
    recipe = with_rungs((*BASE, "dropout"), 1e-3)
    model = recipe.compiled_model(64, seed=0)
    layer = model.get_layer("dropout")
    ones, masks = np.ones((4, 120)), []
    for number, seed in ((1, 0), (2, 0), (1, 1), (1, 0)):
        recipe.prepare_pass(model, number, X, Y, seed)
        masks.append(keras.ops.convert_to_numpy(layer(ones, training=True)))
    assert (masks[0] == masks[3]).all()
    assert (masks[0] != masks[1]).any() and (masks[0] != masks[2]).any()


# --- the measurement


def test_a_network_is_judged_on_held_out_and_on_test_digits(tmp_path):
    recipe = replace(with_rungs(BASE, 1e-3), passes=2)
    training = Run("trained", "a", recipe, held_out=10_000, patterns=300, judged=100)
    run = LadderRun("measured", "a", training, judged=100)
    record = run.execute(tmp_path / "measured", "test")
    (found,) = record["measurements"]
    file = json.loads((tmp_path / "trained" / training.name / "run.json").read_text())
    assert file["evaluated_on"] == "validation"
    assert found["held_out_errors"] == [one["error"] for one in file["passes"]]
    test = load_mnist().test
    model = training.network(tmp_path / "measured")
    penalties = model.predict(prepare(test.images[:100]), verbose=0)
    said = penalties.argmin(axis=1)
    assert found["error"] == np.mean(said != test.labels[:100])
    assert found["rejected"] == judged(-penalties, test.labels[:100])["rejected"]
    assert found["interval"][0] <= found["error"] <= found["interval"][1]
    assert found["train_error"] == file["passes"][-1]["train_error"]
    assert found["parameters"] == paper.TOTAL_PARAMETERS
    assert found["multiply_accumulates"] == paper.TOTAL_CONNECTIONS
    assert found["train_seconds"] > 0
    assert record["identity"] == run.new_result()["identity"]


def test_the_committed_smoke_run_comes_out_again(tmp_path):
    smoke = EXPERIMENTS["ladder"].smoke_run("ladder")
    seen: list[int] = []
    found = smoke.execute(tmp_path / "smoke", "test", seen.append)
    expected = results.read_run(SMOKE / "ladder.json")
    assert seen == [1] and smoke.steps == 1
    assert found["identity"] == smoke.new_result()["identity"] == expected["identity"]
    (one,), (other,) = found["measurements"], expected["measurements"]
    assert one["error"] == pytest.approx(other["error"], abs=0.03)
    assert one["parameters"] == other["parameters"]
