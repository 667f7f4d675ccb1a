"""What is drawn over one image is what the network sees and computes of it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lenet_keras import lenet5, paper
from lenet_keras.figures import draw_receptive_fields, draw_states
from lenet_keras.inspection import feature_maps, receptive_fields


@pytest.fixture
def image():
    rng = np.random.default_rng(1998)
    return rng.uniform(paper.BACKGROUND, paper.FOREGROUND, (32, 32)).astype("float32")


@pytest.fixture
def states(image):
    return feature_maps(lenet5(), np.stack([0 * image, image])[..., None])


def test_frames_are_the_receptive_fields(image):
    fields = receptive_fields(lenet5())
    left, _ = draw_receptive_fields(image, fields).axes
    np.testing.assert_array_equal(left.images[0].get_array(), image)
    middle = {"C1": 14, "S2": 7, "C3": 5, "S4": 2, "C5": 0}
    for field, frame in zip(fields, left.patches, strict=True):
        pixels = field.pixels(middle[field.name])
        assert frame.get_x() == frame.get_y()
        assert round(frame.get_x() + 0.5) == pixels[0]
        assert round(frame.get_x() + frame.get_width() - 0.5) == pixels[-1]
        assert frame.get_label() == f"{field.name} {len(pixels)}×{len(pixels)}"


def test_frames_do_not_hide_each_other(image):
    left, _ = draw_receptive_fields(image, receptive_fields(lenet5())).axes
    edges = [frame.get_x() for frame in left.patches]
    assert len(set(edges)) == len(edges)


def test_the_centres_of_c3_cover_20_by_20_pixels(image):
    _, right = draw_receptive_fields(image, receptive_fields(lenet5())).axes
    centres = np.asarray(right.collections[0].get_offsets())
    assert centres.shape == (100, 2)
    assert (centres.min(), centres.max()) == (6.5, 24.5)
    [frame] = right.patches
    assert (frame.get_x(), frame.get_width()) == (5.5, 20)


def test_an_unknown_layer_is_refused(image):
    with pytest.raises(ValueError, match="`centres`.*Received: 'C4'"):
        draw_receptive_fields(image, receptive_fields(lenet5()), centres="C4")


@pytest.mark.parametrize("index", [0, 1])
def test_panels_hold_the_states_of_the_chosen_image(states, index):
    axes = {a.get_title(): a for a in draw_states(states, index).axes}
    shown = {name: a.images[0].get_array() for name, a in axes.items() if a.images}
    np.testing.assert_array_equal(shown["image"], states["image"][index, ..., 0])
    np.testing.assert_array_equal(shown["F6"].ravel(), states["F6"][index])
    np.testing.assert_array_equal(shown["C5"].ravel(), states["C5"][index].ravel())
    for name, gap, columns in (("C1", 3, 2), ("S2", 2, 2), ("C3", 1, 4), ("S4", 1, 4)):
        maps = states[name][index]
        side = maps.shape[0]
        for number in range(maps.shape[-1]):
            row, column = np.array(divmod(number, columns)) * (side + gap)
            tile = shown[name][row : row + side, column : column + side]
            np.testing.assert_array_equal(tile, maps[..., number])
        assert shown[name].count() == maps.size  # the rest is masked
    heights = [bar.get_height() for bar in axes["output"].patches]
    np.testing.assert_allclose(heights, states["output"][index])


def test_all_states_share_one_symmetric_scale(states):
    figure = draw_states(states, 1)
    layers = ("C1", "S2", "C3", "S4", "C5", "F6")
    norms = {a.images[0].norm for a in figure.axes if a.get_title() in layers}
    assert len(norms) == 1
    norm = norms.pop()
    largest = max(np.abs(states[name][1]).max() for name in layers)
    assert norm.vmax == -norm.vmin == pytest.approx(largest)
    assert figure.axes[-1].get_xlabel() == "state"


def test_figures_are_not_registered_in_pyplot(image, states):
    draw_receptive_fields(image, receptive_fields(lenet5()))
    draw_states(states)
    assert plt.get_fignums() == []
