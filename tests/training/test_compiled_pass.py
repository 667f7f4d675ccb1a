"""The compiled pass computes what `fit` computes, one pattern at a time."""

import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import (
    RBF,
    SDLM,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    PatchConv2D,
    SparseConv2D,
    Subsampling2D,
    diagonal_curvature,
    load_mnist,
    prepare,
    scaled_tanh,
)
from lenet_keras.training import CompiledPass

DIGITS = load_mnist().train
X, Y = prepare(DIGITS.images[:50])[:, 12:20, 12:20], DIGITS.labels[:50]
CODES = np.random.default_rng(0).choice([-1.0, 1.0], (10, 6))

OPTIMIZERS = {
    "SGD": lambda: keras.optimizers.SGD(1e-4),
    "momentum": lambda: keras.optimizers.SGD(1e-5, momentum=0.9),
    "Adam": lambda: keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(1e-3, 100)
    ),
    "SDLM": lambda: SDLM(1e-4),
}


def network(convolution=PatchConv2D):
    """A network of every kind of layer that is small enough to compile in no time."""
    keras.utils.set_random_seed(4)
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            convolution(2, 3, activation=scaled_tanh),
            Subsampling2D(2, activation=scaled_tanh),
            SparseConv2D(3, 3, [[0], [1], [0, 1]], activation=scaled_tanh),
            keras.layers.Flatten(),
            keras.layers.Dense(6, activation=scaled_tanh),
            RBF(CODES),
        ]
    )


def compiled(optimizer, loss, convolution=PatchConv2D):
    model = network(convolution)
    model.compile(OPTIMIZERS[optimizer](), loss)
    if optimizer == "SDLM":
        h = diagonal_curvature(model, loss, X, Y)
        model.optimizer.set_curvature(model.trainable_variables, h)
    return model


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_pass_moves_the_weights_as_fit_does(optimizer):
    loss = MaximumAPosterioriLoss(j=10.0)
    model, other = (
        compiled(optimizer, loss),
        compiled(optimizer, loss, keras.layers.Conv2D),
    )
    start = other.get_weights()
    CompiledPass(model, chunk=20)(X, Y, verbose=0)  # the last chunk is half full
    other.fit(X, Y, batch_size=1, shuffle=False, verbose=0)
    assert int(model.optimizer.iterations) == int(other.optimizer.iterations) == 50
    for ours, fits, began in zip(
        model.get_weights(), other.get_weights(), start, strict=True
    ):
        moved = np.abs(fits - began).max()
        assert np.abs(ours - fits).max() <= 0.01 * moved


def test_loss_and_error_are_those_met_on_the_way():
    loss = MaximumLikelihoodLoss()
    model = compiled("SGD", loss)
    one_by_one = compiled("SGD", loss)
    losses, wrong = [], []
    for pattern, label in zip(X, Y, strict=True):
        penalties = ops.convert_to_numpy(one_by_one(pattern[None]))[0]
        losses.append(penalties[label])
        wrong.append(penalties.argmin() != label)
        one_by_one.train_on_batch(pattern[None], np.array([label]))
    logs = CompiledPass(model, chunk=20)(X, Y, verbose=0)
    assert logs["loss"] == pytest.approx(np.mean(losses), rel=1e-4)
    assert logs["error_rate"] == pytest.approx(np.mean(wrong))


def test_a_second_pass_goes_on_where_the_first_ended():
    model = compiled("SGD", MaximumLikelihoodLoss())
    one_pass = CompiledPass(model, chunk=50)
    first, second = (one_pass(X, Y, verbose=0)["loss"] for _ in range(2))
    assert second < first


def test_the_learning_rate_can_change_between_passes():
    model = compiled("SGD", MaximumLikelihoodLoss())
    one_pass = CompiledPass(model, chunk=50)
    one_pass(X, Y, verbose=0)
    before = model.get_weights()
    model.optimizer.learning_rate = 0.0
    one_pass(X, Y, verbose=0)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_progress_is_shown_on_request(capsys):
    one_pass = CompiledPass(compiled("SGD", MaximumLikelihoodLoss()), chunk=20)
    logs = one_pass(X, Y, verbose=1)
    shown = capsys.readouterr().out
    assert "20/50" in shown and f"loss: {logs['loss']:.4f}" in shown
    one_pass(X, Y, verbose=0)
    assert capsys.readouterr().out == ""


def test_sdlm_without_curvature_is_refused_with_the_callback_to_use():
    model = network()
    model.compile(SDLM(), MaximumLikelihoodLoss())
    with pytest.raises(RuntimeError, match="EstimateCurvature"):
        CompiledPass(model, chunk=20)(X, Y, verbose=0)


@pytest.mark.parametrize("loss", [None, "mse"])
def test_a_model_without_a_loss_object_is_refused(loss):
    model = network()
    if loss:
        model.compile("sgd", loss)
    with pytest.raises(ValueError, match=r"compiled with a `keras.losses.Loss`"):
        CompiledPass(model)


@pytest.mark.parametrize("count", [0, 49])
def test_labels_that_do_not_fit_are_refused(count):
    one_pass = CompiledPass(compiled("SGD", MaximumLikelihoodLoss()))
    with pytest.raises(ValueError, match="describe the same patterns"):
        one_pass(X[: count and 50], Y[:count], verbose=0)
