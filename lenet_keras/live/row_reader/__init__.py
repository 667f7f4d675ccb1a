"""A wide pad to write digits on in a row, and what the replicated network reads."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence

import anywidget
import keras
import numpy as np
import traitlets

from lenet_keras import paper
from lenet_keras.digits import Digits, Row
from lenet_keras.figures import states_along_row
from lenet_keras.inspection import feature_maps
from lenet_keras.live._controls import more, number
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.reading import OUTPUT_STEP

FIELD = 136  # columns of the pad; 27 outputs, 4 pixels apart
_GAPS = -4, 8  # pixels between digits that keys put there
_WIDTHS = 1.5, 5.0  # pixels of a stroke
_FIRST_ROW = "AQAA"  # the sheet with the first row: its number from 1, and no more
_MARGIN = 16  # columns before the first digit that keys put there
_HINT = (
    "Try: write 2345 on the pad, or type it. Then let the digits touch, and look at "
    "what each output alone would read. Which digits does only the path get right?"
)


class _View(anywidget.AnyWidget):
    """Pad, maps, penalties, path and answer."""

    _esm = bundle("row_reader")
    _css = stylesheet("row_reader")
    network = anywidget.WidgetTrait().tag(sync=True)
    rows = traitlets.Bytes().tag(sync=True)
    groups = traitlets.List(traitlets.Dict()).tag(sync=True)
    digits = traitlets.Bytes().tag(sync=True)
    counts = traitlets.List(traitlets.Int()).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    drawing = traitlets.Unicode(_FIRST_ROW).tag(sync=True)
    sweep = traitlets.Int(0).tag(sync=True)
    gap = traitlets.Int(2).tag(sync=True)
    stroke = traitlets.Float(2.5).tag(sync=True)


class RowReader(LiveFigure):
    """Write digits in a row and see what the network, swept over it, reads.

    The network runs over the whole pad as one wide network, its outputs 4 pixels apart,
    and the path with the smallest sum of penalties on which no two neighbouring outputs
    read digits is the answer. All of it runs in the page: the figure works without a
    kernel. A mouse or a finger writes, and keys put handwritten digits there.

    Args:
        network: LeNet-5 for wide inputs and eleven classes, of which the last is blank:
            `lenet5(input_shape=(32, None, 1), weights="mnist-strings")`.
        rows: Examples to start from, by what they have in common, as
            `lenet_keras.digits.random_rows` draws them; at least one. The first is on
            the pad when the figure opens.
        digits: What keys put on the pad: images of all ten digits.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no such LeNet-5, there is no row, a row is too
            wide for the pad, or a digit is missing.

    Example:

    >>> from lenet_keras import lenet5, load_mnist, paper
    >>> from lenet_keras.digits import Digits, random_rows
    >>> from lenet_keras.live import RowReader
    >>> images, labels = load_mnist().test
    >>> rows = random_rows(Digits(images, labels), count=2, length=4, rng=0)
    >>> codes = paper.codes_of("0123456789 ")
    >>> network = lenet5(input_shape=(32, None, 1), codes=codes)
    >>> some = Digits(images[:100], labels[:100])
    >>> figure = RowReader(network, {"drawn at random": rows}, some)
    >>> figure.view.sweep = 1  # each output alone, too

    Reference:
        Section VII, Figs. 25 and 26.
    """

    def __init__(
        self,
        network: keras.Model,
        rows: Mapping[str, Sequence[Row]],
        digits: Digits,
        hint: str = _HINT,
    ):
        _check_network(network)
        all_rows = [row for group in rows.values() for row in group]
        pictures = _on_the_pad(all_rows)
        images, counts = _by_class(digits)
        view = _View(
            network=network_store(network),
            rows=pictures.tobytes(),
            groups=[
                {"name": name, "labels": [row.text for row in group]}
                for name, group in rows.items()
            ],
            digits=images.tobytes(),
            counts=counts,
            hint=hint,
        )
        hidden = more(
            number(view, "gap", "gap of typed digits", *_GAPS, 1),
            number(view, "stroke", "stroke width", *_WIDTHS, 0.25),
        )
        first = all_rows[0]
        maps = feature_maps(network, first.picture[None])
        super().__init__(
            [view, hidden],
            view,
            lambda: states_along_row(maps, label=first.text),
            f"A row of digits, {first.text}; the maps of LeNet-5 swept over it, the "
            "penalties of ten digits and of blank at each output, and the digits along "
            "the best path. With JavaScript: a pad to write digits on.",
        )

    @staticmethod
    def typed(text: str) -> str:
        """The pad on which somebody typed digits, for `figure.view.drawing`.

        Args:
            text: Digits, at most as many as the pad has room for.

        Raises:
            ValueError: If `text` holds anything but digits, or nothing.

        Example:

        >>> from lenet_keras.live import RowReader
        >>> RowReader.typed("2345")
        'ABAEAgMEBQ'

        Reference:
            Not in the paper.
        """
        if not text.isdecimal() or not text.isascii():
            raise ValueError(f"`text` must hold digits and no more. Received: {text!r}")
        digits = [int(character) for character in text]
        sheet = bytes([0, _MARGIN, len(digits), *digits])
        return urlsafe_b64encode(sheet).decode().rstrip("=")


def _check_network(network: keras.Model) -> None:
    classes = len(paper.DIGITS) + 1
    shape = (
        getattr(network, "input_shape", None),
        getattr(network, "output_shape", None),
    )
    if shape != ((None, paper.IMAGE_SIZE, None, 1), (None, 1, None, classes)):
        raise ValueError(
            "`network` must be a LeNet-5 for inputs of 32 rows and any width, with ten "
            f"digits and blank. Received: input and output shape {shape}"
        )


def _on_the_pad(rows: Sequence[Row]) -> np.ndarray:
    """Rows in the middle of the pad as grey levels, where outputs meet them alike."""
    widths = [row.picture.shape[1] for row in rows]
    if not rows or max(widths) > FIELD:
        raise ValueError(
            f"`rows` must hold at least one row, each at most {FIELD} pixels wide. "
            f"Received: widths {widths}"
        )
    levels = np.zeros((len(rows), paper.IMAGE_SIZE, FIELD), np.uint8)
    for field, row, width in zip(levels, rows, widths, strict=True):
        left = (FIELD - width) // 2 // OUTPUT_STEP * OUTPUT_STEP
        ink = (row.picture[..., 0] - paper.BACKGROUND) / (
            paper.FOREGROUND - paper.BACKGROUND
        )
        field[:, left : left + width] = np.rint(255 * ink)
    return levels


def _by_class(digits: Digits) -> tuple[np.ndarray, list[int]]:
    """The images, those of a class after one another, and how many each class has."""
    labels = np.asarray(digits.labels)
    counts = np.bincount(labels, minlength=len(paper.DIGITS)).tolist()
    if len(counts) > len(paper.DIGITS) or 0 in counts:
        raise ValueError(
            "`digits` must hold images of all ten digits and of nothing else. "
            f"Received: so many of each class: {counts}"
        )
    return np.asarray(digits.images)[np.argsort(labels, kind="stable")], counts
