"""LeNet-5 as a whole: its layers to scale, and one route through their units."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from lenet_keras import figures, lenet5, paper
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.figures._style import ACCENT, PIXELS, STATES
from lenet_keras.inspection import feature_maps, strongest_route


def units(figure):
    """The followed units: one red square in each layer but the input."""
    return [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle)
        and patch.get_fill()
        and patch.get_facecolor() == to_rgba(ACCENT)
    ]


def maps(figure):
    red = {id(patch) for patch in units(figure)}
    return [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle) and patch.get_fill() and id(patch) not in red
    ]


def frames(figure):
    """Unfilled rectangles, in the order drawn: what the followed units see."""
    return [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle) and not patch.get_fill()
    ]


@pytest.fixture(scope="module")
def traced():
    model = lenet5(weights="mnist")
    digit = prepare(load_mnist().test.images[:1])
    states = {name: array[0] for name, array in feature_maps(model, digit).items()}
    return strongest_route(model, digit[0]), states


def test_every_map_is_drawn_to_one_scale():
    drawn = [
        (p.get_height(), p.get_width()) for p in maps(figures.architecture(lenet5()))
    ]
    assert drawn == (
        [(32, 32)]
        + 6 * [(28, 28)]
        + 6 * [(14, 14)]
        + 16 * [(10, 10)]
        + 16 * [(5, 5)]
        + (120 + 84 + 10) * [(1, 1)]
    )


def test_maps_of_a_layer_do_not_overlap():
    corners = [
        (p.get_y(), p.get_x(), p.get_width())
        for p in maps(figures.architecture(lenet5()))
    ]
    for (top, x, width), (next_top, next_x, _) in zip(
        corners[:-1], corners[1:], strict=True
    ):
        assert next_top > top or next_x > x + width


def test_the_followed_units_see_windows_of_the_layer_before():
    sizes = [p.get_width() for p in frames(figures.architecture(lenet5()))]
    # One window of 5 pixels for C1, of 2 for S2, four of 5 for a C3 map that sees
    # four S2 maps, one of 2 for S4, all of S4, C5 and F6 for the rest.
    assert sizes == [5, 2, 5, 5, 5, 5, 2] + 16 * [5] + 120 * [1] + 84 * [1]


def test_each_followed_unit_lies_in_the_window_of_the_next():
    figure = figures.architecture(lenet5())
    windows = frames(figure)
    for unit in units(figure)[:-1]:
        x, y = unit.get_x(), unit.get_y()
        assert any(
            w.get_x() <= x < w.get_x() + w.get_width()
            and w.get_y() <= y < w.get_y() + w.get_height()
            for w in windows
        )


def test_a_full_table_shows_windows_on_all_maps():
    model = lenet5(connections="full", subsampling="max", output="softmax")
    sizes = [p.get_width() for p in frames(figures.architecture(model))]
    assert sizes[:9] == [5, 2] + 6 * [5] + [2]


def test_captions_name_layers_sizes_and_parameters():
    texts = [text.get_text() for text in figures.architecture(lenet5()).axes[0].texts]
    assert "input: 32 × 32 pixels" in texts
    assert "C3: 16 maps of 10 × 10" in texts
    assert "F6: 84 units" in texts
    for parameters in paper.PARAMETERS.values():
        assert f"{parameters:,} parameters" in texts


def test_a_model_without_a_fixed_size_is_refused():
    with pytest.raises(ValueError, match="fixed size.*Received"):
        figures.architecture(lenet5(input_shape=(32, None, 1)))


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
