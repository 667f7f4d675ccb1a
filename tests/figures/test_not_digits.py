"""Pictures that are no digits, for networks that should say so."""

import numpy as np
import pytest

from lenet_keras import figures
from lenet_keras.figures import _not_digits


@pytest.fixture(scope="module")
def digits():
    images = np.zeros((8, 28, 28), "uint8")
    images[:, 4:24, 4:24] = np.random.default_rng(0).integers(1, 256, (8, 20, 20))
    return images


@pytest.fixture(scope="module")
def kinds(digits):
    return figures.not_digits(digits, seed=1)


def test_each_half_is_cut_off_in_turn(digits, kinds):
    cut = (slice(None), slice(14, None)), (slice(None), slice(14))
    cut += ((slice(14, None), slice(None)), (slice(14), slice(None)))
    for place, (digit, half) in enumerate(zip(digits, kinds["halves"], strict=True)):
        expected = digit.copy()
        expected[cut[place % 4]] = 0
        np.testing.assert_array_equal(half, expected)


def test_enlarged_halves_fill_the_field_of_a_digit(kinds):
    for half in kinds["halves, enlarged"]:
        rows, columns = np.nonzero(half)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def test_shuffling_keeps_the_pixels_and_moves_them(digits, kinds):
    shuffled = kinds["shuffled"]
    for before, after in zip(digits, shuffled, strict=True):
        assert (before != after).any()
        np.testing.assert_array_equal(np.sort(before, None), np.sort(after, None))
    outside = np.ones((28, 28), bool)
    outside[4:24, 4:24] = False
    assert not shuffled[:, outside].any()


def test_the_seed_decides_and_the_digits_stay(digits, kinds):
    before = digits.copy()
    again, other = (
        figures.not_digits(digits, seed=1),
        figures.not_digits(digits, seed=2),
    )
    for kind in ("shuffled", "noise"):
        np.testing.assert_array_equal(again[kind], kinds[kind])
        assert (other[kind] != kinds[kind]).any()
    np.testing.assert_array_equal(digits, before)


def test_a_printed_character_looks_like_itself():
    for picture in figures.printed_characters("L"):
        rows, columns = np.nonzero(picture > 128)
        assert np.ptp(rows) > np.ptp(columns)
        right = columns.max()
        assert picture[rows.max(), right] > 128  # the foot of an L points to the right
        assert picture[rows.min(), right] < 128


def test_the_six_styles_differ():
    assert len({picture.tobytes() for picture in figures.printed_characters("A")}) == 6


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"`images`.*Received: shape \(3, 28, 28\)"):
        figures.not_digits(np.zeros((3, 28, 28), "uint8"), seed=0)
    with pytest.raises(ValueError, match="`characters` must not be empty"):
        figures.printed_characters("")


def test_letters_are_of_no_shape_that_a_digit_has():
    assert len(set(_not_digits.LETTERS)) == len(_not_digits.LETTERS) == 34
    assert not set(_not_digits.LETTERS) & set("0123456789BDGIJOQSZbgijloqsz")


def test_no_character_reaches_the_border_where_it_would_be_cut():
    for family in _not_digits.FAMILIES:
        for character in "WMmgQ":
            picture = _not_digits._print(character, family=family, weight="bold")
            border = picture[0], picture[-1], picture[:, 0], picture[:, -1]
            assert np.min(border) == 255 and picture.min() == 0
