"""Section I: what a linear classifier is given, pixels or features made by hand."""

from collections.abc import Callable

import numpy as np

ZONE = 4  # pixels on a side; 28 = 7 x 4
ORIENTATIONS = 9


def pixels(images) -> np.ndarray:
    """The picture itself, line by line: no features.

    Args:
        images: uint8 array `(n, height, width)`, 0 is background, 255 is ink.

    Returns:
        float32 array `(n, height * width)`, from 0 to 1 (ink).

    Example:

    >>> from lenet_keras.reproduce.representations import pixels
    >>> import numpy as np
    >>> pixels(np.full((2, 28, 28), 255, "uint8")).shape
    (2, 784)

    Reference:
        Section III-C, the linear classifier on pixels.
    """
    grey = _grey(images)
    return grey.reshape(len(grey), -1)


def projections(images) -> np.ndarray:
    """Ink in each row, in each column and in each zone of 4x4 pixels: plain sums.

    Args:
        images: As `pixels` takes them, sides divisible by 4.

    Returns:
        float32 array `(n, features)`, in pixels of ink: rows from the top, columns
        from the left, zones in reading order.

    Example:

    >>> from lenet_keras.reproduce.representations import projections
    >>> import numpy as np
    >>> upper_left = np.zeros((1, 8, 8), "uint8")
    >>> upper_left[0, :2, :2] = 255
    >>> projections(upper_left)[0].astype(int).tolist()
    [2, 2, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0]
    """
    grey = _grey(images)
    n, height, width = grey.shape
    zones = grey.reshape(n, height // ZONE, ZONE, width // ZONE, ZONE).sum(axis=(2, 4))
    return np.concatenate(
        [grey.sum(axis=2), grey.sum(axis=1), zones.reshape(n, -1)], axis=1
    )


def hog(images) -> np.ndarray:
    """Histograms of oriented gradients: which way the edges run in each zone.

    Nine orientations of half a turn, zones of 4x4 pixels, normalised over blocks of
    2x2 zones.

    Args:
        images: As `pixels` takes them.

    Returns:
        float32 array `(n, blocks down * blocks across * 36)`.

    Example:

    >>> from lenet_keras.reproduce.representations import hog
    >>> import numpy as np
    >>> hog(np.zeros((1, 28, 28), "uint8")).shape
    (1, 1296)

    Reference:
        Dalal and Triggs, "Histograms of oriented gradients for human detection",
        2005: seven years after the paper.
    """
    from skimage import feature

    return np.stack(
        [
            feature.hog(
                image,
                orientations=ORIENTATIONS,
                pixels_per_cell=(ZONE, ZONE),
                cells_per_block=(2, 2),
            )
            for image in _grey(images)
        ]
    ).astype(np.float32)


def _grey(images) -> np.ndarray:
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.ndim != 3 or not len(images):
        raise ValueError(
            "`images` must be a uint8 array of shape (n, height, width), not empty. "
            f"Received: {images.dtype}, shape {images.shape}"
        )
    return images.astype(np.float32) / 255


REPRESENTATIONS: dict[str, Callable[..., np.ndarray]] = {
    "pixels": pixels,
    "projections": projections,
    "hog": hog,
}
"""The representations by name: uint8 images in, one row of features for each out."""
