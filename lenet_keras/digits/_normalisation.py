import math

import numpy as np
from keras import ops

from lenet_keras.digits._idx import DataError
from lenet_keras.digits._ink import INK_THRESHOLD, ink_of

_FIELD = 28
_BOX = 20
_WORKING_SIZE = 280
_STRIP = 64
_MIDDLE = 0.5  # grey: what is drawn in lighter ones only is no ink for white paper


def normalise_digit(image: np.ndarray) -> np.ndarray:
    """Make an MNIST image of a picture of one character, a photograph for instance.

    The steps, which leave an image of MNIST as it is:

    1. Grey: 0.299 R + 0.587 G + 0.114 B, after laying transparent pixels on white, or
       on black if all others are lighter than the middle grey.
    2. A picture larger than 280 pixels is reduced so that its longer side is 280.
    3. Plain ground: the plane through the medians of the four sides of the picture,
       which follows uneven lighting. Ink that touches a side leaves no plane: if the
       opposite sides do not add up to the same within a tenth of the picture's range,
       or a side is more than half the range from the median of the whole border,
       that median is the ground everywhere. The pixel that departs furthest from it
       is ink; all ink is darker than the ground if this one is, otherwise lighter.
       Departures are lowered by 6 times their median size on the border, the noise.
    4. Any other ground, where much of the border is neither ground nor ink, or more
       than half of a side is ink: how much darker each pixel is than the paper around
       it, which is the least of the greatest levels in squares a quarter as long as
       the picture. Shadows have gone then; lines, the desk and a thumb run out of the
       picture, and the character is what has most ink and does not.
    5. Size: the bounding box of the pixels above a fifth of the darkest, and the grey
       edge of one pixel around it, is scaled, with antialiasing and its aspect ratio
       kept, until its longer side is 20.
    6. Contrast: the darkest pixel becomes 255.
    7. Place: the pixel nearest to the centre of mass goes to row 14, column 14 of a
       28x28 field (counted from 0), as far as the box stays inside.

    Args:
        image: uint8 array (0 to 255) or float array (0 to 1), grey
            `(height, width)`, RGB `(height, width, 3)` or RGBA `(height, width, 4)`,
            dark on light or light on dark, with more background than ink.

    Returns:
        uint8 array `(28, 28)`, 0 is background, 255 is ink, for `prepare`.

    Raises:
        DataError: if the array is no picture, nothing stands out in it, all that does
            is a dot, a frame or runs out of the picture, or there are several
            characters.

    Example:

    >>> from lenet_keras import normalise_digit
    >>> import numpy as np
    >>> picture = np.full((100, 60), 255, "uint8")
    >>> picture[20:80, 25:35] = 0
    >>> normalise_digit(picture).shape
    (28, 28)

    Reference:
        Section III-A: size normalisation to 20x20, centre of mass to 28x28.
    """
    return normalise_grey(grey_levels(np.asarray(image)))


def normalise_grey(grey: np.ndarray) -> np.ndarray:
    """What `normalise_digit` makes of a picture whose grey levels are known.

    Args:
        grey: float32 array `(height, width)`, 0 is black, 1 is white.
    """
    return framed(ink_of(_scale(grey, min(1.0, _WORKING_SIZE / max(grey.shape)))))


def framed(ink: np.ndarray) -> np.ndarray:
    """Brings all ink of a picture to the size and place that MNIST digits have.

    The last three steps of `normalise_digit`, whatever it is that was drawn.

    Args:
        ink: float32 array `(height, width)`, 0 is paper; some is above it.

    Returns:
        uint8 array `(28, 28)`, 0 is background, 255 is ink, for `prepare`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.digits import framed
    >>> framed(np.eye(50, dtype="float32")).shape
    (28, 28)

    Reference:
        Section III-A: size normalisation to 20x20, centre of mass to 28x28.
    """
    ink = ink[_box(ink > INK_THRESHOLD * ink.max(), margin=1)]
    ink = ink[_box(ink > 0)]
    ink = _scale(ink, _BOX / max(ink.shape))
    ink = ink / ink.max()
    top = _offset(ink.sum(axis=1))
    left = _offset(ink.sum(axis=0))
    field = np.zeros((_FIELD, _FIELD), np.uint8)
    height, width = ink.shape
    field[top : top + height, left : left + width] = np.floor(255 * ink + 0.5)
    return field


def grey_levels(image: np.ndarray) -> np.ndarray:
    """The grey levels of a picture, float32 `(height, width)`; 1 is white.

    Args:
        image: As `normalise_digit` takes it.
    """
    channels = image.shape[2:]
    if image.ndim not in (2, 3) or 0 in image.shape or channels not in ((), (3,), (4,)):
        raise DataError(
            "normalise_digit: expected a picture of shape (height, width), (height, "
            f"width, 3) or (height, width, 4). Received: shape {image.shape}"
        )
    if image.dtype == np.uint8:
        scale = np.float32(1 / 255)
    elif image.dtype.kind == "f" and image.min() >= 0 and image.max() <= 1:
        scale = np.float32(1)
    else:
        received = str(image.dtype)
        if image.dtype.kind == "f":
            received += f" from {image.min()} to {image.max()}"
        raise DataError(
            "normalise_digit: expected uint8 from 0 to 255 or floats from 0 to 1. "
            f"Received: {received}"
        )
    grey = np.empty(image.shape[:2], np.float32)
    darkest = np.inf  # of what is not transparent
    for top in range(0, len(image), _STRIP):  # so that colours take little memory
        rows = slice(top, top + _STRIP)
        grey[rows] = _grey_of_strip(image[rows], scale)
        if channels == (4,):
            opaque = image[rows, :, 3] >= 0.5 / scale
            darkest = min(darkest, grey[rows][opaque].min(initial=np.inf))
    if channels == (4,):
        ground = np.float32(0 if _MIDDLE < darkest < np.inf else 1)
        for top in range(0, len(image), _STRIP):
            rows = slice(top, top + _STRIP)
            alpha = scale * image[rows, :, 3].astype(np.float32)
            grey[rows] = alpha * grey[rows] + (1 - alpha) * ground
    return grey


def _grey_of_strip(image: np.ndarray, scale: np.float32) -> np.ndarray:
    if image.ndim == 2:
        return scale * image.astype(np.float32)
    red, green, blue = (scale * image[..., i].astype(np.float32) for i in range(3))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _scale(image: np.ndarray, factor: float) -> np.ndarray:
    size = tuple(max(1, math.floor(factor * side + 0.5)) for side in image.shape)
    if size == image.shape:
        return image
    scaled = ops.image.resize(
        image[..., np.newaxis],
        size,
        interpolation="bilinear",
        antialias=True,
        data_format="channels_last",
    )
    return ops.convert_to_numpy(scaled)[..., 0]


def _box(mask: np.ndarray, margin: int = 0) -> tuple[slice, slice]:
    rows, columns = np.nonzero(mask)
    return (
        slice(max(rows.min() - margin, 0), rows.max() + 1 + margin),
        slice(max(columns.min() - margin, 0), columns.max() + 1 + margin),
    )


def _offset(profile: np.ndarray) -> int:
    centre = np.sum(np.arange(len(profile)) * profile) / np.sum(profile)
    offset = _FIELD // 2 - math.floor(centre + 0.5)
    return min(max(offset, 0), _FIELD - len(profile))
