"""Training: the loss over weights, paths down it, and the errors pass by pass."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lenet_keras import figures

U, W = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
SURFACE = 4 * U**2 + 36 * W[:, None] ** 2


PATHS = {
    "from the right": np.array([[1.5, 0.5], [0.5, 0.1], [0.1, 0.0]]),
    "from the left": np.array([[-1.0, 0.9], [-0.2, 0.3]]),
}


@pytest.fixture
def curves():
    rng = np.random.default_rng(1998)
    falling = 3 / np.arange(1, 21)
    return {
        "ours": falling + rng.uniform(0, 0.5, (5, 20)),
        "other": falling + rng.uniform(0, 0.5, (3, 20)),
    }


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def _closed(path):
    return np.allclose(path.vertices[0], path.vertices[-1])


def test_paths_lie_on_the_map_as_given_and_their_starts_are_marked():
    (axes,) = figures.loss_surface(U, W, SURFACE, PATHS, ("u", "v")).axes
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
    (axes,) = figures.loss_surface(U, W, SURFACE, PATHS).axes
    areas, lines = axes.collections
    steps = np.diff(np.log(lines.levels))
    np.testing.assert_allclose(steps, steps[0])
    assert lines.levels[-1] == pytest.approx(SURFACE.max())
    reach = [np.ptp(p.vertices, axis=0) for p in lines.get_paths() if len(p.vertices)]
    width, height = reach[3]  # a whole ellipse: 4 u^2 + 36 w^2 is one number
    assert width == pytest.approx(3 * height, rel=0.03)


def test_larger_losses_are_darker():
    (axes,) = figures.loss_surface(U, W, SURFACE, PATHS).axes
    areas, _ = axes.collections
    lightness = np.asarray(areas.get_facecolor())[1:, 0]  # the first is below them all
    assert (np.diff(lightness) < 0).all()


def test_losses_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"shape \(21, 41\).*Received: shape \(41, 21"):
        figures.loss_surface(U, W, SURFACE.T, PATHS)


def test_the_prediction_is_the_tangent_at_the_point_without_variation():
    dw = np.linspace(-2, 2, 9)
    (axes,) = figures.small_variation(dw, 3 + dw + dw**2, 3.0, 1.0, "one weight").axes
    measured, predicted, point = axes.lines
    np.testing.assert_array_equal(measured.get_ydata(), 3 + dw + dw**2)
    np.testing.assert_array_equal(predicted.get_ydata(), 3 + dw)
    np.testing.assert_array_equal(point.get_xydata(), [[0, 3]])
    assert axes.get_xlabel() == "variation of one weight"


def test_a_steep_prediction_does_not_flatten_the_measured_losses():
    dw = np.linspace(-1, 1, 5)
    (axes,) = figures.small_variation(dw, np.sin(dw), 0.0, 100.0).axes
    assert axes.get_ylim()[1] < 1


def test_every_seed_and_the_mean_are_drawn(curves):
    lines = figures.learning_curves(curves).axes[0].lines
    assert len(lines) == 5 + 1 + 3 + 1
    for line, errors in zip(lines[:5], curves["ours"], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), errors)
        assert line.get_linewidth() < lines[5].get_linewidth()
    np.testing.assert_allclose(lines[5].get_ydata(), curves["ours"].mean(axis=0))
    assert lines[5].get_xdata().tolist() == list(range(1, 21))


def test_the_band_is_one_standard_deviation(curves):
    ours, _ = figures.learning_curves(curves).axes[0].collections
    low, high = ours.get_paths()[0].get_extents().get_points()
    mean, spread = curves["ours"].mean(axis=0), curves["ours"].std(axis=0, ddof=1)
    assert low[1] == pytest.approx((mean - spread).min())
    assert high[1] == pytest.approx((mean + spread).max())


def test_one_run_has_no_band(curves):
    axes = figures.learning_curves({"one": curves["ours"][:1]}).axes[0]
    assert len(axes.lines) == 1 and not axes.collections


def test_the_papers_values_are_markers_and_say_so(curves):
    figure = figures.learning_curves(curves, {"Fig. 5": [2.65, 2.24, 1.48]})
    printed = figure.axes[0].lines[-1]
    assert printed.get_xydata().tolist() == [[1, 2.65], [2, 2.24], [3, 1.48]]
    assert printed.get_linestyle() == "None" and printed.get_marker() != "None"
    assert _legend(figure) == [
        "ours, mean of 5",
        "other, mean of 3",
        "Fig. 5, the paper’s",
    ]


def test_no_two_curves_differ_in_colour_alone():
    ten = {f"recipe {n}": np.full((1, 4), n + 1.0) for n in range(10)}
    lines = figures.learning_curves(ten).axes[0].lines
    looks = {(to_hex(line.get_color()), line.get_linestyle()) for line in lines}
    assert len(looks) == 10
    assert len({line.get_linestyle() for line in lines[:4]}) == 4


@pytest.mark.parametrize(
    ("curves", "paper"),
    [
        ({}, None),
        ({"ours": [1.0, 2.0]}, None),
        ({"ours": np.zeros((0, 20))}, None),
        ({"ours": [[1.0, 2.0]]}, {"Fig. 5": [[1.0, 2.0]]}),
    ],
)
def test_curves_of_another_shape_are_refused(curves, paper):
    with pytest.raises(ValueError, match="`curves` must hold.*Received: shapes"):
        figures.learning_curves(curves, paper)


STEPS = {
    "one rate": np.array([[0.0, 0.0], [2.0, 0.1], [0.5, 0.2]]),
    "a rate each": np.array([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]]),
}


def test_paths_are_drawn_as_given_and_end_within_the_contours():
    (axes,) = figures.descent_paths((9, 1), (1, 1), STEPS).axes
    *paths, minimum = axes.lines
    assert [line.get_label() for line in paths] == list(STEPS)
    for line, path in zip(paths, STEPS.values(), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), path)
    np.testing.assert_array_equal(minimum.get_xydata(), [[1, 1]])
    (low, high), (left, right) = axes.get_ylim(), axes.get_xlim()
    assert left < 0 and right > 2 and low < 0 and high > 1


def test_contours_are_nine_times_as_dense_along_the_steep_weight():
    (axes,) = figures.descent_paths(
        (9, 1), (0, 0), {"": np.array([[-3, -3], [3, 3]])}
    ).axes
    (contours,) = axes.collections
    whole = [p for p in contours.get_paths() if len(p.vertices) and _closed(p)]
    width, height = np.ptp(whole[0].vertices, axis=0)
    assert height == pytest.approx(3 * width, rel=0.02)  # sqrt(9) times as wide
