"""One image in the whole network: what units see of it, and the states of all."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._output import penalty_bars
from lenet_keras.figures._style import (
    INK,
    SIGNED,
    bare,
    styled,
    symmetric_scale,
)


@styled
def draw_states(states: Mapping[str, np.ndarray], index: int = 0) -> Figure:
    """Draws the states of every layer of LeNet-5 for one image.

    Args:
        states: What `lenet_keras.inspection.feature_maps` returns for `lenet5()`
            with an input of 32x32 pixels.
        index: Which of the images to draw. Defaults to 0.

    Returns:
        A Figure: the image, the maps of C1 to S4, C5 as 10 rows of 12 units, F6 in
        the arrangement of its codes, the penalties, and a colour bar. All states
        share one colour scale, symmetric about zero.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> figure = draw_states(feature_maps(lenet5(), np.zeros((1, 32, 32, 1))))
    >>> [axes.get_title() for axes in figure.axes][:3]
    ['image', 'C1', 'S2']

    Reference:
        Section II-B; Fig. 13 shows such states.
    """
    panels = {
        "C1": _mosaic(states["C1"][index], columns=2),
        "S2": _mosaic(states["S2"][index], columns=2),
        "C3": _mosaic(states["C3"][index], columns=4),
        "S4": _mosaic(states["S4"][index], columns=4),
        "C5": states["C5"][index].reshape(10, -1),
        "F6": states["F6"][index].reshape(paper.CODE_SHAPE),
    }
    scale = symmetric_scale(states[name][index] for name in panels)
    figure = Figure(figsize=(5.6, 7.2), layout="constrained")
    layout: list = [
        ["image", "C1", "S2"],
        ["C3", "S4", "C5"],
        ["F6", "output", "output"],
    ]
    axes = figure.subplot_mosaic(layout, height_ratios=(1.5, 1, 1))
    axes["image"].imshow(
        states["image"][index, ..., 0],
        cmap=INK,
        vmin=paper.BACKGROUND,
        vmax=paper.FOREGROUND,
    )
    for name, panel in panels.items():
        picture = axes[name].imshow(panel, cmap=SIGNED, norm=scale)
        axes[name].set_facecolor("#d9d9d9")
    for name in ("image", *panels):
        bare(axes[name])
        axes[name].set_title(name)
    penalty_bars(axes["output"], states["output"][index])
    axes["output"].set_title("output")
    figure.colorbar(
        picture, ax=figure.axes, location="bottom", label="state", shrink=0.7, aspect=40
    )
    return figure


def _mosaic(maps: np.ndarray, columns: int) -> np.ndarray:
    """The maps of an array (height, width, maps) side by side, masked gaps between."""
    height, width, number = maps.shape
    gap = 1 + height // 14
    padded = np.pad(
        maps, ((0, gap), (0, gap), (0, -number % columns)), constant_values=np.nan
    )
    grid = padded.reshape(height + gap, width + gap, -1, columns)
    tiles = grid.transpose(2, 0, 3, 1).reshape(-1, columns * (width + gap))
    return np.ma.masked_invalid(tiles[:-gap, :-gap])
