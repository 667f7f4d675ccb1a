"""Weights, and pictures with their scores and what they are called."""

import numpy as np
import pytest

from lenet_keras import figures
from lenet_keras.figures._style import ACCENT, OTHER

DOTS = {"left": np.array([[[1, 0]], [[1, 1]]]), "right": np.array([[[0, 1]]])}


def test_each_picture_has_its_score_and_name_and_the_colour_of_right_or_wrong():
    scores = {"left": [2, -1], "right": [0]}
    scale, *pictures = figures.weighed_pictures([[2, -3]], DOTS, scores).axes
    assert [text.get_text() for text in scale.texts] == ["2", "−3"]
    assert [axes.get_title() for axes in pictures] == ["2", "−1", "0"]
    labels = [axes.xaxis.label for axes in pictures]
    assert [label.get_text()[2:] for label in labels] == ["left", "right", "right"]
    assert [label.get_color() for label in labels] == [OTHER, ACCENT, OTHER]
    assert pictures[1].images[0].get_array().tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("pictures", "scores"),
    [(DOTS, {"left": [1], "right": [0]}), ({"left": [[[1]]]}, {"left": [1]})],
)
def test_two_kinds_and_a_score_for_each_picture_are_needed(pictures, scores):
    with pytest.raises(ValueError, match="two kinds.*a score for each"):
        figures.weighed_pictures([[1, 1]], pictures, scores)
