"""Figures of shared weights show the data, and one colour is one weight."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lenet_keras.figures import _sharing as sharing


def colours(axes):
    return {(line.get_color(), line.get_linestyle()) for line in axes.lines}


@pytest.mark.parametrize("inputs, size", [(6, 2), (6, 3), (5, 1), (3, 3)])
def test_shared_lines_have_one_look_for_each_weight(inputs, size):
    unshared, shared = sharing.copies_or_kernel(inputs, size).axes
    connections = (inputs - size + 1) * size
    assert len(unshared.lines) == len(shared.lines) == connections
    assert len(colours(shared)) == size
    assert len(colours(unshared)) == min(connections, 10)
    assert unshared.get_title() == (
        f"not shared: {connections} connections, {connections} weights"
    )
    assert shared.get_title() == f"shared: {connections} connections, {size} weights"


def test_each_unit_is_joined_to_the_pixels_it_sees():
    for axes in sharing.copies_or_kernel(inputs=6, size=2).axes:
        pixels = [line.get_xdata()[0] for line in axes.lines]
        assert pixels == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
        assert [line.get_xdata()[1] for line in axes.lines][::2] == [
            0.5,
            1.5,
            2.5,
            3.5,
            4.5,
        ]


@pytest.mark.parametrize("inputs, size", [(6, 0), (6, 4), (1, 2)])
def test_windows_that_do_not_fit_are_refused(inputs, size):
    with pytest.raises(ValueError, match=f"Received: inputs={inputs}, size={size}"):
        sharing.copies_or_kernel(inputs, size)


def test_errors_by_place_share_a_scale_from_zero():
    errors = {"shared": np.eye(3), "not shared": np.arange(9.0).reshape(3, 3)}
    *panels, bar = sharing.error_by_place(errors).axes
    for axes, (title, values) in zip(panels, errors.items(), strict=True):
        [picture] = axes.images
        assert axes.get_title() == title
        np.testing.assert_array_equal(picture.get_array(), values)
        assert (picture.norm.vmin, picture.norm.vmax) == (0, 8)
    assert bar.get_xlabel() == "mean squared error of the unit"


@pytest.mark.parametrize("errors", [{}, {"a": [[-1.0]]}, {"a": [[np.nan]]}])
def test_what_is_no_error_is_refused(errors):
    with pytest.raises(ValueError, match="zero or more. Received"):
        sharing.error_by_place(errors)


def test_figures_are_not_registered_in_pyplot():
    sharing.copies_or_kernel()
    sharing.error_by_place({"all right": np.zeros((2, 2))})
    assert plt.get_fignums() == []
