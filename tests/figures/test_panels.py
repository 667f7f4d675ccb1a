"""What figures are put together from, where no figure's own test says it."""

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import draw_landscape


def test_contours_grow_by_one_factor_and_fill_the_axes():
    x, y = np.linspace(-1, 1, 21), np.linspace(-2, 2, 11)
    losses = x**2 + y[:, None] ** 2
    axes = Figure().add_subplot()
    draw_landscape(axes, x, y, losses)
    levels = axes.collections[-1].levels
    np.testing.assert_allclose(np.diff(np.log(levels)), np.log(levels[1] / levels[0]))
    assert np.isclose(levels[-1], losses.max())
    assert (axes.get_xlim(), axes.get_ylim()) == ((-1, 1), (-2, 2))
