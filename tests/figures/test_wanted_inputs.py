"""Inputs that units were found to want, as ink on paper."""

import numpy as np
import pytest

from lenet_keras import figures, paper

PICTURES = [np.full((32, 32), paper.BACKGROUND), np.eye(32)]


def test_paper_is_white_and_the_darkest_pixel_of_each_picture_is_black():
    figure = figures.wanted_inputs({"trained": PICTURES, "untrained": PICTURES[::-1]})
    for axes in figure.axes[1:3]:
        (image,) = axes.images
        shades = image.cmap(image.norm(image.get_array()))[..., 0]
        assert shades.min() == 0
    (blank,) = figure.axes[0].images
    assert (blank.cmap(blank.norm(blank.get_array()))[..., :3] == 1).all()


def test_small_pictures_are_not_blurred():
    many = [np.eye(32)] * 6
    for axes in figures.wanted_inputs({"trained": many}).axes:
        assert axes.images[0].get_interpolation() == "nearest"


def test_each_row_is_named_once():
    figure = figures.wanted_inputs({"trained": PICTURES, "untrained": PICTURES})
    names = [axes.get_ylabel() for axes in figure.axes]
    assert names == ["trained", "", "untrained", ""]


@pytest.mark.parametrize("rows", [{}, {"one": []}, {"one": PICTURES, "two": []}])
def test_rows_of_other_lengths_are_refused(rows):
    with pytest.raises(ValueError, match="as many pictures each.*Received"):
        figures.wanted_inputs(rows)
