"""Questions that a reader answers before the figure does, live."""

import html
from typing import Any

import anywidget
import traitlets

from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live.predictions._prediction import Prediction

__all__ = ["Prediction", "Predictions"]


class Predictions(anywidget.AnyWidget):
    """Predict, then move: a reader chooses what will happen, then sees it happen.

    The questions work without a kernel. Where there is no JavaScript they are a text,
    with the answers that are known.

    Args:
        *predictions: The questions, in their order.

    Raises:
        ValueError: If there is none.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import Prediction, Predictions, ShiftExplorer
    >>> figure = ShiftExplorer(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> questions = Predictions(
    ...     Prediction(
    ...         "Move the empty page four pixels to the right. What changes?",
    ...         options=["the answer", "nothing that the eye sees"],
    ...         figure=figure,
    ...         move={"dx": 4},
    ...         says=["no such word", "4 px right"],
    ...     ),
    ... )

    Reference:
        Not in the paper.
    """

    _esm = bundle("predictions")
    _css = stylesheet("predictions")
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, *predictions: Prediction):
        if not predictions:
            raise ValueError("Expected at least one Prediction. Received: none")
        super().__init__(questions=[one.as_dict() for one in predictions])

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """All the forms of the questions, of which a front end shows one."""
        forms, words = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return forms | {"text/html": "\n".join(map(_as_html, self.questions))}, words


def _as_html(question: dict) -> str:
    """A question for a page on which nothing moves."""
    options = question["options"]
    listed = "".join(f"<li>{html.escape(option)}</li>" for option in options)
    known = options[question["right"]] if "right" in question else "the figure tells"
    answer = html.escape(f"Answer: {known}. {question['because']}".strip())
    return (
        f"<p><strong>Predict.</strong> {html.escape(question['question'])}</p>"
        f"<ul>{listed}</ul><p>{answer}</p>"
    )
