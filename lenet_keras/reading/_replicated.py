"""Reading what a replicated network answers along a row."""

from typing import NamedTuple

import numpy as np

from lenet_keras.paper import DIGITS
from lenet_keras.reading._graphs import Arc, best_path, compose
from lenet_keras.reading._transducer import BLANK, CHARACTER_MODEL, Transducer


class Reading(NamedTuple):
    """What stands in a row.

    Attributes:
        text: The digits from left to right.
        places: For each digit the number of the output, or of the piece, that reads
            it.
        penalty: The sum of penalties along the best path.
    """

    text: str
    places: tuple[int, ...]
    penalty: float


def penalty_graph(penalties: np.ndarray) -> list[Arc]:
    """The recognition graph: from each output to the next, an arc for each class.

    Args:
        penalties: Array of shape `(positions, 11)`: of the ten digits and of blank.

    Returns:
        The arcs, `positions` times 11.

    Raises:
        ValueError: If the shape is another one.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.reading import penalty_graph
    >>> penalty_graph(np.ones((3, 11)))[-1]
    Arc(start=2, end=3, label=' ', penalty=1.0, source=None)

    Reference:
        Section VII-B, Fig. 26.
    """
    penalties = np.asarray(penalties)
    labels = DIGITS + BLANK
    if penalties.ndim != 2 or penalties.shape[1] != len(labels):
        raise ValueError(
            "`penalties` must have shape (positions, 11): ten digits and blank. "
            f"Received: shape {penalties.shape}"
        )
    return [
        Arc(place, place + 1, label, float(penalty))
        for place, row in enumerate(penalties)
        for label, penalty in zip(labels, row, strict=True)
    ]


def read_row(
    penalties: np.ndarray, transducer: Transducer = CHARACTER_MODEL
) -> Reading:
    """The digits along the path with the smallest sum of penalties.

    Every path has one arc at each output, so that what all classes of an output have
    in common, such as the logarithm in equation 9, moves no path past another:
    penalties do as well as probabilities.

    Args:
        penalties: As in `penalty_graph`.
        transducer: Which labels may follow each other. Defaults to the character
            model: no two digits at neighbouring outputs.

    Returns:
        A `Reading`.

    Raises:
        ValueError: As in `penalty_graph`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.reading import read_row
    >>> penalties = np.full((4, 11), 50.0)
    >>> penalties[:, 10], penalties[1, 4], penalties[2, 1] = 20, 5, 15
    >>> read_row(penalties)
    Reading(text='4', places=(1,), penalty=65.0)

    Reference:
        Section VII-B: the Viterbi path through the composed graph.
    """
    arcs, finals = compose(penalty_graph(penalties), transducer)
    path, penalty = best_path(arcs, finals)
    read = [arc for arc in path if arc.label]
    places = tuple(arc.start // transducer.states for arc in read)
    return Reading("".join(arc.label for arc in read), places, penalty)
