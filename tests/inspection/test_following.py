"""Whether maps follow the input when it is moved."""

import numpy as np
import pytest

from lenet_keras.inspection import misfit, moved_right


@pytest.fixture
def maps():
    return np.random.default_rng(0).normal(size=(2, 6, 6, 3))


def test_whole_places_move_the_states_and_leave_the_border_unknown(maps):
    moved = moved_right(maps, 2)
    assert np.isnan(moved[:, :, :2]).all()
    np.testing.assert_array_equal(moved[:, :, 2:], maps[:, :, :-2])
    np.testing.assert_array_equal(moved_right(maps, 0), maps)


@pytest.mark.parametrize("places", [0.25, 1.5, 2.75])
def test_between_units_a_straight_ramp_is_read_exactly(places):
    ramp = np.broadcast_to(np.arange(8.0)[:, np.newaxis], (1, 3, 8, 1))
    moved = moved_right(ramp, places)
    known = ~np.isnan(moved)
    np.testing.assert_allclose(moved[known], (ramp - places)[known])
    assert known[0, 0, :, 0].sum() == 8 - np.ceil(places)


def test_maps_that_followed_have_no_misfit(maps):
    assert misfit(maps, maps, 0) == 0
    assert misfit(maps, np.roll(maps, 1, axis=2), 1) == 0
    assert misfit(maps, np.roll(maps, 1, axis=2), 0) > 0.5


def test_the_mean_of_each_map_misfits_by_one(maps):
    means = np.broadcast_to(maps.mean(axis=(1, 2), keepdims=True), maps.shape)
    assert misfit(means, maps, 0) == pytest.approx(1)
    assert misfit(2 * means, 2 * maps, 0) == pytest.approx(1)
