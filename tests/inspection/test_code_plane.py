"""The plane around the codes is the one on which they lie farthest apart."""

import numpy as np
import pytest

from lenet_keras import paper
from lenet_keras.inspection import CodePlane

CODES = paper.digit_codes()


def squares(places):
    return np.square(places[:, np.newaxis] - places).sum()


def test_no_other_plane_keeps_more_of_the_distances():
    plane = CodePlane(CODES)
    kept = squares(plane.project(CODES))
    assert plane.share == pytest.approx(kept / squares(CODES))
    rng = np.random.default_rng(0)
    for _ in range(50):
        nearby = plane.axes + 0.1 * rng.normal(size=plane.axes.shape)
        other, _ = np.linalg.qr(nearby.T)
        assert squares(CODES @ other) < kept


def test_what_lies_in_the_plane_keeps_its_distances():
    plane = CodePlane(CODES)
    there = plane.origin + np.array([[3.0, 4.0], [0.0, 0.0]]) @ plane.axes
    np.testing.assert_allclose(plane.project(there), [[3, 4], [0, 0]], atol=1e-12)


def test_the_plane_is_the_same_whatever_sign_the_axes_are_found_with():
    plane = CodePlane(CODES)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in plane.axes)


@pytest.mark.parametrize("codes", [np.ones((2, 4)), np.ones(4)])
def test_two_codes_make_no_plane(codes):
    with pytest.raises(ValueError, match="Received: shape"):
        CodePlane(codes)


def test_codes_on_one_line_make_no_plane():
    with pytest.raises(ValueError, match="one line. Received"):
        CodePlane(np.outer(np.arange(4.0), np.ones(5)))
