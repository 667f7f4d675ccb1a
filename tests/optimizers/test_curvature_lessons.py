"""What the diagonal curvature is, in cases done by hand, and what it is not."""

import keras
import numpy as np
import pytest
from keras import ops
from keras.layers import Conv2D, Dense, Flatten
from unshared import randomise

from lenet_keras import (
    RBF,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    Subsampling2D,
    diagonal_curvature,
    scaled_tanh,
)

pytestmark = pytest.mark.backends

LIKELIHOOD = MaximumLikelihoodLoss()


def curvature(model, x, y=None, loss=LIKELIHOOD, **arguments):
    y = np.zeros(len(x), int) if y is None else y
    h = diagonal_curvature(model, loss, x, y, **arguments)
    return [ops.convert_to_numpy(values) for values in h]


def chain(*layers):
    return randomise(keras.Sequential(layers))


def images(*shape):
    return np.random.default_rng(2).normal(size=shape).astype("float32")


def test_a_linear_unit_has_twice_the_mean_square_of_its_input():
    x = images(50, 3)
    kernel, bias = curvature(chain(keras.Input((3,)), Dense(1), RBF([[0.7]])), x)
    np.testing.assert_allclose(kernel[:, 0], 2 * (x**2).mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(bias, [2], rtol=1e-6)


def test_scaling_the_input_scales_the_curvature_by_the_square():
    layers = Conv2D(2, 2), Subsampling2D(), Flatten(), RBF(images(3, 8))
    model = chain(keras.Input((5, 5, 1)), *layers)
    x = images(4, 5, 5, 1)
    kernel, bias, *_ = curvature(model, x)
    larger_kernel, same_bias, *_ = curvature(model, 3 * x)
    np.testing.assert_allclose(larger_kernel, 9 * kernel, rtol=1e-5)
    np.testing.assert_allclose(same_bias, bias, rtol=1e-5)


def test_a_shared_weight_adds_up_what_its_copies_have():
    shared = chain(
        keras.Input((4, 4, 1)),
        Conv2D(2, 3, activation="tanh"),
        Flatten(),
        RBF(images(3, 8)),
    )
    apart = keras.Sequential(
        [keras.Input((16,)), Dense(8, activation="tanh"), RBF(images(3, 8))]
    )
    kernel, bias = (ops.convert_to_numpy(w) for w in shared.trainable_weights)
    copies = [
        (4 * (r + i) + c + j, 2 * (2 * r + c) + m, (i, j, 0, m))
        for r in range(2)
        for c in range(2)
        for i in range(3)
        for j in range(3)
        for m in range(2)
    ]
    matrix = np.zeros((16, 8), "float32")
    for pixel, unit, place in copies:
        matrix[pixel, unit] = kernel[place]
    apart.set_weights([matrix, np.tile(bias, 4), *apart.get_weights()[2:]])
    x, y = images(5, 4, 4, 1), np.array([0, 1, 2, 0, 1])
    loss = MaximumAPosterioriLoss(1.0)
    of_copies, of_biases = curvature(apart, x.reshape(5, 16), y, loss)
    expected = np.zeros(kernel.shape)
    for pixel, unit, place in copies:
        expected[place] += of_copies[pixel, unit]
    of_kernel, of_bias = curvature(shared, x, y, loss)
    np.testing.assert_allclose(of_kernel, expected, rtol=1e-4)
    np.testing.assert_allclose(of_bias, of_biases.reshape(4, 2).sum(axis=0), rtol=1e-4)


@pytest.mark.parametrize("reduction, share", [("sum", 1), ("mean", 1 / 16)])
def test_the_two_readings_of_a_shared_coefficient(reduction, share):
    """Four connections with one weight, or one connection whose input is their sum."""
    model = chain(
        keras.Input((2, 2, 1)), Subsampling2D(2, reduction=reduction), RBF([[0]])
    )
    x = np.array([1.0, 2, 3, 4]).reshape(1, 2, 2, 1)
    connections, bias = curvature(model, x, [[[0]]], coefficient="connections")
    unit, _ = curvature(model, x, [[[0]]], coefficient="unit")
    np.testing.assert_allclose(connections, [2 * (1 + 4 + 9 + 16) * share], rtol=1e-6)
    np.testing.assert_allclose(unit, [2 * (1 + 2 + 3 + 4) ** 2 * share], rtol=1e-6)
    np.testing.assert_allclose(bias, [2], rtol=1e-6)


@pytest.mark.parametrize("loss", [LIKELIHOOD, MaximumAPosterioriLoss(1.5)])
def test_learned_codes(loss):
    codes, x = images(3, 2), 0.5 * images(6, 2)
    y = np.array([0, 1, 0, 0, 1, 2])
    model = keras.Sequential([keras.Input((2,)), RBF(codes, train_centers=True)])
    (h,) = curvature(model, x, y, loss)
    d = x[:, None] - codes
    e = np.exp(-(d**2).sum(axis=2))
    p = 0 * e
    if loss is not LIKELIHOOD:
        p = e / (np.exp(-loss.j) + e.sum(axis=1, keepdims=True))
    # The first term of a wrong class is negative; Gauss and Newton leave it out.
    first = 2 * np.maximum(np.eye(3)[y] - p, 0)
    expected = first[..., None] + 4 * (p * (1 - p))[..., None] * d**2
    np.testing.assert_allclose(h, expected.mean(axis=0), rtol=1e-4)


def test_a_wide_input_is_the_mean_over_its_windows():
    model = chain(
        keras.Input((5, None, 1)),
        Conv2D(2, 2, activation=scaled_tanh),
        Subsampling2D(activation=scaled_tanh),
        Conv2D(4, 2, activation="tanh"),
        RBF(images(3, 4)),
    )
    wide, labels = images(3, 5, 9, 1), np.array([[0, 1, 2], [2, 2, 1], [0, 0, 1]])
    windows = np.concatenate([wide[:, :, c : c + 5] for c in (0, 2, 4)])
    loss = MaximumAPosterioriLoss(1.5)
    together = curvature(model, wide, labels[:, None, :], loss)
    apart = curvature(model, windows, labels.T.reshape(9, 1, 1), loss)
    for h, expected in zip(together, apart, strict=True):
        np.testing.assert_allclose(h, expected, rtol=1e-4)


def small_network():
    return chain(
        keras.Input((7, 7, 1)),
        Conv2D(2, 3, activation=scaled_tanh),
        Subsampling2D(activation=scaled_tanh),
        Flatten(),
        Dense(4, activation=scaled_tanh),
        RBF(np.sign(images(3, 4))),
    )


def test_it_is_a_mean_over_patterns():
    model, x, y = small_network(), images(4, 7, 7, 1), np.array([0, 1, 2, 1])
    once, twice = (
        curvature(model, x, y),
        curvature(model, np.tile(x, (2, 1, 1, 1)), np.tile(y, 2)),
    )
    halves = curvature(model, x[:2], y[:2]), curvature(model, x[2:], y[2:])
    for h, same, first, second in zip(once, twice, *halves, strict=True):
        np.testing.assert_allclose(same, h, rtol=1e-5)
        np.testing.assert_allclose((first + second) / 2, h, rtol=1e-5)


def test_it_is_neither_a_squared_gradient_nor_the_diagonal_of_j_t_j():
    """Adam squares gradients; J^T J squares a sum over positions and units.

    Equation 23 adds squares. For a weight with one connection to a linear output
    2 diag(J^T J) is the same number; for a shared weight it is far from it.
    """
    model = small_network()
    # Neighbouring pixels are alike, as in real images.
    x, y = 0.5 + 0.2 * images(20, 7, 7, 1), np.arange(20) % 3
    states = keras.Model(model.inputs[0], model.layers[-2].output)
    codes = ops.convert_to_numpy(model.layers[-1].centers)[y]
    differences = ops.convert_to_numpy(states(x)) - codes

    def both(weight):
        """Mean squared gradient, 2 diag(J^T J): by moving each value of a weight."""
        value = ops.convert_to_numpy(weight).copy()
        squared, products = np.zeros(value.shape), np.zeros(value.shape)
        for place in np.ndindex(value.shape):
            moved = []
            for amount in (0.01, -0.01):
                changed = value.copy()
                changed[place] += amount
                weight.assign(changed)
                moved.append(ops.convert_to_numpy(states(x)))
            weight.assign(value)
            j = (moved[0] - moved[1]) / 0.02
            squared[place] = ((2 * differences * j).sum(axis=1) ** 2).mean()
            products[place] = 2 * (j**2).sum(axis=1).mean()
        return squared, products

    h = curvature(model, x, y)
    squared, products = both(model.trainable_variables[0])  # C1: shared
    assert (squared > 3 * h[0]).all()
    assert (products > 1.3 * h[0]).mean() > 0.5
    squared, products = both(model.trainable_variables[5])  # F6: one connection each
    assert (squared > 2 * h[5]).all()
    np.testing.assert_allclose(h[5], products, rtol=1e-2)
