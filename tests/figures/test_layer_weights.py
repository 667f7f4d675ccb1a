import matplotlib
import numpy as np
import pytest

from lenet_keras import scaled_tanh
from lenet_keras.figures import f6_weights, subsampling_regimes

RNG = np.random.default_rng(0)


def regimes(**printed):
    coefficients = {"S2": np.array([0.3, 2.0]), "S4": np.array([0.1])}
    biases = {"S2": np.array([0.0, 6.0]), "S4": np.array([-0.1])}
    return subsampling_regimes(
        coefficients, biases, {"OR": (2, 6), "AND": (2, -6)}, **printed
    )


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


def test_f6_shows_units_by_rows_and_norms_on_the_code():
    kernel = RNG.normal(size=(120, 84))
    matrix, code = f6_weights(kernel).axes[:2]
    np.testing.assert_array_equal(matrix.images[0].get_array(), kernel.T)
    norms = matrix.images[0].norm
    assert norms.vmin == -norms.vmax
    unit = 7 * 3 + 2
    shown = code.images[0].get_array()[3, 2]
    assert shown == pytest.approx(np.linalg.norm(kernel[:, unit]))
    assert code.images[0].get_clim()[0] == 0


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    regimes()
    assert not pyplot.get_fignums()
