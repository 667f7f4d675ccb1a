"""The shipped weights are what their card says."""

import hashlib
from importlib import resources

import numpy as np
import pytest
from keras import ops

from lenet_keras import lenet5, load_mnist, prepare, results, weights_card

FOLDER = resources.files("lenet_keras") / "data" / "weights"
NAMES = sorted(
    p.name.removesuffix(".json") for p in FOLDER.iterdir() if ".json" in p.name
)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_one_that_the_card_describes(name):
    content = (FOLDER / f"{name}.weights.h5").read_bytes()
    assert hashlib.sha256(content).hexdigest() == weights_card(name)["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_every_weight_is_a_float16_number(name):
    for weight in lenet5(weights=name).weights:
        values = ops.convert_to_numpy(weight)
        assert np.array_equal(values, values.astype("float16"))


@pytest.mark.parametrize("name", NAMES)
def test_the_error_on_the_test_set_is_the_one_on_the_card(name):
    test = load_mnist().test
    model = lenet5(weights=name)
    penalties = model.predict(prepare(test.images), batch_size=500, verbose=0)
    errors = int(np.sum(penalties.argmin(axis=-1) != test.labels))
    card = weights_card(name)
    assert errors == card["test_errors"]
    assert card["test_error_percent"] == pytest.approx(errors / 100)


def test_the_first_weights_reach_the_bound():
    assert weights_card("mnist")["test_error_percent"] <= 1.2


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_run_stands_behind_the_weights(name):
    card = weights_card(name)
    runs = results.shipped_runs(card["name_of_run"])
    (run,) = [run for run in runs if run["identity"] == card["identity"]]
    assert run["seed"] == 0
    assert run["evaluated_on"] == "test"
    assert card["test_error_percent_by_pass"] == [
        pytest.approx(100 * entry["error"]) for entry in run["passes"]
    ]
    assert "dirty" not in card["circumstances"]["commit"]


@pytest.mark.parametrize("name", NAMES)
def test_the_recipe_was_chosen_on_digits_held_out_of_training(name):
    card = weights_card(name)
    held_out = [
        run
        for run in results.shipped_runs(card["name_of_run"])
        if run["evaluated_on"] == "validation"
    ]
    best = min(held_out, key=lambda run: run["passes"][-1]["error"])
    assert best["recipe"] == card["recipe"]
    assert best["rejection_threshold"] == card["rejection_threshold"]


def test_unknown_weights_are_refused_with_the_names_that_exist():
    with pytest.raises(ValueError, match=r"one of \['mnist'.*Received: 'nmist'"):
        lenet5(weights="nmist")
