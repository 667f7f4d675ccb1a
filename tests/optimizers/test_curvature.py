"""h_kk is what equations 23, 25 and 27 say, one connection at a time."""

import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import (
    RBF,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    SparseConv2D,
    Subsampling2D,
    diagonal_curvature,
    scaled_tanh,
)

pytestmark = pytest.mark.backends

TABLE = [[0], [1], [0, 1]]
CODES = np.random.default_rng(5).uniform(-1, 1, (3, 4))


def network(reduction="sum"):
    model = keras.Sequential(
        [
            keras.Input((7, 7, 1)),
            keras.layers.Conv2D(2, 2, activation=scaled_tanh, name="C1"),
            Subsampling2D(2, reduction=reduction, activation=scaled_tanh, name="S2"),
            SparseConv2D(3, 2, TABLE, activation=scaled_tanh, name="C3"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(4, activation="tanh", name="F6"),
            RBF(CODES, name="output"),
        ]
    )
    draw = np.random.default_rng(6).normal
    for weight in model.trainable_weights:
        weight.assign(draw(scale=0.7, size=weight.shape))
    return model


def connections(model, reduction):
    """The network without sharing: for each layer its connections, one by one.

    Each is (unit, input unit or None for a bias, weight name, place in the weight,
    factor): the connection carries factor times that weight.
    """

    def at(row, column, one_map, side, maps):
        return (row * side + column) * maps + one_map

    window = [(i, j) for i in range(2) for j in range(2)]
    c1, s2, c3, pool, f6 = [], [], [], [], []
    for m in range(2):
        for r in range(6):
            for c in range(6):
                unit = at(r, c, m, 6, 2)
                c1 += [(unit, None, "C1/bias", (m,), 1)]
                for i, j in window:
                    pixel = at(r + i, c + j, 0, 7, 1)
                    c1 += [(unit, pixel, "C1/kernel", (i, j, 0, m), 1)]
        for r in range(3):
            for c in range(3):
                unit = at(r, c, m, 3, 2)
                s2 += [(unit, None, "S2/bias", (m,), 1)]
                for i, j in window:
                    below = at(2 * r + i, 2 * c + j, m, 6, 2)
                    factor = 1 if reduction == "sum" else 1 / 4
                    s2 += [(unit, below, "S2/coefficient", (m,), factor)]
    pairs = [(i, m) for m, inputs in enumerate(TABLE) for i in inputs]
    for m in range(3):
        for r, c in window:
            unit = at(r, c, m, 2, 3)
            c3 += [(unit, None, "C3/bias", (m,), 1)]
            pool += [(m, unit, None, None, 1 / 4)]
            for place, (one_map, other) in enumerate(pairs):
                for i, j in window if other == m else []:
                    below = at(r + i, c + j, one_map, 3, 2)
                    c3 += [(unit, below, "C3/kernel", (i, j, place), 1)]
        for unit in range(4):
            f6 += [(unit, m, "F6/kernel", (m, unit), 1)]
    f6 += [(unit, None, "F6/bias", (unit,), 1) for unit in range(4)]
    return [c1, s2, c3, pool, f6]


def brute_force(model, reduction, x, labels, j=None):
    """Equations 25, 27, 23 and 24 in loops over patterns and connections."""
    values = {
        f"{layer.name}/{w.name}": ops.convert_to_numpy(w).astype("float64")
        for layer in model.layers
        for w in layer.trainable_weights
    }
    squash = (lambda a: 1.7159 * np.tanh(a * 2 / 3)), np.tanh
    slope = (
        lambda a: 1.7159 * 2 / 3 / np.cosh(a * 2 / 3) ** 2,
        lambda a: 1 / np.cosh(a) ** 2,
    )
    h = {name: np.zeros(value.shape) for name, value in values.items()}
    layers = connections(model, reduction)
    for pattern in x:
        state, trace = pattern.ravel().astype("float64"), []
        for number, layer in enumerate(layers):
            total = np.zeros(1 + max(unit for unit, *_ in layer))
            for unit, below, name, place, factor in layer:
                u = factor * (values[name][place] if name else 1)
                total[unit] += u * (1 if below is None else state[below])
            trace.append((state, total))
            last = number == len(layers) - 1
            state = total if number == 3 else squash[last](total)
        g = np.full(4, 2.0)
        if j is not None:
            d = state - CODES
            y = (d**2).sum(axis=1)
            p = np.exp(-y) / (np.exp(-j) + np.exp(-y).sum())
            # d2E/dx_j^2 = sum_i dE/dy_i y_i'' + sum_ik d2E/(dy_i dy_k) y_i' y_k'
            g = 2 * (1 - p.sum()) * np.ones(4)
            hessian = np.diag(p) - np.outer(p, p)
            g = g + np.einsum("ij,ik,kj->j", 2 * d, hessian, 2 * d)
        for number in reversed(range(len(layers))):
            state, total = trace[number]
            if number != 3:
                g = g * slope[number == len(layers) - 1](total) ** 2
            below_g = np.zeros(len(state))
            for unit, below, name, place, factor in layers[number]:
                u = factor * (values[name][place] if name else 1)
                incoming = 1 if below is None else state[below]
                if name:
                    h[name][place] += g[unit] * (factor * incoming) ** 2
                if below is not None:
                    below_g[below] += u**2 * g[unit]
            g = below_g
    return {name: value / len(labels) for name, value in h.items()}


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("j", [None, 1.5])
def test_curvature_equals_brute_force_over_unshared_connections(reduction, j):
    model = network(reduction)
    rng = np.random.default_rng(7)
    x, labels = rng.normal(size=(4, 7, 7, 1)), np.array([0, 1, 2, 1])
    loss = MaximumLikelihoodLoss() if j is None else MaximumAPosterioriLoss(j)
    curvature = diagonal_curvature(model, loss, x, labels)
    expected = brute_force(model, reduction, x, labels, j)
    for variable, h in zip(model.trainable_variables, curvature, strict=True):
        name = "/".join(variable.path.split("/")[-2:])
        np.testing.assert_allclose(
            ops.convert_to_numpy(h), expected[name], rtol=1e-5, err_msg=name
        )
