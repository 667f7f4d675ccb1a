"""Errors: by number of patterns, by rate, by capacity; ours and printed."""

import numpy as np
import pytest

from lenet_keras import figures

ERRORS = {
    "linear": {1_000: [10.0], 4_000: [5.0]},
    "network": {1_000: [6.0, 4.0], 4_000: [1.0, 2.0]},
}
OURS = {
    "test": {"15,000": [1.5, 1.7], "30,000": [1.1, 1.2, 1.3], "more": [0.6]},
    "training": {"15,000": [0.1, 0.2], "30,000": [0.3, 0.3, 0.4]},
}
PRINTED = {"test": {"15,000": 1.68, "more": 0.82}, "training": {"15,000": 0.05}}


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_every_seed_is_drawn_and_lines_join_the_means():
    (axes,) = figures.errors_by_size(ERRORS).axes
    dots = [line.get_xydata().tolist() for line in axes.lines]
    assert dots[3:5] == [[[1_000, 6], [1_000, 4]], [[4_000, 1], [4_000, 2]]]
    assert dots[5] == [[1_000, 5], [4_000, 1.5]]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    ticks = [text.get_text() for text in axes.get_xticklabels()]
    assert ticks == ["1,000", "4,000"]


def test_a_law_is_drawn_instead_of_means_and_named_by_its_exponent():
    figure = figures.errors_by_size(
        ERRORS, {"linear": (10_000 / 2, 0.5)}, {4_000: 7.0}, "gap"
    )
    (axes,) = figure.axes
    reach = np.array([1_000, 4_000])
    np.testing.assert_allclose(axes.lines[2].get_ydata(), 5_000 / np.sqrt(reach))
    assert axes.lines[-1].get_xydata().tolist() == [[4_000, 7]]
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["linear, α = 0.50", "network", "Fig. 6, the paper’s"]
    assert axes.get_ylabel() == "gap"


@pytest.mark.parametrize("errors", [{}, {"a": {}}, {"other": {1: [1.0]}}])
def test_a_law_needs_errors(errors):
    with pytest.raises(ValueError, match="must hold some errors.*laws"):
        figures.errors_by_size(errors, {"linear": (1.0, 0.5)})


def test_capacity_grows_to_the_right_and_the_best_is_ringed():
    curves = {
        "few": ([10, 1, 0.1], [5, 2, 0], [9, 8, 12]),
        "many": ([10, 1, 0.1], [5, 4, 3], [6, 5, 4]),
    }
    figure = figures.errors_by_capacity(curves)
    assert [axes.get_title() for axes in figure.axes] == list(curves)
    for axes, (strengths, training, held_out) in zip(
        figure.axes, curves.values(), strict=True
    ):
        above, below, ring = axes.lines
        np.testing.assert_array_equal(above.get_xydata().T, [strengths, held_out])
        np.testing.assert_array_equal(below.get_xydata().T, [strengths, training])
        assert ring.get_ydata() == [min(held_out)]
        left, right = axes.get_xlim()
        assert left > right
    assert len({axes.get_ylim() for axes in figure.axes}) == 1


@pytest.mark.parametrize("errors", [{}, {"few": ([1], [2], [])}, {"": ([], [], [])}])
def test_capacity_needs_as_many_errors_as_strengths(errors):
    with pytest.raises(ValueError, match="equally many.*Received: lengths"):
        figures.errors_by_capacity(errors)


def test_a_dot_for_each_seed_of_each_training_set():
    axes = figures.errors_by_training_set(OURS, PRINTED).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    shown = [line.get_ydata() for line in dots]
    assert [list(ys) for ys in shown] == [
        errors for by_set in OURS.values() for errors in by_set.values()
    ]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(OURS["test"])
    means = next(line for line in axes.lines if line.get_linestyle() == "-")
    np.testing.assert_allclose(means.get_ydata(), [1.6, 1.2, 0.6])


def test_the_papers_values_stand_beside_their_training_set():
    figure = figures.errors_by_training_set(OURS, PRINTED)
    printed = [line for line in figure.axes[0].lines if line.get_color() == "black"]
    assert [list(line.get_ydata()) for line in printed] == [[1.68, 0.82], [0.05]]
    places = [np.round(line.get_xdata()).tolist() for line in printed]
    assert places == [[0, 2], [0]]
    assert len({line.get_marker() for line in printed}) == 2
    assert _legend(figure).count("test, the paper’s") == 1


@pytest.mark.parametrize("paper", [{"rejected": {"15,000": 1}}, {"test": {"9": 1}}])
def test_printed_values_without_ours_are_refused(paper):
    with pytest.raises(ValueError, match="kinds of error and training sets"):
        figures.errors_by_training_set(OURS, paper)


def test_errors_stand_in_the_order_of_their_rates():
    errors = {"sgd": {1e-2: 90.0, 1e-4: 20.0, 1e-3: 11.0}, "adam": {1e-3: 9.0}}
    (axes,) = figures.errors_by_rate(errors, "factor", "wrong, %").axes
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
    (axes,) = figures.errors_by_rate({"sgd": dict(enumerate(errors, start=1))}).axes
    low, high = axes.get_ylim()
    assert low < min(errors) and max(errors) <= high
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    assert {low, high} <= set(ticks) and not len(axes.yaxis.get_minorticklocs())
    axes.figure.draw_without_rendering()
    labels = [text.get_text() for text in axes.get_yticklabels()]
    assert f"{high:g}" in labels


def test_four_methods_are_told_apart():
    errors = {name: {1e-3: 1.0, 1e-4: 2.0} for name in ("a", "b", "c", "d")}
    (axes,) = figures.errors_by_rate(errors).axes
    styles = {(line.get_linestyle(), line.get_marker()) for line in axes.lines}
    assert len(styles) == 4


@pytest.mark.parametrize("errors", [{}, {"sgd": {}}])
def test_no_errors_are_refused(errors):
    with pytest.raises(ValueError, match=r"at least one error.*Received: "):
        figures.errors_by_rate(errors)
