import numpy as np
import pytest
from matplotlib.colors import to_hex

from lenet_keras import figures
from lenet_keras.figures._style import ACCENT

DEALT = [0.9, 0.95, 0.95, 1.0]
SEEDS = [0.94, 1.0, 1.11]


def test_a_bar_for_each_error_that_was_dealt_and_a_dot_for_each_seed():
    upper, lower = figures.two_kinds_of_luck(DEALT, SEEDS, 0.95).axes
    assert [bar.get_height() for bar in upper.patches] == [1, 2, 1]
    np.testing.assert_allclose(lower.collections[0].get_offsets()[:, 0], SEEDS)


def test_the_printed_error_stands_in_both():
    figure = figures.two_kinds_of_luck(DEALT, SEEDS, 0.95)
    for axes in figure.axes:
        assert [0.95, 0.95] in [list(line.get_xdata()) for line in axes.lines]


@pytest.mark.parametrize("few", [([], SEEDS), (DEALT, [1.0])])
def test_one_error_has_no_spread(few):
    with pytest.raises(ValueError, match="two errors at least. Received: "):
        figures.two_kinds_of_luck(*few, 0.95)


ROWS = {
    "one": np.array([True, True, False, True]),
    "other": np.array([True, False, True, False]),
    "dealt": np.array([False, True, False, False]),
}


def test_errors_are_red_where_the_first_network_errs_too():
    upper, _ = figures.errors_dealt_again(ROWS, [2], [0, 1, 1], 1).axes
    red, others = set(), set()
    for marks in upper.collections:
        for place in map(tuple, marks.get_offsets().astype(int).tolist()):
            is_red = to_hex(marks.get_facecolor()[0]) == ACCENT
            (red if is_red else others).add(place)
    assert red == {(0, 1), (1, 2)}
    assert others == {(0, 0), (1, 0), (3, 0), (2, 1)}
    assert [label.get_text() for label in upper.get_yticklabels()] == list(ROWS)
    assert [line.get_xdata()[0] for line in upper.lines] == [1.5]


def test_deals_are_counted_beside_what_the_networks_share():
    _, lower = figures.errors_dealt_again(ROWS, [2], [0, 1, 1], 3).axes
    assert [bar.get_height() for bar in lower.patches] == [1, 2]
    assert lower.lines[0].get_xdata()[0] == 3


@pytest.mark.parametrize("rows", [{}, {"one": ROWS["one"]}, {**ROWS, "few": [True]}])
def test_errors_of_other_digits_are_not_set_side_by_side(rows):
    with pytest.raises(ValueError, match="two rows of one length. Received lengths: "):
        figures.errors_dealt_again(rows, [2], [0, 1], 1)
