"""Feature maps: of many inputs, of several kernels, and what each map looks for."""

import numpy as np
import pytest

from lenet_keras import figures, paper
from lenet_keras.figures._style import PIXELS, STATES

RNG = np.random.default_rng(3)


def shown(axes):
    return [np.asarray(picture.get_array()) for picture in axes.images]


def test_each_kernel_stands_above_its_map():
    image = RNG.uniform(paper.BACKGROUND, paper.FOREGROUND, (32, 32))
    kernels, maps = RNG.normal(size=(3, 5, 5)), RNG.uniform(-1.7, 1.7, (3, 28, 28))
    figure = figures.kernel_answers(image, kernels, maps, ["a", "b", "c"])
    digit, *pairs, bar = figure.axes
    np.testing.assert_array_equal(digit.images[0].get_array(), image)
    for i, (above, below) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        assert above.get_title() == "abc"[i]
        np.testing.assert_array_equal(above.images[0].get_array(), kernels[i])
        assert above.images[0].norm.vmax == np.abs(kernels[i]).max()
        np.testing.assert_array_equal(below.images[0].get_array(), maps[i])
        assert below.images[0].norm.vmax == -below.images[0].norm.vmin == 1.7159
        assert above.get_position().y0 > below.get_position().y0
    assert bar.get_xlabel() == "state of a unit"


def test_kernels_that_do_not_fit_side_by_side_go_on_below():
    kernels, maps = RNG.normal(size=(3, 5, 5)), np.zeros((3, 28, 28))
    figure = figures.kernel_answers(np.zeros((32, 32)), kernels, maps, "abc", columns=2)
    places = {axes.get_title(): axes.get_position() for axes in figure.axes}
    assert places["a"].y0 == places["b"].y0 > places["c"].y0
    assert places["a"].x0 == places["c"].x0 < places["b"].x0


def test_a_map_for_each_kernel_or_nothing():
    with pytest.raises(ValueError, match="Received: 1, 2 and 1"):
        figures.kernel_answers(
            np.zeros((32, 32)), np.ones((1, 5, 5)), np.ones((2, 2, 2)), "a"
        )


def test_patches_stand_three_in_a_row_beside_their_kernels():
    patches, kernels = RNG.uniform(-0.1, 1, (5, 9, 4, 4)), RNG.normal(size=(5, 4, 4))
    titles = [f"map {m}" for m in range(5)]
    figure = figures.exciting_gallery(patches, titles, kernels, columns=2)
    shown = [axes for axes in figure.axes if axes.images]
    assert len(shown) == 10
    for m, (left, right) in enumerate(zip(shown[::2], shown[1::2], strict=True)):
        np.testing.assert_array_equal(left.images[0].get_array(), kernels[m])
        assert left.images[0].norm.vmax == np.abs(kernels[m]).max()
        assert right.get_title() == f"map {m}"
        for k, image in enumerate(right.images):
            np.testing.assert_array_equal(image.get_array(), patches[m, k])
            assert image.norm is PIXELS
            column, row = image.get_extent()[0] // 1, image.get_extent()[3] // 1
            assert (row, column) == divmod(k, 3)


def test_patches_without_kernels_need_titles():
    patches = np.zeros((3, 9, 5, 5))
    assert len(figures.exciting_gallery(patches, "abc").axes) == 3
    with pytest.raises(ValueError, match="Received"):
        figures.exciting_gallery(patches, "ab")
    with pytest.raises(ValueError, match="Received"):
        figures.exciting_gallery(patches, "abc", np.zeros((2, 5, 5)))


def test_errors_by_place_share_a_scale_from_zero():
    errors = {"shared": np.eye(3), "not shared": np.arange(9.0).reshape(3, 3)}
    *panels, bar = figures.error_by_place(errors).axes
    for axes, (title, values) in zip(panels, errors.items(), strict=True):
        [picture] = axes.images
        assert axes.get_title() == title
        np.testing.assert_array_equal(picture.get_array(), values)
        assert (picture.norm.vmin, picture.norm.vmax) == (0, 8)
    assert bar.get_xlabel() == "mean squared error of the unit"


@pytest.mark.parametrize("errors", [{}, {"a": [[-1.0]]}, {"a": [[np.nan]]}])
def test_what_is_no_error_is_refused(errors):
    with pytest.raises(ValueError, match="zero or more. Received"):
        figures.error_by_place(errors)


def test_rows_of_ink_and_of_states_have_their_own_scales():
    image, states = RNG.normal(size=(2, 8, 8))
    figure = figures.picture_grid(
        {"input": [image, image], "C1": [states, image]},
        ["0 px", "1 px"],
        ink=["input"],
        windows={"C1": 4},
    )
    *panels, bar = figure.axes
    shown = [panel.images[0] for panel in panels]
    for picture, expected in zip(shown, (image, image, states, image), strict=True):
        np.testing.assert_array_equal(picture.get_array(), expected)
    assert [picture.norm for picture in shown] == [PIXELS, PIXELS, STATES, STATES]
    assert [panel.get_title() for panel in panels] == ["0 px", "1 px", "", ""]
    assert [panel.get_ylabel() for panel in panels] == ["input", "", "C1", ""]
    assert bar.get_xlabel() == "state of a unit"


def test_windows_are_outlined_where_they_meet():
    figure = figures.picture_grid(
        {"C1": [np.zeros((6, 6))]}, ["0 px"], windows={"C1": 2}
    )
    lines = [line.get_xydata() for line in figure.axes[0].lines]
    rows, columns = lines[0::2], lines[1::2]
    np.testing.assert_allclose([line[0, 1] for line in rows], [1 / 3, 2 / 3])
    np.testing.assert_allclose([line[0, 0] for line in columns], [1 / 3, 2 / 3])
    with pytest.raises(ValueError, match="each of 2 columns"):
        figures.picture_grid({"C1": [np.zeros((6, 6))]}, ["0 px", "1 px"])
