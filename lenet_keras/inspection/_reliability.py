"""Whether probabilities mean what they say: how often answers are right."""

from typing import NamedTuple

import numpy as np


class Reliability(NamedTuple):
    """Answers in groups of about the same stated probability.

    Attributes:
        stated: The mean probability that the answers of each group were given.
        observed: The share of them that is right.
        digits: How many they are.
    """

    stated: np.ndarray
    observed: np.ndarray
    digits: np.ndarray


def reliability(probabilities, labels, groups: int = 10, least: int = 25):
    """Compares what answers say of themselves with how often they are right.

    The answer to a digit is its likeliest class. Answers are put into groups by the
    probability of that class, each group an equal piece of the way from 0 to 1.

    Args:
        probabilities: Array of shape `(n, classes)`, one row for each digit.
        labels: Integer array of shape `(n,)`, the right classes.
        groups: Into how many pieces the way from 0 to 1 is cut. Defaults to 10.
        least: Groups of fewer digits are left out. Defaults to 25.

    Returns:
        A `Reliability`, its groups from the least to the most probable.

    Raises:
        ValueError: If there is not one label for each row, or no digit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import reliability
    >>> shares = np.tile([0.7, 0.3], (100, 1))
    >>> found = reliability(shares, np.repeat([0, 1], [70, 30]))
    >>> found.stated.round(2).tolist(), found.observed.tolist(), found.digits.tolist()
    ([0.7], [0.7], [100])

    Reference:
        Not in the paper.
    """
    probabilities, labels = np.asarray(probabilities), np.asarray(labels)
    if not len(labels) or probabilities.shape[:-1] != labels.shape:
        raise ValueError(
            "`labels` must hold one class for each row of `probabilities`, at least "
            f"one. Received: shapes {labels.shape} and {probabilities.shape}"
        )
    stated = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    group = np.minimum((stated * groups).astype(int), groups - 1)
    members = [group == number for number in range(groups)]
    members = [member for member in members if member.sum() >= max(least, 1)]
    return Reliability(
        np.array([stated[member].mean() for member in members]),
        np.array([right[member].mean() for member in members]),
        np.array([member.sum() for member in members]),
    )
