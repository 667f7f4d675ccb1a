"""The curvature is renewed before each pass, and training divides by it."""

import keras
import numpy as np
import pytest
from keras import ops
from layer_checks import to_numpy

from lenet_keras import (
    RBF,
    SDLM,
    EstimateCurvature,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    diagonal_curvature,
    lenet5,
    load_mnist,
    prepare,
)

pytestmark = pytest.mark.backends

X = np.random.default_rng(4).normal(size=(12, 3)).astype("float32")
Y = np.random.default_rng(5).integers(2, size=12)
CODES = np.array([[1, -1], [-1, 1]], "float32")


def network(optimizer):
    layers = [keras.Input((3,)), keras.layers.Dense(2, activation="tanh"), RBF(CODES)]
    model = keras.Sequential(layers)
    model.compile(optimizer, MaximumLikelihoodLoss())
    return model


class Remember(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.curvature = []

    def on_epoch_begin(self, epoch, logs=None):
        self.curvature.append([to_numpy(h) for h in self.model.optimizer.curvature])


def curvature_of_passes(passes, **arguments):
    """What the optimizer holds in each pass, at a rate at which nothing moves."""
    keras.utils.set_random_seed(1)
    remember = Remember()
    estimate = EstimateCurvature(X, Y, **arguments)
    model = network(SDLM(1e-12))
    model.fit(X, Y, epochs=passes, verbose=0, callbacks=[estimate, remember])
    return model, [np.concatenate([h.ravel() for h in p]) for p in remember.curvature]


def test_bad_arguments():
    with pytest.raises(ValueError, match="same patterns.*Received: 12 and 11 patterns"):
        EstimateCurvature(X, Y[1:])
    with pytest.raises(ValueError, match="at least one. Received: 0 and 0 patterns"):
        EstimateCurvature(X[:0], Y[:0])
    for samples in (0, -1, 2.5, "many", True):
        with pytest.raises(ValueError, match="`samples` must be a positive integer"):
            EstimateCurvature(X, Y, samples=samples)
    for seed in (-1, 0.5):
        with pytest.raises(ValueError, match="`seed` must be an integer from 0"):
            EstimateCurvature(X, Y, seed=seed)
    with pytest.raises(ValueError, match="`coefficient` must be one of .*'layer'"):
        EstimateCurvature(X, Y, coefficient="layer")


def test_another_optimizer_is_refused():
    with pytest.raises(ValueError, match="compiled with SDLM.*Received: optimizer SGD"):
        network("sgd").fit(X, Y, verbose=0, callbacks=[EstimateCurvature(X, Y)])


@pytest.mark.parametrize(
    ("labels", "received"),
    [
        (np.eye(2)[Y], r"shape \(12, 2\)"),
        (Y + 1, "the label 2"),
        (Y - 1, "the label -1"),
    ],
)
def test_labels_that_are_no_classes_are_refused(labels, received):
    model = network(SDLM())
    with pytest.raises(ValueError, match=f"`labels` for Max.* 0 to 1.*{received}"):
        model.fit(X, Y, verbose=0, callbacks=[EstimateCurvature(X, labels)])


def test_half_precision_is_refused_in_one_line():
    layer = keras.layers.Dense(2, name="half", dtype="mixed_float16")
    model = keras.Sequential([keras.Input((3,)), layer, RBF(CODES)])
    model.compile(keras.optimizers.LossScaleOptimizer(SDLM()), MaximumLikelihoodLoss())
    with pytest.raises(ValueError, match="in the precision of its weights.*'half'"):
        model.fit(X, Y, verbose=0, callbacks=[EstimateCurvature(X, Y)])


def test_each_pass_draws_other_patterns_and_the_same_again_for_the_same_seed():
    _, passes = curvature_of_passes(3, samples=4)
    _, again = curvature_of_passes(3, samples=4)
    _, other = curvature_of_passes(3, samples=4, seed=1)
    np.testing.assert_array_equal(passes, again)
    for i, h in enumerate(passes):
        assert not any(np.allclose(h, later) for later in passes[i + 1 :])
        assert not np.allclose(h, other[i])


def test_few_patterns_are_all_taken():
    model, (first, second) = curvature_of_passes(2)  # 500, and there are 12
    expected = diagonal_curvature(model, model.loss, X, Y)
    expected = np.concatenate([to_numpy(h).ravel() for h in expected])
    np.testing.assert_allclose(first, expected, rtol=1e-5)
    np.testing.assert_allclose(second, expected, rtol=1e-5)


def test_fit_takes_the_steps_of_equation_21():
    """Two passes at batch size 1, against the same passes in NumPy.

    On JAX `fit` carries the optimizer's variables outside of the optimizer: the
    second pass shows that the new curvature reaches it all the same.
    """
    eta, mu = 0.02, 0.1
    model = network(SDLM(eta, mu))
    kernel, bias, _ = (w.astype("float64") for w in model.get_weights())
    for _ in range(2):
        state = np.tanh(X @ kernel + bias)
        f = 1 - state**2
        h_bias = (2 * f**2).mean(axis=0)
        h_kernel = np.einsum("pj,pi->pji", X**2, 2 * f**2).mean(axis=0)
        for x, label in zip(X, Y, strict=True):
            state = np.tanh(x @ kernel + bias)
            delta = 2 * (state - CODES[label]) * (1 - state**2)
            kernel = kernel - eta / (mu + h_kernel) * np.outer(x, delta)
            bias = bias - eta / (mu + h_bias) * delta
    estimate = EstimateCurvature(X, Y)
    fit = {"batch_size": 1, "epochs": 2, "shuffle": False, "verbose": 0}
    model.fit(X, Y, **fit, callbacks=[estimate])
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[1], bias, rtol=1e-4)


def test_a_pass_over_sixty_digits_lowers_the_loss():
    digits = load_mnist().train
    x, y = prepare(digits.images[:60]), digits.labels[:60]
    model = lenet5()
    model.compile(SDLM(), MaximumAPosterioriLoss(j=10.0))
    before = model.evaluate(x, y, verbose=0)
    estimate = EstimateCurvature(x, y)
    model.fit(x, y, batch_size=1, verbose=0, callbacks=[estimate])
    assert model.evaluate(x, y, verbose=0) < 0.9 * before
    rates = [
        ops.convert_to_numpy(0.0005 / (0.02 + h)) for h in model.optimizer.curvature
    ]
    assert max(r.max() for r in rates) <= 0.0005 / 0.02 * (1 + 1e-6)
    assert all(r.min() > 0 for r in rates)
    # Every weight has a step size of its own, not every layer.
    assert all(len(np.unique(r)) > 1 for r in rates)
