"""Pictures of feature maps: what every unit of a layer answers to an input."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._style import ACCENT, INK, QUIET, SIGNED, bare, styled

LAYERS = ("image", "C1", "S2", "C3", "S4", "C5", "F6", "output")
# One scale for the states of all layers: the range of the squashing function.
STATES = Normalize(-paper.AMPLITUDE, paper.AMPLITUDE)
PIXELS = Normalize(paper.BACKGROUND, paper.FOREGROUND)
_GAP = 0.06  # between tiles, in widths of a tile


@styled
def layer_states(
    maps: Mapping[str, np.ndarray], index: int = 0, title: str = ""
) -> Figure:
    """The states of all units of LeNet-5 for one input, as Fig. 13 shows them.

    Args:
        maps: States by layer, as `lenet_keras.inspection.feature_maps` returns
            them for the network of section II-B.
        index: Which of the inputs to show. Defaults to 0.
        title: Line above the figure.

    Returns:
        A Figure with seven pictures (input to F6), the penalties and the colour
        scale. Maps stand in reading order; the 120 states of C5 fill a picture of
        15 lines of 8, the 84 of F6 one of 12 lines of 7.

    Raises:
        ValueError: If a layer is missing, or there is no input of that index.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> len(layer_states(maps).axes)
    9

    Reference:
        Section II-B, Fig. 2; section III-E, Fig. 13.
    """
    states = _one_input(maps, index)
    figure = Figure(figsize=(5.4, 5.4))
    figure.text(0.02, 0.96, title, weight="bold", fontsize=11)
    for name, left, bottom, width, columns, label in (
        ("image", 0.02, 0.67, 0.22, 1, "input"),
        ("C1", 0.27, 0.67, 0.34, 3, "C1: 6 maps"),
        ("S2", 0.64, 0.67, 0.34, 3, "S2: 6 maps"),
        ("C3", 0.02, 0.345, 0.29, 4, "C3: 16 maps"),
        ("S4", 0.335, 0.345, 0.29, 4, "S4: 16 maps"),
        ("C5", 0.65, 0.345, 0.146, 1, "C5: 120"),
        ("F6", 0.82, 0.345, 0.16, 1, "F6: 7x12"),
    ):
        height = 0.235 if bottom > 0.5 else 0.29
        axes = figure.add_axes((left, bottom, width, height), anchor="NW")
        tile(axes, states[name], columns, name == "image")
        axes.set_title(label)
    axes = figure.add_axes((0.1, 0.06, 0.55, 0.2))
    _penalty_bars(axes, states["output"], "penalties: {answer} wins, {penalty:.1f}")
    state_bar(figure, figure.add_axes((0.72, 0.16, 0.25, 0.025)))
    return figure


@styled
def states_side_by_side(
    columns: Sequence[Mapping[str, np.ndarray]], titles: Sequence[str], index: int = 0
) -> Figure:
    """The states of a few inputs in columns: input, C1, S4, F6 and penalties.

    Args:
        columns: For each column the states by layer.
        titles: One title for each column.
        index: Which input of each to show. Defaults to 0.

    Returns:
        A Figure with five panels for each column and the colour scale.

    Raises:
        ValueError: If there is no column, or not one title for each.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> len(states_side_by_side([maps, maps], ["once", "again"]).axes)
    11

    Reference:
        Section III-E, Fig. 13.
    """
    if not columns or len(columns) != len(titles):
        raise ValueError(
            "`columns` and `titles` must have the same length, at least 1. "
            f"Received: {len(columns)} and {len(titles)}"
        )
    count = len(columns)
    figure = Figure(figsize=(1.8 * count, 8.4))
    grid = figure.add_gridspec(
        6, count, height_ratios=(1.5, 1, 1.5, 1.5, 1, 0.1), hspace=0.45, wspace=0.2
    )
    for column, (maps, title) in enumerate(zip(columns, titles, strict=True)):
        states = _one_input(maps, index)
        for row, (name, across) in enumerate(
            (("image", 1), ("C1", 3), ("S4", 4), ("F6", 1))
        ):
            axes = figure.add_subplot(grid[row, column])
            tile(axes, states[name], across, name == "image")
            axes.set_title(title if name == "image" else name)
        axes = figure.add_subplot(grid[4, column])
        _penalty_bars(axes, states["output"], "{answer} wins: {penalty:.1f}")
        axes.set(xticks=[], yticks=[])
    state_bar(figure, figure.add_subplot(grid[5, :]))
    return figure


def _one_input(maps, index: int) -> dict[str, np.ndarray]:
    """Checks `maps` and takes the states of one input, vectors folded to pictures."""
    missing = [name for name in LAYERS if name not in maps]
    if missing or not 0 <= index < len(maps["output"]):
        raise ValueError(
            f"`maps` must hold the layers {LAYERS} and input {index}. Received: "
            f"layers {tuple(maps)}, {len(next(iter(maps.values()), ()))} inputs"
        )
    states = {name: np.asarray(maps[name][index]) for name in LAYERS}
    states["C5"] = states["C5"].reshape(15, 8)
    states["F6"] = states["F6"].reshape(paper.CODE_SHAPE)
    return states


def tile(axes, maps: np.ndarray, columns: int, ink: bool = False) -> None:
    """Draws maps `(rows, columns, n)`, or one of two dimensions, side by side."""
    maps = maps.reshape(*maps.shape[:2], -1)
    height, width, count = maps.shape
    tall, step = height / width, 1 + _GAP
    rows = -(-count // columns)
    for item in range(count):
        left, top = item % columns * step, item // columns * (tall + _GAP)
        axes.imshow(
            maps[:, :, item],
            cmap=INK if ink else SIGNED,
            norm=PIXELS if ink else STATES,
            extent=(left, left + 1, top + tall, top),
            interpolation="nearest",
        )
    axes.set(
        xlim=(0, columns * step - _GAP),
        ylim=(rows * (tall + _GAP) - _GAP, 0),
        facecolor=QUIET,
    )
    bare(axes)


def _penalty_bars(axes, penalties: np.ndarray, title: str) -> None:
    answer = penalties.argmin()
    colours = [ACCENT if digit == answer else QUIET for digit in range(len(penalties))]
    axes.bar(range(len(penalties)), penalties, color=colours)
    axes.set_title(title.format(answer=answer, penalty=penalties[answer]))
    axes.set(
        xticks=range(len(penalties)),
        yticks=[0, 100, 200, 300],
        ylim=(0, max(250, penalties.max())),
    )


def state_bar(figure: Figure, axes) -> None:
    """Fills axes with the colour scale of the states."""
    bar = figure.colorbar(
        ScalarMappable(STATES, SIGNED), cax=axes, orientation="horizontal"
    )
    bar.set_label("state of a unit")
    bar.set_ticks([-paper.AMPLITUDE, -1, 0, 1, paper.AMPLITUDE])
    bar.set_ticklabels(["-1.7", "-1", "0", "1", "1.7"])


@styled
def moved_maps(
    before: Mapping[str, np.ndarray],
    expected: Mapping[str, np.ndarray],
    after: Mapping[str, np.ndarray],
) -> Figure:
    """Does a map follow the input? Before, after, and what a plain shift leaves out.

    Args:
        before: By title of the row, an array `(rows, columns)`: a map of the input.
        expected: The same maps, shifted; NaN where nothing is known.
        after: The map of the shifted input.

    Returns:
        A Figure with three pictures in each row: before, after, and after minus
        expected, grey where nothing is known, all on the scale of the states.

    Raises:
        ValueError: If the three do not have the same rows and shapes.

    Example:

    >>> maps = {"C1": np.zeros((28, 28))}
    >>> len(moved_maps(maps, maps, maps).axes)
    3

    Reference:
        Section II-A: if the input shifts, the map shifts by the same amount.
    """
    shapes = [
        {title: np.shape(states) for title, states in maps.items()}
        for maps in (before, expected, after)
    ]
    if not before or any(shape != shapes[0] for shape in shapes):
        raise ValueError(
            "`before`, `expected` and `after` must hold the same rows, of the same "
            f"shapes. Received: {shapes}"
        )
    figure = Figure(figsize=(5.4, 1.95 * len(before)))
    axes = figure.subplots(len(before), 3, squeeze=False)
    columns = ("before", "after", "after - expected")
    for row, title in enumerate(before):
        pictures = before[title], after[title], after[title] - expected[title]
        for panel, picture, column in zip(axes[row], pictures, columns, strict=True):
            panel.imshow(picture, cmap=SIGNED, norm=STATES, interpolation="nearest")
            panel.set_facecolor(QUIET)
            panel.set_title(column if row == 0 else "")
            bare(panel)
        axes[row, 0].set_ylabel(title)
    figure.subplots_adjust(wspace=0.06, hspace=0.06)
    return figure
