"""What Keras expects of any layer, checked through its public interface only."""

import json
import subprocess
import sys

import keras
import numpy as np
from keras import ops

FRESH_PROCESS = """
import sys
import keras, lenet_keras
import numpy as np
model = keras.models.load_model(sys.argv[1])
x = np.load(sys.argv[2])
np.save(sys.argv[3], model.predict(x, verbose=0))
"""


to_numpy = ops.convert_to_numpy


def random_images(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def check_config(layer: keras.Layer) -> None:
    """A layer of the same class and config comes back, tuples and names included."""
    config = layer.get_config()
    again = type(layer).from_config(config)
    assert again.get_config() == config
    assert _tuples(again) == _tuples(layer)
    assert set(vars(again)) == set(vars(layer))

    through_json = json.loads(json.dumps(keras.saving.serialize_keras_object(layer)))
    assert through_json["registered_name"] == f"lenet_keras>{type(layer).__name__}"
    restored = keras.saving.deserialize_keras_object(through_json)
    assert type(restored) is type(layer)
    assert restored.get_config() == config
    assert _tuples(restored) == _tuples(layer)


def _tuples(layer) -> dict:
    return {name: value for name, value in vars(layer).items() if type(value) is tuple}


def check_layer(
    layer_class,
    arguments: dict,
    input_shape: tuple[int, ...],
    output_shape: tuple[int, ...],
    trainable: int,
    non_trainable: int = 0,
    spatial_axes: tuple[int, ...] = (),
) -> None:
    """Runs all checks but that of files.

    Args:
        layer_class: The class.
        arguments: Its arguments, by name.
        input_shape: Shape of an input, batch included.
        output_shape: The shape of the output that is expected.
        trainable: Number of trainable weight arrays that is expected.
        non_trainable: The same for weights that are not trained.
        spatial_axes: Axes of the input whose size may be unknown.
    """
    check_config(layer_class(**arguments))

    built = layer_class(**arguments)
    built.build((None, *input_shape[1:]))
    assert built.built
    assert len(built.trainable_weights) == trainable
    assert len(built.non_trainable_weights) == non_trainable

    for unknown in ((), (0,), (0, *spatial_axes)):
        shape = _without(input_shape, unknown)
        answer = layer_class(**arguments)(keras.KerasTensor(shape))
        assert tuple(answer.shape) == _without(output_shape, unknown)
        assert answer.dtype == "float32"
        computed = layer_class(**arguments).compute_output_shape(shape)
        assert tuple(computed) == _without(output_shape, unknown)

    x = random_images(*input_shape)
    assert tuple(layer_class(**arguments)(x).shape) == output_shape
    assert tuple(built(x).shape) == output_shape

    check_training_step(layer_class, arguments, x)
    for policy in ("mixed_float16", "mixed_bfloat16", "bfloat16"):
        check_precision(layer_class(**arguments, dtype=policy), x)


def _without(shape, axes) -> tuple[int | None, ...]:
    return tuple(None if axis in axes else size for axis, size in enumerate(shape))


def check_training_step(layer_class, arguments: dict, x) -> None:
    """One compiled step of `fit` moves every trainable weight and no other."""
    layer = layer_class(**arguments)
    inputs = keras.Input(batch_shape=(None, *x.shape[1:]))
    # A dense layer of random weights in front: the gradient must pass through, too.
    front = keras.layers.Dense(x.shape[-1], name="front")
    model = keras.Model(inputs, layer(front(inputs)))
    model.compile("sgd", loss=lambda y_true, y_pred: ops.mean(ops.square(y_pred - 0.3)))
    trainable = [*front.trainable_weights, *layer.trainable_weights]
    before = [to_numpy(weight).copy() for weight in trainable]
    fixed = [to_numpy(weight).copy() for weight in layer.non_trainable_weights]
    model.fit(x, np.zeros(len(x)), batch_size=len(x), verbose=0)
    for weight, old in zip(trainable, before, strict=True):
        new = to_numpy(weight)
        assert np.isfinite(new).all()
        assert (new != old).any(), f"no gradient reaches {weight.path}"
    for weight, old in zip(layer.non_trainable_weights, fixed, strict=True):
        np.testing.assert_array_equal(to_numpy(weight), old)


def check_precision(layer: keras.Layer, x) -> None:
    """The answer has the policy's compute type, the weights its variable type."""
    answer = layer(x)
    assert keras.backend.standardize_dtype(answer.dtype) == layer.compute_dtype
    assert layer.compute_dtype != "float32"
    for weight in layer.weights:
        assert weight.dtype == layer.variable_dtype
    symbolic = layer(keras.KerasTensor(x.shape))
    assert symbolic.dtype == layer.compute_dtype


def check_fresh_process(layer: keras.Layer, x, folder) -> None:
    """A process that imports only keras and lenet_keras computes the same."""
    inputs = keras.Input(x.shape[1:])
    model = keras.Model(inputs, layer(inputs))
    for weight in layer.trainable_weights:
        weight.assign(random_images(*weight.shape, seed=1))
    model.save(folder / "layer.keras")
    np.save(folder / "x.npy", x)
    files = [str(folder / name) for name in ("layer.keras", "x.npy", "answer.npy")]
    subprocess.run([sys.executable, "-c", FRESH_PROCESS, *files], check=True)
    answer = np.load(folder / "answer.npy")
    np.testing.assert_allclose(answer, model.predict(x, verbose=0), rtol=1e-6)
