"""One question that a reader answers before the figure does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lenet_keras.live._figure import LiveFigure


@dataclass(frozen=True)
class Prediction:
    """A question about what will happen, with the options that a reader chooses from.

    The answer is either known, as `right`, or found in the page by a live figure: the
    question moves the figure, and the option is right whose words the figure says.

    Args:
        question: What is asked.
        options: What may happen, at least two.
        right: The number of the right option, from 0. Not together with `figure`.
        figure: A live figure above the question.
        move: What the question changes in the figure: names of traits of its view, with
            their values.
        says: For each option, words that the figure says if, and only if, it is right.
        because: A sentence that is shown with the answer.

    Raises:
        ValueError: If options are missing or alike, `right` is none of their numbers,
            or neither or both ways to the answer are given.

    Example:

    >>> from lenet_keras.live import Prediction
    >>> prediction = Prediction(
    ...     "How many weights has a kernel of 5 by 5, with its bias?",
    ...     options=["25", "26", "50"],
    ...     right=1,
    ...     because="25 weights and one bias.",
    ... )

    Reference:
        Not in the paper.
    """

    question: str
    options: Sequence[str]
    right: int | None = field(default=None, kw_only=True)
    figure: LiveFigure | None = field(default=None, kw_only=True)
    move: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    says: Sequence[str] = field(default=(), kw_only=True)
    because: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        number = len(self.options)
        if number < 2 or len(set(self.options)) < number:
            raise ValueError(
                "`options` must be at least two different texts. "
                f"Received: options={list(self.options)}"
            )
        if (self.right is None) == (self.figure is None):
            raise ValueError(
                "The answer is given by `right` or found by `figure`, one of them. "
                f"Received: right={self.right}, figure={self.figure}"
            )
        if self.figure is None:
            self._check_right()
        else:
            self._check_figure(self.figure)

    def _check_right(self) -> None:
        if self.right not in range(len(self.options)):
            raise ValueError(
                f"`right` must be the number of an option, from 0 to "
                f"{len(self.options) - 1}. Received: right={self.right!r}"
            )
        if self.move or self.says:
            raise ValueError(
                "`move` and `says` belong to a `figure`. "
                f"Received: move={dict(self.move)}, says={list(self.says)}"
            )

    def _check_figure(self, figure: LiveFigure) -> None:
        strange = sorted(set(self.move) - set(figure.view.keys))
        if strange or not self.move:
            raise ValueError(
                "`move` must name traits of the view of `figure`, at least one. "
                f"Received: move={dict(self.move)}"
            )
        if len(set(self.says)) != len(self.options):
            raise ValueError(
                "`says` must hold other words for each option. "
                f"Received: says={list(self.says)}, options={list(self.options)}"
            )

    def as_dict(self) -> dict[str, Any]:
        """The question as it travels to the page."""
        asked = {
            "question": self.question,
            "options": list(self.options),
            "because": self.because,
        }
        if self.figure is None or self.right is not None:
            return {**asked, "right": self.right}
        view = self.figure.view
        return {
            **asked,
            "view": f"anywidget:{view.model_id}",
            "kind": type(self.figure).__module__.rpartition(".")[2].replace("_", "-"),
            "move": dict(self.move),
            "says": list(self.says),
        }
