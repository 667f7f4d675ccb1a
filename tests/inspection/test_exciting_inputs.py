"""Inputs that are changed until they excite a unit."""

import keras
import numpy as np
import pytest

from lenet_keras import lenet5, paper
from lenet_keras.inspection import exciting_inputs, feature_maps, largest_sums


@pytest.fixture(scope="module")
def model():
    return lenet5(seed=1)


def test_a_unit_is_excited_more_and_more(model):
    sums = [exciting_inputs(model, "C5", [3, 5], steps=n).sums for n in (0, 3, 12)]
    assert (np.diff(sums, axis=0) > 0).all()


def test_only_what_a_unit_sees_is_drawn_but_for_what_smoothing_spreads(model):
    """The unit in the middle of a C3 map sees the pixels 10 to 23."""
    (image,) = exciting_inputs(model, "C3", [4], steps=5, rough=0).images
    seen = image[10:24, 10:24]
    assert image.shape == (32, 32) and np.ptp(seen) > 0
    outside = image.copy()
    outside[10:24, 10:24] = paper.BACKGROUND
    np.testing.assert_allclose(outside, paper.BACKGROUND, atol=1e-6)


def test_pixels_stay_between_paper_and_ink_and_penalties_make_less_of_them(model):
    free = exciting_inputs(model, "F6", [7], rough=0, ink=0).images
    held = exciting_inputs(model, "F6", [7], rough=0.1, ink=0.1).images
    for images in (free, held):
        assert images.min() >= np.float32(paper.BACKGROUND)
        assert images.max() <= np.float32(paper.FOREGROUND)
    steps = [np.abs(np.diff(images, axis=1)).mean() for images in (free, held)]
    assert held.mean() < free.mean() and steps[1] < steps[0]


def test_sums_are_those_of_the_unit_before_it_squashes(model):
    found = exciting_inputs(model, "F6", [7, 2], steps=4)
    f6 = keras.Model(model.inputs, model.get_layer("F6").output)
    states = f6.predict(found.images[..., None], verbose=0)
    expected = paper.AMPLITUDE * np.tanh(paper.SLOPE * found.sums)
    np.testing.assert_allclose(states[[0, 1], [7, 2]], expected, atol=1e-4)


@pytest.mark.parametrize("units", [[], [84], [-1]])
def test_other_units_are_refused(model, units):
    with pytest.raises(ValueError, match=r"some of the 84 of layer 'F6'.*Received"):
        exciting_inputs(model, "F6", units)


def test_no_image_exceeds_the_largest_sums_of_a_layer(model):
    images = np.random.default_rng(0).uniform(-0.1, 1.175, (5, 32, 32, 1))
    states = feature_maps(model, images)["C3"].max(axis=(0, 1, 2))
    reached = paper.AMPLITUDE * np.tanh(paper.SLOPE * largest_sums(model, "C3", images))
    np.testing.assert_allclose(reached, states, atol=1e-4)


@pytest.mark.parametrize("rough", [-0.1, 0.2])
def test_a_pull_that_overshoots_is_refused(rough):
    with pytest.raises(ValueError, match=r"rough.*Received: rough="):
        exciting_inputs(lenet5(), "C5", [0], rough=rough)


def test_with_the_strongest_pull_no_checkerboard_grows():
    (image,) = exciting_inputs(lenet5(), "C5", [0], rough=0.125).images
    beside = np.abs(image[:, 1:] - image[:, :-1]).mean()
    next_but_one = np.abs(image[:, 2:] - image[:, :-2]).mean()
    assert beside < next_but_one
