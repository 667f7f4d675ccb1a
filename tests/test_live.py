"""The slider shows what the network answers, also where no kernel runs."""

import base64
import io

import numpy as np
import pytest
from bs4 import BeautifulSoup
from ipywidgets.embed import dependency_state
from PIL import Image

from lenet_keras import lenet5
from lenet_keras.datasets import load_mnist, prepare
from lenet_keras.feature_maps import shift
from lenet_keras.live import shift_slider
from lenet_keras.live.shift_slider import frame_words

SHIFTS = [-6, 0, 6]


@pytest.fixture(scope="module")
def model():
    return lenet5(weights="mnist")


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:2])


@pytest.fixture(scope="module")
def widget(model, digits):
    return shift_slider(model, digits, SHIFTS, names=["7", "2"])


def frames(widget, digit):
    return widget.children[-1].children[digit].children


def image(frame):
    return BeautifulSoup(frame.value, "html.parser").img


def links(widget):
    """The links that a static page holds: source, its trait, target, its trait."""
    models = dependency_state(widget).values()
    states = [m["state"] for m in models if m["model_name"] == "LinkModel"]
    return {(*state["source"], *state["target"]) for state in states}


def test_every_frame_says_what_the_network_answers(widget, model, digits):
    for place, dx in enumerate(SHIFTS):
        penalties = np.asarray(model(shift(digits, dx=dx)))
        for digit in range(2):
            alt = image(frames(widget, digit)[place])["alt"]
            answer = penalties[digit].argmin()
            words = f"Answer {answer} with penalty {penalties[digit, answer]:.1f}"
            assert words in alt
    assert "6 px left" in image(frames(widget, 0)[0])["alt"]


def test_frames_differ_and_have_one_size(widget):
    values = [frame.value for digit in range(2) for frame in frames(widget, digit)]
    assert len(set(values)) == 6
    assert (
        len({(image(f)["width"], image(f)["height"]) for f in frames(widget, 0)}) == 1
    )


def test_frames_are_compact_pictures(widget):
    for frame in frames(widget, 0):
        kind, data = image(frame)["src"].split(",")
        data = base64.b64decode(data)
        assert kind == "data:image/png;base64"
        assert len(data) < 25_000
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            assert str(picture.width) == image(frame)["width"]


def test_slider_and_buttons_are_linked_in_the_browser(widget):
    slider, buttons, digits = widget.children
    pairs = [(slider, stack) for stack in digits.children] + [(buttons, digits)]
    assert links(widget) == {
        (
            f"IPY_MODEL_{a.model_id}",
            "index",
            f"IPY_MODEL_{b.model_id}",
            "selected_index",
        )
        for a, b in pairs
    }


def test_it_starts_unshifted_with_names_for_all_controls(widget):
    slider, buttons, digits = widget.children
    assert (slider.label, slider.description) == ("+0 px", "shift right")
    assert [stack.selected_index for stack in digits.children] == [1, 1]
    assert buttons.options == ("7", "2")
    assert buttons.description == "digit"


def test_one_digit_needs_no_buttons(model, digits):
    slider, stack = shift_slider(model, digits[:1], [1, 2], axis="vertical").children
    assert slider.description == "shift down"
    assert slider.index == stack.children[0].selected_index == 0
    assert "1 px down" in image(stack.children[0].children[0])["alt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"axis": "diagonal"}, "`axis` must be.*Received: 'diagonal'"),
        ({"shifts": []}, "Received: 0 shifts"),
        ({"names": ["7"]}, "Received: 3 shifts, 2 images, 1 names"),
        ({"shifts": [40]}, "Shifts must be whole numbers.*Received: dx=40"),
    ],
)
def test_bad_arguments_are_refused(model, digits, arguments, message):
    with pytest.raises(ValueError, match=message):
        shift_slider(model, digits, **{"shifts": SHIFTS, **arguments})


def test_words_name_the_two_best_classes():
    maps = {"output": np.array([[90.0, 4.0, 31.5]])}
    assert frame_words(maps, dy=-2) == (
        "Shift: 2 px up. Answer 1 with penalty 4.0; next comes 2 with 31.5."
    )
