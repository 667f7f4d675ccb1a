"""Equation 21, and what Keras expects of any optimizer."""

import json
import subprocess
import sys

import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import RBF, SDLM, EstimateCurvature, MaximumLikelihoodLoss

pytestmark = pytest.mark.backends

X = np.random.default_rng(4).normal(size=(6, 3)).astype("float32")
Y = np.array([0, 1, 0, 1, 1, 0])
KEYWORDS = {
    "learning_rate": 0.25,
    "mu": 0.125,
    "name": "levenberg",
    "weight_decay": 0.01,
    "clipnorm": 2.0,
    "use_ema": True,
    "ema_momentum": 0.5,
    "ema_overwrite_frequency": 3,
    "loss_scale_factor": 8.0,
    "gradient_accumulation_steps": 2,
}
ONE_STEP = """
import sys
import keras, lenet_keras
import numpy as np
model = keras.models.load_model(sys.argv[1])
x, y = (np.load(path) for path in sys.argv[2:4])
model.fit(x, y, batch_size=6, verbose=0)
np.savez(sys.argv[4], *model.get_weights())
"""


def network(**arguments):
    layers = [keras.Input((3,)), keras.layers.Dense(2), RBF([[1, -1], [-1, 1]])]
    model = keras.Sequential(layers)
    model.compile(SDLM(**arguments), MaximumLikelihoodLoss())
    return model


def stepped(gradient, h, start=(1.0, -2.0), **arguments):
    """What one step makes of two weights that start as given."""
    weight = keras.Variable(np.array(start, "float32"))
    optimizer = SDLM(**arguments)
    optimizer.set_curvature([weight], [np.array(h, "float32")])
    optimizer.apply([ops.convert_to_tensor(np.array(gradient, "float32"))], [weight])
    return ops.convert_to_numpy(weight)


def test_one_step_by_hand():
    moved = stepped([2.0, 3.0], h=[0.3, 1.8], learning_rate=0.1, mu=0.2)
    np.testing.assert_allclose(moved, [1 - 0.2 / 0.5, -2 - 0.3 / 2], rtol=1e-6)


def test_without_curvature_the_step_is_eta_over_mu():
    moved = stepped([2.0, 3.0], h=[0, 0])
    np.testing.assert_allclose(
        moved, [1 - 2 * 0.0005 / 0.02, -2 - 3 * 0.0005 / 0.02], rtol=1e-6
    )


def test_clipping_weight_decay_and_schedule_are_those_of_keras():
    eta, h = {"learning_rate": 0.1, "mu": 1.0}, [0, 1]
    np.testing.assert_allclose(
        stepped([3.0, 4.0], h, **eta, clipnorm=1.0), [1 - 0.06, -2 - 0.04], rtol=1e-6
    )
    np.testing.assert_allclose(
        stepped([3.0, -4.0], h, **eta, clipvalue=1.0), [1 - 0.1, -2 + 0.05], rtol=1e-6
    )
    np.testing.assert_allclose(
        stepped([0, 0], h, **eta, weight_decay=0.5), [1 - 0.05, -2 + 0.1], rtol=1e-6
    )
    passes = keras.optimizers.schedules.PiecewiseConstantDecay([1], [0.1, 0.01])
    np.testing.assert_allclose(
        stepped([1.0, 1.0], h, learning_rate=passes, mu=1.0), [0.9, -2.05], rtol=1e-6
    )


def test_config_round_trip():
    optimizer = SDLM(**KEYWORDS)
    config = optimizer.get_config()
    assert {key: config[key] for key in KEYWORDS} == pytest.approx(KEYWORDS)
    through_json = json.loads(json.dumps(keras.optimizers.serialize(optimizer)))
    assert through_json["registered_name"] == "lenet_keras>SDLM"
    again = keras.optimizers.deserialize(through_json)
    assert type(again) is SDLM
    assert again.mu == 0.125
    assert again.get_config() == config
    passes = keras.optimizers.schedules.PiecewiseConstantDecay([1], [0.1, 0.01])
    again = SDLM.from_config(SDLM(passes).get_config())
    assert float(again.learning_rate) == pytest.approx(0.1)


@pytest.mark.parametrize("mu", [0, -0.02, float("nan"), float("inf")])
def test_mu_must_be_positive(mu):
    with pytest.raises(ValueError, match=f"`mu` must be a positive.*Received: {mu}"):
        SDLM(mu=mu)


def test_an_integer_rate_is_refused_as_in_keras():
    for optimizer in (SDLM, keras.optimizers.SGD):
        with pytest.raises(ValueError, match="`learning_rate` should be float"):
            optimizer(learning_rate=1)


def test_curvature_is_checked():
    known, unknown = keras.Variable([1.0, 1.0]), keras.Variable([1.0, 1.0])
    optimizer = SDLM()
    optimizer.build([known])
    for h in ([0.1, -0.1], [0.1, float("nan")]):
        with pytest.raises(ValueError, match="`curvature` must be zero or positive"):
            optimizer.set_curvature([known], [np.array(h)])
    with pytest.raises(ValueError, match="`variables` must be those"):
        optimizer.set_curvature([unknown], [np.array([0.1, 0.1])])
    with pytest.raises(ValueError, match="shorter"):
        optimizer.set_curvature([known], [])
    with pytest.raises(RuntimeError, match="needs the curvature"):
        optimizer.apply([ops.ones(2)], [known])


def test_curvature_follows_the_variable_and_not_its_place():
    first, second = keras.Variable([1.0]), keras.Variable([1.0, 1.0])
    optimizer = SDLM()
    optimizer.build([first, second])
    optimizer.set_curvature([second, first], [np.array([2.0, 3.0]), np.array([1.0])])
    held = [ops.convert_to_numpy(h).tolist() for h in optimizer.curvature]
    assert held == [[1.0], [2.0, 3.0]]


def test_fit_without_curvature_names_the_callback():
    for _ in range(2):
        model = network()
        with pytest.raises(RuntimeError, match="the callback `lenet_keras.EstimateCur"):
            model.fit(X, Y, verbose=0)
    # Another model and optimizer learn, and after them a fresh one raises again.
    network().fit(X, Y, verbose=0, callbacks=[EstimateCurvature(X, Y)])
    with pytest.raises(RuntimeError, match="the callback `lenet_keras.EstimateCur"):
        network().fit(X, Y, verbose=0)


def test_a_saved_model_without_curvature_still_raises(tmp_path):
    model = network()
    model.optimizer.build(model.trainable_variables)
    model.save(tmp_path / "new.keras")
    loaded = keras.models.load_model(tmp_path / "new.keras")
    assert loaded.optimizer.built
    with pytest.raises(RuntimeError, match="the callback `lenet_keras.EstimateCur"):
        loaded.fit(X, Y, verbose=0)


@pytest.mark.parametrize("fresh_process", [False, True])
def test_a_loaded_model_goes_on_as_if_uninterrupted(tmp_path, fresh_process):
    model = network(learning_rate=0.1, mu=0.05)
    model.fit(X, Y, batch_size=2, verbose=0, callbacks=[EstimateCurvature(X, Y)])
    path = tmp_path / "trained.keras"
    model.save(path)
    again = keras.models.load_model(path)
    assert again.optimizer.mu == 0.05
    for h, expected in zip(
        again.optimizer.curvature, model.optimizer.curvature, strict=True
    ):
        assert ops.convert_to_numpy(expected).max() > 0
        np.testing.assert_array_equal(
            ops.convert_to_numpy(h), ops.convert_to_numpy(expected)
        )
    before = model.get_weights()
    model.fit(X, Y, batch_size=6, verbose=0)
    if fresh_process:
        files = [str(tmp_path / name) for name in ("x.npy", "y.npy", "w.npz")]
        np.save(files[0], X)
        np.save(files[1], Y)
        command = [sys.executable, "-c", ONE_STEP, str(path), *files]
        subprocess.run(command, check=True)
        weights = list(np.load(files[2]).values())
    else:
        again.fit(X, Y, batch_size=6, verbose=0)
        weights = again.get_weights()
    for weight, expected in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(weight, expected, rtol=1e-6)
    assert (weights[0] != before[0]).all()


def test_averages_of_the_weights_are_those_of_keras():
    model = network(use_ema=True, ema_momentum=0.5)
    model.fit(X, Y, batch_size=2, verbose=0, callbacks=[EstimateCurvature(X, Y)])
    averages = model.optimizer._model_variables_moving_average
    for weight, average in zip(model.trainable_variables, averages, strict=True):
        np.testing.assert_array_equal(
            ops.convert_to_numpy(weight), ops.convert_to_numpy(average)
        )
