"""F6 beside the codes, live: what the page is given and computes."""

import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from javascript import run_module

from lenet_keras import lenet5, load_mnist, posterior, prepare, weights_card
from lenet_keras.inspection import feature_maps
from lenet_keras.live.rbf_view import MOST, RBFView
from lenet_keras.rejection import margins
from lenet_keras.weights import shipped_weights

JUDGE = """
import { decide, posterior, unitByUnit } from "$live/rbf_view/judgement.js";
answer(given.states.map((states, n) => {
  const penalties = given.codes.map((code) => unitByUnit(states, code).sums.at(-1));
  const ranking = [...penalties.keys()].sort((a, b) => penalties[a] - penalties[b]);
  const { margin } = decide(penalties, ranking, 0);
  return { penalties, margin, posterior: posterior(penalties, given.j, given.scale) };
}));
"""


@pytest.fixture(scope="module")
def images():
    return prepare(load_mnist().test.images[:3])


def test_the_page_judges_as_the_package_does(model, images):
    states = feature_maps(model, images)
    given = {
        "states": states["F6"].tolist(),
        "codes": model.get_layer("output").get_weights()[0].tolist(),
        "j": 4.0,
        "scale": 0.5,
    }
    answers = run_module(JUDGE, given)
    penalties = np.array([answer["penalties"] for answer in answers])
    np.testing.assert_allclose(penalties, states["output"], rtol=1e-4)
    found = [answer["margin"] for answer in answers]
    np.testing.assert_allclose(found, margins(states["output"]), rtol=1e-4)
    probabilities = np.array([answer["posterior"] for answer in answers])
    expected = np.asarray(posterior(0.5 * states["output"], 4.0))
    np.testing.assert_allclose(probabilities, expected, atol=1e-3)
    assert probabilities[:, -1].max() > 0.01  # rubbish counts


def test_every_control_is_linked_to_its_trait_in_the_browser(model, images):
    figure = RBFView(model, images, threshold=3.0, j=20.0)
    states = dependency_state(figure, drop_defaults=False).values()
    links = [m["state"] for m in states if m["model_name"] == "LinkModel"]
    assert {link["target"][1] for link in links} == {
        *("dx", "dy", "rotation", "noise", "colours")
    }
    assert (figure.view.threshold, figure.view.j) == (3.0, 20.0)


def test_the_shipped_threshold_fits_the_slider():
    cards = [weights_card(name) for name in shipped_weights()]
    thresholds = [c["rejection_threshold"] for c in cards if "characters" not in c]
    assert len(thresholds) == 4
    assert all(0 < threshold < MOST for threshold in thresholds)


def test_the_static_picture_has_all_images_and_its_words_name_them(model, images):
    figure = RBFView(model, images, ["7", "2", "1"])
    assert "3 pictures" in figure.alt and figure.alt.endswith("7; 2; 1.")
    titles = [axes.get_title() for axes in figure.picture().axes]
    assert {"7", "2", "1"} <= set(titles)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"images": np.zeros((1, 28, 28, 1))}, r"\(n, 32, 32, 1\).*\(1, 28, 28, 1\)"),
        ({"names": ["a"]}, r"each of the 3 images.*Received: 1 names"),
        ({"threshold": -1}, r"margin from 0 to 100. Received: -1"),
        ({"threshold": float("inf")}, r"Received: inf"),
        ({"j": 0.4}, r"penalty from 0.5 to 100. Received: 0.4"),
        ({"j": "10"}, r"Received: '10'"),
        ({"network": lenet5(output="softmax")}, r"RBF output units. Received: softmax"),
    ],
)
def test_bad_arguments_are_refused(model, images, arguments, words):
    with pytest.raises(ValueError, match=words):
        RBFView(**{"network": model, "images": images, **arguments})
