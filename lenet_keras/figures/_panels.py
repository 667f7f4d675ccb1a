"""What figures are put together from: pictures, bars and numbers in axes."""

from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import Locator, NullLocator, StrMethodFormatter

from lenet_keras import paper
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    PIXELS,
    QUIET,
    SIGNED,
    STATES,
)

LAYERS = ("image", "C1", "S2", "C3", "S4", "C5", "F6", "output")
MINUS = "\N{MINUS SIGN}"
_FOLDED = {"C5": (15, 8), "F6": paper.CODE_SHAPE}
_GAP = 0.06  # between tiles, in widths of a tile
_LEVELS = 12  # contours of a landscape
_LOWEST_LEVEL = 1 / 1000  # of the highest


def check_lengths(**arguments: Sized) -> None:
    """Refuses two or more arguments of different lengths, or of length zero."""
    lengths = [len(argument) for argument in arguments.values()]
    if len(set(lengths)) != 1 or 0 in lengths:
        names = _listed([f"`{name}`" for name in arguments])
        raise ValueError(
            f"{names} must have the same length, at least 1. "
            f"Received: {_listed([str(length) for length in lengths])}"
        )


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}"


def bare(axes, frame: bool = True) -> None:
    """Takes ticks off axes that show a picture, and keeps a thin frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=frame, linewidth=0.6, color=QUIET)


def panels(figure: Figure, count: int, columns: int, **subplots) -> list:
    """Axes for `count` pictures in rows of `columns`; the last row may be short."""
    rows = -(-count // columns)
    grid = figure.subplots(rows, columns, squeeze=False, **subplots).ravel()
    for axes in grid[count:]:
        axes.remove()
    return list(grid[:count])


def folded(layer: str, states) -> np.ndarray:
    """The states of a layer for one input; vectors become 15 lines of 8 or 12 of 7."""
    states = np.asarray(states)
    return states.reshape(_FOLDED[layer]) if layer in _FOLDED else states


def tile(axes, maps, columns: int, ink: bool = False, norm=None) -> None:
    """Draws maps `(rows, columns, n)`, or one of two dimensions, side by side."""
    maps = np.asarray(maps)
    maps = maps.reshape(*maps.shape[:2], -1)
    height, width, count = maps.shape
    tall, step = height / width, 1 + _GAP
    rows = -(-count // columns)
    for item in range(count):
        left, top = item % columns * step, item // columns * (tall + _GAP)
        axes.imshow(
            maps[:, :, item],
            cmap=INK if ink else SIGNED,
            norm=norm or (PIXELS if ink else STATES),
            extent=(left, left + 1, top + tall, top),
            interpolation="nearest",
        )
    axes.set(
        xlim=(0, columns * step - _GAP),
        ylim=(rows * (tall + _GAP) - _GAP, 0),
        facecolor=QUIET,
    )
    bare(axes)


def state_bar(figure: Figure, axes) -> None:
    """Fills axes with the colour scale of the states."""
    bar = figure.colorbar(
        ScalarMappable(STATES, SIGNED), cax=axes, orientation="horizontal"
    )
    bar.set_label("state of a unit")
    bar.set_ticks([-paper.AMPLITUDE, -1, 0, 1, paper.AMPLITUDE])
    bar.set_ticklabels(["-1.7", "-1", "0", "1", "1.7"])


def frame(left: float, top: float, side: float, **style) -> Rectangle:
    """A square frame in the coordinates of a picture, ready to be added to axes."""
    style = {"edgecolor": ACCENT, "fill": False, "linewidth": 2, **style}
    return Rectangle((left, top), side, side, **style)


def penalty_bars(axes, penalties, chosen: int | None = None) -> int:
    """Draws a bar for each class, one of them red: `chosen`, or the smallest penalty.

    Returns which.
    """
    chosen = int(np.argmin(penalties)) if chosen is None else chosen
    places = range(len(penalties))
    colours = [ACCENT if place == chosen else QUIET for place in places]
    axes.bar(places, penalties, color=colours)
    axes.set_xticks(places)
    return chosen


def write_cells(axes, texts, dark=False, **style) -> None:
    """Writes texts `(rows, columns)` into a picture's cells, white where it is dark."""
    texts = np.asarray(texts)
    white = np.broadcast_to(dark, texts.shape)
    for row, column in np.argwhere(texts != ""):
        colour = "white" if white[row, column] else "black"
        place = {"ha": "center", "va": "center", "color": colour, **style}
        axes.text(column, row, texts[row, column], **place)


def plain_numbers(axis, locator: Locator) -> None:
    """Labels a logarithmic axis with 0.5, 1, 3, ... instead of powers of ten."""
    axis.set_major_locator(locator)
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_locator(NullLocator())


def same_layers(by_name: Mapping[str, Iterable[str]], argument: str) -> list[str]:
    """The layers that all entries hold in one order; refuses entries that differ."""
    layers: list[Any] = [list(entry) for entry in by_name.values()]
    if not layers or not layers[0] or any(entry != layers[0] for entry in layers):
        raise ValueError(
            f"`{argument}` must hold the same layers for each entry, at least one. "
            f"Received: {dict(zip(by_name, layers, strict=True))}"
        )
    return layers[0]


def pairs(above, below, titles, columns: int, height: float):
    """A figure of bands with two lines of states, `height` inches each, and a scale."""
    columns = min(columns, len(titles))
    bands = -(-len(titles) // columns)
    inches = bands * (2 * height + 0.3) + 0.5
    figure = Figure(figsize=(1.1 * columns, inches))
    for item, title in enumerate(titles):
        band, column = divmod(item, columns)
        top = inches - band * (2 * height + 0.3) - 0.25
        for row, pictures in enumerate((above, below)):
            bottom = top - (row + 1) * height
            axes = figure.add_axes(
                (
                    (column + 0.03) / columns,
                    (bottom + 0.03) / inches,
                    0.94 / columns,
                    (height - 0.06) / inches,
                )
            )
            tile(axes, pictures[item], 1)
            axes.set_title(title if row == 0 else "")
    state_bar(figure, figure.add_axes((0.1, 0.3 / inches, 0.8, 0.1 / inches)))
    return figure


def draw_landscape(axes: Axes, x, y, losses: np.ndarray) -> None:
    """Contours of the loss, from one to the next by the same factor; dark is large."""
    levels = losses.max() * np.geomspace(_LOWEST_LEVEL, 1, _LEVELS)
    shades = np.linspace(1, 0.55, _LEVELS - 1).astype(str)
    axes.contourf(x, y, losses, levels, colors=shades, extend="min")
    axes.contour(x, y, losses, levels, colors=QUIET, linewidths=0.5)
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
