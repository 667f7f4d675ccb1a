"""Digits in a row: where they stand, how they meet, and what a window shows."""

import numpy as np
import pytest

from lenet_keras import load_mnist, prepare
from lenet_keras.digits import (
    BLANK,
    Digits,
    columns_of_ink,
    random_rows,
    random_windows,
)
from lenet_keras.paper import BACKGROUND, GAPS

TEST = load_mnist().test
FEW = Digits(TEST.images[:60], TEST.labels[:60])
BAR = np.zeros((1, 28, 28), "uint8")
BAR[0, 4:24, 10:16] = 255  # six columns of ink
BARS = Digits(BAR, np.array([1], "uint8"))


def test_a_row_holds_the_ink_of_its_digits_in_order():
    (row,) = random_rows(FEW, 1, 5, rng=3, gaps=(2, 2), drop=0)
    inked = np.any(row.picture > 0, axis=(0, 2))
    starts = np.flatnonzero(np.diff(np.pad(inked, 1).astype(int)) == 1)
    assert len(starts) >= 5
    assert (np.diff(row.middles) > 0).all()
    assert len(row.labels) == len(row.middles) == 5
    assert row.picture.shape[0] == 32


@pytest.mark.parametrize("gap", [-1, 0, 3])
def test_gaps_lie_between_the_boxes(gap):
    (row,) = random_rows(BARS, 1, 4, rng=0, gaps=(gap, gap), drop=0)
    assert np.diff(row.middles).tolist() == [6 + gap] * 3
    inked = np.any(row.picture > 0, axis=(0, 2))
    pieces = int((np.diff(np.pad(inked, 1).astype(int)) == 1).sum())
    assert pieces == (4 if gap > 0 else 1)
    assert inked.sum() == 24 + min(gap, 0) * 3


def test_around_a_row_there_is_paper_for_a_window_beside_it():
    for row in random_rows(FEW, 30, 2, rng=1):
        first, last = columns_of_ink(row.picture[None])[0]
        assert 16 <= first <= 19
        assert row.picture.shape[1] - last == 16
        assert row.picture.min() == np.float32(BACKGROUND)


def test_digits_stand_a_little_above_or_below():
    tops = set()
    for row in random_rows(BARS, 60, 1, rng=2, drop=2):
        tops.add(int(np.argmax(np.any(row.picture > 0, axis=(1, 2)))))
    assert tops == {4, 5, 6, 7, 8}


def test_the_same_seed_gives_the_same_rows_and_another_gives_others():
    one, two, other = (random_rows(FEW, 3, 3, rng=seed) for seed in (1, 1, 2))
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a.picture, b.picture)
    assert any(
        a.labels.tolist() != b.labels.tolist() for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(
    "bad", [{"length": 0}, {"gaps": (4, -1)}, {"drop": -1}], ids=str
)
def test_rows_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="Received: length="):
        random_rows(FEW, 1, **{"length": 2, "rng": 0, **bad})


def test_each_digit_has_a_window_and_blank_ones_follow():
    x, y = random_windows(prepare(FEW.images), FEW.labels, rng=0, blanks=0.5)
    assert x.shape == (90, 32, 32, 1)
    assert x.dtype == np.float32
    assert np.array_equal(y[:60], FEW.labels)
    assert (y[60:] == BLANK).all()


def test_a_window_on_a_digit_has_its_middle_within_two_pixels():
    """A lone bar, thicker than all gaps: where is it?"""
    x, _ = random_windows(prepare(BAR).repeat(300, axis=0), np.ones(300), rng=0)
    for on, window in ((True, x[:300]), (False, x[300:])):
        for one in window:
            inked = np.any(one > 0, axis=(0, 2))
            edges = np.flatnonzero(np.diff(np.pad(inked, 1).astype(int)))
            widths = edges[1::2] - edges[::2]
            if (widths > 6).any() or min(GAPS) < 0 and (widths < 6).any():
                continue  # some touch, or are cut by the border
            middles = (edges[1::2] + edges[::2]) / 2
            if not len(middles):
                assert not on
                continue
            nearest = np.abs(middles - 16).min()
            assert nearest <= 2 if on else nearest >= 3


def test_columns_of_ink_of_a_bar_and_of_empty_paper():
    pictures = prepare(np.concatenate([BAR, np.zeros_like(BAR)]))
    assert columns_of_ink(pictures).tolist() == [[12, 18], [0, 32]]
