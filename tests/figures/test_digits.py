"""Digits: side by side, described, and the parts that are found in them."""

import numpy as np
import pytest

from lenet_keras import figures
from lenet_keras.figures._style import PIXELS

RNG = np.random.default_rng(3)


def corners(patch):
    return (*patch.get_xy(), patch.get_width(), patch.get_height())


IMAGE = np.zeros((8, 8))
IMAGE[1, 2:7] = 1.0  # a stroke from left to right


ZONES = IMAGE.reshape(2, 4, 2, 4).sum(axis=(1, 3))


def test_parts_are_marked_at_the_centre_of_their_fields():
    images = RNG.uniform(size=(3, 32, 32, 1))
    ends = np.zeros((3, 24, 24), bool)
    ends[1, 3, 20] = True  # a field of 9 pixels whose centre is pixel (7, 24)
    figure = figures.digit_parts(images, {"end": ends, "corner": np.zeros_like(ends)})
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
        figures.digit_parts(np.zeros((3, 32, 32, 1)), parts)


def test_squares_lie_around_the_middle():
    found = RNG.integers(0, 9, (32, 32))
    figure = figures.part_coverage(found, {"outer": 20, "inner": 16})
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
        figures.part_coverage(np.ones((32, 32)), sides)


def test_sums_are_drawn_beside_the_rows_and_columns_they_belong_to():
    pixels, middle, beside, below, zones, _ = figures.digit_features(
        IMAGE, ZONES, np.ones((2, 2, 9))
    ).axes
    for axes in (pixels, middle):
        np.testing.assert_array_equal(axes.images[0].get_array(), IMAGE)
    rows = {round(bar.get_y() + 0.5): bar.get_width() for bar in beside.patches}
    assert rows == dict(enumerate(IMAGE.sum(axis=1)))
    columns = {round(bar.get_x() + 0.5): bar.get_height() for bar in below.patches}
    assert columns == dict(enumerate(IMAGE.sum(axis=0)))
    assert beside.get_ylim() == middle.get_ylim()
    assert below.get_xlim() == middle.get_xlim()
    np.testing.assert_array_equal(zones.images[0].get_array(), ZONES)
    titles = [axes.get_title() for axes in (pixels, middle, zones)]
    assert titles == ["64 pixels", "16 row and column sums", "4 zones"]


def test_a_star_shows_edges_at_right_angles_to_gradients():
    cells = np.zeros((2, 2, 9))
    cells[0, 1, 4] = 3.0  # gradients at 90 degrees, straight down: an edge across
    stars = figures.digit_features(IMAGE, ZONES, cells).axes[-1]
    (lines,) = stars.collections
    (drawn,) = np.flatnonzero(lines.get_alpha())
    start, end = lines.get_segments()[drawn]
    assert start[1] == pytest.approx(end[1]) and abs(end[0] - start[0]) > 0.8
    np.testing.assert_allclose((start + end) / 2, [1, 0], atol=1e-9)


def test_features_must_have_the_right_ranks():
    with pytest.raises(ValueError, match=r"Received: shapes \(8,\)"):
        figures.digit_features(IMAGE[0], ZONES, np.ones((2, 2, 9)))


def test_the_gallery_shows_each_image_with_its_title():
    images = np.random.default_rng(0).random((7, 32, 32, 1))
    axes = figures.digit_gallery(images, list("abcdefg"), columns=3).axes
    assert [one.get_title() for one in axes] == list("abcdefg")
    for one, image in zip(axes, images, strict=True):
        np.testing.assert_array_equal(one.images[0].get_array(), image[:, :, 0])
    assert len({(i.norm.vmin, i.norm.vmax) for a in axes for i in a.images}) == 1


@pytest.mark.parametrize(("count", "titles"), [(0, []), (2, ["one"])])
def test_a_gallery_needs_one_title_for_each_image(count, titles):
    with pytest.raises(ValueError, match=f"Received: {count} and {len(titles)}"):
        figures.digit_gallery(np.zeros((count, 32, 32, 1)), titles)


def test_a_row_of_patches():
    patches = RNG.uniform(-0.1, 1, (3, 5, 5))
    figure = figures.digit_gallery(patches, "abc")
    for axes, patch, title in zip(figure.axes, patches, "abc", strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array(), patch)
        assert axes.get_title() == title and axes.images[0].norm is PIXELS
    with pytest.raises(ValueError, match="Received"):
        figures.digit_gallery(patches, "ab")
