"""The network in the page is the network of Keras, whichever one it is given."""

import base64
import gzip

import keras
import numpy as np
import pytest
from javascript import run_module

from lenet_keras import lenet5, load_mnist, prepare
from lenet_keras.inspection import feature_maps
from lenet_keras.live._network import NetworkStore, network_store, pack

FORWARD = """
import { forward, readNetwork } from "$live/js/lenet5.js";
const bytes = Buffer.from(given.weights, "base64");
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const network = readNetwork(given.architecture, view);
answer(given.images.map((image) =>
  Object.fromEntries(Object.entries(forward(network, Float32Array.from(image))).map(
    ([name, states]) => [name, [...states]]))));
"""


def in_the_page(model: keras.Model, images: np.ndarray) -> dict[str, np.ndarray]:
    """The states of all layers, laid out as Keras lays them out."""
    store = NetworkStore(model)
    given = {
        "architecture": store.architecture,
        "weights": base64.b64encode(store.weights).decode(),
        "images": images.reshape(len(images), -1).tolist(),
    }
    answers = run_module(FORWARD, given)
    states = {}
    for layer in store.architecture["layers"]:
        flat = np.array([answer[layer["name"]] for answer in answers])
        side, maps = layer["size"], layer["maps"]
        grid = flat.reshape(len(images), maps, side, side).transpose(0, 2, 3, 1)
        states[layer["name"]] = grid if side > 1 else grid[:, 0, 0]
    return states


@pytest.fixture(scope="module")
def images():
    return prepare(load_mnist().test.images[:4])


@pytest.mark.parametrize(
    "arguments",
    [
        {"weights": "mnist"},
        {"weights": "mnist-noise"},
        {"seed": 1},
        {"seed": 2, "connections": "full"},
        {"seed": 3, "connections": [[0, 5], [1], [2, 3, 4]]},
        {"seed": 4, "subsampling": "mean"},
        {"seed": 5, "subsampling": "max", "activation": "relu"},
        {"seed": 6, "subsampling": "average", "activation": "tanh"},
        {"seed": 7, "output": "softmax", "activation": "sigmoid"},
        {"seed": 8, "activation": "linear"},
        {"seed": 9, "codes": np.eye(84)[:4], "implementation": "patches"},
    ],
    ids=str,
)
def test_every_state_of_every_network_is_that_of_keras(arguments, images):
    model = lenet5(**arguments)
    expected = feature_maps(model, images)
    for name, states in in_the_page(model, images).items():
        np.testing.assert_allclose(
            states, expected[name].reshape(states.shape), rtol=1e-3, atol=2e-4
        )


def test_shipped_weights_travel_as_two_bytes_and_others_as_four():
    assert NetworkStore(lenet5(weights="mnist")).architecture["format"] == "uint16"
    other = lenet5(seed=1)
    assert NetworkStore(other).architecture["format"] == "float32"
    halves = [weight.astype("float16") for weight in other.get_weights()]
    other.set_weights(halves)
    assert NetworkStore(other).architecture["format"] == "float16"


def test_multiples_of_a_step_travel_as_whole_numbers(images):
    model = lenet5(seed=3)
    steps = [2.0 ** -(7 + number % 3) for number in range(len(model.weights))]
    model.set_weights(
        [
            step * np.rint(weight / step)
            for weight, step in zip(model.get_weights(), steps, strict=True)
        ]
    )
    architecture, packed = pack(model)
    assert architecture["format"] == "uint16" and len(packed) == 2 * 60_840
    c1 = architecture["layers"][0]["weights"]
    assert c1 == [["kernels", 150, 2**-7], ["bias", 6, 1.0]]
    expected = feature_maps(model, images)
    for name, states in in_the_page(model, images).items():
        np.testing.assert_allclose(
            states, expected[name].reshape(states.shape), rtol=1e-3, atol=2e-4
        )
    whole, as_they_are = (
        len(gzip.compress(pack(network)[1])) for network in (model, lenet5(seed=3))
    )
    assert whole < 0.35 * as_they_are


@pytest.mark.parametrize("odd", [2.0**-12, 2.0**15, np.inf, np.nan])
def test_one_weight_that_is_no_multiple_and_all_travel_as_they_are(odd):
    model = lenet5(seed=3)
    model.set_weights([np.rint(weight) for weight in model.get_weights()])
    assert pack(model)[0]["format"] == "uint16"
    bias = model.get_layer("C1").bias
    bias.assign([0, 0, 0, 0, 0, odd])
    assert pack(model)[0]["format"].startswith("float")


def test_a_page_holds_the_weights_once():
    model = lenet5(seed=1)
    assert network_store(model) is network_store(model)


def test_a_network_that_was_trained_on_gets_a_new_store():
    model = lenet5(seed=1)
    before = network_store(model)
    model.get_layer("C1").bias.assign_add(np.ones(6))
    after = network_store(model)
    assert after is not before
    assert after.weights != before.weights


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("mnist", r"`network` must be a keras.Model. Received: 'mnist'"),
        (keras.Sequential([keras.Input((32, 32, 1))]), r"must be a LeNet-5.*Received"),
        (lenet5((32, 32, 3)), r"one input channel"),
        (lenet5(activation="softplus"), r"activation of C1.*Received: 'softplus'"),
    ],
)
def test_what_a_page_cannot_compute_is_refused(model, words):
    with pytest.raises(ValueError, match=words):
        network_store(model)
