import numbers
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lenet_keras.digits._idx import DataError, read_idx, read_idx_images
from lenet_keras.digits._idx_sets import idx_set

_SHIPPED = Path(__file__).parents[1] / "data" / "mnist"
_MD5 = {  # of the uncompressed files
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


class Digits(NamedTuple):
    """Images with their labels.

    Attributes:
        images: uint8 array `(n, 28, 28)`, 0 is background, 255 is ink.
        labels: uint8 array `(n,)`.
    """

    images: np.ndarray
    labels: np.ndarray


class MNIST(NamedTuple):
    """The three parts of a data set: what is learned, what is chosen on, the test."""

    train: Digits
    validation: Digits
    test: Digits


def load_mnist(
    validation: int = 0,
    directory: str | os.PathLike[str] | None = None,
    split: str | None = None,
    transpose: bool | None = None,
) -> MNIST:
    """The regular MNIST database: digits in 20x20, centred by mass in 28x28.

    The four files are part of the package and their checksums are verified. Any other
    set of four IDX files under the same names, compressed or not, loads as well, and so
    do those of EMNIST and QMNIST, and a folder in which torchvision has put them.

    Args:
        validation: How many of the last training images to hold out, from 0 to one
            less than there are. Defaults to 0, an empty validation set.
        directory: Folder with the four files, or with a folder `MNIST/raw` of them.
            Defaults to the MNIST of the package.
        split: Which set of a folder that holds several, the beginning of their names:
            `"emnist-digits"`, `"emnist-letters"`, `"qmnist"` and the like. Defaults to
            the only one.
        transpose: Whether rows and columns change places. Defaults to doing so with
            EMNIST, whose files hold columns.

    Returns:
        `MNIST(train, validation, test)`, each with `images`, uint8 `(n, 28, 28)`, and
        `labels`, uint8 `(n,)`. The order is that of the files.

    Raises:
        DataError: if a file is missing, damaged or not what its name says, or if
            `validation` is out of range.

    Example:

    >>> from lenet_keras import load_mnist
    >>> mnist = load_mnist(validation=10_000)
    >>> mnist.train.images.shape, mnist.validation.images.shape
    ((50000, 28, 28), (10000, 28, 28))

    Reference:
        Section III-A.
    """
    if isinstance(validation, bool) or not isinstance(validation, numbers.Integral):
        raise DataError(f"validation: expected an integer. Received: {validation!r}")
    checks: Sequence[str | None] = [None] * 4
    if directory is None:
        files = [_SHIPPED / f"{name}.gz" for name in _MD5]
        checks = list(_MD5.values())
    else:
        files = idx_set(directory, split)
    train = _load_digits(files[:2], checks[:2])
    test = _load_digits(files[2:], checks[2:])
    if transpose is None:
        transpose = files[0].name.startswith("emnist")
    if transpose:
        train, test = (
            Digits(np.ascontiguousarray(images.transpose(0, 2, 1)), labels)
            for images, labels in (train, test)
        )
    if train.images.shape[1:] != test.images.shape[1:]:
        raise DataError(
            f"{directory}: expected training and test images of the same size. "
            f"Received: {train.images.shape[1:]} and {test.images.shape[1:]}"
        )
    cut = len(train.labels) - validation
    if not 0 < cut <= len(train.labels):
        raise DataError(
            f"validation: expected 0 to {len(train.labels) - 1}, so that something is "
            f"left to train on. Received: {validation}"
        )
    return MNIST(
        train=Digits(train.images[:cut], train.labels[:cut]),
        validation=Digits(train.images[cut:], train.labels[cut:]),
        test=test,
    )


def _load_digits(files: Sequence[Path], checks: Sequence[str | None]) -> Digits:
    image_path, label_path = files
    images = read_idx_images(image_path, md5=checks[0])
    labels = read_idx(label_path, md5=checks[1])
    if image_path.name.startswith("qmnist") and labels.ndim == 2:
        labels = labels[:, 0]  # the others tell who wrote the digit
    if labels.ndim != 1 or labels.dtype.kind not in "ui":
        raise DataError(
            f"{label_path}: expected integer labels of rank 1. "
            f"Received: {labels.dtype}, shape {labels.shape}"
        )
    if len(labels) != len(images) or not len(labels):
        raise DataError(
            f"{label_path}: expected one label for each image of {image_path.name}, "
            f"and at least one. Received: {len(labels)} labels, {len(images)} images"
        )
    if labels.min() < 0 or labels.max() > 255:
        raise DataError(
            f"{label_path}: expected labels from 0 to 255. "
            f"Received: labels from {labels.min()} to {labels.max()}"
        )
    return Digits(images, labels.astype(np.uint8))
