"""The bars that are weighed: what the Python shell gives, and what the page counts."""

import itertools

import numpy as np
import pytest
from javascript import run_module

from lenet_keras.live import BarWeigher

IN_THE_PAGE = """
import { countOf, judged } from "$live/bar_weigher/bar_tasks.js";
const settings = { task: 0, sees: 0, features: [0, 0] };
answer(given.map(([bias, ...weights]) =>
  countOf(judged({ ...settings, weights, bias }))[0]));
"""


def test_it_starts_with_the_weights_that_it_was_given():
    view = BarWeigher(np.arange(-1, 2).repeat(3).reshape(3, 3), bias=np.int64(2)).view
    assert view.weights == [-1, -1, -1, 0, 0, 0, 1, 1, 1]
    assert (view.bias, view.features, view.sees, view.task) == (2, [0, 0], 0, 0)


def test_the_picture_shows_the_weights_and_all_six_bars():
    figure = BarWeigher([[0, 0, 0], [0, 0, 0], [1, 1, 1]])
    _, *bars = figure.picture().axes
    assert [axes.get_title() for axes in bars] == ["1", "1", "1", "0", "0", "3"]


def test_no_whole_weights_from_minus_two_to_two_get_all_six_bars_right():
    # Upright bars depend on the column sums, level bars on the row sums of the weights.
    line = [(0, 0, one) for one in range(-2, 3)] + [(2, 2, 2), (-2, 1, 2), (1, -1, 1)]
    given = [
        [bias, *rows[0], *rows[1], *rows[2]]
        for bias in range(-2, 3)
        for rows in itertools.product(line, repeat=3)
    ]
    right = run_module(IN_THE_PAGE, given)
    assert max(right) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        {"weights": [[0, 1, 0]]},
        {"weights": np.full((3, 3), 3)},
        {"weights": np.full((3, 3), 0.5)},
        {"bias": -3},
    ],
)
def test_other_weights_are_refused(arguments):
    with pytest.raises(ValueError, match="whole numbers from -2 to 2"):
        BarWeigher(**arguments)
