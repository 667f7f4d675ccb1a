"""Images as the network takes them: their scale, and where they stand."""

import numpy as np

from lenet_keras.digits._idx import DataError
from lenet_keras.paper import BACKGROUND, FOREGROUND, IMAGE_SIZE

_GREY = np.arange(256) / 255
# What the network sees of each of the 256 greys of an image.
LEVELS = (BACKGROUND * (1 - _GREY) + FOREGROUND * _GREY).astype(np.float32)


def prepare(images: np.ndarray) -> np.ndarray:
    """The input of LeNet-5: 32x32, white paper at -0.1, black ink at 1.175.

    Images are centred in the 32x32 field (an odd remainder goes to the bottom and the
    right) and the surroundings filled with background.

    Args:
        images: uint8 array `(n, height, width)` or `(n, height, width, 1)`, or
            `(height, width)` or `(height, width, 1)` for one image, at most 32x32, 0 is
            background, 255 is ink.

    Returns:
        float32 array `(n, 32, 32, 1)`.

    Raises:
        DataError: if the array has another type, rank or size.

    Example:

    >>> from lenet_keras import prepare
    >>> import numpy as np
    >>> x = prepare(np.zeros((5, 28, 28), "uint8"))
    >>> x.shape
    (5, 32, 32, 1)

    Reference:
        Section II-B; the padded 32x32 images of section III-A.
    """
    given = images = np.asarray(images)
    if images.ndim in (3, 4) and images.shape[-1] == 1:
        images = images[..., 0]
    if images.dtype != np.uint8 or images.ndim not in (2, 3) or 0 in images.shape[-2:]:
        raise DataError(
            "prepare: expected uint8 images, 0 is background and 255 is ink, of shape "
            "(n, height, width) or (height, width), with or without an axis of one "
            f"channel at the end. Received: {given.dtype}, shape {given.shape}"
        )
    if max(images.shape[-2:]) > IMAGE_SIZE:
        raise DataError(
            f"prepare: expected images of at most {IMAGE_SIZE}x{IMAGE_SIZE}; "
            "normalise_digit makes 28x28 of a picture of any size. "
            f"Received: shape {images.shape}"
        )
    height, width = images.shape[-2:]
    top, left = (IMAGE_SIZE - height) // 2, (IMAGE_SIZE - width) // 2
    padded = np.zeros((images.size // (height * width), IMAGE_SIZE, IMAGE_SIZE), "u1")
    padded[:, top : top + height, left : left + width] = images
    return LEVELS[padded][..., np.newaxis]


def shift(images, dx: int = 0, dy: int = 0, fill: float = -0.1) -> np.ndarray:
    """Moves images by whole pixels; what comes in at the border is background.

    Args:
        images: Array of shape `(n, height, width, channels)`.
        dx: Pixels to the right; negative to the left.
        dy: Pixels down; negative up.
        fill: Value of the pixels that come in. Defaults to -0.1, the background of
            the network's input.

    Returns:
        Array of the same shape and type.

    Example:

    >>> from lenet_keras import shift
    >>> import numpy as np
    >>> image = np.array([[1.0, 2.0, 3.0]]).reshape(1, 1, 3, 1)
    >>> shift(image, dx=1, fill=0.0).ravel()
    array([0., 1., 2.])

    Reference:
        Section II-A: if the input shifts, the feature map shifts by the same amount.
    """
    images = np.asarray(images)
    height, width = images.shape[1:3]
    dx, dy = int(np.clip(dx, -width, width)), int(np.clip(dy, -height, height))
    moved = np.full_like(images, fill)
    moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = (
        images[:, max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)]
    )
    return moved
