"""Parts of digits that units detect: where they are."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def peaks(maps, reach: int = 2) -> np.ndarray:
    """Finds where a unit is on and no unit near it has a larger state.

    Args:
        maps: Array of shape `(n, rows, columns, maps)`, states of units that detect
            parts of one kind.
        reach: How near, in units along either axis. Defaults to 2.

    Returns:
        Boolean array of shape `(n, rows, columns)`: whether the largest state at this
        place, over all maps, is above zero and the largest within reach.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import peaks
    >>> maps = np.array([-1.0, 0.3, 0.9, -1.0]).reshape(1, 1, 4, 1)
    >>> peaks(maps)[0, 0].tolist()
    [False, False, True, False]
    """
    best = np.asarray(maps).max(axis=-1)
    width = [(0, 0), (reach, reach), (reach, reach)]
    around = np.pad(best, width, constant_values=-np.inf)
    window = (2 * reach + 1, 2 * reach + 1)
    largest = sliding_window_view(around, window, (1, 2)).max(axis=(-2, -1))
    return (best > 0) & (best == largest)
