"""The page answers as Python does, and shipped classifiers are as their card says."""

import base64
import gzip

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import load_mnist, prepare
from lenet_keras.digits import DATABASES
from lenet_keras.inspection import shipped_prototypes, small_classifiers
from lenet_keras.live import ManyClassifiers
from lenet_keras.live._network import network_store
from lenet_keras.training import network
from tools.ship_classifiers import described

SHIFTS = [0, 3]
IN_THE_PAGE = """
import { readNetwork } from "$live/js/lenet5.js";
import { newStates, forward } from "$live/js/lenet5.js";
import { createReaders, inputsOf, ranked } from "$live/many_classifiers/readers.js";
const buffer = (text) => Buffer.from(text, "base64");
const view = (text) => {
  const bytes = buffer(text);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
};
const layers = readNetwork(given.network.architecture, view(given.network.weights));
const network = {
  layers,
  newStates: () => newStates(layers),
  forward: (image, states) => forward(layers, image, states),
};
const traits = { ...given.traits, weights: view(given.weights),
  prototypes: view(given.prototypes) };
const readers = createReaders({ network, value: (name) => traits[name] });
const digits = buffer(given.digits);
const found = {};
for (const { name, scores } of readers) {
  found[name] = [];
  for (let n = 0; n < digits.length / 784; n++) {
    const inputs = inputsOf(digits.subarray(784 * n, 784 * (n + 1)));
    for (const dx of given.shifts) found[name].push(scores(inputs, dx, 0));
  }
}
answer(found);
"""


@pytest.fixture(scope="module")
def digits():
    return load_mnist().test.images[:100]


@pytest.fixture(scope="module")
def figure(model, digits):
    return ManyClassifiers(model, digits[:3], names=["7", "2", "1"])


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_page_answers_a_hundred_digits_as_python_does(figure, model, digits):
    view = figure.view
    traits = ("architecture", "readers", "labels")
    given = {
        "network": {
            "architecture": network_store(model).architecture,
            "weights": text(network_store(model).weights),
        },
        "traits": {name: getattr(view, name) for name in traits},
        "weights": text(view.weights),
        "prototypes": text(view.prototypes),
        "digits": text(digits.tobytes()),
        "shifts": SHIFTS,
    }
    found = run_module(IN_THE_PAGE, given)
    expected = figure.scores(digits, SHIFTS)
    assert list(found) == [one["name"] for one in view.readers]
    for name, rows in expected.items():
        scores = np.reshape(found[name], (len(digits), len(SHIFTS), 10)).swapaxes(0, 1)
        np.testing.assert_allclose(scores, rows, rtol=1e-3, atol=2e-2, err_msg=name)
        assert (scores.argmax(axis=2) == rows.argmax(axis=2)).all(), name


@pytest.mark.parametrize(
    ("name", "architecture"),
    [("28x28-300-10", "28x28-300-10"), ("LeNet-1", "lenet1")],
)
def test_their_layers_compute_what_keras_computes(name, architecture, digits):
    model = network(architecture, start=(2.4, 0.5), seed=3)
    layers, arrays = described(model)
    shipped = small_classifiers()[name]
    assert [layer["name"] for layer in layers] == [
        layer["name"] for layer in shipped.layers
    ]
    fresh = [{**one, "arrays": arrays[one["name"]]} for one in layers]
    x = prepare(digits[:5])
    units = shipped._replace(layers=fresh).scores(x)
    codes = 2 * np.eye(10) - 1
    penalties = ((units[:, np.newaxis] - codes) ** 2).sum(axis=2)
    np.testing.assert_allclose(penalties, model.predict(x, verbose=0), rtol=1e-3)


@pytest.mark.parametrize("name", ["linear", "28x28-300-10", "LeNet-1"])
def test_shipped_ones_err_as_their_card_says(name):
    images, labels = load_mnist().test
    one = small_classifiers()[name]
    answers = one.scores(prepare(DATABASES[one.database](images))).argmax(axis=1)
    assert 100 * np.mean(answers != labels) == pytest.approx(one.card["percent"])
    rounding = one.card["percent"] - one.card["percent_before_rounding"]
    assert abs(rounding) < 0.1


def test_prototypes_are_training_digits_of_all_classes():
    stored = shipped_prototypes()
    assert np.bincount(stored.labels).tolist() == [25] * 10
    assert len(set(stored.card["digits"])) == 250
    images, labels = load_mnist().test
    answers = stored.scores(prepare(images)).argmax(axis=1)
    assert 100 * np.mean(answers != labels) == pytest.approx(stored.card["percent"])


def test_what_a_page_loads_is_small(figure):
    view = figure.view
    sent = [text(data) for data in (view.weights, view.prototypes)]
    assert sum(len(gzip.compress(one.encode())) for one in sent) <= 150_000


def test_without_javascript_there_are_the_answers_at_each_shift(figure):
    _, table = figure.picture().axes
    names = [label.get_text() for label in table.get_yticklabels()]
    assert names == [one["name"] for one in figure.view.readers]
    middle = [text.get_text() for text in table.texts][17 * 4 + 8]
    assert (len(table.texts), middle) == (5 * 17, "7")
    assert "for the digit" not in figure.alt and "to the digit 7" in figure.alt


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": np.zeros((2, 28, 28))}, r"float64, shape \(2, 28, 28\)"),
        ({"names": ["7"]}, "each of the 3 images once. Received: 1 names"),
    ],
)
def test_bad_arguments_are_refused(model, digits, change, message):
    with pytest.raises(ValueError, match=message):
        ManyClassifiers(model, **{"images": digits[:3], **change})
