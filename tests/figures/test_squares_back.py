"""A chain of two units: numbers forward, derivatives back, and squares back."""

import pytest

from lenet_keras import figures

VALUES = {"x_0": 2, "u_10": 1, "b": -1, "a_1": 1, "x_1": 1, "u_21": 2, "a_2": 2, "E": 1}
FIRST = {"a_2": 2, "x_1": 4, "a_1": 3, "u_21": 2, "u_10": 6}
SECOND = {"a_2": 2, "x_1": 8, "a_1": 4.5, "u_21": 2, "u_10": 18}


@pytest.fixture
def texts():
    (axes,) = figures.squares_back(VALUES, FIRST, SECOND, slope=0.75).axes
    return [text.get_text() for text in axes.texts]


def test_the_way_back_shows_each_factor_and_in_the_lane_of_curvatures_its_square(texts):
    assert {"× 0.75", "× 2", "× 0.75²", "× 2²"} <= set(texts)


def test_what_arrives_at_the_connections_is_told_with_what_it_is_made_of(texts):
    ends = [
        text.partition("$:")[2].strip() for text in texts if text.startswith("for ")
    ]
    assert ends == ["3 × 2 = 6", "2 × 1 = 2", "4.5 × 2² = 18", "2 × 1² = 2"]


def test_a_negative_number_has_a_true_minus_sign(texts):
    assert any("b=−1" in text for text in texts)
