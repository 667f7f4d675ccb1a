"""Inputs that units were found to want, in rows: layers and networks beside another."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from lenet_keras import paper
from lenet_keras.figures._panels import bare
from lenet_keras.figures._style import INK, styled


@styled
def wanted_inputs(rows: Mapping[str, Sequence[np.ndarray]]) -> Figure:
    """Inputs as ink on paper, each as dark as its own darkest pixel.

    Args:
        rows: By the title of a row, arrays of shape `(height, width)`: pixels, scaled
            as `lenet_keras.prepare` does it. As many in each row.

    Returns:
        A Figure with one axes for each input, row by row. Paper is white.

    Raises:
        ValueError: If the rows differ in length or are empty.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import wanted_inputs
    >>> figure = wanted_inputs({"C5": [np.eye(32)], "F6": [np.ones((32, 32))]})
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['C5', 'F6']

    Reference:
        Not in the paper; Erhan, Bengio, Courville and Vincent (2009).
    """
    lengths = {len(pictures) for pictures in rows.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(
            "`rows` must hold as many pictures each, at least one. Received: "
            f"{ {title: len(pictures) for title, pictures in rows.items()} }"
        )
    columns = lengths.pop()
    layout = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02, wspace=0.02, hspace=0.02)
    figure = Figure(figsize=(5.6, 4.8 / columns * len(rows)), layout=layout)
    grid = figure.subplots(len(rows), columns, squeeze=False)
    for line, (title, pictures) in zip(grid, rows.items(), strict=True):
        for axes, picture in zip(line, pictures, strict=True):
            darkest = max(float(np.max(picture)), paper.BACKGROUND + 1e-6)
            axes.imshow(
                picture,
                cmap=INK,
                vmin=paper.BACKGROUND,
                vmax=darkest,
                interpolation="nearest",  # else few pixels a number are blurred
            )
            bare(axes)
        line[0].set_ylabel(title, rotation=0, ha="right", va="center")
    return figure
