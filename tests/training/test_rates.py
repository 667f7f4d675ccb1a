"""Every weight has a rate of its own, in every pass of the shipped run."""

import numpy as np
import pytest

from lenet_keras import weights_card
from lenet_keras.training import rates_by_pass


def test_rates_are_below_their_ceiling_and_slower_where_weights_are_shared():
    rates = rates_by_pass(samples=10)
    assert rates["eta"][0] == pytest.approx(weights_card()["recipe"]["learning_rate"])
    assert np.all(np.diff(rates["eta"]) < 0)
    for by_pass in rates["layers"].values():
        by_pass = np.array(by_pass)
        assert by_pass.shape == (20, 3)
        assert np.all(np.diff(by_pass) >= 0)
        assert np.all(by_pass[:, -1] <= 1.01 * np.array(rates["eta"]) / rates["mu"])
    first = {layer: by_pass[0][1] for layer, by_pass in rates["layers"].items()}
    assert max(first["C1"], first["S2"], first["C3"]) < min(first["C5"], first["F6"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": "mnist-noise"}, "weights with snapshots. Received: 'mnist-noise'"),
        ({"samples": 0}, "whole number from 1 to 500. Received: 0"),
        ({"samples": 2.5}, "whole number from 1 to 500. Received: 2.5"),
    ],
)
def test_bad_arguments_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        rates_by_pass(**arguments)
