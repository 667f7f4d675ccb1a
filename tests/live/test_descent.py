"""The descent over two weights: what its Python gives to the page, and its paths."""

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import paper
from lenet_keras.live import Descent
from lenet_keras.live.descent import BATCHES

PATTERNS = [[1, 1], [2, 1.5]]
PATHS = """
import { meanLoss, pathDown } from "$live/descent/landscape.js";
answer(given.settings.map((one) => {
  const path = pathDown(one, given.patterns);
  return [path, path.map((weights) => meanLoss(weights, given.patterns))];
}));
"""


def loss(weights):
    u, v = weights
    answers = [v * paper.AMPLITUDE * np.tanh(paper.SLOPE * u * x) for x, _ in PATTERNS]
    return np.mean([(y - t) ** 2 for y, (_, t) in zip(answers, PATTERNS, strict=True)])


def gradient(weights, step=1e-6):
    return [
        (loss(weights + by) - loss(weights - by)) / (2 * step)
        for by in step * np.eye(2)
    ]


def test_the_page_goes_down_as_python_does():
    starts = (-0.1, 0.15, 0.05), (0.8, -1.1, 0.1), (1.8, 0.2, 0.3)
    settings = [
        {"u": u, "v": v, "rate": rate, "batch": 0, "steps": 10} for u, v, rate in starts
    ]
    found = run_module(PATHS, {"settings": settings, "patterns": PATTERNS})
    for (u, v, rate), (path, losses) in zip(starts, found, strict=True):
        weights = np.array([u, v])
        for there, value in zip(path, losses, strict=True):
            np.testing.assert_allclose(there, weights, rtol=1e-5, atol=1e-6)
            assert value == pytest.approx(loss(weights), rel=1e-4)
            weights = weights - rate * np.array(gradient(weights))


def test_it_sends_patterns_start_and_rate():
    view = Descent(patterns=[(1, 2)], start=(0.5, -1), rate=0.2).view
    assert view.patterns == [[1, 2]]
    assert (view.u, view.v, view.rate, view.batch) == (0.5, -1, 0.2, 0)
    assert view.batches == [*BATCHES]


def test_the_picture_has_the_path():
    (line, *_) = Descent().picture().axes[0].lines
    path = np.transpose(line.get_data())
    assert len(path) == 41
    assert loss(path[-1]) < 0.001 < loss(path[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"start": (3, 0)}, "`start` must be weights from -2 to 2. Received: 3"),
        ({"rate": -1}, "`rate` must be a rate, 0 or more. Received: -1"),
        ({"patterns": [(1, "a")]}, "`patterns` must be pairs of finite numbers."),
    ],
)
def test_bad_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Descent(**arguments)
