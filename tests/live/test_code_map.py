"""The page puts digits where the package puts them, and refuses what is no map."""

import base64

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import lenet5, load_mnist, paper, prepare
from lenet_keras.inspection import CodePlane, feature_maps
from lenet_keras.live import CodeMap

IN_THE_PAGE = """
import { cloudPath, project } from "$live/code_map/plane.js";
const bytes = Uint8Array.from(Buffer.from(given.plane, "base64"));
const plane = new Float32Array(bytes.buffer);
const cloud = Uint8Array.from(Buffer.from(given.cloud, "base64"));
answer({
  places: given.states.map((one) => project(Float32Array.from(one), plane)),
  points: cloudPath(cloud, given.ends).split("M").length - 1,
});
"""


@pytest.fixture(scope="module")
def sample():
    images, labels = load_mnist().test
    return images[:30], labels[:30]


def test_places_are_those_of_the_package(model, sample):
    images, labels = sample
    states = feature_maps(model, prepare(images))["F6"].reshape(-1, 84)
    view = CodeMap(model, images, labels, (4, 9), states).view
    given = {
        "plane": base64.b64encode(view.plane).decode(),
        "cloud": base64.b64encode(view.cloud).decode(),
        "ends": view.ends,
        "states": states[:5].tolist(),
    }
    found = run_module(IN_THE_PAGE, given)
    expected = CodePlane(paper.digit_codes()).project(states[:5])
    np.testing.assert_allclose(found["places"], expected, atol=1e-4)
    assert found["points"] == 30
    left, right, bottom, top = view.ends
    assert left < expected[:, 0].min() and expected[:, 0].max() < right
    assert bottom < expected[:, 1].min() and expected[:, 1].max() < top


def test_the_walk_starts_where_it_is_told(model, sample):
    view = CodeMap(model, *sample, walk=(4, 9)).view
    assert (view.digit, view.goal, view.share, view.cloud) == (4, 9, 0, b"")


def test_without_javascript_there_is_the_map(model, sample):
    figure = CodeMap(model, *sample)
    (axes,) = figure.picture().axes
    assert [text.get_text() for text in axes.texts] == list("0123456789")
    assert figure.alt.startswith("Digits as points")


@pytest.mark.parametrize("walk", [(0, 30), (0,), (-1, 2)])
def test_a_walk_has_two_ends_among_the_digits(model, sample, walk):
    with pytest.raises(ValueError, match="`walk`.*Received"):
        CodeMap(model, *sample, walk=walk)


def test_a_softmax_has_no_codes(sample):
    with pytest.raises(ValueError, match="RBF output. Received"):
        CodeMap(lenet5(output="softmax"), *sample)
