"""Pictures of rows that are cut and of errors in reading them."""

import numpy as np
import pytest

from lenet_keras.figures import cut_rows, row_errors


def test_rows_stand_below_each_other_to_one_scale_with_their_cuts():
    pictures = [np.zeros((32, 120, 1)), np.zeros((32, 60, 1))]
    figure = cut_rows(pictures, [[0, 40, 120], [30]], ["long", "short"])
    long, short = figure.axes
    assert [line.get_xdata()[0] for line in long.lines] == [-0.5, 39.5, 119.5]
    assert [axes.get_title("left") for axes in (long, short)] == ["long", "short"]
    wide, narrow = (axes.get_position() for axes in (long, short))
    assert narrow.width == pytest.approx(wide.width / 2)
    assert narrow.y1 < wide.y0


@pytest.mark.parametrize("cuts", [[], [[1], [2]]])
def test_each_row_has_its_cuts(cuts):
    with pytest.raises(ValueError, match="Received"):
        cut_rows([np.zeros((32, 60, 1))], cuts)


def test_errors_are_percent_with_their_intervals():
    found = {1: (0.01, 0.005, 0.03), 5: (0.2, 0.1, 0.25)}
    figure = row_errors({"length": {"a": found, "b": found}, "gap": {"a": found}})
    first, second = figure.axes
    line, _, (bars,) = first.containers[0]
    assert line.get_ydata().tolist() == [1.0, 20.0]
    ends = [segment[:, 1].tolist() for segment in bars.get_segments()]
    np.testing.assert_allclose(ends, [[0.5, 3], [10, 25]])
    assert [text.get_text() for text in figure.legends[0].texts] == ["a", "b"]
    assert second.get_xlabel() == "gap"


@pytest.mark.parametrize("errors", [{}, {"length": {}}])
def test_errors_of_no_reader_are_refused(errors):
    with pytest.raises(ValueError, match="a panel with a reader"):
        row_errors(errors)
