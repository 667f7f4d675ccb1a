"""The states of all units of LeNet-5: of one input, and of several side by side."""

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgba

from lenet_keras import figures, lenet5, paper
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.figures._style import ACCENT
from lenet_keras.inspection import feature_maps


@pytest.fixture(scope="module")
def maps():
    digits = prepare(load_mnist().test.images[:3])
    return feature_maps(lenet5(weights="mnist"), digits)


@pytest.fixture(scope="module")
def states():
    images = np.random.default_rng(0).uniform(-0.1, 1.175, (2, 32, 32, 1))
    return feature_maps(lenet5(), images)


def titled(figure, start):
    [axes] = [a for a in figure.axes if a.get_title().startswith(start)]
    return axes


def shown(axes):
    return [np.asarray(picture.get_array()) for picture in axes.images]


@pytest.fixture
def image():
    rng = np.random.default_rng(1998)
    return rng.uniform(paper.BACKGROUND, paper.FOREGROUND, (32, 32)).astype("float32")


def test_each_digit_shows_its_own_states(maps):
    figure = figures.states_in_rows(maps, ["one", "two", "three"], [7, 2, 1])
    *panels, bar = figure.axes
    assert len(panels) == 3 * 5
    counts = [len(axes.images) for axes in panels[5:10]]
    assert counts == [1, paper.C1_MAPS, *[paper.C3_MAPS] * 2, 1]
    for row in range(3):
        image, c1, _, s4, f6 = panels[5 * row : 5 * row + 5]
        shown = [axes.images[-1].get_array() for axes in (image, c1, s4)]
        for array, layer in zip(shown, ("image", "C1", "S4"), strict=True):
            np.testing.assert_array_equal(array, maps[layer][row, ..., -1])
        drawn = f6.images[0].get_array()
        np.testing.assert_array_equal(np.ravel(drawn), np.ravel(maps["F6"][row]))
        assert drawn.shape == paper.CODE_SHAPE
    assert bar.get_xlabel() == "state of a unit"


def test_a_wrong_answer_is_red_and_says_so(maps):
    answers = maps["output"].argmin(axis=-1)
    labels = answers + [0, 1, 0]
    figure = figures.states_in_rows(maps, ["one", "two", "three"], labels)
    lines = [figure.axes[5 * row].texts[0] for row in range(3)]
    assert ["wrong" in line.get_text() for line in lines] == [False, True, False]
    assert [to_hex(line.get_color()) == ACCENT for line in lines] == [
        False,
        True,
        False,
    ]
    assert lines[1].get_text().startswith(f"two: a {labels[1]}, answer {answers[1]}")


def test_digits_without_their_states_or_labels_are_refused(maps):
    with pytest.raises(ValueError, match="`titles` and `labels`.*Received: 3, 3 and 2"):
        figures.states_in_rows(maps, ["one", "two", "three"], [7, 2])
    with pytest.raises(ValueError, match="`maps` must hold the layers"):
        figures.states_in_rows({"F6": maps["F6"]}, [], [])


@pytest.mark.parametrize("layer", ["C1", "S2", "C3", "S4"])
def test_every_map_of_a_layer_is_drawn(states, layer):
    axes = titled(figures.layer_states(states, index=1), layer)
    np.testing.assert_array_equal(np.stack(shown(axes), axis=-1), states[layer][1])


@pytest.mark.parametrize("layer", ["C3", "S4"])
def test_sixteen_maps_stand_in_two_rows_of_eight(states, layer):
    axes = titled(figures.layer_states(states), layer)
    extents = [picture.get_extent() for picture in axes.images]
    assert [len({e[n] for e in extents}) for n in (0, 3)] == [8, 2]


def test_vectors_are_drawn_as_pictures_and_the_input_as_ink(states):
    figure = figures.layer_states(states)
    [c5], [f6] = shown(titled(figure, "C5")), shown(titled(figure, "F6"))
    np.testing.assert_array_equal(c5.ravel(), states["C5"][0].ravel())
    np.testing.assert_array_equal(f6, states["F6"][0].reshape(12, 7))
    [image] = titled(figure, "input").images
    np.testing.assert_array_equal(image.get_array(), states["image"][0, :, :, 0])
    assert (image.norm.vmin, image.norm.vmax) == (paper.BACKGROUND, paper.FOREGROUND)


def test_all_layers_share_the_scale_of_the_squashing_function(states):
    figure = figures.layer_states(states)
    norms = {
        (image.norm.vmin, image.norm.vmax)
        for axes in figure.axes
        for image in axes.images
        if not axes.get_title().startswith("input")
    }
    assert norms == {(-paper.AMPLITUDE, paper.AMPLITUDE)}


def test_the_nearest_class_stands_out_and_has_the_longest_bar(states):
    axes = titled(figures.layer_states(states), "how near")
    penalties = states["output"][0]
    answer = penalties.argmin()
    heights = np.array([bar.get_height() for bar in axes.patches])
    assert np.argsort(heights)[::-1].tolist() == np.argsort(penalties).tolist()
    told = [text.get_text() for text in axes.texts]
    assert told == [f"{penalty:.0f}" for penalty in penalties]
    red = [bar.get_facecolor() == to_rgba(ACCENT) for bar in axes.patches]
    assert np.flatnonzero(red).tolist() == [answer]
    assert f"{answer} wins" in axes.get_title()


def test_missing_layers_and_inputs_are_refused(states):
    with pytest.raises(ValueError, match=r"must hold the layers.*Received"):
        figures.layer_states({"C1": states["C1"]})
    with pytest.raises(ValueError, match=r"`index` must be 0 to 1\. Received: 2"):
        figures.layer_states(states, index=2)


def test_without_labels_no_answer_is_called_wrong(maps):
    figure = figures.states_in_rows(maps, ["one", "two", "three"])
    answers = maps["output"].argmin(axis=-1)
    for row, title in enumerate(("one", "two", "three")):
        [line] = figure.axes[5 * row].texts
        assert line.get_text().startswith(f"{title}: answer {answers[row]} (penalty")
        assert line.get_color() == "black"
