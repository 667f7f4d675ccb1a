import numpy as np
import pytest

from lenet_keras import figures

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
