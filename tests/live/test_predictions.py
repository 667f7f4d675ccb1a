"""Questions to readers: what is asked of them, and what travels to the page."""

import pytest

from lenet_keras.live import Prediction, Predictions, ShiftExplorer

QUESTION = "How many weights has a kernel of 5 by 5?"


@pytest.fixture(scope="module")
def figure(model, digits):
    return ShiftExplorer(model, digits[:1])


def test_a_known_answer_travels_with_its_reason():
    asked = Predictions(
        Prediction(QUESTION, ["10", "25"], right=1, because="5 times 5.")
    )
    assert asked.questions == [
        {
            "question": QUESTION,
            "options": ["10", "25"],
            "because": "5 times 5.",
            "right": 1,
        }
    ]


def test_a_figure_is_named_by_its_view_and_its_kind(figure):
    options, says = ["right", "left"], ["2 px right", "2 px left"]
    asked = Prediction("Where?", options, figure=figure, move={"dx": 2}, says=says)
    (question,) = Predictions(asked).questions
    assert question["view"] == f"anywidget:{figure.view.model_id}"
    assert question["kind"] == "shift-explorer"
    assert (question["move"], question["says"]) == ({"dx": 2}, says)
    assert "right" not in question


@pytest.mark.parametrize(
    "options, more",
    [
        (["one"], {"right": 0}),
        (["one", "one"], {"right": 0}),
        (["one", "two"], {}),
        (["one", "two"], {"right": 2}),
        (["one", "two"], {"right": 0, "says": ["a", "b"]}),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(options, more):
    with pytest.raises(ValueError, match="Received"):
        Prediction(QUESTION, options, **more)


@pytest.mark.parametrize(
    "more",
    [
        {"move": {}, "says": ["a", "b"]},
        {"move": {"no trait": 1}, "says": ["a", "b"]},
        {"move": {"dx": 1}, "says": ["a", "a"]},
        {"move": {"dx": 1}, "says": ["a"]},
        {"move": {"dx": 1}, "says": ["a", "b"], "right": 0},
    ],
)
def test_a_figure_that_cannot_answer_is_refused(figure, more):
    with pytest.raises(ValueError, match="Received"):
        Prediction(QUESTION, ["one", "two"], figure=figure, **more)


def test_without_questions_there_is_nothing_to_show():
    with pytest.raises(ValueError, match="Received: none"):
        Predictions()


def test_without_javascript_there_are_words(figure):
    known = Prediction("Is 1 < 2?", ["yes", "no"], right=0, because="It is less.")
    moved = Prediction(
        "Where?", ["a", "b"], figure=figure, move={"dx": 1}, says=["x", "y"]
    )
    forms, _ = Predictions(known, moved)._repr_mimebundle_()
    assert "Is 1 &lt; 2?" in forms["text/html"]
    assert "Answer: yes. It is less." in forms["text/html"]
    assert "Answer: the figure tells." in forms["text/html"]
