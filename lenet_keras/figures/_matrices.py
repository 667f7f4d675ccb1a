"""Layers as matrices: a row for each unit, a column for each pixel."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import bare
from lenet_keras.figures._style import QUIET, SIGNED, styled, symmetric_scale


@styled
def weight_matrices(matrices: Mapping[str, np.ndarray]) -> Figure:
    """Layers drawn as matrices: where there are weights, and which are the same.

    Args:
        matrices: By title, an array of shape `(units, pixels)`: the weight between
            each unit and each pixel, NaN where they are not connected. Equal numbers
            are one shared weight.

    Returns:
        A Figure with one axes for each matrix, which tells how many connections and
        how many different weights it has. All weights have one colour scale,
        symmetric about zero; a cell without a connection stays empty.

    Raises:
        ValueError: If there is no matrix, or one without a weight.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import weight_matrices
    >>> shared = np.array([[1, 2, np.nan], [np.nan, 1, 2]])
    >>> print(weight_matrices({"shared": shared}).axes[0].get_title())
    shared
    4 connections
    2 weights

    Reference:
        Section II-A: local receptive fields and shared weights.
    """
    weights = {name: matrix[~np.isnan(matrix)] for name, matrix in matrices.items()}
    if not weights or any(numbers.size == 0 for numbers in weights.values()):
        raise ValueError(
            "`matrices` must hold at least one array, each with at least one weight. "
            f"Received: { ({name: len(numbers) for name, numbers in weights.items()}) }"
        )
    scale = symmetric_scale(weights.values())
    figure = Figure(figsize=(1.95 * len(matrices), 2.5), layout="constrained")
    row = figure.subplots(1, len(matrices), squeeze=False)[0]
    for axes, (name, matrix) in zip(row, matrices.items(), strict=True):
        units, pixels = matrix.shape
        axes.imshow(matrix, cmap=SIGNED, norm=scale, interpolation="nearest")
        bare(axes)
        for edge in range(1, units):
            axes.axhline(edge - 0.5, color="white", linewidth=1.5)
        for edge in range(1, pixels):
            axes.axvline(edge - 0.5, color="white", linewidth=1.5)
        connections, different = weights[name].size, np.unique(weights[name]).size
        axes.set_title(f"{name}\n{connections} connections\n{different} weights")
        axes.set_xlabel(f"{pixels} pixels", color=QUIET)
    row[0].set_ylabel(f"{len(next(iter(matrices.values())))} units", color=QUIET)
    return figure
