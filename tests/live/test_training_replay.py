"""The training run, live: the page gets kernels, errors and rates of that run."""

import gzip

import numpy as np
import pytest
from ipywidgets.embed import dependency_state

from lenet_keras import lenet5, load_mnist, prepare, weights_card
from lenet_keras.live import TrainingReplay
from lenet_keras.live.training_replay._kernels import (
    connections,
    kernels_by_pass,
    whole_steps,
)
from lenet_keras.training import rates_by_pass
from lenet_keras.weights import snapshots


@pytest.fixture(scope="module")
def rates():
    return rates_by_pass(samples=10)


@pytest.fixture(scope="module")
def figure(rates):
    return TrainingReplay(rates)


@pytest.fixture(scope="module")
def replay(figure):
    return figure.view


def test_kernels_are_those_of_the_shipped_network_at_the_end():
    model = lenet5(weights="mnist")
    c1, c3 = (model.get_layer(name).get_weights()[0] for name in ("C1", "C3"))
    found = kernels_by_pass(lenet5(), snapshots())
    assert found["C1"].shape == (21, 6, 5, 5)
    assert found["C3"].shape == (21, 60, 5, 5)
    np.testing.assert_array_equal(found["C1"][-1, 2], c1[:, :, 0, 2])
    np.testing.assert_array_equal(found["C3"][-1, 7], c3[:, :, 7])


def test_the_page_has_every_weight_to_half_a_step(replay):
    kernels = kernels_by_pass(lenet5(), snapshots())
    rounded = np.frombuffer(replay.kernels, "int8")
    place = 0
    for layer in replay.layers:
        exact = kernels[layer["name"]]
        part = rounded[place : place + exact.size].reshape(exact.shape)
        place += exact.size
        steps = np.array(layer["scales"])[:, None, None, None]
        assert np.all(np.abs(part * steps - exact) <= 0.5001 * steps)
        assert sum(map(len, layer["connections"])) == exact.shape[1]
    assert place == len(rounded)
    assert len(gzip.compress(replay.kernels)) < 40_000


def test_a_step_is_worth_more_where_weights_are_larger():
    rounded, scales = whole_steps({"C1": np.array([[[[1.0]]], [[[-10.0]]]])})
    assert np.frombuffer(rounded, "int8").tolist() == [127, -127]
    assert scales["C1"][1] == pytest.approx(10 * scales["C1"][0])


def test_maps_of_c1_have_one_input_and_those_of_c3_the_ones_of_table_1():
    model = lenet5()
    assert connections(model.get_layer("C1")) == [[0]] * 6
    assert connections(model.get_layer("C3"))[0] == [0, 1, 2]


def test_errors_are_those_of_the_shipped_run(replay):
    card = weights_card()
    np.testing.assert_allclose(
        replay.errors["test"], card["test_error_percent_by_pass"]
    )
    assert len(replay.errors["training"]) == card["recipe"]["passes"]


def test_the_page_gets_the_rates_as_they_are(replay, rates):
    assert replay.rates == rates


def test_every_control_is_linked_to_its_trait_in_the_browser(figure):
    states = dependency_state(figure, drop_defaults=False).values()
    links = [m["state"] for m in states if m["model_name"] == "LinkModel"]
    assert {link["target"][1] for link in links} == {"view", "colours"}


def test_the_static_picture_shows_some_passes_and_its_words_name_them(figure):
    assert "passes 1, 5 and 20" in figure.alt
    labels = {axes.get_ylabel() for axes in figure.picture().axes}
    assert {"start", "pass 1", "pass 5", "pass 20"} <= labels


def test_it_begins_with_the_last_pass(replay):
    assert replay.at == 20
    assert replay.labels == [] and len(replay.answers) == 21


def test_digits_are_shown_with_their_answers_by_pass(rates):
    test = load_mnist().test
    images, labels = test.images[:40], test.labels[:40]
    view = TrainingReplay(rates, images=images, labels=labels).view
    assert (len(view.labels), len(view.images)) == (10, 10 * 28 * 28)
    network = lenet5(weights="mnist")
    shown = np.frombuffer(view.images, "uint8").reshape(10, 28, 28)
    last = np.asarray(network(prepare(shown))).argmin(axis=-1)
    assert view.answers[-1] == last.tolist()
    with pytest.raises(ValueError, match="`labels` must be 40 integers"):
        TrainingReplay(rates, images=images, labels=labels[:3])


def test_bad_arguments_are_refused(rates):
    with pytest.raises(ValueError, match="with snapshots. Received: 'mnist-noise'"):
        TrainingReplay(rates, "mnist-noise")
    with pytest.raises(ValueError, match="those of 20 passes. Received: rates of 1"):
        TrainingReplay({**rates, "eta": [1.0]})
