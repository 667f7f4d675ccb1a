"""Section III-C, 10: nearest neighbours by the distance between tangent planes."""

from dataclasses import dataclass
from math import isqrt

import numpy as np

from lenet_keras.reproduce.classifiers.method import CLASSES, Learned, Method
from lenet_keras.reproduce.classifiers.neighbours import votes

FIRST = (25, 50, 100, 200)
"""How many of the nearest in Euclidean distance are looked at again, by readings."""

VOTERS = (1, 3)
TANGENTS = 7
_RIDGE = 1e-3  # nearly parallel planes still have one distance
_BATCH = 500


@dataclass(frozen=True)
class TangentDistance(Method):
    """The nearest digits in tangent distance among those nearest in Euclidean distance.

    Args:
        smoothing: Standard deviation, in pixels, of the Gaussian that images are
            smoothed with before they are differentiated.
        smooth_images: Whether distances are between smoothed images, too.

    Reference:
        Section III-C, 10; Simard, LeCun and Denker, "Efficient pattern recognition
        using a new transformation distance", 1993.
    """

    smoothing: float
    smooth_images: bool

    def learn(self, x, labels, seed) -> Learned:
        stored, planes = self.seen(x)
        squares = np.einsum("ij,ij->i", stored, stored)

        def scores(some):
            found: dict[str, list] = {}
            images, own = self.seen(some)
            for start in range(0, len(some), _BATCH):
                batch = images[start : start + _BATCH]
                far = squares - 2 * (batch @ stored.T)
                few = np.argpartition(far, FIRST[-1] - 1, axis=1)[:, : FIRST[-1]]
                order = np.take_along_axis(far, few, axis=1).argsort(axis=1)
                few = np.take_along_axis(few, order, axis=1)
                few = np.concatenate([few, nearest_of_each(far, labels)], axis=1)
                for number, near in enumerate(few):
                    distances = distances_between(
                        batch[number], own[start + number], stored[near], planes[near]
                    )
                    for reading, score in _readings(distances, labels[near]):
                        found.setdefault(reading, []).append(score)
            return {name: np.concatenate(rows) for name, rows in found.items()}

        pixels = x.shape[1]
        again = (TANGENTS**2 + 2 * TANGENTS + 1) * pixels
        return Learned(
            scores,
            stored.size + planes.size,
            stored.size + (FIRST[-1] + CLASSES) * again,
            {"images": stored.size, "looked_at_again": again},
        )

    def seen(self, x) -> tuple[np.ndarray, np.ndarray]:
        """The images that are compared, and their tangent planes.

        Args:
            x: float32 array `(n, side * side)`.

        Returns:
            float32 arrays `(n, side * side)` and `(n, 7, side * side)`.
        """
        smooth = smoothed(x, self.smoothing)
        batches = [smooth[k : k + _BATCH] for k in range(0, len(x), _BATCH)]
        planes = np.concatenate([orthonormal(tangents(batch)) for batch in batches])
        return (smooth if self.smooth_images else x), planes


def nearest_of_each(far, labels) -> np.ndarray:
    """Which digit of each class is nearest: an integer array `(n, classes)`.

    Args:
        far: Distances, `(n, stored)`.
        labels: The classes of the stored digits.
    """
    found = []
    for one in np.unique(labels):
        of_class = np.flatnonzero(labels == one)
        found.append(of_class[far[:, of_class].argmin(axis=1)])
    return np.stack(found, axis=1)


def _readings(distances, labels):
    """The scores of the classes, by how many are looked at again and how many vote.

    The last distances are those to the digit of each class that is nearest in Euclidean
    distance. They do not vote. With them each class has a distance, without which an
    answer could not be told from the next.
    """
    for first in FIRST:
        order = distances[:first].argsort(kind="stable")
        by_class = np.full((1, CLASSES), np.inf)
        np.minimum.at(by_class[0], labels[:first], distances[:first])
        np.minimum.at(by_class[0], labels[FIRST[-1] :], distances[FIRST[-1] :])
        for k in VOTERS:
            yield f"first={first} k={k}", votes(labels[order[:k]][None], by_class)


def smoothed(x, width: float) -> np.ndarray:
    """Images in soft focus: each pixel a Gaussian, beyond the border paper.

    Args:
        x: float32 array `(n, side * side)`; paper is 0.
        width: Standard deviation in pixels, above 0.
    """
    side = isqrt(x.shape[1])
    places = np.arange(side)
    matrix = np.exp(-((places - places[:, None]) ** 2) / (2 * width**2))
    ends = np.arange(-3 * side, 3 * side + 1)
    matrix = (matrix / np.exp(-(ends**2) / (2 * width**2)).sum()).astype("float32")
    images = matrix @ x.reshape(-1, side, side) @ matrix
    return images.reshape(x.shape)


def tangents(x) -> np.ndarray:
    """How an image begins to change under seven small transformations.

    Moved to the left, up, turned, made smaller, squeezed along the axes, squeezed along
    the diagonals, its lines made thicker.

    Args:
        x: float32 array `(n, side * side)`, smooth.

    Returns:
        float32 array `(n, 7, side * side)`.

    Reference:
        Simard, LeCun and Denker, 1993.
    """
    side = isqrt(x.shape[1])
    wide = np.pad(x.reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    across = (wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2]) / 2
    down = (wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]) / 2
    place = np.arange(side, dtype="float32") - (side - 1) / 2
    right, below = place, place[:, np.newaxis]
    changes = [
        across,
        down,
        below * across - right * down,
        right * across + below * down,
        right * across - below * down,
        below * across + right * down,
        across**2 + down**2,
    ]
    return np.stack(changes, axis=1).reshape(len(x), TANGENTS, -1)


def orthonormal(changes) -> np.ndarray:
    """Vectors of length 1 and at right angles that span the same planes.

    Args:
        changes: Array `(n, vectors, pixels)`.
    """
    directions, _ = np.linalg.qr(changes.transpose(0, 2, 1))
    return np.ascontiguousarray(directions.transpose(0, 2, 1))


def distances_between(image, plane, others, planes) -> np.ndarray:
    """Two-sided tangent distances, squared: how near the planes of two images come.

    Args:
        image: float32 array `(pixels,)`.
        plane: Its plane, as `orthonormal` gives it, `(7, pixels)`.
        others: float32 array `(m, pixels)`.
        planes: Theirs, `(m, 7, pixels)`.

    Returns:
        float32 array `(m,)`.

    The part of the difference within the first plane is taken away, and then that in
    what the other plane adds to it: equations of seven unknowns instead of fourteen.

    Reference:
        Simard, LeCun and Denker, 1993, which solve for both planes together.
    """
    difference = image - others
    own = difference @ plane.T
    theirs = (planes @ difference[..., np.newaxis])[..., 0]
    both = planes @ plane.T
    rest = theirs - (both @ own[..., np.newaxis])[..., 0]
    angles = (1 + _RIDGE) * np.eye(TANGENTS, dtype="float32")
    angles = angles - both @ both.transpose(0, 2, 1)
    solved = np.linalg.solve(angles, rest[..., np.newaxis])[..., 0]
    length = np.einsum("ij,ij->i", difference, difference)
    within = np.einsum("ij,ij->i", own, own) + np.einsum("ij,ij->i", rest, solved)
    return np.maximum(length - within, 0)
