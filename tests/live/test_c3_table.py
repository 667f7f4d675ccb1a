"""Table I as switches: what is off in the page is a zero kernel in Keras."""

import base64
import gzip

import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from javascript import run_module

from lenet_keras import lenet5, load_mnist, prepare
from lenet_keras.inspection import feature_maps
from lenet_keras.live._network import NetworkStore
from lenet_keras.live.c3_table import MAX_DIGITS, C3Table

# The digits travel as the figure sends them, and become its inputs as in the page.
CUT = """
import { addUp, forwardWithout, partialSums } from "$live/c3_table/connections.js";
import { readNetwork } from "$live/js/lenet5.js";
import { prepare } from "$live/js/images.js";
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const network = readNetwork(
  given.architecture, new DataView(bytes(given.weights).buffer));
const digits = bytes(given.images);
answer(given.offs.map((off, n) => {
  const image = prepare(digits.subarray(784 * n, 784 * (n + 1)));
  const states = forwardWithout(network, image, off);
  const totals = network.C3.connections.map((_, map) => [...addUp(
    partialSums(network, states, map), network.C3.bias[map], off)]);
  return { output: [...states.output], C3: [...states.C3], totals };
}));
"""


@pytest.fixture(scope="module")
def digits():
    test = load_mnist().test
    return test.images[:MAX_DIGITS], test.labels[:MAX_DIGITS]


@pytest.fixture(scope="module")
def figure(model, digits):
    return C3Table(model, *digits)


def cut(connections, off):
    """LeNet-5 with kernels of C3 at zero."""
    model = lenet5(weights="mnist") if connections is None else lenet5(**connections)
    kernel = model.get_layer("C3").kernel
    zeroed = np.array(kernel)
    zeroed[..., off] = 0
    kernel.assign(zeroed)
    return model


@pytest.mark.parametrize(
    "arguments",
    [
        None,
        {"seed": 1, "connections": "full"},
        {"seed": 2, "output": "softmax", "connections": [[0, 5], [1], [2, 3, 4]]},
    ],
    ids=str,
)
def test_what_is_off_is_a_zero_kernel_in_keras(arguments, digits):
    whole = cut(arguments, [])
    count = whole.get_layer("C3").kernel.shape[-1]
    rng = np.random.default_rng(0)
    every = list(range(count))
    offs = [[], [0], [count - 1], every, *(
        sorted(rng.choice(count, size, replace=False).tolist())
        for size in (2, count // 3, count // 2)
    )]  # fmt: skip
    images = digits[0][: len(offs)]
    store = NetworkStore(whole)
    answers = run_module(
        CUT,
        {
            "architecture": store.architecture,
            "weights": base64.b64encode(store.weights).decode(),
            "images": base64.b64encode(images.tobytes()).decode(),
            "offs": offs,
        },
    )
    outputs = []
    for off, image, answer in zip(offs, images, answers, strict=True):
        expected = feature_maps(cut(arguments, off), prepare(image))
        close = {"rtol": 1e-3, "atol": 2e-4}
        np.testing.assert_allclose(answer["output"], expected["output"][0], **close)
        c3 = expected["C3"][0].transpose(2, 0, 1)
        np.testing.assert_allclose(answer["C3"], c3.ravel(), **close)
        squashed = 1.7159 * np.tanh(2 / 3 * np.array(answer["totals"]))
        np.testing.assert_allclose(squashed, c3.reshape(squashed.shape), **close)
        outputs.append(
            expected["output"][0] - feature_maps(whole, prepare(image))["output"][0]
        )
    assert [bool(np.abs(change).max() > 1e-4) for change in outputs[1:]] == [True] * 6


def test_the_page_gets_the_digits_as_they_are(figure, digits):
    table = figure.view
    assert table.images == digits[0].tobytes()
    assert table.labels == digits[1].tolist()
    assert table.names[17] == "digit 17"
    assert table.off == []


def test_the_digits_weigh_little(figure):
    base64_text = base64.b64encode(figure.view.images)
    assert len(gzip.compress(base64_text)) < 25_000


def test_controls_are_linked_in_the_browser(figure):
    models = dependency_state(figure, drop_defaults=False).values()
    made = [m["state"] for m in models if m["model_name"] == "LinkModel"]
    table = f"IPY_MODEL_{figure.view.model_id}"
    assert {state["target"][0] for state in made} == {table}
    assert [state["target"][1] for state in made] == ["view", "colours"]
    view, colours = figure.children[-1].children
    assert view.options == ("what a C3 map sees", "what an S2 map feeds")
    assert colours.options == ("each kind", "each picture")


def test_digits_may_have_names(model, digits):
    figure = C3Table(model, digits[0][:1], digits[1][:1], ["a seven"])
    assert figure.view.names == ["a seven"]


def test_the_picture_shows_the_sum_of_the_first_map(model, figure, digits):
    drawn = figure.picture()
    arrays = [axes.images[0].get_array() for axes in drawn.axes if axes.images]
    state = feature_maps(model, prepare(digits[0][:1]))["C3"][0, ..., 0]
    total = next(
        axes.images[0].get_array()
        for axes in drawn.axes
        if axes.get_title().startswith("sum + bias")
    )
    assert sum(np.array_equal(array, state) for array in arrays) == 1
    np.testing.assert_allclose(1.7159 * np.tanh(2 / 3 * total), state, atol=1e-4)
    assert "first C3 map" in figure.alt


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda x, y: {"images": prepare(x), "labels": y},
            r"`images` must be a uint8.*Received: float32, shape \(2, 32, 32, 1\)",
        ),
        (
            lambda x, y: {"images": x[:0], "labels": y[:0]},
            r"n from 1 to 100. Received: uint8, shape \(0, 28, 28\)",
        ),
        (
            lambda x, y: {"images": np.repeat(x, 51, 0), "labels": np.repeat(y, 51)},
            r"Received: uint8, shape \(102, 28, 28\)",
        ),
        (
            lambda x, y: {"images": x, "labels": y[:1]},
            r"`labels` must be 2 integers.*Received: uint8, shape \(1,\), \[7\]",
        ),
        (
            lambda x, y: {"images": x, "labels": [7, 10]},
            r"from 0 to 9.*Received: int64, shape \(2,\), \[7, 10\]",
        ),
        (
            lambda x, y: {"images": x, "labels": y / 1},
            r"`labels` must be 2 integers.*Received: float",
        ),
        (
            lambda x, y: {"images": x, "labels": y, "names": ["7"]},
            r"`names` must name each of the 2 images once. Received: 1 names",
        ),
    ],
)
def test_bad_digits_are_refused(model, digits, change, message):
    images, labels = (array[:2] for array in digits)
    with pytest.raises(ValueError, match=message):
        C3Table(model, **change(images, labels))
