"""LeNet-5 as a whole: a digit on its way through, and one route from unit to unit."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import figures, lenet5, paper
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.figures._style import ACCENT, PIXELS, STATES
from lenet_keras.inspection import feature_maps, strongest_route


@pytest.fixture(scope="module")
def traced():
    model = lenet5(weights="mnist")
    digit = prepare(load_mnist().test.images[:1])
    states = {name: array[0] for name, array in feature_maps(model, digit).items()}
    return strongest_route(model, digit[0]), states


@pytest.fixture(scope="module")
def panels(traced):
    return figures.journey(traced[1], paper.digit_codes()).axes


def test_every_state_of_the_journey_is_shown(traced, panels):
    states = traced[1]
    for axes, name in zip(panels, ("image", "C1", "S2", "C3", "S4"), strict=False):
        shown = [np.asarray(picture.get_array()) for picture in axes.images]
        np.testing.assert_array_equal(np.stack(shown, axis=-1), states[name])
        norms = {picture.norm for picture in axes.images}
        assert norms == {PIXELS if name == "image" else STATES}
    c5, f6 = (axes.images[0].get_array() for axes in panels[5:7])
    np.testing.assert_array_equal(c5.ravel(), states["C5"].ravel())
    np.testing.assert_array_equal(f6.ravel(), states["F6"])
    assert f6.shape == paper.CODE_SHAPE


def test_the_journey_ends_at_the_nearest_code(traced, panels):
    states = traced[1]
    answer, codes = states["output"].argmin(), paper.digit_codes()
    nearest, bars, below = panels[7], panels[8], panels[9:19]
    np.testing.assert_array_equal(nearest.images[0].get_array().ravel(), codes[answer])
    for code, axes in zip(codes, below, strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array().ravel(), code)
    heights = [bar.get_height() for bar in bars.patches]
    np.testing.assert_array_equal(heights, states["output"])
    red = [bar.get_facecolor() == to_rgba(ACCENT) for bar in bars.patches]
    assert np.flatnonzero(red).tolist() == [answer]


def test_a_journey_without_a_layer_is_refused(traced):
    states = {name: traced[1][name] for name in ("image", "C1")}
    with pytest.raises(ValueError, match=r"must hold the layers.*Received"):
        figures.journey(states, paper.digit_codes())


def test_every_unit_of_a_route_is_framed_where_it_stands(traced):
    route, states = traced
    steps = {step.layer: step for step in route}
    axes = figures.unit_route(route, states, paper.digit_codes()).axes
    for panel, name in zip(axes, ("image", "C1", "S2", "C3", "S4"), strict=False):
        row, column, m = steps[name].unit
        picture = panel.images[0]
        np.testing.assert_array_equal(picture.get_array(), states[name][:, :, m])
        assert picture.norm is (PIXELS if name == "image" else STATES)
        *windows, unit = panel.patches
        cell = 1 / len(states[name])
        assert unit.get_xy() == pytest.approx((column * cell, row * cell))
        assert unit.get_width() == pytest.approx(cell)
        assert len(windows) == (name != "S4")
        for window in windows:
            (left, top), size = window.get_xy(), window.get_width()
            assert left - 1e-9 <= column * cell and top - 1e-9 <= row * cell
            assert (column + 1) * cell <= left + size + 1e-9
    c5, f6, code, bars = axes[5:]
    np.testing.assert_array_equal(
        c5.images[0].get_array().ravel(), states["C5"].ravel()
    )
    np.testing.assert_array_equal(f6.images[0].get_array().ravel(), states["F6"])
    assert f6.patches[0].get_xy() == code.patches[0].get_xy()
    heights = [bar.get_height() for bar in bars.patches]
    np.testing.assert_array_equal(heights, states["output"])


def test_a_route_says_its_numbers(traced):
    route, states = traced
    axes = figures.unit_route(route, states, paper.digit_codes()).axes
    for panel, step in zip(axes[1:7], route[1:7], strict=True):
        said = panel.get_xlabel().replace("−", "-").split("\n")[1:]
        values = [float(line.split()[1]) for line in said]
        expected = [step.received, step.total, step.state]
        assert values == pytest.approx(expected, abs=0.006)
    assert axes[7].get_xlabel().endswith(f"= {route[-1].received:.2f}")


def test_a_route_that_skips_a_layer_is_refused(traced):
    route, states = traced
    with pytest.raises(ValueError, match="Received"):
        figures.unit_route(route[1:], states, paper.digit_codes())
