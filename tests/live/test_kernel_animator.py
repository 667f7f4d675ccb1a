"""The kernel animator: what its Python shell gives to the page."""

import base64
import io

import ipywidgets
import numpy as np
import pytest
from PIL import Image
from widgets import links

from lenet_keras.live._network import network_store
from lenet_keras.live.kernel_animator import SPEEDS, KernelAnimator


@pytest.fixture(scope="module")
def figure(model, digits):
    return KernelAnimator(model, digits, [7, 2], kernel=np.int64(3))


def test_every_control_is_linked_in_the_browser(figure):
    wanted = {("index", "speed"), ("value", "whole"), ("value", "position")}
    assert links(figure) == wanted


def test_a_slider_holds_every_unit_of_the_map(figure):
    (slider,) = [
        control
        for control in figure.children[-1].children
        if isinstance(control, ipywidgets.IntSlider)
    ]
    assert (slider.min, slider.max, slider.step) == (0, 28 * 28 - 1, 1)
    assert slider.value == figure.view.position


def test_the_buttons_name_digits_kernels_and_speeds(figure):
    buttons = {
        control.description: control.options
        for control in figure.children[-1].children
        if isinstance(control, ipywidgets.ToggleButtons)
    }
    assert buttons == {"speed": SPEEDS}
    assert figure.view.names == ["7", "2"]
    assert figure.view.kernels == [*"012345", "edge", "blur", "yours"]


def test_the_page_gets_network_images_and_the_first_kernel(figure, model, digits):
    animator = figure.view
    assert animator.network is network_store(model)
    np.testing.assert_array_equal(np.frombuffer(animator.images, "<f4"), digits.ravel())
    assert animator.kernel == 3
    weights, bias = np.reshape(animator.own[:25], (5, 5)), animator.own[25]
    assert (weights[2, 2], weights.sum(), bias) == (1, 1, 0)  # copies its input


def test_the_picture_shows_the_digit_kernels_and_maps(figure):
    assert "6 kernels of C1" in figure.alt
    forms, about = figure._repr_mimebundle_()
    assert about["image/png"]["alt"] == figure.alt
    picture = Image.open(io.BytesIO(base64.b64decode(forms["image/png"])))
    assert len(np.unique(np.asarray(picture.convert("RGB")))) > 10
    assert len(figure.picture().axes) == 6 + 6 + 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kernel": 6}, "a map of C1, 0 to 5. Received: 6"),
        ({"kernel": -1}, "Received: -1"),
        ({"names": ["7"]}, "each of the 2 images once. Received: 1 names"),
        ({"images": np.zeros((1, 28, 28, 1))}, r"Received: shape \(1, 28, 28, 1\)"),
    ],
)
def test_bad_arguments_are_refused(model, digits, arguments, message):
    with pytest.raises(ValueError, match=message):
        KernelAnimator(model, **{"images": digits, **arguments})
