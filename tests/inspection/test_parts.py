"""Parts of digits are found where a unit answers more than its neighbours."""

import numpy as np

from lenet_keras.inspection import peaks


def test_a_peak_is_on_and_has_no_larger_neighbour_within_reach():
    maps = np.full((1, 5, 9, 2), -1.0)
    maps[0, 2, 2, 0] = maps[0, 0, 8, 1] = 1.0
    maps[0, 2, 4, 1] = 0.9  # two steps from a larger one, in another map
    expected = np.zeros((5, 9), bool)
    expected[2, 2] = expected[0, 8] = True
    maps[0, 4, 6, 0] = 0.5  # two rows below that one
    assert np.array_equal(peaks(maps)[0], expected)
    expected[2, 4] = expected[4, 6] = True
    assert np.array_equal(peaks(maps, reach=1)[0], expected)


def test_nothing_is_found_where_no_unit_is_on():
    assert not peaks(np.full((2, 6, 6, 3), -0.1)).any()
    assert not peaks(np.zeros((2, 6, 6, 3))).any()
