"""What the figures ask of their arguments, and say when they do not get it."""

import math
import numbers
from collections.abc import Sequence

import numpy as np

from lenet_keras import paper
from lenet_keras.rejection import Limits
from lenet_keras.weights import weights_card

_FIELD = 28  # pixels a side, of MNIST


def check_images(images) -> np.ndarray:
    """Prepared images as a page takes them.

    Args:
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it, with n at least 1.

    Returns:
        The images as float32.

    Raises:
        ValueError: If the shape does not fit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live._checks import check_images
    >>> check_images(np.zeros((2, 32, 32, 1))).dtype.name
    'float32'
    """
    images = np.asarray(images, "<f4")
    side = paper.IMAGE_SIZE
    if images.shape[1:] != (side, side, 1) or not len(images):
        raise ValueError(
            f"`images` must have the shape (n, {side}, {side}, 1), n at least 1. "
            f"Received: shape {images.shape}"
        )
    return images


def check_digits(images, most: int | None = None) -> np.ndarray:
    """Digits as MNIST has them.

    Args:
        images: uint8 array of shape `(n, 28, 28)`, with n at least 1.
        most: The largest n. Defaults to none.

    Returns:
        The array.

    Raises:
        ValueError: If type, shape or number do not fit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live._checks import check_digits
    >>> check_digits(np.zeros((2, 28, 28), "uint8"), most=2).shape
    (2, 28, 28)
    """
    images = np.asarray(images)
    fits = images.dtype == np.uint8 and images.shape[1:] == (_FIELD, _FIELD)
    if not fits or not 1 <= len(images) <= (most or len(images)):
        number = f"from 1 to {most}" if most else "at least 1"
        raise ValueError(
            f"`images` must be a uint8 array of shape (n, {_FIELD}, {_FIELD}), n "
            f"{number}. Received: {images.dtype}, shape {images.shape}"
        )
    return images


def check_labels(labels, images: np.ndarray, classes: int) -> list[int]:
    """The classes of digits.

    Args:
        labels: An integer for each image.
        images: The digits.
        classes: How many classes there are.

    Returns:
        The labels.

    Raises:
        ValueError: If type, number or range do not fit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live._checks import check_labels
    >>> check_labels(np.array([7, 2], "uint8"), np.zeros((2, 28, 28)), classes=10)
    [7, 2]
    """
    labels = np.asarray(labels)
    known = np.isin(labels, range(classes)).all()
    if labels.shape != images.shape[:1] or labels.dtype.kind not in "iu" or not known:
        raise ValueError(
            f"`labels` must be {len(images)} integers from 0 to {classes - 1}, one for "
            f"each image. Received: {labels.dtype}, shape {labels.shape}, "
            f"{np.unique(labels).tolist()}"
        )
    return labels.tolist()


def check_names(
    names: Sequence | None, images: np.ndarray, first: int = 1, word: str = ""
) -> list[str]:
    """The names of images, given or counted.

    Args:
        names: One name for each image, or None.
        images: The images.
        first: Where counting starts. Defaults to 1.
        word: What stands before the number. Defaults to nothing.

    Returns:
        The names, as text.

    Raises:
        ValueError: If their number does not fit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live._checks import check_names
    >>> images = np.zeros((2, 32, 32, 1))
    >>> check_names(None, images), check_names([7, 2], images)
    (['1', '2'], ['7', '2'])
    """
    if names is None:
        return [f"{word}{n}" for n in range(first, first + len(images))]
    if len(names) != len(images):
        raise ValueError(
            f"`names` must name each of the {len(images)} images once. "
            f"Received: {len(names)} names"
        )
    return [str(name) for name in names]


def check_map(value, argument: str, layer: str, maps: int) -> int:
    """The number of a map.

    Args:
        value: The number, from 0.
        argument: What the caller calls it.
        layer: Name of the layer.
        maps: How many maps the layer has.

    Returns:
        The number.

    Raises:
        ValueError: If there is no such map.

    Example:

    >>> from lenet_keras.live._checks import check_map
    >>> check_map(5, "kernel", "C1", 6)
    5
    """
    if value not in range(maps):
        raise ValueError(
            f"`{argument}` must be the number of a map of {layer}, 0 to {maps - 1}. "
            f"Received: {value!r}"
        )
    return int(value)


def check_number(
    value, argument: str, what: str, low: float = 0.0, high: float = math.inf
) -> float:
    """A finite number in a range.

    Args:
        value: The number.
        argument: What the caller calls it.
        what: What it must be, in words.
        low: Its smallest value. Defaults to 0.
        high: Its largest value. Defaults to none.

    Returns:
        The number.

    Raises:
        ValueError: If it is no finite number of that range.

    Example:

    >>> from lenet_keras.live._checks import check_number
    >>> check_number(3, "threshold", "a margin that is zero or positive")
    3.0
    """
    real = isinstance(value, numbers.Real) and math.isfinite(value)
    if not real or not low <= value <= high:
        raise ValueError(f"`{argument}` must be {what}. Received: {value!r}")
    return float(value)


def check_limits(limits: Limits | None) -> dict[str, float]:
    """From which margin and up to which penalty an answer is sure.

    Args:
        limits: Those of a network, or None for those of the weights "mnist".

    Returns:
        `margin`, `penalty` and `far`.

    Raises:
        ValueError: If one is not a number, or negative.

    Example:

    >>> from lenet_keras.live._checks import check_limits
    >>> from lenet_keras.rejection import Limits
    >>> check_limits(Limits(margin=12, penalty=50, far=90))
    {'margin': 12.0, 'penalty': 50.0, 'far': 90.0}
    """
    if limits is None:
        limits = Limits(**weights_card("mnist")["verdict_limits"])
    what = "a number, 0 or more"
    named = Limits(*limits)._asdict()
    return {name: check_number(n, f"limits.{name}", what) for name, n in named.items()}
