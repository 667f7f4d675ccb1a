"""The shipped weights are what their card says."""

import gzip
import hashlib
import json
from importlib import resources

import numpy as np
import pytest
from keras import ops

from lenet_keras import (
    lenet5,
    load_mnist,
    paper,
    prepare,
    results,
    snapshots,
    weights_card,
)
from lenet_keras.digits import no_digits, random_rows
from lenet_keras.live._network import pack
from lenet_keras.reading import read_row, row_penalties
from lenet_keras.rejection import Limits, verdicts
from lenet_keras.weights import (
    Card,
    characters_of,
    checkpoint_name,
    checkpoints,
    last_checkpoint,
)

FOLDER = resources.files("lenet_keras") / "data" / "weights"
NAMES = sorted(
    p.name.removesuffix(".json") for p in FOLDER.iterdir() if ".json" in p.name
)
FOR_DIGITS = [name for name in NAMES if characters_of(name) == paper.DIGITS]
FOR_ROWS = [name for name in NAMES if name not in FOR_DIGITS]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_one_that_the_card_describes(name):
    content = (FOLDER / f"{name}.weights.h5").read_bytes()
    assert hashlib.sha256(content).hexdigest() == weights_card(name)["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_every_weight_is_a_whole_number_of_steps(name):
    for weight in lenet5(weights=name).weights:
        steps = 128 if weight.path.startswith("C5/kernel") else 512
        numbers = steps * ops.convert_to_numpy(weight)
        assert np.array_equal(numbers, np.rint(numbers))
    # A page needs half of what it takes for the same network before rounding.
    assert len(gzip.compress(pack(lenet5(weights=name))[1])) < 50_000


@pytest.mark.parametrize("name", NAMES)
def test_the_error_on_the_test_set_is_the_one_on_the_card(name):
    test = load_mnist().test
    model = lenet5(weights=name)
    penalties = model.predict(prepare(test.images), batch_size=500, verbose=0)
    share = results.error_share(penalties.argmin(axis=-1), test.labels)
    card = weights_card(name)
    assert share == card["test_errors"] / len(test.labels)
    assert card["test_error_percent"] == pytest.approx(100 * share)


def test_distorted_digits_make_the_better_network():
    plain, distorted = (
        weights_card(name)["test_error_percent"]
        for name in ("mnist", "mnist-distorted")
    )
    assert distorted < plain < 1.0


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_run_stands_behind_the_weights(name):
    card = weights_card(name)
    runs = results.shipped_runs(card["name_of_run"])
    (run,) = [run for run in runs if run["identity"] == card["identity"]]
    assert run["seed"] == 0
    assert run["evaluated_on"] == "test"
    assert card["test_error_percent_by_pass"] == [
        pytest.approx(100 * entry["error"], abs=1e-4) for entry in run["passes"]
    ]
    assert "dirty" not in card["circumstances"]["commit"]


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_run_on_held_out_digits_stands_behind_the_threshold(name):
    card = weights_card(name)
    runs = results.shipped_runs(card["name_of_held_out_run"])
    (run,) = [
        run
        for run in runs
        if (run["recipe"], run["seed"]) == (card["recipe"], card["seed"])
    ]
    assert run["evaluated_on"] == "validation"
    if name in FOR_DIGITS:
        assert run["rejection_threshold"] == card["rejection_threshold"]


@pytest.mark.parametrize("name", FOR_DIGITS)
def test_the_held_out_network_chose_the_limits_of_a_sure_answer(name):
    card = weights_card(name)
    chosen = results.shipped_runs("verdicts")
    (run,) = [run for run in chosen if run["recipe"] == card["recipe"]]
    assert run["limits"] == card["verdict_limits"]


def test_sure_answers_are_right_and_few_pictures_of_no_digit_are_sure():
    """By pictures that had no part in the choice of the limits."""
    test = load_mnist().test
    limits = Limits(**weights_card("mnist")["verdict_limits"])
    network = lenet5(weights="mnist")

    def judge(images):
        penalties = network.predict(prepare(images), batch_size=500, verbose=0)
        return penalties.argmin(axis=1), verdicts(penalties, limits) == "sure"

    answers, sure = judge(test.images)
    assert sure.mean() >= 0.95
    assert results.error_share(answers[sure], test.labels[sure]) <= 0.0015
    whole = ~np.isin(test.labels, (1, 4, 7))  # part of a 1 is a 1
    _, sure = judge(no_digits(test.images[whole], 400, rng=7, fonts="unseen"))
    assert sure.mean() <= 0.25


@pytest.mark.parametrize("name", ["mnist", "mnist-distorted"])
def test_the_recipe_was_chosen_on_digits_held_out_of_training(name):
    """Of all candidates the best two got three seeds, of these the smaller mean won."""
    recipe = weights_card(name)["recipe"]
    by_seed: dict[str, dict[int, float]] = {}
    for folder in (resources.files("lenet_keras") / "data" / "results").iterdir():
        if not folder.name.startswith("search-"):
            continue
        for run in results.shipped_runs(folder.name):
            assert run["evaluated_on"] == "validation"
            if "blanks" in run["recipe"]:
                continue
            if ("distorted" in run["recipe"]) == ("distorted" in recipe):
                seeds = by_seed.setdefault(json.dumps(run["recipe"]), {})
                seeds[run["seed"]] = run["passes"][-1]["error"]
    first = sorted(by_seed, key=lambda one: by_seed[one][0])
    assert len(first) > 12
    means = {
        one: np.mean([by_seed[one][seed] for seed in range(3)]) for one in first[:2]
    }
    assert all(len(by_seed[one]) == 1 for one in first[2:])
    assert json.loads(min(means, key=means.get)) == recipe


def test_snapshots_lead_from_chance_to_the_shipped_weights():
    passes = snapshots("mnist")
    assert len(passes) == 1 + weights_card("mnist")["recipe"]["passes"]
    model = lenet5(weights="mnist")
    for one, two in zip(passes[-1], model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    test = load_mnist().test
    x, y = prepare(test.images[:1000]), test.labels[:1000]
    errors = []
    for weights in (passes[0], passes[1], passes[-1]):
        model.set_weights(weights)
        answers = model.predict(x, verbose=0).argmin(axis=-1)
        errors.append(results.error_share(answers, y))
    assert errors[0] > 0.7 > 0.1 > errors[1] > errors[2]
    codes = [weights[-1] for weights in passes]
    assert all(np.array_equal(code, codes[0]) for code in codes)


def test_weights_without_snapshots_are_refused():
    with pytest.raises(ValueError, match="with snapshots. Received: 'mnist-distorted'"):
        snapshots("mnist-distorted")


def test_unknown_weights_are_refused_with_the_names_that_exist():
    with pytest.raises(ValueError, match=r"one of \['mnist'.*Received: 'nmist'"):
        lenet5(weights="nmist")


@pytest.mark.parametrize("name", NAMES)
def test_a_card_has_the_fields_of_a_card(name):
    of_digits = {"rejection_threshold", "rejection_rule", "verdict_limits"}
    of_rows = {"characters", "row_error_percent"}
    assert of_digits | of_rows == Card.__optional_keys__
    kind = of_digits if name in FOR_DIGITS else of_rows
    assert set(weights_card(name)) == Card.__required_keys__ | kind


@pytest.mark.parametrize("name", FOR_ROWS)
def test_rows_that_the_network_read_stand_behind_the_card(name):
    card = weights_card(name)
    (run,) = [
        run
        for run in results.shipped_runs("rows")
        if run["training"] == card["identity"]
    ]
    (error,) = [
        one["error"]
        for one in run["measurements"]
        if (one["reader"], one["length"], one["gaps"]) == ("path", 5, [-1, 4])
    ]
    assert card["row_error_percent"] == pytest.approx(100 * error)
    rows = random_rows(
        load_mnist().test, 200, 5, rng=6
    )  # the rounded network, rows anew
    network = lenet5((32, None, 1), weights=name)
    assert network.output_shape[-1] == len(card["characters"]) == 11
    found = row_penalties(network, [row.picture for row in rows])
    wrong = [
        read_row(penalties).text != "".join(map(str, row.labels))
        for row, penalties in zip(rows, found, strict=True)
    ]
    assert np.mean(wrong) == pytest.approx(error, abs=0.06)


def test_the_last_checkpoint_of_a_run_is_that_of_its_last_pass(tmp_path):
    with pytest.raises(ValueError, match="finished at least one pass. Received: "):
        last_checkpoint(tmp_path)
    for number in (9, 10, 2):
        (tmp_path / checkpoint_name(number)).touch()
    (tmp_path / "part.keras").touch()
    assert last_checkpoint(str(tmp_path)).name == checkpoint_name(10)
    names = [path.name for path in checkpoints(tmp_path)]
    assert names == [checkpoint_name(number) for number in (2, 9, 10)]


def test_a_run_gives_lenet5_the_weights_of_its_last_pass(tmp_path):
    passes = [lenet5(seed=number) for number in (0, 1)]
    for number, model in enumerate(passes, start=1):
        model.save(tmp_path / checkpoint_name(number))
    wide = lenet5(input_shape=(32, None, 1), weights=tmp_path)
    for one, other in zip(wide.get_weights(), passes[-1].get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_name_of_shipped_weights_is_stronger_than_a_folder(tmp_path, monkeypatch):
    expected = lenet5(weights="mnist").get_weights()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mnist").mkdir()
    for one, other in zip(lenet5(weights="mnist").get_weights(), expected, strict=True):
        np.testing.assert_array_equal(one, other)
