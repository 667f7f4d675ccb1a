"""What the answers of a classifier to the test digits are worth, in few numbers."""

import numpy as np

from lenet_keras.rejection import margins, rejection_threshold

_DRAWS = 10_000
_FEW_DRAWS = 500  # where each takes a while
_MOST_WRONG = 0.005  # of the answers that are not rejected


def judged(scores, labels) -> dict:
    """All that the book says about the answers of a classifier.

    Args:
        scores: Array of shape `(n, classes)`: the greatest is the answer.
        labels: Integer array of shape `(n,)`, the right classes.

    Returns:
        `error`, a share; `interval`, between which 95 of 100 errors on as many digits
        drawn from these lie; `rejected`, the share of the digits that must be rejected
        so that at most 0.5 % of the others are wrong; `wrong`, for each wrong answer
        its index, the answer, and how many digits are rejected before it is: `rejected`
        for any other error follows from these.

    Example:

    >>> from lenet_keras.reproduce.classifiers.answers import judged
    >>> import numpy as np
    >>> scores = np.array([[0.0, 9.0], [1.0, 2.0], [8.0, 0.0]])
    >>> found = judged(scores, [0, 1, 0])
    >>> found["wrong"], round(found["error"], 3)
    ([[0, 1, 2]], 0.333)

    Reference:
        Fig. 9 for the error; Fig. 10 for the rejection.
    """
    scores, labels = np.asarray(scores), np.asarray(labels)
    answers = scores.argmax(axis=1)
    lead = margins(-scores)
    before = np.empty(len(lead), int)
    before[np.argsort(lead, kind="stable")] = np.arange(len(lead))
    wrong = np.flatnonzero(answers != labels)
    threshold = rejection_threshold(-scores, labels)
    error = len(wrong) / len(labels)
    return {
        "error": error,
        "interval": interval(error, len(labels)),
        "rejected": float(np.mean(lead < threshold)),
        "wrong": [[int(k), int(answers[k]), int(before[k])] for k in wrong],
    }


def interval(error: float, digits: int, share: float = 0.95) -> list[float]:
    """Between which errors other test digits of the same kind would lead to.

    Drawn again and again from the digits with replacement, so many are wrong as a
    binomial distribution says.

    Args:
        error: The share of wrong answers.
        digits: To how many digits.
        share: Of the draws within the interval, from 0 to 1.

    Returns:
        The two ends, shares.

    Example:

    >>> from lenet_keras.reproduce.classifiers.answers import interval
    >>> [round(end, 4) for end in interval(0.01, 10_000)]
    [0.0081, 0.012]

    Reference:
        Fig. 9 quotes an uncertainty of 0.1 % and does not say where it comes from.
    """
    draws = np.random.default_rng(0).binomial(digits, error, _DRAWS) / digits
    ends = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2])
    return [float(end) for end in ends]


def rejection_interval(wrong, digits: int, share: float = 0.95) -> list[float]:
    """Between which rejections other test digits of the same kind would lead to.

    Args:
        wrong: As `judged` gives it.
        digits: How many digits were judged.
        share: Of the draws within the interval, from 0 to 1.

    Returns:
        The two ends of the share of digits that must be rejected so that at most 0.5 %
        of the others are wrong.

    Example:

    >>> from lenet_keras.reproduce.classifiers.answers import rejection_interval
    >>> wrong = [[k, 0, 2 * k] for k in range(100)]
    >>> [round(end, 3) for end in rejection_interval(wrong, 10_000)]
    [0.007, 0.013]

    Reference:
        Fig. 10, which quotes no uncertainty.
    """
    is_wrong = np.zeros(digits, bool)
    is_wrong[[before for *_, before in wrong]] = True
    rng, found = np.random.default_rng(0), []
    for _ in range(_FEW_DRAWS):
        dealt = np.bincount(rng.integers(digits, size=digits), minlength=digits)
        kept = _left(dealt)
        enough = _left(dealt * is_wrong) <= _MOST_WRONG * kept
        found.append(1 - kept[enough.argmax()] / digits)
    ends = np.quantile(found, [(1 - share) / 2, (1 + share) / 2])
    return [float(end) for end in ends]


def _left(counts: np.ndarray) -> np.ndarray:
    """How many are left when the first 0, 1, 2, ... have gone, and when all have."""
    return np.append(counts[::-1].cumsum()[::-1], 0)
