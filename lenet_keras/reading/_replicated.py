"""Reading what a replicated network answers along a row."""

from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np

from lenet_keras.paper import BACKGROUND, DIGITS, IMAGE_SIZE, POOL_SIZE
from lenet_keras.reading._graphs import Arc, best_path, compose
from lenet_keras.reading._transducer import BLANK, CHARACTER_MODEL, Transducer

OUTPUT_STEP = POOL_SIZE**2
"""Pixels between two outputs: two layers sub-sample by 2."""

_LABELS = DIGITS + BLANK
_AT_ONCE = 64


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


def reading_of(path: Sequence[Arc], penalty: float, states: int = 1) -> Reading:
    """What a path reads.

    Args:
        path: Its arcs.
        penalty: Its penalty.
        states: Into how many nodes composition has made each node of the graph.
    """
    read = [arc for arc in path if arc.label]
    places = tuple(arc.start // states for arc in read)
    return Reading("".join(arc.label for arc in read), places, penalty)


def row_penalties(network: keras.Model, pictures: Sequence) -> list[np.ndarray]:
    """What a replicated network answers along rows, at every fourth pixel.

    Args:
        network: A `lenet5` for inputs of 32 rows and any width.
        pictures: float arrays `(32, width, 1)`, scaled as `prepare` does it; the width
            is at least 32 and need not be the same.

    Returns:
        For each an array of shape `((width - 32) // 4 + 1, classes)`.

    Raises:
        ValueError: If a picture has another shape.

    Example:

    >>> from lenet_keras import lenet5, load_mnist
    >>> from lenet_keras.digits import random_rows
    >>> from lenet_keras.reading import row_penalties
    >>> row, = random_rows(load_mnist().test, count=1, length=3, rng=0)
    >>> network = lenet5((32, None, 1), weights="mnist")
    >>> row_penalties(network, [row.picture])[0].shape
    (13, 10)

    Reference:
        Section VII-A: replicating a network is one larger network.
    """
    sizes = [np.shape(picture) for picture in pictures]
    if any(
        len(s) != 3 or s[::2] != (IMAGE_SIZE, 1) or s[1] < IMAGE_SIZE for s in sizes
    ):
        raise ValueError(
            "`pictures` must have shape (32, width, 1), width at least 32. "
            f"Received: shapes {sizes}"
        )
    if not sizes:
        return []
    outputs = [(width - IMAGE_SIZE) // OUTPUT_STEP + 1 for _, width, _ in sizes]
    widest = IMAGE_SIZE + OUTPUT_STEP * (max(outputs) - 1)
    fields = np.full((len(sizes), IMAGE_SIZE, widest, 1), BACKGROUND, np.float32)
    for field, picture in zip(fields, pictures, strict=True):
        width = min(widest, len(picture[0]))
        field[:, :width] = picture[:, :width]
    found = network.predict(fields, batch_size=_AT_ONCE, verbose=0)[:, 0]
    return [one[:count] for one, count in zip(found, outputs, strict=True)]


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
    return [
        Arc(place, place + 1, label, float(penalty))
        for place, row in enumerate(_checked(penalties))
        for label, penalty in zip(_LABELS, row, strict=True)
    ]


def _checked(penalties) -> np.ndarray:
    penalties = np.asarray(penalties)
    if penalties.ndim != 2 or penalties.shape[1] != len(_LABELS):
        raise ValueError(
            "`penalties` must have shape (positions, 11): ten digits and blank. "
            f"Received: shape {penalties.shape}"
        )
    return penalties


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
    return reading_of(*best_path(arcs, finals), transducer.states)


def sweep_row(penalties: np.ndarray) -> Reading:
    """What each output reads by itself: the digit of its smallest penalty, or blank.

    The same digit at neighbouring outputs counts once. No character model helps, so
    that a fragment is read as well as a digit.

    Args:
        penalties: As in `penalty_graph`.

    Returns:
        A `Reading`.

    Raises:
        ValueError: As in `penalty_graph`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.reading import sweep_row
    >>> penalties = np.full((4, 11), 50.0)
    >>> penalties[:, 10], penalties[1, 4], penalties[2, 1] = 20, 5, 15
    >>> sweep_row(penalties)
    Reading(text='41', places=(1, 2), penalty=60.0)

    Reference:
        Section VII-B: why the outputs alone are not the answer.
    """
    penalties = _checked(penalties)
    best = np.argmin(penalties, axis=1)
    is_new = np.append(True, best[1:] != best[:-1])
    places = np.flatnonzero(is_new & (best < len(DIGITS)))
    text = "".join(DIGITS[digit] for digit in best[places])
    least = float(np.min(penalties, axis=1).sum())
    return Reading(text, tuple(places.tolist()), least)
