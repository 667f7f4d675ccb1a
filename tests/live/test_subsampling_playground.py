"""The sub-sampling playground: what its Python shell gives to the page."""

import ipywidgets
import keras
import numpy as np
import pytest
from widgets import links

from lenet_keras import lenet5
from lenet_keras.live._network import network_store
from lenet_keras.live.subsampling_playground import UNITS, SubsamplingPlayground


@pytest.fixture(scope="module")
def figure(model, digits):
    return SubsamplingPlayground(model, digits, [7, 2], map=np.int64(4))


def sliders(figure):
    hidden = figure.children[-1].children
    found = [one for one in hidden if isinstance(one, ipywidgets.IntSlider)]
    return {slider.description: slider for slider in found}


def test_every_control_is_linked_in_the_browser(figure):
    wanted = {("value", "dx"), ("value", "dy"), ("index", "view"), ("index", "colours")}
    assert links(figure) == wanted


def test_it_starts_with_what_the_map_has_learned(figure, model, digits):
    playground = figure.view
    coefficients, biases = model.get_layer("S2").get_weights()
    assert playground.map == 4 and UNITS[playground.unit] == "as learned"
    assert playground.coefficient == coefficients[4]
    assert playground.bias == biases[4]
    assert playground.network is network_store(model)
    sent = np.frombuffer(playground.images, "<f4")
    np.testing.assert_array_equal(sent, digits.ravel())


def test_the_sliders_reach_as_far_as_the_shifts_and_the_presets(figure):
    reach = {name: (slider.min, slider.max) for name, slider in sliders(figure).items()}
    assert reach["shift right"] == reach["shift down"] == (-4, 4)
    assert figure.view.ends == {"coefficient": 3, "bias": 8}


def test_the_sliders_reach_what_was_learned_however_large(model, digits):
    large = keras.models.clone_model(model)
    large.set_weights(model.get_weights())
    coefficients, biases = np.full(6, -4.5), np.full(6, 9.25)
    large.get_layer("S2").set_weights([coefficients, biases])
    found = SubsamplingPlayground(large, digits).view.ends
    assert found == {"coefficient": 5, "bias": 10}


def test_a_coefficient_of_means_counts_as_one_of_sums(digits):
    model = lenet5(subsampling="mean")
    model.get_layer("S2").set_weights([np.full(6, 2.0), np.zeros(6)])
    playground = SubsamplingPlayground(model, digits).view
    assert playground.coefficient == 0.5


def test_the_picture_shows_both_layers(figure):
    assert "below each the map of S2" in figure.alt
    assert len(figure.picture().axes) == 6 + 6 + 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"map": 6}, "a map of S2, 0 to 5. Received: 6"),
        ({"names": ["7"]}, "each of the 2 images once. Received: 1 names"),
        ({"images": np.zeros((1, 28, 28, 1))}, r"Received: shape \(1, 28, 28, 1\)"),
    ],
)
def test_bad_arguments_are_refused(model, digits, arguments, message):
    with pytest.raises(ValueError, match=message):
        SubsamplingPlayground(model, **{"images": digits, **arguments})


def test_pooling_without_numbers_is_refused(digits):
    with pytest.raises(ValueError, match="as S2. Received: MaxPooling2D"):
        SubsamplingPlayground(lenet5(subsampling="max"), digits)
