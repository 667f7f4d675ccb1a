"""The networks of Fig. 9, with other last layers, and three of them together."""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from sklearn.linear_model import Ridge

from lenet_keras import lenet5, load_mnist, paper, prepare, results
from lenet_keras.digits import Digits
from lenet_keras.reproduce import EXPERIMENTS, Run
from lenet_keras.reproduce.classifiers import boosting, descriptions
from lenet_keras.reproduce.classifiers.boosting import BoostedRun
from lenet_keras.reproduce.classifiers.comparison import TRAININGS
from lenet_keras.reproduce.classifiers.last_layer import (
    LastLayerRun,
    fitted_around,
    states,
)
from lenet_keras.reproduce.classifiers.networks import (
    CHOSEN,
    NETWORKS,
    RATES_TRIED,
    SEARCH,
    NetworkClassifierRun,
    costs,
    recipe,
    search_label,
)
from lenet_keras.training import network

SMOKE = Path(__file__).parents[2] / "smoke"
DIGITS = load_mnist().train
FEW = Digits(DIGITS.images[:300], DIGITS.labels[:300])
QUICK = replace(  # many at a time: nothing to compile
    recipe("lenet4", 1e-3), passes=1, batch_size=20, optimizer="adam", mu=None
)


def training(**changes) -> Run:
    return Run("trained", "lenet4", QUICK, patterns=300, judged=100, **changes)


# --- as data


def test_all_bars_of_figure_9_are_there():
    bars = [one.bar for one in descriptions().values() if one.bar]
    assert sorted(bars) == sorted(paper.printed_classifiers())
    labels = {
        *EXPERIMENTS["classifiers"].labels,
        *EXPERIMENTS["classifier-networks"].labels,
    }
    assert {*descriptions()} == labels
    assert all(one.differs.endswith(".") for one in descriptions().values())


def test_rates_are_chosen_among_those_that_were_tried():
    assert RATES_TRIED.keys() == CHOSEN.keys()
    assert all(CHOSEN[name] in rates for name, rates in RATES_TRIED.items())
    for label, entry in NETWORKS.items():
        name = entry.recipe.architecture
        if name is None:
            continue
        tried = SEARCH[search_label(name, CHOSEN[name])]
        assert replace(entry.recipe, distorted=False) == tried
        assert entry.recipe.distorted == label.endswith("-distorted")
    runs = EXPERIMENTS["classifier-rates"].runs("classifier-rates")
    assert all(run.held_out == 10_000 for run in runs)


def test_the_chosen_rate_has_the_least_held_out_error_and_is_no_end():
    for name, rates in RATES_TRIED.items():
        errors = {
            rate: results.shipped_runs("classifier-rates", search_label(name, rate))[0]
            for rate in rates
        }
        errors = {rate: one["passes"][-1]["error"] for rate, one in errors.items()}
        assert errors[CHOSEN[name]] == min(errors.values()), name
        assert CHOSEN[name] not in (rates[0], rates[-1]), name


def test_a_network_sees_its_version_of_the_digits():
    by_label = {run.label: run for run in TRAININGS.runs("classifier-trainings", 1)}
    for label, side in (("20x20-300-10", 20), ("lenet1", 16), ("lenet4", 28)):
        data = replace(by_label[label], patterns=5, judged=3).data()
        assert data.train.images.shape == (5, side, side)
        assert data.test.images.shape == (3, side, side)


def test_plain_c_is_for_lenet5_alone():
    by_label = {run.label: run for run in TRAININGS.runs("classifier-trainings", 1)}
    assert by_label["lenet5-distorted"].with_plain_c().plain_c
    assert not by_label["lenet4"].with_plain_c().plain_c


def test_costs_are_those_of_the_paper():
    assert costs(network("lenet1", (2.4, 0.5))) == {
        "variables": 2_578,
        "multiply_accumulates": 98_442,
    }
    assert costs(lenet5())["multiply_accumulates"] == paper.TOTAL_CONNECTIONS
    assert costs(lenet5())["variables"] == paper.TOTAL_PARAMETERS + 840


def test_the_committed_smoke_run_comes_out_again(tmp_path):
    smoke = EXPERIMENTS["classifier-networks"].smoke_run("classifier-networks")
    seen: list[int] = []
    found = smoke.execute(tmp_path / "smoke", "test", seen.append)
    expected = results.read_run(SMOKE / "classifier-networks.json")
    assert seen == [1] and smoke.steps == 1
    assert found["identity"] == smoke.new_result()["identity"] == expected["identity"]
    (one,), (other,) = found["measurements"], expected["measurements"]
    assert one["error"] == pytest.approx(other["error"], abs=0.03)
    for counted in ("variables", "multiply_accumulates"):
        assert one[counted] == other[counted]


# --- a network


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """With LeNet-4, trained for a moment."""
    folder = tmp_path_factory.mktemp("runs")
    training().execute(folder / "trained", "test")
    return folder


def test_a_network_is_judged_by_its_answers(folder):
    run = NetworkClassifierRun("measured", "lenet4", training(), judged=100)
    record = run.execute(folder / "measured", "test")
    (found,) = record["measurements"]
    model = training().network(folder / "measured")
    test = load_mnist().test
    said = model.predict(prepare(test.images[:100]), verbose=0).argmin(axis=1)
    assert found["error"] == np.mean(said != test.labels[:100])
    file = results.read_run(folder / "trained" / training().name / "run.json")
    assert found["error"] == file["passes"][-1]["error"]
    assert found["train_seconds"] is None  # by an earlier run
    assert record["identity"] == run.new_result()["identity"]


def test_how_long_training_takes_is_told_by_the_run_that_trains(tmp_path):
    run = NetworkClassifierRun("measured", "lenet4", training(seed=1), judged=100)
    (found,) = run.execute(tmp_path / "measured", "test")["measurements"]
    assert found["train_seconds"] > 0


# --- another last layer


def test_local_learning_is_a_ridge_around_each_digit():
    rng = np.random.default_rng(0)
    new, near = rng.normal(size=(3, 4)), rng.normal(size=(3, 9, 4))
    targets = rng.choice([-1.0, 1.0], size=(3, 9, 2))
    found = fitted_around(new, near, targets, decay=0.7)
    for one, around, wanted, said in zip(new, near, targets, found, strict=True):
        ridge = Ridge(alpha=0.7).fit(around, wanted)
        np.testing.assert_allclose(said, ridge.predict(one[None])[0], rtol=1e-6)


def test_states_are_what_the_last_layer_is_given(folder):
    model = training().network(folder / "measured")
    found = states(model, FEW)
    assert found.shape == (300, 120)
    kernel, bias = model.get_layer("units").get_weights()
    units = paper.AMPLITUDE * np.tanh(paper.SLOPE * (found @ kernel + bias))
    expected = boosting.answers(model, prepare(FEW.images))
    np.testing.assert_allclose(units, expected, atol=1e-4)


@pytest.mark.parametrize("label", ["lenet4-neighbours", "lenet4-local"])
def test_another_last_layer_is_chosen_without_the_digits_it_learned_from(label, folder):
    run = LastLayerRun("measured", label, training(), judged=100)
    assert run.choosing.held_out == 10_000
    assert run.choosing.experiment == "classifier-rates"
    assert run.choosing.label == "lenet4-rate-0.001"
    assert run.choosing.recipe == run.training.recipe
    record = run.execute(folder / "measured", "test")
    errors = [one["held_out_error"] for one in record["choices"]]
    assert record["chosen"] == record["choices"][int(np.argmin(errors))]
    (found,) = record["measurements"]
    assert 0 < found["error"] < 0.6
    # The images are not stored, but 120 states of each digit.
    whole = costs(training().network(folder / "measured"))
    stored = found["variables"] - whole["variables"] + 1_210
    assert stored in (300 * 120, 300 * 121)


# --- boosting


def test_the_second_network_learns_half_from_what_the_first_gets_wrong():
    rng = np.random.default_rng(0)
    labels = rng.integers(10, size=1_000)
    said = np.where(rng.random(1_000) < 0.1, (labels + 1) % 10, labels)[None]
    kept = boosting.half_wrong(said, labels, rng)
    wrong = said[0] != labels
    assert len({*kept}) == len(kept) == 2 * wrong.sum()
    assert wrong[kept].sum() == wrong.sum()
    again = boosting.half_wrong(said, labels, rng)
    assert {*kept[~wrong[kept]]} != {*again[~wrong[again]]}  # other right ones
    mostly = boosting.half_wrong((labels[None] + 1) % 10, labels, rng)
    assert len(mostly) == 0  # without right ones there is no half


def test_the_third_network_learns_from_what_the_others_differ_on():
    said = np.array([[1, 2, 3, 4], [1, 5, 3, 0]])
    kept = boosting.disagreed(said, np.array([1, 2, 0, 9]), np.random.default_rng(0))
    assert kept.tolist() == [1, 3]


def test_digits_are_distorted_anew_each_time():
    rounds = [*boosting.distorted(FEW, [0, 2], 2)]
    assert len(rounds) == 2
    one, other = (digits.images for digits in rounds)
    assert one.shape == (300, 32, 32) and one.dtype == np.uint8
    assert (one != other).any(axis=(1, 2)).mean() > 0.99
    same, _ = boosting.distorted(FEW, [0, 2], 2)
    np.testing.assert_array_equal(same.images, one)
    ink = one.sum(axis=(1, 2)) / FEW.images.sum(axis=(1, 2), dtype=float)
    assert 0.9 < np.median(ink) < 1.1


def test_three_networks_answer_together_and_a_killed_run_goes_on(
    folder, tmp_path, monkeypatch
):
    run = BoostedRun("measured", "lenet4-boosted", training(), judged=100, rounds=2)
    record = run.execute(folder / "measured", "test")
    (found,) = record["measurements"]
    assert found["learned_from"][0] == 300
    assert found["learned_from"][1] > 20 and found["learned_from"][2] > 20
    assert len(found["alone"]) == 3
    one = costs(training().network(folder / "measured"))
    assert found["variables"] == 3 * one["variables"]
    asked = [entry["asked"] for entry in found["asked"]]
    assert asked == sorted(asked) and 0 <= asked[0] <= asked[-1] <= 1
    filters: list = []
    monkeypatch.setattr(boosting, "filtered", lambda *words: filters.append(words))
    again = run.execute(folder / "measured", "test")  # nothing is done twice
    assert again["measurements"] == record["measurements"] and not filters


def test_outputs_of_the_three_are_added(folder):
    model = training().network(folder / "measured")
    x = prepare(FEW.images[:50])
    penalties = model.predict(x, verbose=0)
    units = boosting.answers(model, x)
    # Up to the same number for all classes, a penalty is -4 times an output.
    offset = penalties + 4 * units
    np.testing.assert_allclose(offset, offset[:, :1].repeat(10, 1), atol=1e-3)
    assert isinstance(model, keras.Model)
