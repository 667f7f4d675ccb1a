"""What single changes do to the error."""

import numpy as np
import pytest

from lenet_keras import figures

ALONE = {
    "ReLU": {"errors": [0.9, 1.0, 1.1], "low": 0.8, "high": 1.2},
    "Dropout": {"errors": [1.3], "low": None, "high": None},
}
AWAY = {"ReLU": {"errors": [0.7, 0.9], "low": 0.6, "high": 1.0}}


def test_seeds_means_and_intervals_stand_in_the_row_of_their_change():
    figure = figures.rung_errors({"alone": ALONE, "without": AWAY}, {"alone": 1.05})
    alone, without = figure.axes
    assert [text.get_text() for text in alone.get_yticklabels()] == ["ReLU", "Dropout"]
    reference, seeds, bar, mean, only, single = alone.lines
    assert {*reference.get_xdata()} == {1.05}
    np.testing.assert_allclose(seeds.get_xdata(), [0.9, 1.0, 1.1])
    np.testing.assert_allclose(bar.get_xdata(), [0.8, 1.2])
    np.testing.assert_allclose(mean.get_xdata(), [1.0])
    heights = [np.unique(line.get_ydata()).tolist() for line in alone.lines[1:]]
    assert heights == [[0], [0], [0], [1], [1]]
    assert only.get_xdata() == single.get_xdata() == [1.3]
    assert len(without.lines) == 3  # no reference was given


def test_nothing_is_no_figure():
    with pytest.raises(ValueError, match="must hold a row"):
        figures.rung_errors({"alone": {}})
