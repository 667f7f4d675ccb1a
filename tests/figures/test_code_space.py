"""The map of the codes, the walk between two digits, the diagram of reliability."""

import numpy as np
import pytest

from lenet_keras import figures


def test_codes_stand_where_they_lie_and_errors_are_crosses():
    places = np.arange(8.0).reshape(4, 2)
    codes = np.array([[0.0, 1.0], [9.0, 9.0]])
    wrong = np.array([False, True, False, False])
    (axes,) = figures.code_map(places, [0, 1, 1, 0], codes, wrong).axes
    right, errors = (marks.get_offsets().tolist() for marks in axes.collections)
    assert errors == [[2, 3]]
    assert right == [[0, 1], [4, 5], [6, 7]]
    assert [text.get_position() for text in axes.texts] == [(0, 1), (9, 9)]
    assert axes.get_xlim()[1] > 9


def test_a_digit_has_the_colour_of_its_class():
    (axes,) = figures.code_map(np.eye(2), [1, 0], np.eye(2)).axes
    points, _ = axes.collections
    colours = [tuple(colour[:3]) for colour in points.get_facecolors()]
    assert colours == [axes.texts[1].get_color(), axes.texts[0].get_color()]


@pytest.mark.parametrize(
    ("labels", "codes"), [([0], np.eye(2)), ([0, 0, 0], np.zeros((11, 2)))]
)
def test_a_map_of_what_does_not_fit_is_refused(labels, codes):
    with pytest.raises(ValueError, match="Received"):
        figures.code_map(np.zeros((3, 2)), labels, codes)


def test_inputs_stand_above_the_part_of_the_way_that_they_show():
    images = np.zeros((5, 32, 32, 1))
    figure = figures.penalties_along(images, {"a": [1, 2, 3], "b": [3, 2, 1]})
    *pictures, plot = figure.axes
    figure.draw_without_rendering()
    edges = plot.get_position()
    for number, picture in enumerate(pictures):
        box = picture.get_position()
        there = edges.x0 + number / 4 * edges.width
        assert (box.x0 + box.x1) / 2 == pytest.approx(there, abs=0.01)
    assert [line.get_xdata().tolist() for line in plot.lines] == [[0, 50, 100]] * 2


@pytest.mark.parametrize(("count", "walks"), [(1, {"a": [1, 2]}), (3, {})])
def test_a_walk_has_two_ends_and_penalties(count, walks):
    with pytest.raises(ValueError, match="Received"):
        figures.penalties_along(np.zeros((count, 32, 32, 1)), walks)


def test_shares_are_percent_and_the_diagonal_is_drawn():
    curve = np.array([0.5, 0.9]), np.array([0.25, 0.8])
    (axes,) = figures.reliability_diagram({"ours": curve}).axes
    diagonal, line = axes.lines
    assert list(diagonal.get_ydata()) == [0, 100]
    assert (line.get_xdata().tolist(), line.get_ydata().tolist()) == (
        [50, 90],
        [25, 80],
    )
    with pytest.raises(ValueError, match="Received"):
        figures.reliability_diagram({})
