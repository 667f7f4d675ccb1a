"""The drawings of the whole network show the network that they are given."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from lenet_keras import lenet5, paper
from lenet_keras.figures import draw_architecture, draw_counts
from lenet_keras.figures._style import ACCENT
from lenet_keras.inspection import count


def frames(figure):
    """Unfilled rectangles, in the order drawn: what the followed units see."""
    return [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle) and not patch.get_fill()
    ]


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


def test_every_map_is_drawn_to_one_scale():
    drawn = [(p.get_height(), p.get_width()) for p in maps(draw_architecture(lenet5()))]
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
        (p.get_y(), p.get_x(), p.get_width()) for p in maps(draw_architecture(lenet5()))
    ]
    for (top, x, width), (next_top, next_x, _) in zip(
        corners[:-1], corners[1:], strict=True
    ):
        assert next_top > top or next_x > x + width


def test_the_followed_units_see_windows_of_the_layer_before():
    sizes = [p.get_width() for p in frames(draw_architecture(lenet5()))]
    # One window of 5 pixels for C1, of 2 for S2, four of 5 for a C3 map that sees
    # four S2 maps, one of 2 for S4, all of S4, C5 and F6 for the rest.
    assert sizes == [5, 2, 5, 5, 5, 5, 2] + 16 * [5] + 120 * [1] + 84 * [1]


def test_each_followed_unit_lies_in_the_window_of_the_next():
    figure = draw_architecture(lenet5())
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
    sizes = [p.get_width() for p in frames(draw_architecture(model))]
    assert sizes[:9] == [5, 2] + 6 * [5] + [2]


def test_captions_name_layers_sizes_and_parameters():
    texts = [text.get_text() for text in draw_architecture(lenet5()).axes[0].texts]
    assert "input: 32 × 32 pixels" in texts
    assert "C3: 16 maps of 10 × 10" in texts
    assert "F6: 84 units" in texts
    for parameters in paper.PARAMETERS.values():
        assert f"{parameters:,} parameters" in texts


def test_a_model_without_a_fixed_size_is_refused():
    with pytest.raises(ValueError, match="fixed size.*Received"):
        draw_architecture(lenet5(input_shape=(32, None, 1)))


def test_bars_are_the_counts():
    figure = draw_counts(count(lenet5()))
    [axes] = figure.axes
    lengths = [patch.get_width() for patch in axes.patches]
    assert lengths[:7] == list(paper.CONNECTIONS.values())
    assert lengths[7:] == list(paper.PARAMETERS.values())
    assert axes.get_xscale() == "log"
    assert [label.get_text() for label in axes.get_yticklabels()] == list(
        paper.PARAMETERS
    )


def test_bars_follow_the_model():
    dense = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="only")])
    [axes] = draw_counts(count(dense)).axes
    np.testing.assert_array_equal([p.get_width() for p in axes.patches], [8, 8])


def test_figures_are_not_registered_in_pyplot():
    draw_architecture(lenet5())
    draw_counts(count(lenet5()))
    assert plt.get_fignums() == []
