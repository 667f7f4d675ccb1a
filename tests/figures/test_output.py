"""Codes are pictures, and the class with the smallest penalty stands out."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import paper
from lenet_keras.figures import draw_codes, draw_penalties
from lenet_keras.figures._style import ACCENT


def test_each_code_is_drawn_as_its_picture():
    codes = paper.digit_codes()
    figure = draw_codes(codes)
    assert [axes.get_title() for axes in figure.axes] == list("0123456789")
    for axes, code in zip(figure.axes, codes, strict=True):
        [picture] = axes.images
        assert picture.get_array().shape == (12, 7)
        np.testing.assert_array_equal(picture.get_array().ravel(), code)
        assert (picture.norm.vmin, picture.norm.vmax) == (-1, 1)


def test_other_characters_of_fig_3_are_drawn_as_well():
    codes = paper.ascii_codes()
    figure = draw_codes(np.stack([codes[c].ravel() for c in "LeNet5"]), "LeNet5")
    assert [axes.get_title() for axes in figure.axes] == list("LeNet5")


def test_codes_without_names_are_refused():
    with pytest.raises(ValueError, match="`names`.*Received: 10 names for 2 codes"):
        draw_codes(paper.digit_codes()[:2])


def test_the_smallest_penalty_stands_out():
    penalties = np.array([80.0, 4.25, 120.0])
    [axes] = draw_penalties(penalties).axes
    assert [bar.get_height() for bar in axes.patches] == list(penalties)
    red = [bar.get_facecolor() == to_rgba(ACCENT) for bar in axes.patches]
    assert red == [False, True, False]
    assert [text.get_text() for text in axes.texts] == ["4.2"]


def test_the_image_is_drawn_beside_its_penalties():
    image = np.full((32, 32), paper.BACKGROUND, "float32")
    left, right = draw_penalties(np.array([1.0, 2.0]), image).axes
    np.testing.assert_array_equal(left.images[0].get_array(), image)
    assert len(right.patches) == 2


def test_figures_are_not_registered_in_pyplot():
    draw_codes(paper.digit_codes())
    draw_penalties(np.array([1.0, 2.0]))
    assert plt.get_fignums() == []
