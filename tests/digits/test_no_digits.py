"""Pictures of no digit: of four kinds, in the form of digits, the same for a seed."""

import numpy as np
import pytest

from lenet_keras import load_mnist
from lenet_keras.digits import no_digits
from lenet_keras.digits._no_digits import FONTS, _printed


@pytest.fixture(scope="module")
def digits():
    train = load_mnist().train
    return train.images[~np.isin(train.labels, (1, 4, 7))][:200]


def test_they_have_the_form_of_digits(digits):
    made = no_digits(digits, 42, rng=1)
    assert made.shape == (42, 28, 28) and made.dtype == "uint8"
    for picture in made:
        rows, columns = (np.flatnonzero(picture.any(axis=a)) for a in (1, 0))
        assert picture.max() > 200
        assert len(rows) and max(np.ptp(rows), np.ptp(columns)) >= 12
    frames = made[:, [0, -1]].any(axis=(1, 2)) | made[:, :, [0, -1]].any(axis=(1, 2))
    assert frames.mean() < 0.1


def test_a_seed_gives_the_same_and_another_gives_others(digits):
    one = no_digits(digits, 12, rng=[3, 1])
    np.testing.assert_array_equal(one, no_digits(digits, 12, rng=[3, 1]))
    assert (one != no_digits(digits, 12, rng=[3, 2])).any(axis=(1, 2)).all()
    assert no_digits(digits, 0, rng=0).shape == (0, 28, 28)


def test_fonts_to_test_with_are_not_those_of_training(digits):
    assert not set(FONTS["known"]) & set(FONTS["unseen"])
    known, unseen = (_printed(FONTS[kind]) for kind in ("known", "unseen"))
    assert min(len(known), len(unseen)) > 200
    flat = {picture.tobytes() for picture in known}
    same = np.mean([picture.tobytes() in flat for picture in unseen])
    assert same < 0.05  # an equals sign leans in no font


def test_parts_are_less_than_half_of_a_digit(digits):
    whole = np.count_nonzero(digits > 128, axis=(1, 2)).mean()
    parts = no_digits(digits, 400, rng=5)[300:]
    wide = [np.ptp(np.flatnonzero(part.any(axis=0))) for part in parts]
    tall = [np.ptp(np.flatnonzero(part.any(axis=1))) for part in parts]
    assert np.median(wide) > np.median(tall)
    assert whole > 50
