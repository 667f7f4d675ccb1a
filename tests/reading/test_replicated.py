"""A network swept along a row, against the same network window by window."""

import numpy as np
import pytest

from lenet_keras import lenet5, load_mnist
from lenet_keras.digits import random_rows
from lenet_keras.reading import OUTPUT_STEP, row_penalties


def test_a_row_gives_what_its_windows_give():
    some = random_rows(load_mnist().test, 2, 2, rng=0)
    some += random_rows(load_mnist().test, 1, 4, rng=1)
    wide = lenet5((32, None, 1), weights="mnist")
    single = lenet5(weights="mnist")
    found = row_penalties(wide, [row.picture for row in some])
    for row, penalties in zip(some, found, strict=True):
        starts = range(0, row.picture.shape[1] - 31, OUTPUT_STEP)
        windows = np.stack([row.picture[:, start : start + 32] for start in starts])
        expected = single.predict(windows, verbose=0)
        np.testing.assert_allclose(penalties, expected, rtol=1e-3, atol=1e-3)


def test_pictures_of_another_shape_are_refused():
    network = lenet5((32, None, 1))
    for shape in ((32, 31, 1), (28, 60, 1), (32, 60)):
        with pytest.raises(ValueError, match=r"Received: shapes \[\(.*\)\]"):
            row_penalties(network, [np.zeros(shape)])


def test_no_picture_gives_no_penalties():
    assert row_penalties(lenet5((32, None, 1)), []) == []
