"""Layers as matrices: what is connected, and which weights are the same."""

import numpy as np
import pytest

from lenet_keras import figures

DENSE = np.arange(1.0, 13.0).reshape(3, 4)
SHARED = np.full((3, 4), np.nan)
for unit in range(3):
    SHARED[unit, unit : unit + 2] = [-2.0, 5.0]


def test_a_shared_weight_counts_once_and_a_connection_each_time():
    dense, shared = figures.weight_matrices({"dense": DENSE, "shared": SHARED}).axes
    assert dense.get_title() == "dense\n12 connections\n12 weights"
    assert shared.get_title() == "shared\n6 connections\n2 weights"


def test_all_weights_have_one_scale_and_what_is_not_connected_none():
    dense, shared = figures.weight_matrices({"dense": DENSE, "shared": SHARED}).axes
    assert dense.images[0].norm is shared.images[0].norm
    assert (dense.images[0].norm.vmin, dense.images[0].norm.vmax) == (-12, 12)
    np.testing.assert_array_equal(
        np.ma.getmaskarray(shared.images[0].get_array()), np.isnan(SHARED)
    )


@pytest.mark.parametrize("matrices", [{}, {"empty": np.full((2, 2), np.nan)}])
def test_a_layer_without_weights_is_refused(matrices):
    with pytest.raises(ValueError, match="Received: {"):
        figures.weight_matrices(matrices)
