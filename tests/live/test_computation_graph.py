"""The graph of three weights: what its Python gives to the page, and its numbers."""

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import paper
from lenet_keras.live import ComputationGraph

PASSES = """
import { goBack, goForward } from "$live/computation_graph/passes.js";
answer(given.map((numbers) => {
  const forward = goForward(numbers);
  return [forward, goBack(numbers, forward)];
}));
"""


def loss(x, t, u, b, v):
    return (v * paper.AMPLITUDE * np.tanh(paper.SLOPE * (u * x + b)) - t) ** 2


def test_the_page_finds_the_loss_and_its_derivatives():
    rng = np.random.default_rng(0)
    given = [dict(zip("xtubv", rng.normal(size=5), strict=True)) for _ in range(20)]
    for numbers, (forward, back) in zip(given, run_module(PASSES, given), strict=True):
        assert forward["E"] == pytest.approx(loss(**numbers))
        for name in "ubv":
            up, down = (
                loss(**numbers | {name: numbers[name] + by}) for by in (1e-5, -1e-5)
            )
            assert back[name] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-6)


def test_it_starts_with_the_loss_known_and_nothing_come_back():
    view = ComputationGraph(x=1, t=0.5, u=-1, b=0, v=3, rate=0.1).view
    assert (view.x, view.t, view.u, view.b, view.v) == (1, 0.5, -1, 0, 3)
    assert (view.rate, view.at) == (0.1, 4)


def test_the_picture_has_what_comes_back():
    texts = [
        text.get_text().strip() for text in ComputationGraph().picture().axes[0].texts
    ]
    assert {"a = 1.00", "∂E/∂u = 6.04", "∂E/∂v = 2.00", "b = −1.00"} <= {*texts}


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="`u` must be a finite number. Received: nan"):
        ComputationGraph(u=float("nan"))
