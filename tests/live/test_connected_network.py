"""The connected network: what the page is given, and the sums it opens."""

import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from javascript import run_module

from lenet_keras import lenet5, load_mnist, prepare
from lenet_keras.inspection import feature_maps
from lenet_keras.live import ConnectedNetwork
from lenet_keras.live._network import network_store
from lenet_keras.live.connected_network import LAYERS
from lenet_keras.rejection import Limits, verdicts

VERDICTS = """
import { verdictInWords, verdictOf } from "$live/js/verdict.js";
answer(given.penalties.map((output) => {
  const ranking = [...output.keys()].sort((a, b) => output[a] - output[b]);
  const verdict = verdictOf("rbf", output, ranking, given.limits);
  return verdictInWords(verdict, ranking)[0];
}));
"""
SUMS = """
import { readNetwork, forward } from "$live/js/lenet5.js";
import { formula, sumUp, unitAt } from "$live/js/fields.js";
import { partsOf } from "$live/connected_network/opened_sum.js";
const bytes = Uint8Array.from(given.weights);
const layers = readNetwork(given.architecture, new DataView(bytes.buffer));
const states = forward(layers, given.image);
answer(given.chosen.map(([layer, map, number]) => {
  const unit = unitAt(layers, { layer, map }, number);
  const products = partsOf(layers, states, unit).flatMap((part) => part.products);
  const steps = formula(layers[layer], unit.map, sumUp(layers[layer], products));
  return steps.at(-1)[1];
}));
"""


@pytest.fixture(scope="module")
def images():
    return prepare(load_mnist().test.images[:3])


def test_the_sum_that_is_opened_ends_in_the_state_of_keras(model, images):
    chosen = [("C1", 2, 100), ("S2", 5, 44), ("C3", 11, 34), ("S4", 15, 7)]
    chosen += [("C5", 0, 119), ("F6", 0, 83)]
    store = network_store(model)
    given = {
        "architecture": store.architecture,
        "weights": list(store.weights),
        "image": images[0].ravel().tolist(),
        "chosen": chosen,
    }
    states = feature_maps(model, images[:1])
    expected = [
        np.moveaxis(states[name][0], -1, 0).reshape(-1)[
            map * states[name][0, ..., 0].size * (name not in ("C5", "F6")) + unit
        ]
        for name, map, unit in chosen
    ]
    np.testing.assert_allclose(run_module(SUMS, given), expected, atol=1e-3)


def test_its_sliders_are_linked_in_the_browser_and_stand_behind_a_button(model, images):
    figure = ConnectedNetwork(model, images)
    states = dependency_state(figure, drop_defaults=False).values()
    links = [m["state"] for m in states if m["model_name"] == "LinkModel"]
    targets = {link["target"][1] for link in links}
    assert targets == {"dx", "dy", "rotation", "scale", "noise"}
    view, more = figure.children
    assert view is figure.view and "ll-more" in more._dom_classes


def test_the_verdict_has_the_limits_that_were_given(model, images):
    view = ConnectedNetwork(model, images, limits=Limits(12, 50, 90)).view
    assert view.limits == {"margin": 12.0, "penalty": 50.0, "far": 90.0}
    for wrong in (Limits(-1, 9, 9), Limits(9, np.nan, 9)):
        with pytest.raises(ValueError, match="0 or more"):
            ConnectedNetwork(model, images, limits=wrong)


def test_the_page_and_python_say_the_same_of_every_answer():
    penalties = np.random.default_rng(0).integers(0, 24, (600, 3)).astype(float)
    limits = Limits(margin=4.0, penalty=9.0, far=11.0)
    given = {"penalties": penalties.tolist(), "limits": limits._asdict()}
    found = run_module(VERDICTS, given)
    assert set(found) == {"sure", "unsure", "probably not a digit"}
    assert found == verdicts(penalties, limits).tolist()


def test_a_network_without_codes_has_no_penalties_but_probabilities(images):
    figure = ConnectedNetwork(lenet5(output="softmax"), images)
    assert figure.view.network.architecture["layers"][-1]["kind"] == "softmax"


def test_the_page_and_python_number_the_layers_alike():
    assert LAYERS[1:] == ("C1", "S2", "C3", "S4", "C5", "F6")
