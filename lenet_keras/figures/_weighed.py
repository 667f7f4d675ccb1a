"""Small pictures that a weighted sum tells apart, or does not."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import MINUS, bare, write_cells
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    OTHER,
    SIGNED,
    styled,
    symmetric_scale,
)


@styled
def weighed_pictures(weights, pictures: Mapping, scores: Mapping) -> Figure:
    """Weights, and pictures of two kinds with their scores and what they are called.

    Args:
        weights: Array of shape `(height, width)`, whole numbers.
        pictures: Two kinds by name, each an array of shape `(n, height, width)`, 0 is
            paper and 1 is ink. The first is to score above zero, the second is not.
        scores: For each kind `n` numbers.

    Returns:
        A Figure: at the left the weights, red above zero and blue below; at the right
        a row of pictures for each kind, each under its score and over its name, blue
        where that is right and red where it is wrong.

    Raises:
        ValueError: If there are not two kinds, or not a score for each picture.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import weighed_pictures
    >>> dots = {"left": np.array([[[1, 0]]]), "right": np.array([[[0, 1]]])}
    >>> figure = weighed_pictures([[2, 0]], dots, {"left": [2], "right": [0]})
    >>> [axes.get_title() for axes in figure.axes]
    ['weights', '2', '0']

    Reference:
        Section I: a general classifier. The pictures are ours.
    """
    shown = {kind: len(some) for kind, some in pictures.items()}
    scored = {kind: len(some) for kind, some in scores.items()}
    if len(shown) != 2 or shown != scored:
        raise ValueError(
            "`pictures` must hold two kinds, and `scores` a score for each picture. "
            f"Received: {shown} pictures and {scored} scores"
        )
    weights = np.asarray(weights)
    most = max(shown.values())
    figure = Figure(figsize=(5.4, 2.9), layout="constrained")
    grid = figure.add_gridspec(2, most + 2)
    scale = figure.add_subplot(grid[:, :2])
    norm = symmetric_scale([2 * weights])  # the numbers stay readable on their colours
    scale.imshow(weights, cmap=SIGNED, norm=norm, interpolation="nearest")
    texts = np.vectorize(_written)(weights)
    write_cells(scale, texts, fontsize=12)
    scale.set_title("weights")
    bare(scale)
    names = list(pictures)
    for row, (kind, some) in enumerate(pictures.items()):
        for column, (picture, score) in enumerate(zip(some, scores[kind], strict=True)):
            axes = figure.add_subplot(grid[row, column + 2])
            axes.imshow(picture, cmap=INK, vmin=0, vmax=1, interpolation="nearest")
            axes.set_title(_written(score), weight="bold", pad=3)
            called = names[0] if score > 0 else names[1]
            mark = "\N{CHECK MARK}" if called == kind else "\N{BALLOT X}"
            colour = OTHER if called == kind else ACCENT
            axes.set_xlabel(f"{mark} {called}", color=colour, labelpad=3)
            bare(axes)
    return figure


def _written(number) -> str:
    return f"{number:g}".replace("-", MINUS)
