"""Elastic distortions: all parts of a pattern move a little, each in its own way."""

import numpy as np
import pytest

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.digits import random_affine, random_elastic, shift
from lenet_keras.digits._elastic import spline_weights

STILL = {"translation": 0.0, "scale": 0.0, "squeeze": 0.0, "shear": 0.0}


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:200])


def test_without_a_field_it_is_the_affine_distortion(digits):
    bent = random_elastic(digits, rng=[3, 1], amount=0.0, translation=1.5)
    affine = random_affine(digits, rng=[3, 1])
    np.testing.assert_allclose(bent, affine, atol=2e-5)


def test_the_seed_decides_and_the_input_stays(digits):
    before = digits.copy()
    one, same, other = (random_elastic(digits, rng) for rng in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any(axis=(1, 2, 3)).sum() > 150
    np.testing.assert_array_equal(digits, before)


def test_one_image_in_ten_stays_as_it_is(digits):
    many = np.repeat(digits, 10, axis=0)
    same = (random_elastic(many, rng=0) == many).all(axis=(1, 2, 3))
    assert 0.08 < same.mean() < 0.12
    assert (
        not (random_elastic(digits, 0, share=1.0) == digits).all(axis=(1, 2, 3)).any()
    )


def test_paper_stays_paper_and_nothing_leaves_the_scale(digits):
    blank = np.full((3, 32, 32, 1), paper.BACKGROUND, "float32")
    np.testing.assert_array_equal(random_elastic(blank, 0, share=1.0), blank)
    bent = random_elastic(digits, rng=0)
    assert bent.min() >= np.float32(paper.BACKGROUND)
    assert bent.max() <= np.float32(paper.FOREGROUND)


def displacements(amount, spacing=32 / 6, images=300):
    """How far the middle pixels of ramps, which grow to the right and down, move."""
    ramp = np.arange(64, dtype="float32") / 64 + np.float32(paper.BACKGROUND)
    ramp = np.broadcast_to(ramp, (images, 64, 64))
    both = np.stack([ramp, ramp.swapaxes(1, 2)], axis=-1)
    bent = random_elastic(both, 7, amount, spacing, share=1.0, **only_a_little())
    return 64 * (bent - both)[:, 16:48, 16:48]


def only_a_little():
    """Maps so near to the identity that they count as maps, and move nothing."""
    return {**STILL, "translation": 1e-6}


def test_pixels_move_as_far_as_said_and_neighbours_together():
    moved = displacements(2.5)
    root_mean_square = np.sqrt((moved**2).mean(axis=(0, 1, 2)))
    np.testing.assert_allclose(root_mean_square, 0.69, atol=0.03)
    assert abs(moved.mean()) < 0.02
    steps = np.abs(np.diff(moved, axis=1))
    assert steps.max() < 1.0  # a stroke bends and does not tear
    channels = moved.reshape(-1, 2).T
    assert abs(np.corrcoef(channels)[0, 1]) < 0.05  # right and down are independent


def test_pixels_move_in_proportion_and_closer_nodes_make_more_waves():
    np.testing.assert_allclose(displacements(2.0), 2 * displacements(1.0), atol=1e-3)

    def waviness(spacing):
        moved = displacements(2.0, spacing)
        return np.abs(np.diff(moved, axis=1)).mean() / np.abs(moved).mean()

    assert waviness(4) > 1.3 * waviness(8)


def test_equal_nodes_shift_the_image(digits, monkeypatch):
    class Ones(np.random.Generator):
        def random(self, size, dtype=np.float64):
            draws = np.zeros(size, dtype)
            return draws + (0.75 if len(size) == 2 else 1.0)

    rng = Ones(np.random.PCG64(0))
    moved = random_elastic(digits, rng, amount=2.0, **only_a_little(), share=1.0)
    # All nodes say: take what is 2 pixels further down and to the right.
    expected = shift(digits, dx=-2, dy=-2)
    np.testing.assert_allclose(moved, expected, atol=1e-5)


@pytest.mark.parametrize(("size", "spacing"), [(32, 32 / 6), (28, 3.0), (5, 40.0)])
def test_spline_weights_share_out_one(size, spacing):
    weights = spline_weights(size, spacing)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-6)
    assert weights.min() >= 0
    # A straight line of nodes is a straight line of pixels.
    nodes = spacing * (np.arange(weights.shape[1]) - 1)
    np.testing.assert_allclose(weights @ nodes, np.arange(size), atol=1e-4)


def test_images_of_several_channels_bend_alike(digits):
    twice = np.concatenate([digits, digits], axis=-1)
    bent = random_elastic(twice, rng=0)
    np.testing.assert_array_equal(bent[..., 0], bent[..., 1])
    np.testing.assert_array_equal(bent[..., :1], random_elastic(digits, rng=0))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"amount": -1.0}, "`amount` must be a finite number, 0 or more.*-1.0"),
        ({"amount": np.nan}, "`amount` must be a finite number.*nan"),
        ({"spacing": 0.5}, "`spacing` must be a finite number, 1 or more.*0.5"),
        ({"shear": -1.0}, "`shear` must be 0 or more.*-1.0"),
        ({"rng": None}, "`rng` must be a seed.*None"),
    ],
)
def test_what_is_out_of_range_is_refused(digits, arguments, words):
    with pytest.raises(ValueError, match=words):
        random_elastic(digits, **{"rng": 0, **arguments})


def test_images_that_are_none_are_refused():
    with pytest.raises(ValueError, match=r"floats of shape.*uint8.*\(3, 28, 28\)"):
        random_elastic(np.zeros((3, 28, 28), "uint8"), 0)
