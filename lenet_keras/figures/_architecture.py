"""LeNet-5 as a whole: its layers to scale, and one route through their units."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import keras
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke

from lenet_keras import paper
from lenet_keras.figures._panels import (
    LAYERS,
    MINUS,
    folded,
    frame,
    penalty_bars,
    tile,
)
from lenet_keras.figures._style import ACCENT, MAP, QUIET, ROUTE, styled
from lenet_keras.inspection import Step, count

_ROOM = 20  # between two rows of maps, in units of the drawing


class _Row(NamedTuple):
    """The maps of one layer, side by side; one unit of one map is followed."""

    layer: keras.Layer
    height: int
    width: int
    maps: int
    followed: int
    top: float

    def corner(self, number: int) -> tuple[float, float]:
        """Upper left corner of a map; rows are centred about x = 0."""
        gap = 0.5 + 0.05 * self.width
        pitch = self.width + gap
        return number * pitch - (self.maps * pitch - gap) / 2, self.top

    @property
    def unit(self) -> tuple[int, int]:
        """Row and column of the followed unit, in the middle of its map."""
        return self.height // 2, self.width // 2

    @property
    def caption(self) -> str:
        if isinstance(self.layer, keras.layers.InputLayer):
            return f"input: {self.height} × {self.width} pixels"
        if self.height == self.width == 1:
            return f"{self.layer.name}: {self.maps} units"
        return f"{self.layer.name}: {self.maps} maps of {self.height} × {self.width}"


@styled
def architecture(model: keras.Model) -> Figure:
    """The layers of a model to scale, one unit followed from image to answer.

    Each pixel and each unit is a square of the same size. Red windows are what the
    red unit of the layer below sees.

    Args:
        model: A chain of layers, as `lenet_keras.lenet5` builds it, with an input of
            fixed size.

    Returns:
        A Figure with one axes; for each layer one rectangle for each map.

    Raises:
        ValueError: If a layer has no fixed size.

    Example:

    >>> from lenet_keras.figures import architecture
    >>> from lenet_keras import lenet5
    >>> len(architecture(lenet5()).axes)
    1

    Reference:
        Section II-B; Fig. 2 is the authors' own drawing.
    """
    parameters = {layer.name: layer.parameters for layer in count(model)}
    rows = _rows(model)
    left = min(row.corner(0)[0] for row in rows)
    bottom = rows[-1].top + rows[-1].height
    figure = Figure(figsize=(5.4, 5.4 * (bottom + 10) / (-2 * left)))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(left - 1, 1 - left), ylim=(bottom + 1, -9), aspect="equal")
    axes.axis("off")
    label = functools.partial(axes.text, va="bottom", fontsize=11, zorder=3)
    box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
    for before, row in zip([None, *rows], rows, strict=False):
        line = 0.6 if row.width > 1 else 0.3
        for number in range(row.maps):
            axes.add_patch(
                Rectangle(
                    row.corner(number), row.width, row.height, fc=MAP, ec=QUIET, lw=line
                )
            )
        if before:
            _draw_windows(axes, before, row)
            amount = f"{parameters[row.layer.name]:,} parameters"
            label(-left, row.top - 1.5, amount, ha="right")
        label(left, row.top - 1.5, row.caption, bbox=box)
    return figure


def _draw_windows(axes, before: _Row, row: _Row) -> None:
    """The followed unit of a row, and in the row before the windows that it sees."""
    x, y = np.add(row.corner(row.followed), row.unit[::-1])
    windows = list(_windows(before, row))
    for corner, width, height in windows:
        line = 0.9 if width > 1 else 0.3
        axes.add_patch(Rectangle(corner, width, height, fill=False, ec=ACCENT, lw=line))
        ends = np.add(corner, [(0, height), (width, height)])
        alpha = max(0.3 / len(windows) ** 0.5, 0.05)
        axes.add_patch(
            Polygon([*ends, (x + 1, y), (x, y)], color=ACCENT, alpha=alpha, lw=0)
        )
    axes.add_patch(Rectangle((x, y), 1, 1, color=ACCENT))


def _rows(model: keras.Model) -> list[_Row]:
    rows: list[_Row] = []
    top, followed = 0.0, 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.Flatten):
            continue
        height, width, maps = (1, 1, *layer.output.shape[1:])[-3:]
        # Two thirds to the right, where the lines stay clear of the captions.
        candidates = list(range(maps))
        if hasattr(layer, "pool_size"):
            candidates = [followed]
        elif hasattr(layer, "connections"):
            seeing = [m for m in candidates if followed in layer.connections[m]]
            candidates = seeing or candidates
        followed = min(candidates, key=lambda m: abs(m - 0.7 * maps))
        rows.append(_Row(layer, height, width, maps, followed, top))
        top += height + _ROOM
    return rows


def _windows(before: _Row, row: _Row) -> Iterator[tuple]:
    """What the followed unit of a row sees of the row before: corner, width, height."""
    layer = row.layer
    size = getattr(layer, "pool_size", getattr(layer, "kernel_size", None))
    start = np.multiply(row.unit, getattr(layer, "strides", 0))
    height, width = size or (before.height, before.width)
    maps: Iterable[int] = range(before.maps)
    if hasattr(layer, "pool_size"):
        maps = [row.followed]
    elif hasattr(layer, "connections"):
        maps = layer.connections[row.followed]
    for number in maps:
        x, y = before.corner(number)
        yield (x + start[1], y + start[0]), width, height


@styled
def unit_route(
    route: Sequence[Step], states: Mapping[str, np.ndarray], codes
) -> Figure:
    """One route from a pixel to a penalty: every unit on it, in its map.

    Args:
        route: The steps, as `lenet_keras.inspection.strongest_route` returns them.
        states: States of the one input by layer, without the axis of inputs.
        codes: Array of shape `(classes, 84)`, the centres of the RBF units.

    Returns:
        A Figure with nine pictures: input, C1, S2, C3, S4, C5, F6, the code, and the
        penalties. Small yellow squares are the units of the route, large ones what
        the next unit sees of the map. States and code are on one scale from minus to
        plus the amplitude of the squashing function; white is zero, red positive,
        blue negative; the input is drawn as ink.

    Raises:
        ValueError: If the route does not lead through all layers.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5, paper
    >>> from lenet_keras.inspection import feature_maps, strongest_route
    >>> from lenet_keras.figures import unit_route
    >>> model, image = lenet5(), np.zeros((1, 32, 32, 1))
    >>> states = {k: array[0] for k, array in feature_maps(model, image).items()}
    >>> route = strongest_route(model, image[0])
    >>> figure = unit_route(route, states, paper.digit_codes())
    >>> figure.axes[8].get_title()[:7]
    'penalty'

    Reference:
        Section II-B, Fig. 2. The route is ours.
    """
    steps = {step.layer: step for step in route}
    if tuple(steps) != LAYERS:
        raise ValueError(
            f"`route` must lead through {list(LAYERS)}. Received: {list(steps)}"
        )
    figure = Figure(figsize=(5.4, 8.6))
    grid = figure.subplots(3, 3, gridspec_kw={"hspace": 0.7, "wspace": 0.25}).ravel()
    for axes, layer, after in zip(grid, LAYERS[:5], LAYERS[1:], strict=False):
        _draw_map_unit(axes, steps[layer], steps[after], states[layer])

    number, (pixel,) = steps["C5"].unit[2], steps["F6"].unit
    (digit,), code = steps["output"].unit, np.asarray(codes)
    minus_code = f"{MINUS if code[digit, pixel] > 0 else '+'} 1"
    square = f"({_signed(steps['F6'].state)} {minus_code})\N{SUPERSCRIPT TWO}"
    received = steps["output"].received
    pictures = (
        ("C5: 120 units", folded("C5", states["C5"]), number, _numbers(steps["C5"])),
        ("F6: 84 units", folded("F6", states["F6"]), pixel, _numbers(steps["F6"])),
        (
            f"code of {digit}",
            folded("F6", code[digit]),
            pixel,
            f"{square}\n= {received:.2f}",
        ),
    )
    for axes, (title, picture, place, text) in zip(grid[5:], pictures, strict=False):
        tile(axes, picture, 1)
        row, column = divmod(place, picture.shape[1])
        _mark(axes, row, column, 1 / picture.shape[1])
        axes.set_title(title)
        axes.set_xlabel(f"unit {place}\n{text}")
    penalties = states["output"].ravel()
    penalty_bars(grid[8], penalties, chosen=digit)
    grid[8].set(xticks=range(0, len(penalties), 2), yticks=[])
    grid[8].set_title(f"penalty {digit}: {steps['output'].state:.2f}")
    grid[8].set_xlabel(f"{received:.2f} of it\nfrom F6 unit {pixel}")
    return figure


# How far the windows of the layer after reach into a map.
_WINDOWS = {
    "image": paper.KERNEL_SIZE,
    "C1": paper.POOL_SIZE,
    "S2": paper.KERNEL_SIZE,
    "C3": paper.POOL_SIZE,
}


def _draw_map_unit(axes, step: Step, after: Step, states) -> None:
    """One map, the unit of the route in it, and what the unit after sees of it."""
    row, column, m = step.unit
    ink = step.layer == "image"
    tile(axes, states[:, :, m], 1, ink)
    cell = 1 / len(states)
    if step.layer in _WINDOWS:
        size = _WINDOWS[step.layer]
        stride = size if size == paper.POOL_SIZE else 1
        top, left = (stride * unit for unit in after.unit[:2])
        _mark(axes, top, left, cell, size, 1.4)
    _mark(axes, row, column, cell)
    axes.set_title("input" if ink else f"{step.layer} map {m}")
    what = "pixel" if ink else "unit"
    axes.set_xlabel(f"{what} ({row}, {column})\n{_numbers(step)}")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", MINUS)


def _numbers(step: Step) -> str:
    if step.layer == "image":
        return f"value {_signed(step.state)}"
    lines = (("gets", step.received), ("sum", step.total), ("state", step.state))
    return "\n".join(f"{word} {_signed(value)}" for word, value in lines)


def _mark(
    axes, row: int, column: int, cell: float, cells: int = 1, width: float = 2
) -> None:
    """A yellow frame around cells of a picture that is 1 wide."""
    look = {"edgecolor": ROUTE, "linewidth": width, "clip_on": False}
    stroke = [withStroke(linewidth=width + 1.6, foreground="black")]
    axes.add_patch(
        frame(column * cell, row * cell, cells * cell, path_effects=stroke, **look)
    )
