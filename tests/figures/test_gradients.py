import matplotlib
import numpy as np
import pytest

from lenet_keras.figures import (
    loss_surface,
    small_variation,
    squashing_curves,
    starts_by_layer,
)

U, W = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
SURFACE = 4 * U**2 + 36 * W[:, None] ** 2
PATHS = {
    "from the right": np.array([[1.5, 0.5], [0.5, 0.1], [0.1, 0.0]]),
    "from the left": np.array([[-1.0, 0.9], [-0.2, 0.3]]),
}


def test_paths_lie_on_the_map_as_given_and_their_starts_are_marked():
    (axes,) = loss_surface(U, W, SURFACE, PATHS, ("u", "v")).axes
    for label, path in PATHS.items():
        (line,) = (line for line in axes.lines if line.get_label() == label)
        np.testing.assert_array_equal(line.get_xydata(), path)
    marks = [line.get_xydata() for line in axes.lines if len(line.get_xdata()) == 1]
    np.testing.assert_array_equal(
        np.concatenate(marks), [path[0] for path in PATHS.values()]
    )
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("weight u", "weight v")
    assert (*axes.get_xlim(), *axes.get_ylim()) == (-2, 2, -1, 1)


def test_the_loss_grows_by_one_factor_from_contour_to_contour():
    (axes,) = loss_surface(U, W, SURFACE, PATHS).axes
    areas, lines = axes.collections
    steps = np.diff(np.log(lines.levels))
    np.testing.assert_allclose(steps, steps[0])
    assert lines.levels[-1] == pytest.approx(SURFACE.max())
    reach = [np.ptp(p.vertices, axis=0) for p in lines.get_paths() if len(p.vertices)]
    width, height = reach[3]  # a whole ellipse: 4 u^2 + 36 w^2 is one number
    assert width == pytest.approx(3 * height, rel=0.03)


def test_larger_losses_are_darker():
    (axes,) = loss_surface(U, W, SURFACE, PATHS).axes
    areas, _ = axes.collections
    lightness = np.asarray(areas.get_facecolor())[1:, 0]  # the first is below them all
    assert (np.diff(lightness) < 0).all()


def test_losses_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"shape \(21, 41\).*Received: shape \(41, 21"):
        loss_surface(U, W, SURFACE.T, PATHS)


def test_the_prediction_is_the_tangent_at_the_point_without_variation():
    dw = np.linspace(-2, 2, 9)
    (axes,) = small_variation(dw, 3 + dw + dw**2, 3.0, 1.0, "one weight").axes
    measured, predicted, point = axes.lines
    np.testing.assert_array_equal(measured.get_ydata(), 3 + dw + dw**2)
    np.testing.assert_array_equal(predicted.get_ydata(), 3 + dw)
    np.testing.assert_array_equal(point.get_xydata(), [[0, 3]])
    assert axes.get_xlabel() == "variation of one weight"


def test_a_steep_prediction_does_not_flatten_the_measured_losses():
    dw = np.linspace(-1, 1, 5)
    (axes,) = small_variation(dw, np.sin(dw), 0.0, 100.0).axes
    assert axes.get_ylim()[1] < 1


def test_each_curve_has_an_axes_with_marks_at_plus_and_minus_one():
    a = np.linspace(-3, 3, 13)
    curves = {"f(a)": np.tanh(a), "f'(a)": 1 - np.tanh(a) ** 2}
    figure = squashing_curves(a, curves)
    assert [axes.get_ylabel() for axes in figure.axes] == list(curves)
    for axes, values in zip(figure.axes, curves.values(), strict=True):
        zero, *marks, curve = axes.lines
        assert [mark.get_xdata()[0] for mark in marks] == [-1, 1]
        np.testing.assert_array_equal(curve.get_xydata(), np.stack([a, values], -1))
    assert len({axes.get_xlim() for axes in figure.axes}) == 1


MEASURES = {
    "spread": {"small": {"C1": 0.1, "C3": 0.01}, "large": {"C1": 1.0, "C3": 1.5}},
    "gradient": {"small": {"C1": 1e-4, "C3": 1e-3}, "large": {"C1": 2.0, "C3": 0.5}},
}


def test_each_measure_has_a_logarithmic_axes_with_a_line_for_each_start():
    figure = starts_by_layer(MEASURES)
    assert [axes.get_ylabel() for axes in figure.axes] == list(MEASURES)
    assert {axes.get_yscale() for axes in figure.axes} == {"log"}
    for axes, starts in zip(figure.axes, MEASURES.values(), strict=True):
        assert [line.get_label() for line in axes.lines] == list(starts)
        for line, by_layer in zip(axes.lines, starts.values(), strict=True):
            assert list(line.get_xdata()) == list(by_layer)
            assert list(line.get_ydata()) == list(by_layer.values())
        styles = {(line.get_linestyle(), line.get_marker()) for line in axes.lines}
        assert len(styles) == len(starts)
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["small", "large"]


@pytest.mark.parametrize(
    "measures",
    [
        {},
        {"spread": {}},
        {"spread": {"a": {"C1": 1.0}, "b": {"F6": 1.0}}},
    ],
)
def test_no_starts_or_other_layers_are_refused(measures):
    with pytest.raises(ValueError, match=r"at least one start.*Received: "):
        starts_by_layer(measures)


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    loss_surface(U, W, SURFACE, PATHS)
    small_variation([-1.0, 1.0], [0.0, 2.0], 1.0, 1.0)
    squashing_curves(U, {"f": np.tanh(U)})
    starts_by_layer(MEASURES)
    assert not pyplot.get_fignums()
