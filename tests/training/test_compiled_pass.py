"""The compiled pass computes what `fit` computes, one pattern at a time."""

import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import (
    RBF,
    SDLM,
    ErrorRate,
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

pytestmark = pytest.mark.backends

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
    step = "20/50" if keras.backend.backend() == "tensorflow" else "50/50"
    assert step in shown and f"loss: {logs['loss']:.4f}" in shown
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


@pytest.mark.parametrize("metrics", [[], ["mse"]])
def test_it_tells_loss_and_error_whatever_the_model_was_compiled_to_tell(metrics):
    model = compiled("SGD", MaximumLikelihoodLoss())
    other = compiled("SGD", MaximumLikelihoodLoss())
    model.compile(model.optimizer, model.loss, metrics=metrics)
    other.compile(other.optimizer, other.loss, metrics=[ErrorRate()])
    logs = CompiledPass(model, chunk=50)(X, Y, verbose=0)
    told = other.fit(X, Y, batch_size=1, shuffle=False, verbose=0).history
    assert logs.keys() == {"loss", "error_rate"}
    for name, value in logs.items():
        assert value == pytest.approx(told[name][0], rel=1e-3)


def regularized(weights=None, dtype=None):
    """A network with all that `fit` adds to a loss: penalties and a weight."""
    keras.utils.set_random_seed(4)
    dense = keras.layers.Dense(
        6,
        activation=scaled_tanh,
        kernel_regularizer=keras.regularizers.L2(3.0),
        # Keras does not add half-precision activities to a loss in single precision.
        activity_regularizer=None if dtype else keras.regularizers.L1(2.0),
        dtype=dtype,
    )
    layers = [keras.Input((8, 8, 1)), keras.layers.Flatten(), dense, RBF(CODES)]
    model = keras.Sequential(layers)
    optimizer = keras.optimizers.SGD(1e-4)
    if dtype:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    model.compile(optimizer, MaximumLikelihoodLoss(), loss_weights=weights)
    return model


@pytest.mark.parametrize("options", [{}, {"weights": 0.5}, {"dtype": "mixed_float16"}])
def test_what_fit_adds_to_the_loss_is_added(options):
    model, other = regularized(**options), regularized(**options)
    start = other.get_weights()
    logs = CompiledPass(model, chunk=25)(X, Y, verbose=0)
    history = other.fit(X, Y, batch_size=1, shuffle=False, verbose=0).history
    assert logs["loss"] == pytest.approx(history["loss"][0], rel=1e-3)
    for ours, fits, began in zip(
        model.get_weights(), other.get_weights(), start, strict=True
    ):
        assert np.abs(ours - fits).max() <= 0.01 * np.abs(fits - began).max()


def test_a_model_may_answer_at_every_position():
    keras.utils.set_random_seed(4)
    model = keras.Sequential([keras.Input((2, 3, 6)), RBF(CODES, train_centers=True)])
    model.compile(keras.optimizers.SGD(0.0), MaximumLikelihoodLoss())
    x = np.random.default_rng(0).normal(size=(4, 2, 3, 6)).astype("float32")
    penalties = ops.convert_to_numpy(model(x))
    y = penalties.argmin(axis=-1)
    y[0, 0, 0] = (y[0, 0, 0] + 1) % 10
    logs = CompiledPass(model, chunk=4)(x, y, verbose=0)
    assert logs["error_rate"] == pytest.approx(1 / 24)


@pytest.mark.parametrize(
    ("labels", "received"),
    [
        (np.eye(10)[Y], r"labels of shape \(50, 10\)"),
        (Y.astype(int) - 10, "the label -"),
        (Y + np.uint8(5), "the label 1"),
        (Y + 0.5, r"\(50 of 50 are wrong\)"),
    ],
)
def test_labels_that_are_no_classes_are_refused(labels, received):
    one_pass = CompiledPass(compiled("SGD", MaximumLikelihoodLoss()))
    message = f"`labels` for MaximumLikelihoodLoss must .*Received: .*{received}"
    with pytest.raises(ValueError, match=message):
        one_pass(X, labels, verbose=0)


@pytest.mark.parametrize("count", [0, 49])
def test_labels_that_do_not_fit_are_refused(count):
    one_pass = CompiledPass(compiled("SGD", MaximumLikelihoodLoss()))
    with pytest.raises(ValueError, match="describe the same patterns"):
        one_pass(X[: count and 50], Y[:count], verbose=0)
