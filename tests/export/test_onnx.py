"""ONNX Runtime computes what Keras does, from as many weights."""

import math
import re

import keras
import numpy as np
import onnx
import onnxruntime
import pytest
from layer_checks import random_images, to_numpy

from lenet_keras import SparseConv2D, Subsampling2D, lenet5, load_mnist, paper, prepare
from lenet_keras.export import onnx_model, write_onnx

pytestmark = pytest.mark.backends

NETWORKS = {
    "of the paper": {"weights": "mnist"},
    "patches": {"implementation": "patches"},
    "of any width": {"input_shape": (32, None, 1)},
    "in colour, larger": {"input_shape": (36, 40, 3), "subsampling": "mean"},
    "softmax": {"output": "softmax", "subsampling": "average"},
    "full table": {"connections": "full", "subsampling": "max"},
    "letters": {"codes": paper.codes_of("ABC"), "connections": [[0, 5], [3]]},
    "rectified": {"activation": "relu", "input_shape": (None, 44, 1)},
}


def answer(made: onnx.ModelProto, images: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(made.SerializeToString())
    (found,) = session.run(["output"], {"image": images})
    return found


def assert_agree(model, images, made=None):
    expected = to_numpy(model(images))
    found = answer(made or onnx_model(model), images)
    assert found.shape == expected.shape and found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * expected.max())


@pytest.mark.parametrize("options", NETWORKS.values(), ids=NETWORKS)
def test_onnxruntime_computes_the_same(options):
    model = lenet5(**{"seed": 4, **options})
    assert_agree(model, random_images(2, *(n or 48 for n in model.input_shape[1:])))


def test_digits_get_the_same_answers():
    digits = load_mnist().test.images[:200]
    model = lenet5(weights="mnist")
    x = prepare(digits)
    found = answer(onnx_model(model), x)
    assert (found.argmin(axis=1) == to_numpy(model(x)).argmin(axis=1)).all()


def test_a_larger_file_holds_no_weight_that_the_network_does_not():
    """1,516 in C3: where maps are not connected nothing is stored."""
    model = lenet5()
    held = {v.name: tuple(v.dims) for v in onnx_model(model).graph.initializer}
    assert held["C3/kernel"] == (60, 5, 5) and held["C3/bias"] == (16,)
    trained = [f"{n.name}/{w.name}" for n in model.layers for w in n.trainable_weights]
    assert sum(math.prod(held.pop(name)) for name in trained) == 60_000
    assert math.prod(held.pop("output/centers")) == 840
    assert sum(map(math.prod, held.values())) == 137  # where kernels go, and constants


def test_other_strides_paddings_and_no_biases_come_out_the_same():
    model = keras.Sequential(
        [
            keras.Input((13, 11, 4)),
            SparseConv2D(3, 3, [[0, 2], [1], [3]], padding="same", use_bias=False),
            Subsampling2D((2, 3), strides=(1, 2)),
            keras.layers.Conv2D(6, (3, 2), strides=(2, 1), groups=3),
            keras.layers.MaxPooling2D(2, strides=1, padding="same"),
            keras.layers.Flatten(),
            keras.layers.Dense(5, "softmax", use_bias=False),
        ]
    )
    assert_agree(model, random_images(3, 13, 11, 4))


def test_the_file_tells_what_it_is_told(tmp_path):
    model, path = lenet5(seed=1), tmp_path / "own.onnx"
    path.write_bytes(b"old")
    write_onnx(model, path, {"card": "of mine"})
    made = onnx.load(path)
    assert {p.key: p.value for p in made.metadata_props} == {"card": "of mine"}
    assert_agree(model, random_images(1, 32, 32, 1), made)
    assert [p.name for p in tmp_path.iterdir()] == ["own.onnx"]


def of(*layers, size=(8, 8, 1)):
    return keras.Sequential([keras.Input(size), *layers])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: of(keras.layers.Dropout(0.5)), "layers among .*RBF.*class Dropout"),
        (
            lambda: of(keras.layers.Conv2D(1, 3, activation="gelu", name="odd")),
            "activations among .*scaled_tanh.*gelu in layer 'odd'",
        ),
        (
            lambda: of(Subsampling2D(data_format="channels_first"), size=(1, 8, 8)),
            "channels_last.*channels_first",
        ),
        (lambda: keras.Model(x := keras.Input((2,)), x), "chain"),
    ],
)
def test_what_is_not_known_is_refused_in_words(make, message):
    with pytest.raises(ValueError, match=message):
        onnx_model(make())


def test_a_quantised_network_is_refused():
    model = lenet5()
    model.get_layer("F6").quantize("int8")
    with pytest.raises(ValueError, match="before `model.quantize`.*'F6' in 'int8'"):
        onnx_model(model)


def test_without_a_folder_nothing_is_written(tmp_path):
    for path in (tmp_path, tmp_path / "none" / "x.onnx"):
        with pytest.raises(ValueError, match=re.escape(f"{path}: expected a file")):
            write_onnx(lenet5(), path)
    assert not list(tmp_path.iterdir())
