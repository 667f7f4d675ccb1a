"""Where things are: marks on grids, two drawings overlaid, places read from states."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import figures
from lenet_keras.figures._style import ACCENT, OTHER

SEVEN = {"E": (1, 1), "C": (1, 6), "V": (6, 4)}
NARROW = {"E": (1, 0), "C": (1, 3), "V": (6, 4)}


def letters(axes):
    return {text.get_text(): text.get_position() for text in axes.texts}


def test_a_coarser_grid_forgets_where_in_a_cell_a_feature_is():
    fine, coarse, coarsest = figures.features_on_grids({"a 7": SEVEN}).axes
    assert letters(fine) == {"E": (1, 1), "C": (6, 1), "V": (4, 6)}
    assert letters(coarse) == {"E": (0, 0), "C": (3, 0), "V": (2, 3)}
    assert letters(coarsest) == {"E": (0, 0), "C": (1, 0), "V": (1, 1)}
    assert [axes.get_title() for axes in (fine, coarse, coarsest)] == [
        "8 x 8",
        "4 x 4",
        "2 x 2",
    ]


def test_features_that_share_a_cell_are_written_together():
    figure = figures.features_on_grids({"wide": SEVEN, "narrow": NARROW}, cells=(4,))
    wide, narrow = figure.axes
    assert set(letters(wide)) == {"E", "C", "V"}
    assert set(letters(narrow)) == {"EC", "V"}
    assert [axes.get_ylabel() for axes in figure.axes] == ["wide", "narrow"]


@pytest.mark.parametrize("drawings", [{}, {"outside": {"E": (0, 8)}}])
def test_features_must_be_in_the_field(drawings):
    with pytest.raises(ValueError, match="columns 0 to 7"):
        figures.features_on_grids(drawings)


def test_each_cell_says_who_has_ink_there():
    first, second = np.array([[1, 1], [0, 0]]) > 0, np.array([[0, 1], [0, 1]]) > 0
    figure = figures.overlaid([first], [second], ["one", "two"])
    [axes] = figure.axes
    assert axes.get_title() == "2 x 2"
    [picture] = axes.images
    shown = picture.cmap(picture.norm(picture.get_array()))
    expected = [[ACCENT, "black"], ["white", OTHER]]
    for row in (0, 1):
        for column in (0, 1):
            assert tuple(shown[row, column]) == to_rgba(expected[row][column])
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["only one", "only two", "both"]


def test_drawings_on_other_numbers_of_grids_are_refused():
    with pytest.raises(ValueError, match="same length.*Received: 1 and 2"):
        figures.overlaid([np.eye(2)], [np.eye(2)] * 2, ["one", "two"])


def test_every_read_place_and_the_mean_of_each_place_are_drawn():
    places = np.array([-1, -1, 1, 1])
    read = {"C5": np.array([-2.0, 0, 1, 2]), "F6": np.zeros(4)}
    for axes, title in zip(figures.read_places(places, read).axes, read, strict=True):
        dots, exact, means = axes.lines
        assert axes.get_title() == title
        np.testing.assert_array_equal(dots.get_ydata(), read[title])
        np.testing.assert_array_equal(np.round(dots.get_xdata()), places)
        np.testing.assert_array_equal(exact.get_xdata(), exact.get_ydata())
        halves = read[title].reshape(2, 2).mean(axis=1)
        np.testing.assert_array_equal(means.get_ydata(), halves)


def test_what_was_read_of_other_digits_is_refused():
    with pytest.raises(ValueError, match="each of 2 digits.*Received: {'C5': 3}"):
        figures.read_places([0, 1], {"C5": np.zeros(3)})
    with pytest.raises(ValueError, match="Received: {}"):
        figures.read_places([0, 1], {})
