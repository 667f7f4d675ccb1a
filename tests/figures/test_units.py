"""What single units make of their inputs: squashing, and sub-sampling of four."""

import numpy as np
import pytest

from lenet_keras import figures, paper, scaled_tanh
from lenet_keras.figures._style import STATES


def regimes(**printed):
    coefficients = {"S2": np.array([0.3, 2.0]), "S4": np.array([0.1])}
    biases = {"S2": np.array([0.0, 6.0]), "S4": np.array([-0.1])}
    return figures.subsampling_regimes(
        coefficients, biases, {"OR": (2, 6), "AND": (2, -6)}, **printed
    )


RNG = np.random.default_rng(0)


def test_each_curve_has_an_axes_with_marks_at_plus_and_minus_one():
    a = np.linspace(-3, 3, 13)
    curves = {"f(a)": np.tanh(a), "f'(a)": 1 - np.tanh(a) ** 2}
    figure = figures.squashing_curves(a, curves)
    assert [axes.get_ylabel() for axes in figure.axes] == list(curves)
    for axes, values in zip(figure.axes, curves.values(), strict=True):
        zero, *marks, curve = axes.lines
        assert [mark.get_xdata()[0] for mark in marks] == [-1, 1]
        np.testing.assert_array_equal(curve.get_xydata(), np.stack([a, values], -1))
    assert len({axes.get_xlim() for axes in figure.axes}) == 1


def test_an_or_needs_one_input_and_an_and_needs_four():
    _, made_up, _ = regimes().axes
    on = {
        line.get_label().split(":")[0]: (line.get_ydata() > 1).tolist()
        for line in made_up.lines
    }
    assert on == {
        "OR": [False, True, True, True, True],
        "AND": [False, False, False, False, True],
    }


def test_curves_are_the_states_of_the_units():
    _, _, trained = regimes().axes
    sums = np.array([-4.0, -2.0, 0.0, 2.0, 4.0])
    first = trained.lines[0]
    np.testing.assert_array_equal(first.get_xdata(), range(5))
    np.testing.assert_allclose(
        first.get_ydata(), scaled_tanh(0.3 * sums), rtol=1e-6, atol=1e-7
    )
    assert len([line for line in trained.lines if len(line.get_xdata())]) == 3


def test_each_map_stands_at_its_coefficient_and_bias():
    parameters = regimes().axes[0]
    assert [(t.get_text(), t.get_position()) for t in parameters.texts] == [
        ("0", (0.3, 0.0)),
        ("1", (2.0, 6.0)),
        ("0", (0.1, -0.1)),
    ]
    assert not parameters.patches
    shaded = regimes(printed={"S2": (0.1, 0.3), "S4": (0.0, 0.1)}).axes[0]
    assert len(shaded.patches) == 2


def test_the_truth_table_shows_states_on_the_scale_of_all_states():
    states = {"OR": [-1.5, 1.5, 1.7, 1.7, 1.7], "none": [0, -1e-9, 0, 0, 0]}
    table, bar = figures.truth_table(states).axes
    [image] = table.images
    np.testing.assert_array_equal(image.get_array(), list(states.values()))
    assert image.norm is STATES and image.norm.vmin == -paper.AMPLITUDE
    assert [label.get_text() for label in table.get_yticklabels()] == list(states)
    texts = [text.get_text() for text in table.texts]
    assert texts[:2] == ["-1.50", "+1.50"] and set(texts[5:]) == {"+0.00"}
    assert bar.get_xlabel() == "state of a unit"
    with pytest.raises(ValueError, match="5 states"):
        figures.truth_table({"OR": [1, 2]})
