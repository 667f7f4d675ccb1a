"""A pixel outside the receptive field changes nothing."""

import numpy as np
import pytest

from lenet_keras import lenet5
from lenet_keras.inspection import pixel_changes, receptive_fields


def test_exactly_the_pixels_of_the_receptive_field_move_a_unit():
    model = lenet5()
    fields = {field.name: field for field in receptive_fields(model)}
    units = {"C1": 3, "S2": 12, "C3": 0}
    changes = pixel_changes(model, np.zeros((32, 32, 1)), units)
    for name, unit in units.items():
        inside = np.zeros((32, 32), bool)
        seen = fields[name].pixels(unit)
        inside[np.ix_(seen, seen)] = True
        np.testing.assert_array_equal(changes[name] > 1e-5, inside)


def test_a_change_of_nothing_moves_nothing():
    changes = pixel_changes(lenet5(), np.zeros((32, 32, 1)), {"C1": 0}, amount=0)
    assert not changes["C1"].any()


@pytest.mark.parametrize("units", [{}, {"C9": 0}])
def test_layers_that_are_not_there_are_refused(units):
    with pytest.raises(ValueError, match="Received: "):
        pixel_changes(lenet5(), np.zeros((32, 32, 1)), units)
