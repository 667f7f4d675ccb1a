"""The drawing pad: what its Python shell gives to the page."""

import numpy as np
import pytest
from ipywidgets.embed import dependency_state

from lenet_keras import lenet5, load_mnist, weights_card
from lenet_keras.live._network import network_store
from lenet_keras.live.drawing_pad import DrawingPad
from lenet_keras.rejection import Limits

LIMITS = weights_card("mnist")["verdict_limits"]


@pytest.fixture(scope="module")
def images():
    return load_mnist().test.images[:3]


@pytest.fixture
def figure(model, images):
    return DrawingPad(model, images, names=["7", "2", "1"])


def test_the_page_gets_network_examples_and_limits(figure, model, images):
    pad = figure.view
    assert pad.network is network_store(model)
    np.testing.assert_array_equal(
        np.frombuffer(pad.images, "u1").reshape(3, 28, 28), images
    )
    assert pad.names == ["7", "2", "1"]
    assert pad.limits == LIMITS
    assert "Try: " in pad.hint


def test_a_second_network_comes_with_its_title_and_limits(model, images):
    other = lenet5(weights="mnist-distorted")
    figure = DrawingPad(
        model, images, other=other, title="A twin", limits_of_other=Limits(2, 80, 90)
    )
    assert figure.view.network is network_store(model)
    assert figure.view.other is network_store(other)
    assert figure.view.title_of_other == "A twin" and "A twin" in figure.alt
    assert figure.view.limits_of_other == {"margin": 2.0, "penalty": 80.0, "far": 90.0}
    assert DrawingPad(model, images).view.other is None
    with pytest.raises(ValueError, match="must be a keras.Model"):
        DrawingPad(model, images, other="mnist")


def test_every_control_is_linked_in_the_browser_and_named(figure):
    pad = figure.view
    models = dependency_state(figure).values()
    links = [m["state"] for m in models if m["model_name"] == "LinkModel"]
    linked = {
        link["target"][1]: link["source"][0]
        for link in links
        if link["target"][0] == f"IPY_MODEL_{pad.model_id}"
    }
    assert set(linked) == {"stroke", "normalise", "colours"}
    controls = figure.children[-1].children
    assert {f"IPY_MODEL_{c.model_id}" for c in controls} == set(linked.values())
    assert all(control.description for control in controls)


def test_the_static_picture_has_words_that_say_what_it_shows(figure):
    titles = [axes.get_title() for axes in figure.picture().axes]
    assert {"input", "C1: 6 maps", "C3: 16 maps"} <= set(titles)
    assert "for the digit 7" in figure.alt


def test_names_are_numbers_by_default_and_limits_may_be_others(model, images):
    pad = DrawingPad(model, images, limits=Limits(3, 70, 80)).view
    assert pad.names == ["1", "2", "3"]
    assert pad.limits == {"margin": 3.0, "penalty": 70.0, "far": 80.0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": np.zeros((2, 28, 28))}, r"float64, shape \(2, 28, 28\)"),
        ({"images": np.zeros((28, 28), "u1")}, r"uint8, shape \(28, 28\)"),
        ({"images": np.zeros((0, 28, 28), "u1")}, r"shape \(0, 28, 28\)"),
        ({"names": ["7"]}, "each of the 3 images once. Received: 1 names"),
        ({"limits": (-1.0, 9, 9)}, "`limits.margin`.*0 or more. Received: -1.0"),
        ({"limits": (1, float("nan"), 9)}, "`limits.penalty`.*Received: nan"),
        ({"limits": ("high", 9, 9)}, "Received: 'high'"),
        ({"limits": (float("inf"), 9, 9)}, "Received: inf"),
    ],
)
def test_bad_arguments_are_refused(model, images, change, message):
    with pytest.raises(ValueError, match=message):
        DrawingPad(model, **{"images": images, **change})
