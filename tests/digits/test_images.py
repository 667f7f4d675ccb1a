"""The scale of the network's input."""

import numpy as np
import pytest
from messages import assert_one_line

from lenet_keras.digits import DataError, load_mnist, prepare


@pytest.fixture(scope="module")
def mnist():
    return load_mnist(validation=10_000)


def test_white_is_minus_a_tenth_and_black_is_1_175():
    image = np.zeros((28, 28), "u1")
    image[0, 0] = 255
    x = prepare(image)
    assert x.shape == (1, 32, 32, 1) and x.dtype == np.float32
    assert x[0, 2, 2, 0] == np.float32(1.175)
    x[0, 2, 2, 0] = -0.1
    assert np.all(x == np.float32(-0.1))


def test_the_scaling_is_the_straight_line_between_them():
    ramp = np.arange(256, dtype="u1").reshape(1, 8, 32)
    x = prepare(ramp)[0, 12:20, :, 0].ravel()
    np.testing.assert_allclose(x, -0.1 + 1.275 * np.arange(256) / 255, atol=1e-6)


def test_the_mean_of_the_input_is_near_0_but_its_variance_is_far_from_1(mnist):
    x = prepare(mnist.test.images)
    assert x.mean(dtype="f8") == pytest.approx(0.029, abs=5e-4)
    assert x.var(dtype="f8") == pytest.approx(0.125, abs=5e-4)
    inner = x[:, 2:30, 2:30]
    assert inner.mean(dtype="f8") == pytest.approx(0.069, abs=5e-4)
    assert inner.var(dtype="f8") == pytest.approx(0.157, abs=5e-4)


@pytest.mark.parametrize(
    "size, top, left", [((28, 28), 2, 2), ((27, 20), 2, 6), ((32, 31), 0, 0)]
)
def test_smaller_images_are_centred_with_the_odd_row_below(size, top, left):
    x = prepare(np.full((3, *size), 255, "u1"))[..., 0]
    ink = x[2] > 0
    assert ink.sum() == np.prod(size)
    assert (ink.any(1).argmax(), ink.any(0).argmax()) == (top, left)


def test_an_image_of_32x32_is_only_scaled(mnist):
    once = prepare(mnist.test.images[:5])
    again = np.pad(mnist.test.images[:5], ((0, 0), (2, 2), (2, 2)))
    assert np.array_equal(prepare(again), once)


def test_one_channel_may_be_an_axis_of_its_own(mnist):
    images = mnist.test.images[:3]
    assert np.array_equal(prepare(images[..., np.newaxis]), prepare(images))
    assert np.array_equal(prepare(images[0][..., np.newaxis]), prepare(images[0]))


def test_no_images_make_no_input():
    assert prepare(np.zeros((0, 28, 28), "u1")).shape == (0, 32, 32, 1)


@pytest.mark.parametrize(
    "images, word",
    [
        (np.zeros((2, 28, 28), "f4"), "float32"),
        (np.zeros((2, 28, 28), "i8"), "int64"),
        (np.zeros((2, 28, 28, 3), "u1"), "(2, 28, 28, 3)"),
        (np.zeros(28, "u1"), "(28,)"),
        (np.zeros((2, 0, 28), "u1"), "(2, 0, 28)"),
        (np.zeros((2, 28, 33), "u1"), "normalise_digit"),
        (None, "object"),
    ],
)
def test_anything_else_is_refused(images, word):
    with pytest.raises(DataError) as error:
        prepare(images)
    assert_one_line(error, word)
