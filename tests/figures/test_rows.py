"""A row on its way through the replicated network, on paper."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import figures, lenet5, load_mnist, paper
from lenet_keras.digits import random_rows
from lenet_keras.figures._style import ACCENT, PIXELS, STATES
from lenet_keras.inspection import feature_maps
from lenet_keras.reading import read_row

NAMES = "image", "C1", "C3", "C5", "F6", "output", "answer"


@pytest.fixture(scope="module")
def maps():
    """A row of four through a network that can tell some of its digits."""
    network = lenet5(input_shape=(32, None, 1), codes=paper.codes_of("0123456789 "))
    single = lenet5(weights="mnist")
    for name in ("C1", "S2", "C3", "S4", "C5", "F6"):
        network.get_layer(name).set_weights(single.get_layer(name).get_weights())
    row, *_ = random_rows(load_mnist().test, count=1, length=4, rng=0)
    return feature_maps(network, row.picture[None])


@pytest.fixture(scope="module")
def panels(maps):
    return dict(zip(NAMES, figures.states_along_row(maps).axes, strict=False))


def shown(axes) -> list[np.ndarray]:
    return [np.asarray(picture.get_array()) for picture in axes.images]


def test_every_state_is_shown(maps, panels):
    for name in ("image", "C1", "C3"):
        np.testing.assert_array_equal(
            np.stack(shown(panels[name]), axis=-1), maps[name][0]
        )
        norms = {picture.norm for picture in panels[name].images}
        assert norms == {PIXELS if name == "image" else STATES}
    [c5] = shown(panels["C5"])
    np.testing.assert_array_equal(c5.T, maps["C5"][0, 0])
    codes = [one.ravel() for one in shown(panels["F6"])]
    np.testing.assert_array_equal(codes, maps["F6"][0, 0])
    [penalties] = shown(panels["output"])
    np.testing.assert_array_equal(penalties.T, maps["output"][0, 0])


def test_what_an_output_says_stands_under_the_middle_of_what_it_sees(maps, panels):
    count, width = maps["output"].shape[2], maps["image"].shape[2]
    middles = [16 + 4 * place for place in range(count)]
    for name in ("C5", "output"):
        left, right, *_ = panels[name].images[0].get_extent()
        assert (left + 2, right - 2) == (middles[0], middles[-1])
    for picture, middle in zip(panels["F6"].images, middles, strict=True):
        left, right, *_ = picture.get_extent()
        assert (left + right) / 2 == pytest.approx(middle)
    for name in ("C5", "F6", "output", "answer"):
        assert panels[name].get_xlim() == (0, width)
        boxes = [panels[n].get_position() for n in (name, "image")]
        assert boxes[0].x0 == boxes[1].x0 and boxes[0].x1 == boxes[1].x1


def test_the_path_and_its_digits_are_those_of_the_reading(maps, panels):
    penalties = maps["output"][0, 0]
    reading = read_row(penalties)
    assert len(reading.text) > 1
    path = panels["output"].lines[1].get_ydata() - 0.5
    assert penalties[range(len(path)), path.astype(int)].sum() == pytest.approx(
        reading.penalty
    )
    written = [
        (text.get_text(), text.get_position()[0]) for text in panels["answer"].texts
    ]
    assert written == [
        (digit, 16 + 4 * place)
        for digit, place in zip(reading.text, reading.places, strict=True)
    ]


def test_a_row_that_is_read_wrong_is_called_so(maps):
    text = read_row(maps["output"][0, 0]).text
    for label, words, colour in (
        (None, f"read: {text}", "black"),
        (text, f"{text}, read: {text}", "black"),
        ("0000", f"0000, read: {text}, wrong", ACCENT),
    ):
        title = figures.states_along_row(maps, label=label).axes[0].title
        assert title.get_text() == words
        assert to_rgba(title.get_color()) == to_rgba(colour)


def test_a_row_that_is_not_there_is_refused(maps):
    with pytest.raises(ValueError, match="must be 0 to 0. Received: 1"):
        figures.states_along_row(maps, index=1)
    with pytest.raises(ValueError, match="must hold the layers.*Received"):
        figures.states_along_row({"image": maps["image"]})
