"""Digits whose answers change most often while the network learns."""

import keras
import numpy as np

from lenet_keras.digits import prepare


def answers_by_pass(model: keras.Model, weights, images: np.ndarray) -> np.ndarray:
    """What the network answers before the first pass and after each.

    Args:
        model: The network; its weights are overwritten.
        weights: What `snapshots` returns.
        images: uint8 array of shape `(n, 28, 28)`.

    Returns:
        Array of shape `(passes + 1, n)`.
    """
    inputs = prepare(images)
    answers = []
    for one in weights:
        model.set_weights(one)
        answers.append(model.predict(inputs, verbose=0).argmin(axis=-1))
    return np.stack(answers)


def most_changed(answers: np.ndarray, count: int) -> np.ndarray:
    """The digits whose answer changes most often after the first pass.

    Args:
        answers: As `answers_by_pass` gives them.
        count: How many of the digits.

    Returns:
        Their numbers, rising.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live.training_replay._digits import most_changed
    >>> most_changed(np.array([[1, 1, 1], [7, 3, 2], [7, 5, 2], [7, 3, 4]]), 2)
    array([1, 2])
    """
    changes = (np.diff(answers[1:], axis=0) != 0).sum(axis=0)
    return np.sort(np.argsort(-changes, kind="stable")[:count])
