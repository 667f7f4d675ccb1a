"""One image in the whole network: what units see of it, and the states of all."""

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lenet_keras import paper
from lenet_keras.figures.output import penalty_bars
from lenet_keras.figures.style import (
    ACCENT,
    INK,
    SIGNED,
    bare,
    styled,
    symmetric_scale,
)
from lenet_keras.receptive_fields import ReceptiveField

# Told apart with any common colour vision (Okabe and Ito).
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00")


@styled
def draw_receptive_fields(
    image: np.ndarray, fields: Iterable[ReceptiveField], centres: str = "C3"
) -> Figure:
    """Draws what one unit of each layer sees, and where the units of one layer stand.

    Args:
        image: Array of shape `(height, width)`, scaled as `lenet_keras.prepare` does.
        fields: What `lenet_keras.receptive_fields.receptive_fields` returns; the same
            along both axes.
        centres: Name of the layer whose fields' centres the second panel marks.
            Defaults to `"C3"`.

    Returns:
        A Figure with two axes: the field of the middle unit of each layer as a frame,
        and the centres as dots with a dashed frame around the pixels they cover.

    Raises:
        ValueError: If no field has the name `centres`.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.receptive_fields import receptive_fields
    >>> image = np.zeros((32, 32))
    >>> len(draw_receptive_fields(image, receptive_fields(lenet5())).axes)
    2

    Reference:
        Section II-A for the idea; section II-B for the area that C3 covers.
    """
    fields = list(fields)
    side = image.shape[0]
    number = {field.name: (side - field.size) // field.spacing + 1 for field in fields}
    marked = [field for field in fields if field.name == centres]
    if not marked:
        raise ValueError(
            f"`centres` must be one of {[field.name for field in fields]}. "
            f"Received: {centres!r}"
        )
    figure = Figure(figsize=(5.8, 3.7), layout="constrained")
    left, right = figure.subplots(1, 2)
    for axes in (left, right):
        axes.imshow(image, cmap=INK, vmin=paper.BACKGROUND, vmax=paper.FOREGROUND)
        bare(axes, frame=axes is right)
    for place, field in enumerate(fields):
        # Frames that share an edge are drawn side by side, deeper layers outside.
        inset = 0.3 * (len(fields) - 1 - place) / len(fields)
        corner = field.pixels(number[field.name] // 2)[0] - 0.5 + inset
        extent = field.size - 2 * inset
        frame = Rectangle((corner, corner), extent, extent, fill=False, linewidth=2)
        frame.set(edgecolor=_COLOURS[place % len(_COLOURS)], clip_on=False)
        frame.set_label(f"{field.name} {field.size}×{field.size}")
        left.add_patch(frame)
    left.set_title("field of one unit of each layer")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)

    [field] = marked
    middles = [float(np.mean(field.pixels(unit))) for unit in range(number[centres])]
    x, y = np.meshgrid(middles, middles)
    right.scatter(x, y, s=9, color=ACCENT, zorder=3)
    start = middles[0] - field.spacing / 2
    covered = field.spacing * len(middles)
    right.add_patch(
        Rectangle((start, start), covered, covered, fill=False, color=ACCENT, ls="--")
    )
    right.set_title(f"centres of the {centres} fields")
    return figure


@styled
def draw_states(states: Mapping[str, np.ndarray], index: int = 0) -> Figure:
    """Draws the states of every layer of LeNet-5 for one image.

    Args:
        states: What `lenet_keras.feature_maps.feature_maps` returns for `lenet5()`
            with an input of 32x32 pixels.
        index: Which of the images to draw. Defaults to 0.

    Returns:
        A Figure: the image, the maps of C1 to S4, C5 as 10 rows of 12 units, F6 in
        the arrangement of its codes, the penalties, and a colour bar. All states
        share one colour scale, symmetric about zero.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.feature_maps import feature_maps
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
