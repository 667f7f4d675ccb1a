"""LeNet-5 as a whole: its layers to scale, and what they count."""

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import keras
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from lenet_keras.figures._style import ACCENT, QUIET, styled
from lenet_keras.inspection import LayerCount, count

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
def draw_architecture(model: keras.Model) -> Figure:
    """Draws the layers of a model to scale, one unit followed from image to answer.

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

    >>> from lenet_keras import lenet5
    >>> len(draw_architecture(lenet5()).axes)
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
            corner = row.corner(number)
            axes.add_patch(
                Rectangle(
                    corner, row.width, row.height, fc="#eef1f4", ec=QUIET, lw=line
                )
            )
        x, y = np.add(row.corner(row.followed), row.unit[::-1])
        windows = list(_windows(before, row)) if before else []
        for corner, width, height in windows:
            line = 0.9 if width > 1 else 0.3
            axes.add_patch(
                Rectangle(corner, width, height, fill=False, ec=ACCENT, lw=line)
            )
            ends = np.add(corner, [(0, height), (width, height)])
            alpha = max(0.3 / len(windows) ** 0.5, 0.05)
            axes.add_patch(
                Polygon([*ends, (x + 1, y), (x, y)], color=ACCENT, alpha=alpha, lw=0)
            )
        if before:
            axes.add_patch(Rectangle((x, y), 1, 1, color=ACCENT))
            amount = f"{parameters[row.layer.name]:,} parameters"
            label(-left, row.top - 1.5, amount, ha="right")
        label(left, row.top - 1.5, row.caption, bbox=box)
    return figure


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
def draw_counts(counts: Iterable[LayerCount]) -> Figure:
    """Draws the connections and the trainable parameters of each layer.

    Args:
        counts: What `lenet_keras.inspection.count` returns for a model.

    Returns:
        A Figure with one axes: two bars for each layer on a logarithmic scale.

    Example:

    >>> from lenet_keras import lenet5
    >>> len(draw_counts(count(lenet5())).axes[0].patches)
    14

    Reference:
        Section II-B.
    """
    counts = list(counts)
    figure = Figure(figsize=(5.4, 0.3 + 0.62 * len(counts)), layout="constrained")
    axes = figure.add_subplot()
    places = np.arange(len(counts))
    for offset, kind, colour in (
        (-0.2, "connections", QUIET),
        (0.2, "parameters", ACCENT),
    ):
        numbers = [getattr(layer, kind) for layer in counts]
        bars = axes.barh(places + offset, numbers, 0.38, color=colour, label=kind)
        labels = [f"{number:,}" for number in numbers]
        axes.bar_label(bars, labels, padding=3, fontsize=9)
    largest = max(layer.connections for layer in counts)
    axes.set(xscale="log", xlim=(1, 12 * largest), xlabel="number (logarithmic scale)")
    axes.set_yticks(places, [layer.name for layer in counts])
    axes.invert_yaxis()
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    return figure
