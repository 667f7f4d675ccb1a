"""The other way to read a row: cut it into pieces first, and read each of them."""

from collections.abc import Callable, Sequence

import numpy as np

from lenet_keras.digits import INK, framed, prepare
from lenet_keras.paper import BACKGROUND, DIGITS, IMAGE_SIZE
from lenet_keras.reading._graphs import Arc, best_path
from lenet_keras.reading._replicated import Reading, reading_of

_WIDEST = 28  # pixels of one digit
_LEAST = 3
_PIECES = 4  # neighbouring pieces that may be one digit
_APART = 4  # pixels between two cuts through ink


class Segmenter:
    """Heuristic over-segmentation: more cuts than needed, and the best path over them.

    A row is cut wherever there is no ink and, unless told otherwise, also through ink
    where a column has the least of it. Each piece, and each few neighbouring ones
    together, may be a digit: a network that knows single digits reads it, placed by
    its centre of mass as MNIST's digits are. The path with the smallest sum of
    penalties, and of what each digit costs, is the answer.

    Args:
        penalties: Gives the penalties `(n, 10)` of prepared images `(n, 32, 32, 1)`.
        through_ink: Whether touching digits are cut, too.
        cost: What each digit costs beside its penalty: the larger, the fewer are read.
            Below 0 it takes off what a digit read well costs, without which two digits
            would always cost more than one.

    Example:

    >>> from lenet_keras import lenet5, load_mnist
    >>> from lenet_keras.digits import random_rows
    >>> from lenet_keras.reading import Segmenter
    >>> row, = random_rows(load_mnist().test, count=1, length=3, rng=1)
    >>> network = lenet5(weights="mnist")
    >>> reading = Segmenter(lambda x: network.predict(x, verbose=0)).read(row.picture)
    >>> len(reading.text) >= 1
    True

    Reference:
        Section V-A, Figs. 17 and 18: the segmentation graph.
    """

    def __init__(
        self,
        penalties: Callable[[np.ndarray], np.ndarray],
        through_ink: bool = True,
        cost: float = 0.0,
    ):
        self.penalties = penalties
        self.through_ink, self.cost = through_ink, cost

    def read(self, picture) -> Reading:
        """What stands in a row.

        Args:
            picture: float array `(32, width, 1)`, scaled as `prepare` does it.

        Returns:
            A `Reading`, whose places are numbers of cuts.
        """
        return read_pieces(self.graph(picture), self.cost)

    def graph(self, picture) -> list[Arc]:
        """The segmentation graph: an arc for each class of each piece, `cost` left out.

        Args:
            picture: As in `read`.
        """
        cuts = cuts_of(picture, self.through_ink)
        spans = _spans(picture, cuts)
        arcs = _paper_arcs(picture, cuts)
        if not spans:
            return arcs
        images = np.stack([centred(picture[:, slice(*box)]) for _, _, box in spans])
        found = np.asarray(self.penalties(images))
        for (start, end, _), of_piece in zip(spans, found, strict=True):
            for label, one in zip(DIGITS, of_piece, strict=True):
                arcs.append(Arc(start, end, label, float(one)))
        return arcs


def read_pieces(arcs: Sequence[Arc], cost: float = 0.0) -> Reading:
    """The digits along the best path of a segmentation graph.

    Args:
        arcs: As `Segmenter.graph` gives them.
        cost: As in `Segmenter`.

    Returns:
        A `Reading`, whose places are numbers of cuts.

    Raises:
        ValueError: If no path leads from the first cut to the last.

    Example:

    >>> from lenet_keras.reading import Arc, read_pieces
    >>> arcs = [Arc(0, 1, "1", 0.4), Arc(1, 2, "7", 0.4), Arc(0, 2, "4", 1.0)]
    >>> read_pieces(arcs).text, read_pieces(arcs, cost=0.5).text
    ('17', '4')

    Reference:
        Section V-A: the best path of the interpretation graph.
    """
    dearer = [
        arc._replace(penalty=arc.penalty + cost * bool(arc.label)) for arc in arcs
    ]
    return reading_of(*best_path(dearer))


def cuts_of(picture, through_ink: bool = True) -> list[int]:
    """Where a segmenter cuts a row.

    Args:
        picture: float array `(32, width, 1)`, scaled as `prepare` does it.
        through_ink: Whether touching digits are cut, too, where a column has the least
            ink.

    Returns:
        Columns, the first and the end of the picture among them.

    Example:

    >>> from lenet_keras import load_mnist
    >>> from lenet_keras.digits import random_rows
    >>> from lenet_keras.reading import cuts_of
    >>> row, = random_rows(load_mnist().test, 1, 2, rng=1, gaps=(3, 3))
    >>> len(cuts_of(row.picture, through_ink=False))  # at four edges and both ends
    6

    Reference:
        Section V-A, Fig. 17.
    """
    dark = (np.asarray(picture)[..., 0] - BACKGROUND).clip(0).sum(axis=0)
    inked = _inked(picture)
    width = len(inked)
    edges = np.flatnonzero(np.diff(np.pad(inked, 1).astype(int)))
    cuts = {0, width, *(int(edge) for edge in edges)}
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if through_ink:
            cuts.update(_weak_columns(dark, int(left), int(right)))
    return sorted(cuts)


def centred(piece) -> np.ndarray:
    """A piece of a row as the network's input, its centre of mass in the middle.

    Args:
        piece: float array `(32, width, 1)`. One wider than 28 pixels is made smaller.
    """
    ink = np.asarray(piece, np.float32) - BACKGROUND
    if ink.shape[1] > _WIDEST:
        return prepare(framed(ink[..., 0].clip(0))[None])[0]
    mass = max(float(ink.sum()), 1e-9)
    row = float((ink.sum(axis=(1, 2)) * np.arange(len(ink))).sum()) / mass
    column = float((ink.sum(axis=(0, 2)) * np.arange(ink.shape[1])).sum()) / mass
    middle = (IMAGE_SIZE - 1) / 2
    left = int(np.clip(round(middle - column), 0, IMAGE_SIZE - ink.shape[1]))
    field = np.full((IMAGE_SIZE, IMAGE_SIZE, 1), BACKGROUND, np.float32)
    field[:, left : left + ink.shape[1]] = np.roll(piece, round(middle - row), axis=0)
    return field


def _weak_columns(dark, left: int, right: int) -> list[int]:
    """Columns within ink that have the least of it, some pixels from each other."""
    inner = range(left + _LEAST, right - _LEAST)
    found: list[int] = []
    for column in sorted(inner, key=lambda column: dark[column]):
        near = dark[max(left, column - 2) : column + 3]
        if dark[column] == near.min() and all(
            abs(column - other) >= _APART for other in found
        ):
            found.append(column)
    return found


def _spans(picture, cuts: list[int]) -> list[tuple[int, int, tuple[int, int]]]:
    """Neighbouring pieces that may be one digit: two cuts and the columns between."""
    inked = _inked(picture)
    spans = []
    for start in range(len(cuts) - 1):
        for end in range(start + 1, min(start + _PIECES, len(cuts) - 1) + 1):
            left, right = cuts[start], cuts[end]
            if not (inked[left] and inked[right - 1]):
                continue
            if right - left <= _WIDEST or end == start + 1:
                spans.append((start, end, (left, right)))
    return spans


def _paper_arcs(picture, cuts: list[int]) -> list[Arc]:
    """Arcs over pieces without ink, which cost nothing and read nothing."""
    inked = _inked(picture)
    return [
        Arc(number, number + 1, "", 0.0)
        for number, left in enumerate(cuts[:-1])
        if not inked[left]
    ]


def _inked(picture) -> np.ndarray:
    """Which columns have ink."""
    return np.any(np.asarray(picture)[..., 0] > INK, axis=0)
