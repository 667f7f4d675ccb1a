"""Descents that start at different places of one loss."""

import numpy as np
import pytest

from lenet_keras import figures

X, Y = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
SURFACE = X**2 + 9 * Y[:, None] ** 2
PATHS = {
    "far": np.array([[1.8, 0.5], [0.5, 0.1], [0.1, 0.0]]),
    "near": np.array([[-0.4, 0.1], [-0.2, 0.0]]),
}
LOSSES = {label: path[:, 0] ** 2 + 9 * path[:, 1] ** 2 for label, path in PATHS.items()}


def test_each_path_lies_above_and_its_losses_below():
    above, below = figures.stuck_descents(X, Y, SURFACE, PATHS, LOSSES).axes
    for label, path in PATHS.items():
        (line,) = (line for line in above.lines if line.get_label() == label)
        np.testing.assert_array_equal(line.get_xydata(), path)
    drawn = [line.get_ydata() for line in below.lines]
    for line, losses in zip(drawn, LOSSES.values(), strict=True):
        np.testing.assert_array_equal(line, losses)
    assert below.lines[0].get_xdata()[0] == 1  # a logarithmic scale has no 0


def test_starts_are_marked_and_lines_are_told_apart_without_colour():
    above, below = figures.stuck_descents(X, Y, SURFACE, PATHS, LOSSES).axes
    marks = [line.get_xydata()[0] for line in above.lines if len(line.get_xdata()) == 1]
    np.testing.assert_array_equal(marks, [path[0] for path in PATHS.values()])
    assert len({line.get_linestyle() for line in below.lines}) == len(PATHS)


def test_losses_of_other_paths_are_refused():
    with pytest.raises(
        ValueError, match=r"same labels.*\['far', 'near'\] and \['far'\]"
    ):
        figures.stuck_descents(X, Y, SURFACE, PATHS, {"far": LOSSES["far"]})
