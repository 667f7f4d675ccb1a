"""The three versions of the database are what section III-A says of them."""

import numpy as np
import pytest

from lenet_keras import load_mnist
from lenet_keras.digits import (
    DATABASES,
    deslanted,
    reduced,
    regular,
    slants,
)

DIGITS = load_mnist().train.images[:300]


@pytest.mark.parametrize(
    ("name", "side"), [("regular", 28), ("deslanted", 20), ("reduced", 16)]
)
def test_a_version_has_its_size_and_treats_each_digit_by_itself(name, side):
    images = DATABASES[name](DIGITS)
    assert images.shape == (300, side, side) and images.dtype == np.uint8
    np.testing.assert_array_equal(DATABASES[name](DIGITS[7:9]), images[7:9])


def test_the_regular_version_is_mnist():
    np.testing.assert_array_equal(regular(DIGITS), DIGITS)


@pytest.mark.parametrize("slant", [-0.7, -0.2, 0.0, 0.35, 1.0])
def test_deslanting_takes_back_a_known_shear(slant):
    """A block sheared row by row comes back as a block in its place."""
    block = np.zeros((28, 28), "uint8")
    block[5:24, 12:16] = 255  # its middle row is the 14th
    sheared = np.zeros_like(block)
    for row in range(28):
        moved = slant * (row - 14)
        columns = np.arange(28) - moved
        sheared[row] = np.round(np.interp(columns, np.arange(28), block[row]))
    assert slants(sheared[None])[0] == pytest.approx(slant, abs=0.06)
    upright = deslanted(sheared[None])[0].astype(float)
    # A row that was moved by half a pixel and back is blurred, but where it was.
    centres = upright @ np.arange(20) / np.maximum(upright.sum(axis=1), 1)
    rows = slice(1, 20)
    np.testing.assert_allclose(centres[rows], 9.5, atol=0.6)
    assert np.ptp(centres[rows]) < 0.8
    np.testing.assert_allclose(upright[rows].sum(axis=1), 4 * 255, rtol=0.02)


def test_deslanted_digits_are_upright_and_keep_most_of_their_ink():
    before = slants(DIGITS)
    framed = np.pad(deslanted(DIGITS), ((0, 0), (4, 4), (4, 4)))
    after = slants(framed)
    assert np.abs(before).mean() > 0.15
    assert np.abs(after).mean() < 0.04
    ink = framed.sum(axis=(1, 2)) / DIGITS.sum(axis=(1, 2), dtype=float)
    assert 0.96 < np.mean(ink) < 0.98


def test_an_upright_digit_is_only_cut():
    image = np.zeros((1, 28, 28), "uint8")
    image[0, 6:22, 13:15] = 200
    np.testing.assert_array_equal(deslanted(image), image[:, 4:24, 4:24])


def test_the_small_digit_is_four_fifths_as_large_and_as_dark():
    for image, small in zip(DIGITS, reduced(DIGITS), strict=True):
        sides = [np.ptp(places) + 1 for places in np.nonzero(image)]
        smaller = [np.ptp(places) + 1 for places in np.nonzero(small)]
        expected = [min(max(round(0.8 * side), 1), 16) for side in sides]
        for side, wanted in zip(smaller, expected, strict=True):
            assert wanted - 1 <= side <= wanted  # faint pixels may round to paper
        area = np.prod(expected) / np.prod(sides)
        assert small.sum() == pytest.approx(image.sum() * area, rel=0.02)


def test_the_small_digit_stands_in_the_middle_where_there_is_room():
    image = np.zeros((1, 28, 28), "uint8")
    image[0, 4:24, 2:7] = 255
    columns = np.flatnonzero(reduced(image)[0].any(axis=0))
    assert columns.tolist() == [6, 7, 8, 9]


@pytest.mark.parametrize("version", DATABASES.values())
def test_a_blank_image_stays_blank(version):
    assert not version(np.zeros((1, 28, 28), "uint8")).any()


@pytest.mark.parametrize("version", DATABASES.values())
@pytest.mark.parametrize(
    "images",
    [DIGITS[0], DIGITS / 255, DIGITS[:0], DIGITS[:, :20]],
    ids=["one", "float", "none", "cut"],
)
def test_other_images_are_refused(version, images):
    with pytest.raises(ValueError, match="uint8 array of shape.*Received: "):
        version(images)
