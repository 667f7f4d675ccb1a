"""A reduced set comes nearer and nearer to the machine that it replaces."""

import numpy as np
import pytest

from lenet_keras import load_mnist
from lenet_keras.digits import reduced as small
from lenet_keras.reproduce.classifiers import reduced_set
from lenet_keras.reproduce.classifiers.machines import Kernel, decisions, machine
from lenet_keras.reproduce.classifiers.reduced_set import ReducedSet, reduced, spread
from lenet_keras.reproduce.representations import pixels

TRAIN = load_mnist().train
X, Y = pixels(small(TRAIN.images[:400])), TRAIN.labels[:400]
NEW, OF_NEW = pixels(small(TRAIN.images[-200:])), TRAIN.labels[-200:]
KERNEL = Kernel(5, 1.0, 40.0)


@pytest.fixture(scope="module")
def eight():
    return machine(X, np.where(Y == 8, 1.0, -1.0), KERNEL, 1.0)


@pytest.mark.parametrize("few", [3, 12])
def test_each_step_comes_nearer(eight, few):
    vectors = X[eight.support]
    places, weights, history = reduced(vectors, eight.weights, KERNEL, few)
    assert len(places) == len(weights) == few
    assert len(history) > 5
    assert np.all(np.diff(history) <= 1e-6)
    assert history[-1] < 0.75 * history[0]


def test_the_distance_is_the_one_after_the_kernel(eight):
    vectors, kernel = X[eight.support], Kernel(2, 1.0, 40.0)
    places, weights, history = reduced(vectors, eight.weights, kernel, 4)
    every = np.concatenate([vectors, places]).astype("float64")
    signed = np.concatenate([eight.weights, -weights]).astype("float64")
    # The features of a polynomial of second degree, written out.
    scaled = np.concatenate([every / np.sqrt(40), np.ones((len(every), 1))], axis=1)
    features = np.einsum("ij,ik->ijk", scaled, scaled).reshape(len(every), -1)
    left = np.sum((signed @ features) ** 2)
    whole = np.sum((signed[: len(vectors)] @ features[: len(vectors)]) ** 2)
    assert history[-1] == pytest.approx(left / whole, rel=0.02)


def test_more_vectors_come_nearer_and_all_of_them_are_the_machine(eight):
    vectors = X[eight.support]
    ends = [reduced(vectors, eight.weights, KERNEL, few)[2][-1] for few in (2, 8, 20)]
    assert ends == sorted(ends, reverse=True)
    places, weights, history = reduced(
        vectors, eight.weights, KERNEL, len(eight.support)
    )
    again = eight._replace(weights=weights)
    np.testing.assert_allclose(
        decisions(NEW, places, again, KERNEL),
        decisions(NEW, vectors, eight, KERNEL),
        atol=0.1,
    )


def test_the_first_vectors_are_of_both_signs():
    weights = np.array([-3.0, 2.0, -1.0, 5.0])
    assert spread(weights, 2).tolist() == [0, 3]
    assert spread(weights, 4).tolist() == [0, 2, 1, 3]


def test_ten_reduced_machines_still_read(monkeypatch):
    monkeypatch.setattr(reduced_set, "_STEPS", 60)
    learned = ReducedSet(5, 1.0, 1.0, 4, few=12).learn(X, Y, 0)
    wrong = np.mean(learned.scores(NEW)[""].argmax(axis=1) != OF_NEW)
    assert wrong < 0.3
    assert learned.remarks["vectors"] == 120
    assert learned.multiply_accumulates == 120 * 256 + 120
    assert learned.remarks["of_all_before"] > 10 * 120
    assert len(learned.remarks["misfits"]) == 10
