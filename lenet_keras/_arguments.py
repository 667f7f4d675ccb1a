"""Checks of arguments that more than one module shares."""

import math
import numbers
import operator

import keras
import numpy as np
from keras import ops


def positive_integer(value, name: str) -> int:
    number = _integer(value)
    if number < 1:
        raise ValueError(f"`{name}` must be a positive integer. Received: {value!r}")
    return number


def natural_number(value, name: str) -> int:
    number = _integer(value)
    if number < 0:
        raise ValueError(f"`{name}` must be an integer from 0. Received: {value!r}")
    return number


def _integer(value) -> int:
    """The value as an integer; -1 if it is none."""
    try:
        return -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return -1


def positive_number(value, name: str):
    number = float(value) if isinstance(value, numbers.Real) else math.nan
    if not 0 < number < math.inf or isinstance(value, bool):
        raise ValueError(
            f"`{name}` must be a positive, finite number. Received: {value!r}"
        )
    return value


def pair(value, name: str) -> tuple[int, int]:
    values = (value, value) if not isinstance(value, tuple | list) else tuple(value)
    if len(values) != 2:
        raise ValueError(
            f"`{name}` must be a positive integer or a pair of them (height, width). "
            f"Received: {value!r}"
        )
    return positive_integer(values[0], name), positive_integer(values[1], name)


def one_of(value, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        raise ValueError(f"`{name}` must be one of {choices}. Received: {value!r}")
    return value


def image_data_format(value: str | None) -> str:
    if value is None:
        return keras.config.image_data_format()
    return one_of(value, ("channels_last", "channels_first"), "data_format")


def class_labels(labels, classes: int, shape=None, loss: str = "the loss"):
    """The classes of patterns as int32, or one line that says why they are none.

    Args:
        labels: Whole numbers from 0 to `classes - 1`, of `shape` or with one more axis
            of length 1: an array, a list or a tensor.
        classes: How many classes there are.
        shape: The shape that is expected; of a symbolic tensor, `None` for sizes that
            are not known. By default one label for each entry of `labels`.
        loss: What the labels are for, as the message names it.

    Returns:
        An array of `shape`.

    Raises:
        ValueError: If `labels` has another shape, as one-hot vectors have, or holds
            anything else than whole numbers in range.
    """
    shape = (len(labels),) if shape is None else tuple(shape)
    check_labels(labels, classes, shape, loss)
    return np.reshape(np.asarray(_numbers(labels)), shape).astype("int32")


def check_labels(labels, classes: int, shape, loss: str) -> None:
    """Checks labels as `class_labels` does; of a symbolic tensor only the shape."""
    given, shape = tuple(np.shape(labels)), tuple(shape)
    expected = (
        f"`labels` for {loss} must be class indices, whole numbers from 0 to "
        f"{classes - 1}, of shape {shape}, not one-hot vectors"
    )
    inner = given[:-1] if len(given) > len(shape) and given[-1] == 1 else given
    if len(inner) != len(shape) or any(
        None not in (one, other) and one != other
        for one, other in zip(inner, shape, strict=True)
    ):
        raise ValueError(f"{expected}. Received: labels of shape {given}")
    numbers = _numbers(labels)
    if numbers is None:
        return
    if numbers.dtype.kind not in "biuf":
        raise ValueError(f"{expected}. Received: labels of type {numbers.dtype}")
    wrong = ~((numbers >= 0) & (numbers < classes) & (numbers == np.floor(numbers)))
    if wrong.any():
        raise ValueError(
            f"{expected}. Received: the label {float(numbers[wrong][0]):g} "
            f"({np.count_nonzero(wrong)} of {numbers.size} are wrong)"
        )


def _numbers(values) -> np.ndarray | None:
    """The numbers in an array or tensor; `None` while a graph is being traced."""
    if isinstance(values, keras.KerasTensor):
        return None
    if not ops.is_tensor(values):
        return np.asarray(values)
    try:
        return ops.convert_to_numpy(values)
    except (NotImplementedError, TypeError):  # symbolic: TensorFlow; JAX
        return None
