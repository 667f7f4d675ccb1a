"""Refusing to answer: the margin between the two best classes (section III-C)."""

import numpy as np


def margins(penalties) -> np.ndarray:
    """How far the second smallest penalty lies above the smallest.

    Args:
        penalties: Array of shape `(n, classes)` with at least two classes.

    Returns:
        Array of shape `(n,)`, zero or positive, in units of squared distance; where a
        penalty is not a number there is no margin either, but nan.

    Example:

    >>> from lenet_keras.rejection import margins
    >>> import numpy as np
    >>> margins(np.array([[7.0, 2.0, 30.0]]))
    array([5.])

    Reference:
        Section III-C: the difference between the scores of the two best classes.
    """
    penalties = np.asarray(penalties)
    best_two = np.partition(penalties, 1, axis=-1)[..., :2]
    # NumPy counts nan as larger than any number.
    known = ~np.isnan(penalties).any(axis=-1)
    return np.where(known, best_two[..., 1] - best_two[..., 0], np.nan)


def rejection_threshold(penalties, labels, error: float = 0.005) -> float:
    """The smallest margin to demand so that few of the answers given are wrong.

    Args:
        penalties: Array of shape `(n, classes)`, of patterns held out of training.
        labels: Integer array of shape `(n,)`, the right classes.
        error: The share of wrong answers among the answers given that is allowed,
            from 0 to 1. Defaults to 0.005, the 0.5 % of the paper.

    Returns:
        A margin; patterns whose margin is smaller are rejected. Zero rejects nothing,
        infinity everything: no margin keeps the errors down.

    Raises:
        ValueError: If there are no patterns, the lengths differ or a penalty is not a
            number.

    Example:

    >>> from lenet_keras.rejection import rejection_threshold
    >>> import numpy as np
    >>> penalties = np.array([[0.0, 9.0], [1.0, 2.0], [8.0, 0.0]])
    >>> rejection_threshold(penalties, labels=[0, 1, 1])
    8.0

    Reference:
        Section III-C, Fig. 10.
    """
    penalties, labels = np.asarray(penalties), np.asarray(labels)
    if len(labels) == 0 or len(labels) != len(penalties):
        raise ValueError(
            "`penalties` and `labels` must describe the same patterns, at least one. "
            f"Received: {len(penalties)} and {len(labels)}"
        )
    margin = margins(penalties)
    if np.isnan(margin).any():
        raise ValueError("`penalties` must be numbers. Received: nan among them")
    order = np.argsort(-margin, kind="stable")
    wrong = np.cumsum(penalties.argmin(axis=-1)[order] != labels[order])
    # A threshold cannot part equal margins: only the last of them may be the cut.
    is_cut = np.append(np.diff(margin[order]) != 0, True)
    few_wrong = wrong <= error * np.arange(1, len(labels) + 1)
    allowed = np.flatnonzero(few_wrong & is_cut)
    if len(allowed) == 0:
        return float("inf")
    accepted = allowed[-1] + 1
    return 0.0 if accepted == len(labels) else float(margin[order[accepted - 1]])
