"""Stated probabilities beside the share of answers that are right."""

import numpy as np
import pytest

from lenet_keras.inspection import reliability


def test_who_says_what_is_true_lies_on_the_diagonal():
    rng = np.random.default_rng(0)
    stated = rng.uniform(0.5, 1, 100_000)
    shares = np.stack([stated, 1 - stated], axis=1)
    labels = (rng.uniform(size=len(stated)) > stated).astype(int)
    found = reliability(shares, labels)
    np.testing.assert_allclose(found.observed, found.stated, atol=0.02)
    assert found.digits.sum() == len(labels)


def test_who_is_too_sure_lies_below():
    shares = np.tile([0.99, 0.01], (200, 1))
    found = reliability(shares, np.repeat([0, 1], 100))
    assert found.stated.tolist() == [pytest.approx(0.99)]
    assert found.observed.tolist() == [0.5]


def test_small_groups_are_left_out():
    shares = np.array([[0.95, 0.05]] * 30 + [[0.55, 0.45]] * 3)
    labels = np.zeros(33, int)
    assert reliability(shares, labels).digits.tolist() == [30]
    assert reliability(shares, labels, least=1).digits.tolist() == [3, 30]


@pytest.mark.parametrize("labels", [np.zeros(2, int), np.zeros(0, int)])
def test_each_digit_needs_a_label(labels):
    with pytest.raises(ValueError, match="`labels`.*Received: shapes"):
        reliability(np.ones((3, 2)), labels)
