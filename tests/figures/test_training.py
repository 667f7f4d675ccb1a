import matplotlib
import numpy as np
import pytest

from lenet_keras.figures import descent_paths, effective_rates, errors_by_rate

PATHS = {
    "one rate": np.array([[0.0, 0.0], [2.0, 0.1], [0.5, 0.2]]),
    "a rate each": np.array([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]]),
}


def test_paths_are_drawn_as_given_and_end_within_the_contours():
    (axes,) = descent_paths((9, 1), (1, 1), PATHS).axes
    *paths, minimum = axes.lines
    assert [line.get_label() for line in paths] == list(PATHS)
    for line, path in zip(paths, PATHS.values(), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), path)
    np.testing.assert_array_equal(minimum.get_xydata(), [[1, 1]])
    (low, high), (left, right) = axes.get_ylim(), axes.get_xlim()
    assert left < 0 and right > 2 and low < 0 and high > 1


def test_contours_are_nine_times_as_dense_along_the_steep_weight():
    (axes,) = descent_paths((9, 1), (0, 0), {"": np.array([[-3, -3], [3, 3]])}).axes
    (contours,) = axes.collections
    whole = [p for p in contours.get_paths() if len(p.vertices) and _closed(p)]
    width, height = np.ptp(whole[0].vertices, axis=0)
    assert height == pytest.approx(3 * width, rel=0.02)  # sqrt(9) times as wide


def _closed(path):
    return np.allclose(path.vertices[0], path.vertices[-1])


RATES = {
    "square root": {"C1": np.array([[1e-4, 1e-4], [2e-4, 5e-3]]), "F6": [1e-3]},
    "literal": {"C1": np.array([0.024, 0.025]), "F6": [2e-4, 0.02]},
}


def test_rates_of_all_layers_share_one_logarithmic_scale():
    figure = effective_rates(RATES, printed=(7e-5, 0.016), ceiling=0.025)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["C1", "F6"]
    assert {axes.get_xscale() for axes in figure.axes} == {"log"}
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    low, high = figure.axes[0].get_xlim()
    assert low < 1e-4 and high > 0.025
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["the paper’s range", "square root", "literal", "ceiling"]


def test_the_fullest_bin_of_each_histogram_has_height_one():
    (c1, _) = effective_rates({"start": RATES["square root"]}).axes
    bars = [(bar.get_x(), bar.get_width(), bar.get_height()) for bar in c1.patches]
    filled = [(x, x + width, height) for x, width, height in bars if height]
    assert [height for *_, height in filled] == [1.0, 0.5, 0.5]
    for (left, right, _), rate in zip(filled, (1e-4, 2e-4, 5e-3), strict=True):
        assert left <= rate * (1 + 1e-9) and rate < right


def test_the_range_and_the_ceiling_are_where_they_were_said_to_be():
    axes = effective_rates(RATES, printed=(7e-5, 0.016), ceiling=0.025).axes[1]
    shaded = next(p for p in axes.patches if p.get_label() == "the paper’s range")
    assert (shaded.get_x(), shaded.get_x() + shaded.get_width()) == (7e-5, 0.016)
    assert axes.lines[0].get_xdata()[0] == 0.025
    assert not effective_rates(RATES).axes[1].lines


def test_no_bar_stands_on_both_sides_of_the_ceiling():
    (axes, _) = effective_rates(RATES, ceiling=0.0251).axes
    for bar in axes.patches:
        if hasattr(bar, "get_width"):
            ends = np.array([bar.get_x(), bar.get_x() + bar.get_width()])
            assert (ends > 0.0251 * (1 - 1e-9)).all() or (
                ends < 0.0251 * (1 + 1e-9)
            ).all()


@pytest.mark.parametrize(
    "rates",
    [
        {},
        {"a": {"C1": [1.0]}, "b": {"F6": [1.0]}},
        {name: {"C1": [1.0]} for name in "abcd"},
    ],
)
def test_rates_of_other_layers_or_too_many_labels_are_refused(rates):
    with pytest.raises(ValueError, match=r"`rates` must have 1 to 3.*Received: "):
        effective_rates(rates)


def test_errors_stand_in_the_order_of_their_rates():
    errors = {"sgd": {1e-2: 90.0, 1e-4: 20.0, 1e-3: 11.0}, "adam": {1e-3: 9.0}}
    (axes,) = errors_by_rate(errors, "factor", "wrong, %").axes
    sgd, adam = axes.lines
    np.testing.assert_array_equal(
        sgd.get_xydata(), [[1e-4, 20], [1e-3, 11], [1e-2, 90]]
    )
    np.testing.assert_array_equal(adam.get_xydata(), [[1e-3, 9]])
    assert axes.get_xscale() == axes.get_yscale() == "log"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("factor", "wrong, %")
    styles = {(line.get_linestyle(), line.get_marker()) for line in axes.lines}
    assert len(styles) == 2


@pytest.mark.parametrize("errors", [(1.1, 90.0), (1.1, 1.17), (2.0, 2.0), (0.97, 100)])
def test_good_and_guessed_errors_stand_between_ticks_with_labels(errors):
    (axes,) = errors_by_rate({"sgd": dict(enumerate(errors, start=1))}).axes
    low, high = axes.get_ylim()
    assert low < min(errors) and max(errors) <= high
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    assert {low, high} <= set(ticks) and not len(axes.yaxis.get_minorticklocs())
    axes.figure.draw_without_rendering()
    labels = [text.get_text() for text in axes.get_yticklabels()]
    assert f"{high:g}" in labels


def test_four_methods_are_told_apart():
    errors = {name: {1e-3: 1.0, 1e-4: 2.0} for name in ("a", "b", "c", "d")}
    (axes,) = errors_by_rate(errors).axes
    styles = {(line.get_linestyle(), line.get_marker()) for line in axes.lines}
    assert len(styles) == 4


@pytest.mark.parametrize("errors", [{}, {"sgd": {}}])
def test_no_errors_are_refused(errors):
    with pytest.raises(ValueError, match=r"at least one error.*Received: "):
        errors_by_rate(errors)


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    descent_paths((9, 1), (1, 1), PATHS)
    effective_rates(RATES)
    errors_by_rate({"sgd": {1e-3: 1.0}})
    assert not pyplot.get_fignums()
