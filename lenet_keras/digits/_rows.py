"""Digits in a row, as section VII has them: neighbours beside them, touching ones."""

from typing import NamedTuple

import numpy as np

from lenet_keras.digits._distortions import Seed, check_images, generator
from lenet_keras.digits._images import prepare
from lenet_keras.digits._mnist import Digits
from lenet_keras.paper import BACKGROUND, CLASSES, FOREGROUND, GAPS, IMAGE_SIZE

BLANK = CLASSES
"""The class of a window that is centred on no digit."""

ON, OFF = 2, 3
"""A window belongs to a digit whose middle is at most `ON` pixels from its own; it is
blank if the nearest is at least `OFF` pixels away."""

MARGIN = IMAGE_SIZE // 2
DROP = 2
"""How many pixels a digit may stand above or below its place."""

_PHASES = 4  # pixels between two outputs of the network
_SIDES = 2  # neighbours on each side that may reach into a window
_ENDS = 0.15  # how often a row ends beside a digit
INK = BACKGROUND + 0.1 * (FOREGROUND - BACKGROUND)
"""A pixel that is darker is part of a digit."""


class Row(NamedTuple):
    """A picture of several digits.

    Attributes:
        picture: float32 array `(32, width, 1)`, scaled as `prepare` does it.
        labels: The digits from left to right.
        middles: For each digit the middle of its columns, in pixels from the left.
    """

    picture: np.ndarray
    labels: np.ndarray
    middles: np.ndarray

    @property
    def text(self) -> str:
        """The digits as they are written."""
        return "".join(map(str, self.labels))


def random_rows(
    digits: Digits,
    count: int,
    length: int,
    rng: Seed,
    gaps: tuple[int, int] = GAPS,
    drop: int = DROP,
) -> list[Row]:
    """Draws rows of digits, for networks that read several at once.

    Between the boxes of two neighbours lies a gap drawn at random; below 0 they
    overlap, and the darker pixel wins. Beside the first and the last digit there are
    16 to 19 pixels of paper.

    Args:
        digits: What to draw from: uint8 images `(n, 28, 28)` and their classes.
        count: How many rows.
        length: Digits in a row, at least 1.
        rng: A seed (an integer or a sequence of integers, 0 or more) or a NumPy
            generator. The same seed gives the same rows.
        gaps: The smallest and the largest gap, in pixels. Defaults to -1 and 4, the
            paper's.
        drop: How far a digit may stand above or below its place, in pixels.

    Returns:
        A list of `Row`: the `picture`, a float32 array `(32, width, 1)` scaled as
        `prepare` does it, its `labels` from left to right, and their `middles`, in
        pixels from the left.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> from lenet_keras.digits import load_mnist, random_rows
    >>> row, = random_rows(load_mnist().test, count=1, length=4, rng=0)
    >>> row.labels.tolist(), row.picture.shape[0]
    ([9, 4, 5, 5], 32)

    Reference:
        Section VII-B: digits with flanking ones, gaps of -1 to 4 pixels.
    """
    rng = generator(rng)
    low, high = gaps
    if length < 1 or low > high or drop < 0:
        raise ValueError(
            "`length` must be at least 1, `gaps` rise and `drop` be 0 or more. "
            f"Received: length={length}, gaps={gaps}, drop={drop}"
        )
    return [_random_row(digits, length, rng, gaps, drop) for _ in range(count)]


def _random_row(digits: Digits, length: int, rng, gaps, drop: int) -> Row:
    chosen = rng.integers(len(digits.labels), size=length)
    pictures = prepare(digits.images[chosen])
    boxes = columns_of_ink(pictures)
    widths = boxes[:, 1] - boxes[:, 0]
    between = [_gap(rng, gaps) for _ in range(length - 1)]
    first = MARGIN + int(rng.integers(_PHASES))
    lefts = first + np.append(0, np.cumsum(widths[:-1] + between)).astype(int)
    field = _paper(int(lefts[-1] + widths[-1]) + MARGIN)
    for picture, box, left in zip(pictures, boxes, lefts, strict=True):
        down = int(rng.integers(-drop, drop + 1))
        _put(field, picture[:, slice(*box)], int(left), down)
    return Row(field, digits.labels[chosen], lefts + widths / 2)


def random_windows(
    images, labels, rng: Seed, blanks: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Windows of 32x32 pixels on rows of digits, each with the class of its middle.

    Every image is the digit of one window, at most 2 pixels from the middle, between
    neighbours drawn at random. Other windows are centred at least 3 pixels from every
    digit: between two, or beside the end of a row. Their class is 10, "blank".

    Args:
        images: Float array `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does it.
        labels: Their classes, integers of shape `(n,)`.
        rng: As in `random_rows`.
        blanks: How many blank windows are added, as a share of the images.

    Returns:
        The windows, float32 of shape `(n + blanks, 32, 32, 1)`, and their classes.

    Example:

    >>> from lenet_keras.digits import load_mnist, prepare, random_windows
    >>> test = load_mnist().test
    >>> x, y = random_windows(prepare(test.images[:4]), test.labels[:4], rng=0)
    >>> x.shape, y.tolist()
    ((6, 32, 32, 1), [7, 2, 1, 0, 10, 10])

    Reference:
        Section VII-B: how the paper makes training data for its replicated network.
    """
    images, rng = check_images(images), generator(rng)
    boxes = columns_of_ink(images)
    count = round(len(images) * blanks)
    middles = np.append(np.arange(len(images)), rng.integers(len(images), size=count))
    x = np.full((len(middles), IMAGE_SIZE, IMAGE_SIZE, 1), BACKGROUND, np.float32)
    y = np.append(labels, np.full(count, BLANK, np.asarray(labels).dtype))
    for number, middle in enumerate(middles):
        window = _window_on_digit if number < len(images) else _window_off_digits
        window(x[number], images, boxes, int(middle), rng)
    return x, y


def columns_of_ink(images) -> np.ndarray:
    """For each picture its first column with ink and the one after the last.

    Args:
        images: Float array `(n, height, width, 1)`, scaled as `prepare` does it.

    Returns:
        Integers of shape `(n, 2)`. Where there is no ink all columns count.
    """
    inked = np.any(np.asarray(images) > INK, axis=(1, 3))
    first = inked.argmax(axis=1)
    last = inked.shape[1] - inked[:, ::-1].argmax(axis=1)
    return np.stack([first, last], axis=1)


def _window_on_digit(window, images, boxes, middle: int, rng) -> None:
    """Draws a window that belongs to a digit."""
    chosen, lefts, _ = _around(images, boxes, middle, rng)
    offset = int(rng.integers(-ON, ON + 1))
    _draw(window, images, boxes, chosen, lefts, offset, rng)


def _window_off_digits(window, images, boxes, middle: int, rng) -> None:
    """Draws a window that belongs to none, if there is room for one."""
    while True:
        chosen, lefts, centres = _around(images, boxes, middle, rng)
        reach = boxes[middle, 1] - boxes[middle, 0] + IMAGE_SIZE // 2
        offsets = np.arange(-reach, reach + 1)
        away = np.abs(offsets[:, None] - centres).min(axis=1)
        # Between two neighbours, or near the end of a row.
        near = (offsets >= centres.min() - reach) & (offsets <= centres.max() + reach)
        room = offsets[(away >= OFF) & near]
        if len(room):
            break
    _draw(window, images, boxes, chosen, lefts, int(rng.choice(room)), rng)


def _around(images, boxes, middle: int, rng):
    """A row about a digit: who stands in it, and where, in pixels from its middle."""
    widths = boxes[:, 1] - boxes[:, 0]
    chosen, lefts = [middle], [-(int(widths[middle] + 1) // 2)]
    for before in (True, False):
        edge = lefts[0] if before else lefts[0] + int(widths[middle])
        for _ in range(_SIDES):
            if rng.random() < _ENDS:
                break
            other, gap = int(rng.integers(len(images))), _gap(rng, GAPS)
            width = int(widths[other])
            left = edge - gap - width if before else edge + gap
            edge = left if before else left + width
            chosen.append(other)
            lefts.append(left)
    return chosen, lefts, np.array(lefts) + widths[chosen] / 2


def _gap(rng, gaps: tuple[int, int]) -> int:
    return int(rng.integers(gaps[0], gaps[1] + 1))


def _draw(window, images, boxes, chosen, lefts, offset: int, rng) -> None:
    """Draws those of a row who reach into a window centred at an offset."""
    for number, left in zip(chosen, lefts, strict=True):
        ink = images[number][:, slice(*boxes[number])]
        down = int(rng.integers(-DROP, DROP + 1))
        _put(window, ink, int(left) - offset + IMAGE_SIZE // 2, down)


def _put(field, ink, left: int, down: int = 0) -> None:
    """Draws ink onto a field, as far as it lies there; the darker pixel wins."""
    start, stop = max(left, 0), min(left + ink.shape[1], field.shape[1])
    if start < stop:
        top, end = max(down, 0), IMAGE_SIZE + min(down, 0)
        there = field[top:end, start:stop]
        shown = ink[top - down : end - down, start - left : stop - left]
        np.maximum(there, shown, out=there)


def _paper(width: int) -> np.ndarray:
    return np.full((IMAGE_SIZE, width, 1), BACKGROUND, np.float32)
