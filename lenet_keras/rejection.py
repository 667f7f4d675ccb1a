"""Refusing to answer: the margin between the two best classes (section III-C)."""

from typing import NamedTuple

import numpy as np

SURE, UNSURE, NO_DIGIT = "sure", "unsure", "probably not a digit"


class Limits(NamedTuple):
    """What an answer must keep to be called sure, in units of the penalties.

    Attributes:
        margin: The least by which the second smallest penalty must lie above the
            smallest.
        penalty: The most that the smallest penalty may be.
        far: The smallest penalty beyond which a picture is so far from the code of
            every class that it is probably no digit.

    Reference:
        Section III-C; that the distance to the codes tells digits from other pictures:
        section II-B.
    """

    margin: float
    penalty: float
    far: float


def verdicts(penalties, limits: Limits) -> np.ndarray:
    """How far answers can be trusted: as the book's live figures say it.

    Args:
        penalties: Array of shape `(n, classes)` with at least two classes.
        limits: What to keep; `weights_card` has them for each set of weights.

    Returns:
        Array of strings, shape `(n,)`: "sure", "unsure" or "probably not a digit".
        The last is the verdict, too, where the smallest penalty is not a number.

    Example:

    >>> from lenet_keras.rejection import Limits, verdicts
    >>> import numpy as np
    >>> penalties = np.array([[7.0, 2.0, 30.0], [2.0, 4.0, 30.0], [70.0, 52.0, 99.0]])
    >>> for verdict in verdicts(penalties, Limits(margin=5.0, penalty=20.0, far=40.0)):
    ...     print(verdict)
    sure
    unsure
    probably not a digit

    Reference:
        Section III-C; the limits on the smallest penalty are ours.
    """
    penalties = np.asarray(penalties)
    least = penalties.min(axis=-1)
    is_sure = (margins(penalties) >= limits.margin) & (least <= limits.penalty)
    return np.select([~(least <= limits.far), is_sure], [NO_DIGIT, SURE], UNSURE)


def verdict_limits(
    penalties,
    labels,
    strangers,
    sure: float = 0.955,
    wrong: float = 0.002,
    far: float = 0.995,
) -> Limits:
    """The limits that call the fewest pictures of no digit sure.

    Args:
        penalties: Array of shape `(n, classes)`: those of digits held out of training.
        labels: Integer array of shape `(n,)`, their classes.
        strangers: Array of shape `(m, classes)`: the penalties of other pictures.
        sure: The share of the digits that must be sure, from 0 to 1.
        wrong: The share of wrong answers among these that is allowed, from 0 to 1.
        far: The share of the digits that must not be taken for something else.

    Returns:
        Limits: a margin in steps of 1/2, the penalties in steps of 1/10.

    Raises:
        ValueError: If there are no pictures, the lengths differ, a penalty is not a
            number, or no limits keep both promises.

    Example:

    >>> from lenet_keras.rejection import verdict_limits
    >>> import numpy as np
    >>> digits = np.array([[0.0, 9.0], [6.0, 1.0]])
    >>> verdict_limits(digits, [0, 1], strangers=np.array([[3.0, 9.0]]))
    Limits(margin=0.0, penalty=1.0, far=1.0)

    Reference:
        Not in the paper, whose network is shown nothing but digits.
    """
    penalties, labels = _labelled(penalties, labels)
    strangers = np.asarray(strangers)
    if len(strangers) == 0:
        raise ValueError("`strangers` must hold at least one picture. Received: 0")
    margin, least = _numbers(penalties), penalties.min(axis=-1)
    margin_of_others, least_of_others = _numbers(strangers), strangers.min(axis=-1)
    is_wrong = penalties.argmin(axis=-1) != labels
    needed = int(np.ceil(sure * len(labels)))
    last = max(0, int(np.ceil(far * len(labels))) - 1)
    farthest = _in_tenths(np.sort(least)[last])
    best, fewest = None, np.inf
    for limit in np.arange(0, margin.max() + 0.5, 0.5):
        leads = margin >= limit
        if leads.sum() < needed:
            break
        penalty = _in_tenths(np.sort(least[leads])[max(0, needed - 1)])
        is_sure = leads & (least <= penalty)
        passed = (margin_of_others >= limit) & (least_of_others <= penalty)
        if is_wrong[is_sure].mean() <= wrong and passed.sum() < fewest:
            best = Limits(float(limit), penalty, max(penalty, farthest))
            fewest = passed.sum()
    if best is None:
        raise ValueError(
            "expected penalties for which some limits leave enough digits sure, and "
            f"few of these wrong. Received: none for sure={sure} and wrong={wrong}"
        )
    return best


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
    penalties, labels = _labelled(penalties, labels)
    margin = _numbers(penalties)
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


def _in_tenths(penalty: float) -> float:
    """The next multiple of 1/10 that is not smaller."""
    return round(float(np.ceil(10 * penalty)) / 10, 1)


def _labelled(penalties, labels) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays, if they are of the same patterns."""
    penalties, labels = np.asarray(penalties), np.asarray(labels)
    if len(labels) == 0 or len(labels) != len(penalties):
        raise ValueError(
            "`penalties` and `labels` must describe the same patterns, at least one. "
            f"Received: {len(penalties)} and {len(labels)}"
        )
    return penalties, labels


def _numbers(penalties: np.ndarray) -> np.ndarray:
    """The margins, if all penalties are numbers."""
    margin = margins(penalties)
    if np.isnan(margin).any():
        raise ValueError("`penalties` must be numbers. Received: nan among them")
    return margin
