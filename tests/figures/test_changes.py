"""What a change of the input leaves: of places, of maps, and of right answers."""

import numpy as np
import pytest

from lenet_keras import figures
from lenet_keras.reproduce import EXPERIMENTS
from lenet_keras.reproduce.invariance import AMOUNTS
from lenet_keras.results import shipped_runs


@pytest.fixture(scope="module")
def measurements():
    labels = EXPERIMENTS["invariance"].labels
    return {
        label: [m for r in shipped_runs("invariance", label) for m in r["measurements"]]
        for label in labels
    }


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def shown(axes):
    return [np.asarray(picture.get_array()) for picture in axes.images]


def test_every_measured_error_is_drawn(measurements):
    figure = figures.errors_by_amount(measurements)
    assert [axes.get_title() for axes in figure.axes] == list(AMOUNTS)
    assert _legend(figure) == list(measurements)
    limits = {axes.get_ylim() for axes in figure.axes}
    assert len(limits) == 1  # one scale
    for axes, (name, amounts) in zip(figure.axes, AMOUNTS.items(), strict=True):
        assert axes.get_xlabel()
        drawn = zip(axes.lines, axes.collections, measurements.values(), strict=True)
        for line, band, entries in drawn:
            errors = [e["error"] for e in entries if e["transformation"] == name]
            by_seed = 100 * np.reshape(errors, (-1, len(amounts)))
            np.testing.assert_allclose(line.get_xdata(), amounts)
            np.testing.assert_allclose(line.get_ydata(), by_seed.mean(axis=0))
            edge = band.get_paths()[0].vertices[:, 1]
            assert {*edge.round(6)} == {
                *by_seed.min(axis=0).round(6),
                *by_seed.max(axis=0).round(6),
            }
            assert min(limits)[0] < edge.min() and edge.max() < min(limits)[1]


def test_marks_stand_at_the_papers_numbers(measurements):
    marks = {"rotation": (-30, 30), "noise": (0.1,)}
    figure = figures.errors_by_amount(measurements, marks)
    assert _legend(figure) == [*measurements, "named in the paper"]
    for axes in figure.axes:
        upright = [line for line in axes.lines if line.get_linestyle() == ":"]
        places = tuple(line.get_xdata()[0] for line in upright)
        assert places == marks.get(axes.get_title(), ())


@pytest.mark.parametrize("empty", [{}, {"ours": []}])
def test_figures_without_measurements_are_refused(empty, measurements):
    with pytest.raises(ValueError, match="at least one. Received: "):
        figures.errors_by_amount(empty)
    with pytest.raises(ValueError, match="same transformations"):
        figures.errors_by_amount(measurements | {"ours": measurements["best"][:3]})
    with pytest.raises(ValueError, match=r"`marks` must be .*Received: \['blur'\]"):
        figures.errors_by_amount(measurements, {"blur": (1,)})


def test_what_a_shift_does_not_explain_is_drawn():
    before = {"C1": np.eye(4)}
    expected = {"C1": np.full((4, 4), np.nan)}
    expected["C1"][:, 1:] = np.eye(4)[:, :-1]
    after = {"C1": np.ones((4, 4))}
    left, middle, right = figures.moved_maps(before, expected, after).axes
    np.testing.assert_array_equal(shown(left)[0], before["C1"])
    np.testing.assert_array_equal(shown(middle)[0], after["C1"])
    rest = right.images[0].get_array()
    np.testing.assert_array_equal(rest.mask, np.isnan(expected["C1"]))
    np.testing.assert_array_equal(rest[:, 1:], (1 - np.eye(4))[:, :-1])
    assert (
        len(
            {
                (a.images[0].norm.vmin, a.images[0].norm.vmax)
                for a in (left, middle, right)
            }
        )
        == 1
    )
    with pytest.raises(ValueError, match="same rows.*Received"):
        figures.moved_maps(before, {}, after)


def test_one_panel_for_each_layer_with_both_misfits():
    whole = {"C1": [0, 0, 0], "S2": [0, 0.6, 0], "S4": [0, 0.4, 0.7]}
    between = {layer: [0.5 * value for value in whole[layer]] for layer in whole}
    figure = figures.misfit_curves([0, 1, 2], whole, between)
    assert [axes.get_title() for axes in figure.axes] == list(whole)
    for axes, layer in zip(figure.axes, whole, strict=True):
        drawn = [line.get_ydata().tolist() for line in axes.lines]
        assert drawn == [whole[layer], between[layer]]
        assert axes.get_ylim()[0] < 0 and axes.get_ylim()[1] > 0.7
    with pytest.raises(ValueError, match="each of 2 shifts"):
        figures.misfit_curves([0, 1], whole, between)
