"""The parts of which the ink in a picture consists, and which make up a character."""

from typing import NamedTuple

import numpy as np

_NEAR = 0.15  # of the longer side of a part: another stroke of the same character
_LARGE = 0.25  # of the ink of the largest part
_AS_TALL = 0.5  # as the tallest: another character


class Part(NamedTuple):
    """Pixels that are connected; the box is `[top, bottom)` by `[left, right)`."""

    label: int
    ink: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def longer(self) -> int:
        """Pixels along the longer side of the box."""
        return max(self.bottom - self.top, self.right - self.left)

    def is_free(self, shape: tuple[int, int]) -> bool:
        """Whether it does not reach the border of the picture."""
        free = self.top > 0 and self.left > 0
        return free and self.bottom < shape[0] and self.right < shape[1]

    def is_near(self, other: "Part", distance: float) -> bool:
        """Whether no more than a distance lies between the boxes."""
        down = max(self.top - other.bottom, other.top - self.bottom)
        across = max(self.left - other.right, other.left - self.right)
        return max(down, across) <= distance

    def is_within(self, other: "Part") -> bool:
        """Whether the box lies inside that of the other."""
        rows = other.top < self.top and self.bottom < other.bottom
        return rows and other.left < self.left and self.right < other.right


def labels_of(mask: np.ndarray) -> np.ndarray:
    """For each pixel of a mask the number of the first one that it is connected with.

    Args:
        mask: bool array `(height, width)`; pixels also touch at their corners.

    Returns:
        int array `(height, width)`; outside the mask `mask.size`.
    """
    width = mask.shape[1]
    ends = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, first = np.nonzero(ends == 1)  # of the runs of pixels in rows
    after = np.nonzero(ends == -1)[1]
    upper, lower = _touching(rows, first, after, width + 2)
    runs = np.arange(len(rows))  # for each run the first that it is connected with
    while True:
        least = runs.copy()
        np.minimum.at(least, upper, runs[lower])
        np.minimum.at(least, lower, runs[upper])
        least = least[least]  # that of the first, too
        if np.array_equal(least, runs):
            break
        runs = least
    labels = np.full(mask.shape, mask.size)
    labels[mask] = np.repeat((width * rows + first)[runs], after - first)
    return labels


def _touching(rows, first, after, wide: int) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of runs that touch, one in the row below that of the other."""
    here, below = wide * rows, wide * (rows + 1)
    start = np.searchsorted(here + after, below + first)
    stop = np.searchsorted(here + first, below + after, side="right")
    count = np.maximum(stop - start, 0)
    upper = np.repeat(np.arange(len(rows)), count)
    place = np.arange(len(upper)) - np.repeat(np.cumsum(count) - count, count)
    return upper, start[upper] + place


def parts_of(ink: np.ndarray, labels: np.ndarray) -> list[Part]:
    """The parts of a picture, in the order of their first pixels.

    Args:
        ink: float32 array `(height, width)`, from 0 to 1.
        labels: As `labels_of` gives them.
    """
    rows, columns = np.nonzero(labels < labels.size)
    names, at = np.unique(labels[rows, columns], return_inverse=True)
    amounts = np.floor(255 * ink[rows, columns]).astype(int)
    ends = []
    for places in rows, columns:
        first, last = np.full(len(names), labels.size), np.zeros(len(names), int)
        np.minimum.at(first, at, places)
        np.maximum.at(last, at, places + 1)
        ends += [first, last]
    inks = np.bincount(at, amounts, len(names)).astype(int)
    return [Part(*map(int, values)) for values in zip(names, inks, *ends, strict=True)]


def strokes_with(main: Part, parts: list[Part]) -> list[Part]:
    """The parts near the main one, which is among them: strokes of one character."""
    return [part for part in parts if part.is_near(main, _NEAR * main.longer)]


def count_running_out(parts: list[Part], shape: tuple[int, int]) -> int:
    """How many large parts reach the border of a picture."""
    return sum(not part.is_free(shape) for part in _large(parts))


def has_frame(parts: list[Part]) -> bool:
    """Whether one of the large parts surrounds another."""
    parts = _large(parts)
    return any(one.is_within(other) for one in parts for other in parts)


def count_characters(parts: list[Part]) -> int:
    """How many large parts as tall as characters have no ink between their columns."""
    groups: list[list[Part]] = []
    right = -1
    for part in sorted(_large(parts), key=lambda part: part.left):
        if part.left >= right:
            groups.append([])
        groups[-1].append(part)
        right = max(right, part.right)
    heights = [
        max(part.bottom for part in group) - min(part.top for part in group)
        for group in groups
    ]
    return sum(height >= _AS_TALL * max(heights) for height in heights)


def _large(parts: list[Part]) -> list[Part]:
    most = max(part.ink for part in parts)
    return [part for part in parts if part.ink >= _LARGE * most]
