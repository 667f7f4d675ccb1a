"""Whether maps follow the input when it is moved."""

import math

import numpy as np

from lenet_keras.digits import shift


def moved_right(maps, places: float) -> np.ndarray:
    """Moves maps to the right by any part of a unit.

    Args:
        maps: Array of shape `(n, rows, columns, maps)`.
        places: How far, in units; between two units, states are read on the straight
            line that joins them.

    Returns:
        Array of the same shape, NaN where nothing is known.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import moved_right
    >>> row = np.array([0.0, 0.0, 1.0, 0.0]).reshape(1, 1, 4, 1)
    >>> moved_right(row, 0.5).ravel().tolist()
    [nan, 0.0, 0.5, 0.5]

    Reference:
        Section II-A: if the input shifts, the feature map shifts by the same amount.
    """
    below = math.floor(places)
    near = shift(maps, dx=below, fill=np.nan)
    if below == places:
        return near
    far = shift(maps, dx=below + 1, fill=np.nan)
    return near + (places - below) * (far - near)


def misfit(before, after, places: float) -> float:
    """How far maps are from having moved with the input.

    Args:
        before: Array of shape `(n, rows, columns, maps)`: maps of some inputs.
        after: Maps of the same inputs after these have been moved to the right.
        places: By how many units the maps should have moved.

    Returns:
        The root mean square of the difference between `after` and `before` so moved,
        as a share of the standard deviation of the maps about their means: 0 if they
        followed, about 1 for who predicts no more than the mean of each map.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import misfit
    >>> row = np.array([0.0, 0.0, 1.0, 0.0]).reshape(1, 1, 4, 1)
    >>> misfit(row, np.roll(row, 1, axis=2), places=1)
    0.0

    Reference:
        Not in the paper.
    """
    expected = moved_right(before, places)
    known = np.where(np.isnan(expected), np.nan, after)
    left = np.sqrt(np.nanmean((known - expected) ** 2))
    return float(left / np.sqrt(np.nanvar(known, axis=(1, 2)).mean()))
