"""What may follow what: the character model of section VII."""

from collections.abc import Mapping
from dataclasses import dataclass

from lenet_keras.paper import DIGITS

START = 0
BLANK = " "


@dataclass(frozen=True)
class Transducer:
    """A machine of a few states that reads labels and writes others.

    It starts in state 0 and may end in any.

    Args:
        transitions: By state and label that is read: the next state, and what is
            written. Where there is none, the label may not come in that state.

    Example:

    >>> from lenet_keras.reading import CHARACTER_MODEL
    >>> CHARACTER_MODEL.step(0, "4")
    (1, '4')
    >>> CHARACTER_MODEL.step(1, "1") is None
    True

    Reference:
        Section VI-C for transducers, section VII-B for the character model.
    """

    transitions: Mapping[tuple[int, str], tuple[int, str]]

    @property
    def states(self) -> int:
        """How many states it has."""
        known = {state for state, _ in self.transitions}
        return 1 + max(known | {after for after, _ in self.transitions.values()})

    def step(self, state: int, label: str) -> tuple[int, str] | None:
        """The next state and what is written, or None where the label may not come.

        Args:
            state: The state in which it is.
            label: The label that it reads.
        """
        return self.transitions.get((state, label))


CHARACTER_MODEL = Transducer(
    {
        **{(state, BLANK): (0, "") for state in (0, 1)},
        **{(0, digit): (1, digit) for digit in DIGITS},
    }
)
"""Two neighbouring outputs never both read a digit: after one comes a blank. That is
how a right third of a 4, which looks like a 1, is not read beside the 4."""
