"""Hidden parts and small changes: the page finds what the package finds."""

import base64

import numpy as np
import pytest
from javascript import run_module
from widgets import links

from lenet_keras.inspection import image_gradient, occlusion_map, smallest_change
from lenet_keras.live import AnswerTurner, OcclusionExplorer
from lenet_keras.live._network import NetworkStore

IN_THE_PAGE = """
import { imageGradient, smallestChange } from "$live/js/gradient.js";
import { forward, readNetwork } from "$live/js/lenet5.js";
import { createLeads } from "$live/occlusion_explorer/hidden.js";
const bytes = Buffer.from(given.weights, "base64");
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const layers = readNetwork(given.architecture, view);
const image = Float64Array.from(given.image);
const leads = createLeads(layers);
leads.start(image, 7, 0.5375);
leads.go(() => true);
const turned = (wanted) => {
  const { change, answer, found } = smallestChange(layers, image, wanted);
  return { change: [...change], answer, found };
};
answer({
  leads: [...leads.leads],
  gradient: [...imageGradient(layers, forward(layers, image), given.by)],
  any: turned(null),
  three: turned(3),
});
"""


@pytest.fixture(scope="module")
def in_the_page(model, digits):
    store = NetworkStore(model)
    given = {
        "architecture": store.architecture,
        "weights": base64.b64encode(store.weights).decode(),
        "image": digits[0].ravel().tolist(),
        "by": np.eye(10)[4].tolist(),
    }
    return run_module(IN_THE_PAGE, given)


def test_leads_and_gradients_are_those_of_the_package(model, digits, in_the_page):
    leads = np.reshape(in_the_page["leads"], (32, 32))
    np.testing.assert_allclose(leads, occlusion_map(model, digits[0]), atol=0.02)
    expected = image_gradient(model, digits[0], np.eye(10)[4]).ravel()
    atol = 1e-3 * np.abs(expected).max()
    np.testing.assert_allclose(in_the_page["gradient"], expected, atol=atol)


@pytest.mark.parametrize(("name", "wanted"), [("any", None), ("three", 3)])
def test_changes_are_those_of_the_package(model, digits, in_the_page, name, wanted):
    expected = smallest_change(model, digits[0], wanted)
    found = in_the_page[name]
    assert (found["answer"], found["found"]) == expected[1:]
    length = np.linalg.norm(expected.change)
    apart = np.linalg.norm(found["change"] - expected.change.ravel())
    assert apart < 0.05 * length


def test_the_size_of_the_square_can_be_chosen(model, digits):
    figure = OcclusionExplorer(model, digits, ["7", "2"])
    assert links(figure) == {("value", "size")}
    assert figure.view.names == ["7", "2"]


@pytest.mark.parametrize("kind", [OcclusionExplorer, AnswerTurner])
def test_without_javascript_there_is_a_picture(kind, model, digits):
    figure = kind(model, digits)
    assert len(figure.picture().axes) >= 3
    assert figure.alt.startswith("A digit")
    with pytest.raises(ValueError, match="Received"):
        kind(model, digits, names=["one"])
