"""Section III-A: the three versions of the database, made of the regular one."""

from collections.abc import Callable

import numpy as np

_BOX = 20  # the side of the box that digits of the regular version fit into
_SMALL = 16
_INK = 128  # from here on a pixel is foreground, half of all ink
_BATCH = 5_000  # images at once, for the memory they take


def regular(images) -> np.ndarray:
    """The digits as they are, centred by mass in 28x28.

    Args:
        images: uint8 array `(n, 28, 28)`, 0 is background, 255 is ink.

    Returns:
        The same array.

    Example:

    >>> from lenet_keras.digits import regular
    >>> import numpy as np
    >>> regular(np.zeros((2, 28, 28), "uint8")).shape
    (2, 28, 28)

    Reference:
        Section III-A, the first version.
    """
    return _checked(images)


def deslanted(images) -> np.ndarray:
    """The digits upright: rows are shifted until the principal axis is vertical.

    The axis is that of the second moments, each pixel of at least half ink counting as
    one, all others as nothing. The middle of 28x28, 20x20 pixels, is kept: digits stay
    where their centre of mass is in the middle, and lose 3 % of their ink. The paper
    says neither how rows are shifted by parts of a pixel, here by linear
    interpolation, nor where the image is cut.

    Args:
        images: As `regular` takes them.

    Returns:
        uint8 array `(n, 20, 20)`.

    Example:

    >>> from lenet_keras.digits import deslanted
    >>> import numpy as np
    >>> slanted = 255 * np.eye(28, dtype="uint8")[None]
    >>> upright = deslanted(slanted)[0]
    >>> np.flatnonzero(upright.any(axis=0)).tolist()
    [9, 10]

    Reference:
        Section III-A, the second version.
    """
    images = _checked(images)
    batches = [images[k : k + _BATCH] for k in range(0, len(images), _BATCH)]
    upright = np.concatenate([_unsheared(batch) for batch in batches])
    first = (images.shape[1] - _BOX) // 2
    return upright[:, first : first + _BOX, first : first + _BOX]


def slants(images) -> np.ndarray:
    """By how many pixels each digit leans to the right from one row to the next.

    Args:
        images: As `regular` takes them.

    Returns:
        float64 array `(n,)`, the covariance of columns and rows of foreground pixels
        by the variance of their rows; 0 without any.

    Example:

    >>> from lenet_keras.digits import slants
    >>> import numpy as np
    >>> slants(255 * np.eye(28, dtype="uint8")[None]).round(3)
    array([1.])

    Reference:
        Section III-A: the second moments of inertia of the pixels.
    """
    _, _, slant = _moments(_checked(images))
    return slant


def _moments(images) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How much foreground there is, its mean row, and its slant."""
    ink = (images >= _INK).astype("float64")
    rows = np.arange(images.shape[1], dtype="float64")
    columns = np.arange(images.shape[2], dtype="float64")
    mass = np.maximum(ink.sum(axis=(1, 2)), 1)
    by_row = ink.sum(axis=2)
    row = by_row @ rows / mass
    column = ink.sum(axis=1) @ columns / mass
    both = (ink @ columns) @ rows / mass - row * column
    spread = by_row @ rows**2 / mass - row**2
    slant = np.divide(both, spread, out=np.zeros_like(both), where=spread > 0)
    return mass, row, slant


def _unsheared(images) -> np.ndarray:
    _, row, slant = _moments(images)
    _, height, width = images.shape
    rows = np.arange(height)
    moved = slant[:, np.newaxis] * (rows - row[:, np.newaxis])
    source = np.arange(width) + moved[..., np.newaxis]
    left = np.floor(source)
    share = source - left
    # A frame of paper: what comes from outside of the image is none of it.
    padded = np.pad(images.astype("float64"), ((0, 0), (0, 0), (1, 2)))
    at = np.clip(left.astype(int) + 1, 0, width + 1)
    upright = (1 - share) * np.take_along_axis(padded, at, 2)
    upright += share * np.take_along_axis(padded, at + 1, 2)
    return np.floor(upright + 0.5).astype("uint8")


def reduced(images) -> np.ndarray:
    """The digits at four fifths of their size, in 16x16.

    The box around the ink, 20 pixels on its longer side, becomes 16 pixels; each pixel
    is the mean of the area it covers. It lies with its centre of mass as near to the
    middle as the field allows. How the paper reduced is not said.

    Args:
        images: As `regular` takes them.

    Returns:
        uint8 array `(n, 16, 16)`.

    Example:

    >>> from lenet_keras.digits import reduced
    >>> import numpy as np
    >>> image = np.zeros((1, 28, 28), "uint8")
    >>> image[0, 4:24, 9:19] = 255
    >>> small = reduced(image)[0]
    >>> [int(small.any(axis=axis).sum()) for axis in (1, 0)]
    [16, 8]

    Reference:
        Section III-A, the third version.
    """
    images = _checked(images)
    field = np.zeros((len(images), _SMALL, _SMALL), "uint8")
    boxes: dict[tuple[int, int], list] = {}  # by height and width
    for number, image in enumerate(images):
        rows, columns = np.nonzero(image)
        if len(rows):
            box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            boxes.setdefault(image[box].shape, []).append((number, image[box]))
    for (height, width), same in boxes.items():
        down, across = _means(height), _means(width)
        numbers = [number for number, _ in same]
        small = down @ np.array([box for _, box in same], "float64") @ across.T
        tops = _offsets(small.sum(axis=2))
        lefts = _offsets(small.sum(axis=1))
        small = np.floor(small + 0.5).astype("uint8")
        for number, box, top, left in zip(numbers, small, tops, lefts, strict=True):
            field[number, top : top + len(down), left : left + len(across)] = box
    return field


def _means(side: int) -> np.ndarray:
    """The matrix that makes a line of pixels four fifths as long, mean by mean."""
    fewer = min(max(round(side * _SMALL / _BOX), 1), _SMALL)
    edges = np.linspace(0, side, fewer + 1)
    ends = np.arange(side)
    overlap = np.minimum(edges[1:, np.newaxis], ends + 1)
    overlap -= np.maximum(edges[:-1, np.newaxis], ends)
    return np.maximum(overlap, 0) * fewer / side


def _offsets(profiles: np.ndarray) -> np.ndarray:
    """Where lines of pixels begin whose centre of mass is to be in the middle."""
    length = profiles.shape[1]
    centre = profiles @ np.arange(length) / np.maximum(profiles.sum(axis=1), 1)
    begin = np.floor(_SMALL / 2 - centre).astype(int)
    return np.clip(begin, 0, _SMALL - length)


def _checked(images) -> np.ndarray:
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28) or not len(images):
        raise ValueError(
            "`images` must be a uint8 array of shape (n, 28, 28), not empty. "
            f"Received: {images.dtype}, shape {images.shape}"
        )
    return images


DATABASES: dict[str, Callable[..., np.ndarray]] = {
    "regular": regular,
    "deslanted": deslanted,
    "reduced": reduced,
}
"""The versions by name: uint8 images of 28x28 in, uint8 images out."""
