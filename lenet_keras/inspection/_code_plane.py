"""The plane in which ten codes of 84 dimensions lie farthest apart."""

import numpy as np


class CodePlane:
    """The plane around the codes: the first two principal axes of their differences.

    No other plane keeps more of the squared distances between the codes. A place on it
    is a shadow: two points that lie close on the plane may lie far apart in the space.

    Args:
        codes: Array of shape `(classes, units)`, at least three codes.

    Attributes:
        origin: The mean of the codes, an array of shape `(units,)`.
        axes: Two directions of length 1, an array of shape `(2, units)`. The largest
            component of each is positive.
        share: The part of the squared distances between codes that the plane keeps,
            from 0 to 1.

    Raises:
        ValueError: If there are fewer than three codes, or they all lie on one line.

    Example:

    >>> from lenet_keras import paper
    >>> from lenet_keras.inspection import CodePlane
    >>> codes = paper.digit_codes()
    >>> CodePlane(codes).project(codes).shape
    (10, 2)

    Reference:
        Not in the paper; the codes are those of Fig. 3.
    """

    def __init__(self, codes):
        codes = np.asarray(codes, "float64")
        if codes.ndim != 2 or len(codes) < 3:
            raise ValueError(
                "`codes` must have the shape (classes, units), with at least three "
                f"classes. Received: shape {codes.shape}"
            )
        self.origin = codes.mean(axis=0)
        _, lengths, directions = np.linalg.svd(codes - self.origin, full_matrices=False)
        if lengths[1] < 1e-9 * max(lengths[0], 1e-9):
            raise ValueError(
                "`codes` must not all lie on one line. "
                f"Received: codes that spread by {lengths.round(3).tolist()}"
            )
        axes = directions[:2]
        largest = np.abs(axes).argmax(axis=1)
        self.axes = axes * np.sign(axes[[0, 1], largest])[:, np.newaxis]
        self.share = float(np.square(lengths[:2]).sum() / np.square(lengths).sum())

    def project(self, states) -> np.ndarray:
        """Places on the plane.

        Args:
            states: Array of shape `(..., units)`: states of F6, or codes.

        Returns:
            Array of shape `(..., 2)`.
        """
        return (np.asarray(states) - self.origin) @ self.axes.T
