"""A picture of a map shows its states, all layers on one scale."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import lenet5, paper
from lenet_keras.figures import _galleries as galleries
from lenet_keras.figures import _maps as maps
from lenet_keras.figures import _maps as shifts
from lenet_keras.figures._style import ACCENT
from lenet_keras.inspection import feature_maps


@pytest.fixture(scope="module")
def states():
    images = np.random.default_rng(0).uniform(-0.1, 1.175, (2, 32, 32, 1))
    return feature_maps(lenet5(), images)


@pytest.fixture
def penalties():
    return np.array([[9.0, 2.0, 70.0], [1.0, 5.0, 80.0]])


def titled(figure, start):
    [axes] = [a for a in figure.axes if a.get_title().startswith(start)]
    return axes


def shown(axes):
    return [np.asarray(picture.get_array()) for picture in axes.images]


@pytest.mark.parametrize("layer", ["C1", "S2", "C3", "S4"])
def test_every_map_of_a_layer_is_drawn(states, layer):
    axes = titled(maps.layer_states(states, index=1), layer)
    np.testing.assert_array_equal(np.stack(shown(axes), axis=-1), states[layer][1])


def test_vectors_are_drawn_as_pictures_and_the_input_as_ink(states):
    figure = maps.layer_states(states)
    [c5], [f6] = shown(titled(figure, "C5")), shown(titled(figure, "F6"))
    np.testing.assert_array_equal(c5.ravel(), states["C5"][0].ravel())
    np.testing.assert_array_equal(f6, states["F6"][0].reshape(12, 7))
    [image] = titled(figure, "input").images
    np.testing.assert_array_equal(image.get_array(), states["image"][0, :, :, 0])
    assert (image.norm.vmin, image.norm.vmax) == (paper.BACKGROUND, paper.FOREGROUND)


def test_all_layers_share_the_scale_of_the_squashing_function(states):
    figure = maps.layer_states(states)
    norms = {
        (image.norm.vmin, image.norm.vmax)
        for axes in figure.axes
        for image in axes.images
        if not axes.get_title().startswith("input")
    }
    assert norms == {(-paper.AMPLITUDE, paper.AMPLITUDE)}


def test_the_smallest_penalty_stands_out(states):
    axes = titled(maps.layer_states(states), "penalties")
    answer = states["output"][0].argmin()
    heights = [bar.get_height() for bar in axes.patches]
    np.testing.assert_allclose(heights, states["output"][0])
    red = [bar.get_facecolor() == to_rgba(ACCENT) for bar in axes.patches]
    assert np.flatnonzero(red).tolist() == [answer]
    assert f"{answer} wins" in axes.get_title()


def test_missing_layers_and_inputs_are_refused(states):
    with pytest.raises(ValueError, match=r"must hold the layers.*Received"):
        maps.layer_states({"C1": states["C1"]})
    with pytest.raises(ValueError, match=r"and input 2\. Received.*2 inputs"):
        maps.layer_states(states, index=2)


def test_inputs_stand_in_columns(states):
    figure = maps.states_side_by_side([states, states], ["one", "two"], index=1)
    left, right = (titled(figure, title) for title in ("one", "two"))
    assert left.get_position().x0 < right.get_position().x0
    np.testing.assert_array_equal(shown(left)[0], states["image"][1, :, :, 0])
    with pytest.raises(ValueError, match="Received: 1 and 2"):
        maps.states_side_by_side([states], ["one", "two"])


def test_a_gallery_shows_each_input_above_its_map(states):
    figure = galleries.map_gallery(
        states["image"], states["C1"][..., 3], ["first", "second"]
    )
    *pictures, _ = figure.axes
    assert [axes.get_title() for axes in pictures] == ["first", "", "second", ""]
    for item in range(2):
        above, below = pictures[2 * item : 2 * item + 2]
        np.testing.assert_array_equal(shown(above)[0], states["image"][item, :, :, 0])
        np.testing.assert_array_equal(shown(below)[0], states["C1"][item, :, :, 3])
        assert above.get_position().y0 > below.get_position().y0
    with pytest.raises(ValueError, match="Received: 2, 1 and 2"):
        galleries.map_gallery(states["image"], states["C1"][:1, ..., 0], "ab")


def test_each_code_stands_above_the_states_of_its_class():
    codes = paper.digit_codes()
    *pictures, _ = galleries.code_gallery(codes / 2, codes).axes
    for digit, code in enumerate(codes):
        above, below = pictures[2 * digit : 2 * digit + 2]
        assert above.get_title() == str(digit)
        np.testing.assert_array_equal(shown(above)[0].ravel(), code)
        np.testing.assert_array_equal(shown(below)[0].ravel(), code / 2)
    with pytest.raises(ValueError, match=r"84.*Received: \(10, 80\)"):
        galleries.code_gallery(codes[:, :80], codes)


def test_saturation_is_drawn_in_percent():
    [axes] = galleries.saturation_bars({"C1": 0.25, "C5": 1.0}, limit=1.5).axes
    assert [bar.get_height() for bar in axes.patches] == [25, 100]
    with pytest.raises(ValueError, match="between 0 and 1.*Received"):
        galleries.saturation_bars({"C1": 25}, limit=1.5)


def test_what_a_shift_does_not_explain_is_drawn():
    before = {"C1": np.eye(4)}
    expected = {"C1": np.full((4, 4), np.nan)}
    expected["C1"][:, 1:] = np.eye(4)[:, :-1]
    after = {"C1": np.ones((4, 4))}
    left, middle, right = shifts.moved_maps(before, expected, after).axes
    np.testing.assert_array_equal(shown(left)[0], before["C1"])
    np.testing.assert_array_equal(shown(middle)[0], after["C1"])
    rest = right.images[0].get_array()
    np.testing.assert_array_equal(rest.mask, np.isnan(expected["C1"]))
    np.testing.assert_array_equal(rest[:, 1:], (1 - np.eye(4))[:, :-1])
    assert (
        len(
            {
                (a.images[0].norm.vmin, a.images[0].norm.vmax)
                for a in (left, middle, right)
            }
        )
        == 1
    )
    with pytest.raises(ValueError, match="same rows.*Received"):
        shifts.moved_maps(before, {}, after)


def test_figures_are_not_registered_in_pyplot(states):
    maps.layer_states(states)
    galleries.map_gallery(states["image"], states["C1"][..., 0])
    assert plt.get_fignums() == []
