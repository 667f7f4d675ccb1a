import numpy as np
import pytest

from lenet_keras import figures

IMAGE = np.zeros((32, 32, 1))
ANSWERS = {"linear": [1, 7, 3], "LeNet-5": [7, 7, 7]}


def test_cells_hold_the_answers_and_are_grey_where_they_changed():
    _, table = figures.answers_by_shift(IMAGE, ANSWERS, [-4, 0, 4]).axes
    assert [text.get_text() for text in table.texts] == list("173777")
    assert table.images[0].get_array().tolist() == [[1, 0, 1], [0, 0, 0]]
    assert [label.get_text() for label in table.get_yticklabels()] == list(ANSWERS)
    assert [label.get_text() for label in table.get_xticklabels()] == ["−4", "0", "4"]


def test_an_answer_that_comes_back_is_white_again():
    answers = {"linear": [7, 1, 7, 7]}
    _, table = figures.answers_by_shift(IMAGE, answers, [-2, -1, 0, 1]).axes
    assert table.images[0].get_array().tolist() == [[0, 1, 0, 0]]


@pytest.mark.parametrize(
    ("answers", "shifts"),
    [({}, [0]), ({"a": [1, 2]}, [0]), ({"a": [1, 2]}, [1, 2])],
)
def test_each_shift_has_an_answer_and_one_is_none(answers, shifts):
    with pytest.raises(ValueError, match="zero among them. Received: "):
        figures.answers_by_shift(IMAGE, answers, shifts)
