"""Every error, every digit and every layer is in the figure, failures in red."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from lenet_keras import lenet5, paper, prepare
from lenet_keras.digits import load_mnist
from lenet_keras.figures import change_by_layer, error_against_amount, odd_digits
from lenet_keras.figures._style import ACCENT
from lenet_keras.inspection import feature_maps
from lenet_keras.reproduce.invariance import AMOUNTS
from lenet_keras.results import shipped_runs


@pytest.fixture(autouse=True)
def _no_pyplot_state():
    yield
    assert plt.get_fignums() == []


@pytest.fixture(scope="module")
def measurements():
    return {run["weights"]: run["measurements"] for run in shipped_runs("invariance")}


@pytest.fixture(scope="module")
def maps():
    digits = prepare(load_mnist().test.images[:3])
    return feature_maps(lenet5(weights="mnist"), digits)


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_every_measured_error_is_drawn(measurements):
    figure = error_against_amount(measurements)
    assert [axes.get_title() for axes in figure.axes] == list(AMOUNTS)
    assert _legend(figure) == list(measurements)
    limits = {axes.get_ylim() for axes in figure.axes}
    assert len(limits) == 1  # one scale
    for axes, (name, amounts) in zip(figure.axes, AMOUNTS.items(), strict=True):
        assert axes.get_xlabel()
        for line, entries in zip(axes.lines, measurements.values(), strict=True):
            drawn = line.get_ydata()
            expected = [e["error"] for e in entries if e["transformation"] == name]
            np.testing.assert_allclose(line.get_xdata(), amounts)
            np.testing.assert_allclose(drawn, np.multiply(100, expected))
            assert min(limits)[0] < min(drawn) and max(drawn) < min(limits)[1]


def test_marks_stand_at_the_papers_numbers(measurements):
    marks = {"rotation": (-30, 30), "noise": (0.1,)}
    figure = error_against_amount(measurements, marks)
    assert _legend(figure) == [*measurements, "named in the paper"]
    for axes in figure.axes:
        upright = [line for line in axes.lines if line.get_linestyle() == ":"]
        places = tuple(line.get_xdata()[0] for line in upright)
        assert places == marks.get(axes.get_title(), ())


@pytest.mark.parametrize("empty", [{}, {"ours": []}])
def test_figures_without_measurements_are_refused(empty, measurements):
    with pytest.raises(ValueError, match="at least one. Received: "):
        error_against_amount(empty)
    with pytest.raises(ValueError, match="same transformations"):
        error_against_amount(measurements | {"ours": measurements["mnist"][:3]})
    with pytest.raises(ValueError, match=r"`marks` must be .*Received: \['blur'\]"):
        error_against_amount(measurements, {"blur": (1,)})


def test_each_digit_shows_its_own_states(maps):
    figure = odd_digits(maps, [7, 2, 1], ["one", "two", "three"])
    *panels, bar = figure.axes
    assert len(panels) == 3 * 7
    counts = [len(axes.images) for axes in panels[7:14]]
    assert counts == [1, paper.C1_MAPS, paper.C1_MAPS, *[paper.C3_MAPS] * 2, 1, 1]
    for row in range(3):
        image, c1, _, _, s4, c5, f6 = panels[7 * row : 7 * row + 7]
        shown = [axes.images[-1].get_array() for axes in (image, c1, s4)]
        for array, layer in zip(shown, ("image", "C1", "S4"), strict=True):
            np.testing.assert_array_equal(array, maps[layer][row, ..., -1])
        assert c5.images[0].get_array().shape == (15, 8)
        drawn = f6.images[0].get_array()
        np.testing.assert_array_equal(np.ravel(drawn), np.ravel(maps["F6"][row]))
        assert drawn.shape == paper.CODE_SHAPE
    assert bar.get_xlabel() == "state of a unit"


def test_a_wrong_answer_is_red_and_says_so(maps):
    answers = maps["output"].argmin(axis=-1)
    labels = answers + [0, 1, 0]
    figure = odd_digits(maps, labels, ["one", "two", "three"])
    lines = [figure.axes[7 * row].texts[0] for row in range(3)]
    assert ["wrong" in line.get_text() for line in lines] == [False, True, False]
    assert [to_hex(line.get_color()) == ACCENT for line in lines] == [
        False,
        True,
        False,
    ]
    assert lines[1].get_text().startswith(f"two: a {labels[1]}, answer {answers[1]}")


def test_digits_without_their_states_or_labels_are_refused(maps):
    with pytest.raises(
        ValueError, match="one entry for each digit.*2 labels, 3 titles"
    ):
        odd_digits(maps, [7, 2], ["one", "two", "three"])
    with pytest.raises(ValueError, match="`maps` must hold the layers"):
        odd_digits({"F6": maps["F6"]}, [], [])


def test_a_change_has_a_line_over_the_layers():
    changes = {"1 px": {"C1": 0.5, "S2": 0.4}, "2 px": {"C1": 0.8, "S2": 0.7}}
    figure = change_by_layer(changes)
    axes = figure.axes[0]
    assert _legend(figure) == list(changes)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["C1", "S2"]
    unit, *lines = axes.lines
    assert set(unit.get_ydata()) == {1}
    for line, sizes in zip(lines, changes.values(), strict=True):
        assert line.get_ydata().tolist() == list(sizes.values())
    assert len({line.get_linestyle() for line in lines}) == 2


@pytest.mark.parametrize(
    "changes", [{}, {"1 px": {}}, {"1 px": {"C1": 1}, "2 px": {"S2": 1}}], ids=str
)
def test_changes_of_other_layers_are_refused(changes):
    with pytest.raises(ValueError, match="same layers for each change.*Received: "):
        change_by_layer(changes)
