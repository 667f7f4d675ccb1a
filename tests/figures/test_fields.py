"""What is drawn of windows, fields and parts is where the arithmetic puts it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lenet_keras import lenet5, paper
from lenet_keras.figures import (
    draw_answers,
    draw_changes,
    draw_coverage,
    draw_parts,
    draw_window,
)
from lenet_keras.inspection import peaks, receptive_fields

RNG = np.random.default_rng(3)
IMAGE = RNG.integers(0, 2, (5, 6))
KERNEL = RNG.integers(-1, 2, (3, 3))
SUMS = np.arange(12).reshape(3, 4) - 4


def corners(patch):
    return (*patch.get_xy(), patch.get_width(), patch.get_height())


def numbers(axes):
    return [int(text.get_text().replace("−", "-")) for text in axes.texts]


def test_the_window_lies_where_its_sum_lies():
    picture, kernel, sums = draw_window(IMAGE, KERNEL, SUMS, row=2, column=1).axes
    assert corners(picture.patches[0]) == (0.5, 1.5, 3, 3)
    assert corners(sums.patches[0]) == (0.5, 1.5, 1, 1)
    assert not kernel.patches


def test_every_number_is_written_in_its_cell():
    axes = draw_window(IMAGE, KERNEL, SUMS).axes
    for panel, array in zip(axes, (IMAGE, KERNEL, SUMS), strict=True):
        assert numbers(panel) == array.ravel().tolist()
        np.testing.assert_array_equal(panel.images[0].get_array(), array)
    norms = [panel.images[0].norm for panel in axes[1:]]
    assert {(norm.vmin, norm.vmax) for norm in norms} == {(-7, 7)}


@pytest.mark.parametrize("place", [(3, 0), (0, 4), (-1, 0)])
def test_a_place_beside_the_sums_is_refused(place):
    with pytest.raises(ValueError, match=f"Received: row={place[0]}, col"):
        draw_window(IMAGE, KERNEL, SUMS, *place)


def test_each_kernel_stands_above_its_map():
    image = RNG.uniform(paper.BACKGROUND, paper.FOREGROUND, (32, 32))
    kernels, maps = RNG.normal(size=(3, 5, 5)), RNG.uniform(-1.7, 1.7, (3, 28, 28))
    figure = draw_answers(image, kernels, maps, ["a", "b", "c"])
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


def test_a_map_for_each_kernel_or_nothing():
    with pytest.raises(ValueError, match="Received: 1, 2 and 1"):
        draw_answers(np.zeros((32, 32)), np.ones((1, 5, 5)), np.ones((2, 2, 2)), "a")


@pytest.fixture
def fields():
    return receptive_fields(lenet5())


def test_the_frame_is_the_computed_field_and_rounding_stays_white(fields):
    change = np.full((32, 32), 1e-7)
    change[10:24, 10:24] = np.linspace(0.01, 0.5, 14)
    figure = draw_changes({"C3": change}, fields, {"C3": 5})
    axes, bar = figure.axes
    assert corners(axes.patches[0]) == (9.5, 9.5, 14, 14)
    assert axes.get_title() == "C3: 14×14"
    shown = axes.images[0].get_array()
    np.testing.assert_array_equal(~shown.mask, change > 1e-5)
    norm = axes.images[0].norm
    assert norm.vmin == pytest.approx(0.0099) and norm.vmax == 0.5
    assert bar.get_xlabel() == "change of the units"


def test_all_layers_share_one_scale(fields):
    changes = {"C1": np.full((32, 32), 0.2), "S2": np.full((32, 32), 0.02)}
    figure = draw_changes(changes, fields, {"C1": 14, "S2": 7})
    assert len(figure.axes) == 3
    norms = {axes.images[0].norm for axes in figure.axes[:2]}
    assert len(norms) == 1


@pytest.mark.parametrize(
    "changes, received",
    [
        ({"F6": np.ones((32, 32))}, "layers .'F6'"),
        ({"C1": np.full((32, 32), 1e-7)}, "change of 1e-07"),
        ({}, "layers .., a largest change of 0"),
    ],
)
def test_changes_without_a_field_or_a_size_are_refused(fields, changes, received):
    with pytest.raises(ValueError, match=f"Received: .*{received}"):
        draw_changes(changes, fields, dict.fromkeys(changes, 0))


def test_a_peak_is_on_and_has_no_larger_neighbour_within_reach():
    maps = np.full((1, 5, 9, 2), -1.0)
    maps[0, 2, 2, 0] = maps[0, 0, 8, 1] = 1.0
    maps[0, 2, 4, 1] = 0.9  # two steps from a larger one, in another map
    expected = np.zeros((5, 9), bool)
    expected[2, 2] = expected[0, 8] = True
    maps[0, 4, 6, 0] = 0.5  # two rows below that one
    assert np.array_equal(peaks(maps)[0], expected)
    expected[2, 4] = expected[4, 6] = True
    assert np.array_equal(peaks(maps, reach=1)[0], expected)


def test_nothing_is_found_where_no_unit_is_on():
    assert not peaks(np.full((2, 6, 6, 3), -0.1)).any()
    assert not peaks(np.zeros((2, 6, 6, 3))).any()


def test_parts_are_marked_at_the_centre_of_their_fields():
    images = RNG.uniform(size=(3, 32, 32, 1))
    ends = np.zeros((3, 24, 24), bool)
    ends[1, 3, 20] = True  # a field of 9 pixels whose centre is pixel (7, 24)
    figure = draw_parts(images, {"end": ends, "corner": np.zeros_like(ends)})
    assert len(figure.axes) == 3
    end_marks, corner_marks = figure.axes[1].collections
    assert end_marks.get_offsets().tolist() == [[24, 7]]
    assert len(corner_marks.get_offsets()) == 0
    assert [text.get_text() for text in figure.legends[0].texts] == ["end", "corner"]
    for axes, image in zip(figure.axes, images, strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array(), image[..., 0])


@pytest.mark.parametrize("parts", [{}, {"end": np.zeros((2, 24, 24), bool)}])
def test_parts_of_other_images_are_refused(parts):
    with pytest.raises(ValueError, match="Received: 3 images"):
        draw_parts(np.zeros((3, 32, 32, 1)), parts)


def test_squares_lie_around_the_middle():
    found = RNG.integers(0, 9, (32, 32))
    figure = draw_coverage(found, {"outer": 20, "inner": 16})
    axes, bar = figure.axes
    assert [corners(patch) for patch in axes.patches] == [
        (5.5, 5.5, 20, 20),
        (7.5, 7.5, 16, 16),
    ]
    np.testing.assert_array_equal(axes.images[0].get_array(), found)
    assert axes.images[0].norm.vmin == 0
    assert [text.get_text() for text in figure.legends[0].texts] == ["outer", "inner"]
    assert bar.get_ylabel() == "parts found"


@pytest.mark.parametrize("sides", [{}, {"large": 33}, {"a": 1, "b": 2, "c": 3}])
def test_squares_that_do_not_fit_are_refused(sides):
    with pytest.raises(ValueError, match="Received: {"):
        draw_coverage(np.ones((32, 32)), sides)


def test_figures_stay_out_of_pyplot(fields):
    draw_window(IMAGE, KERNEL, SUMS)
    draw_changes({"C1": np.ones((32, 32))}, fields, {"C1": 3})
    draw_coverage(np.ones((32, 32)), {"C3": 20})
    assert not plt.get_fignums()
