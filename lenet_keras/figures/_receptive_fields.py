"""Receptive fields: which pixels a unit should see, and which do move it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from lenet_keras.figures._panels import bare, frame, panels
from lenet_keras.figures._style import (
    ACCENT,
    AMOUNT,
    INK,
    PIXELS,
    QUIET,
    line_style,
    styled,
)
from lenet_keras.inspection import ReceptiveField


@styled
def pixel_influences(
    changes: Mapping[str, np.ndarray],
    fields: Sequence[ReceptiveField],
    units: Mapping[str, int],
    floor: float = 1e-5,
) -> Figure:
    """How much each pixel moves a unit, and the field the unit should have.

    Args:
        changes: For each layer an array of shape `(height, width)`: how far the unit
            moved when this pixel changed.
        fields: The receptive fields of the layers, as
            `lenet_keras.inspection.receptive_fields` gives them; the same along
            both axes.
        units: For each layer the row, and column, of the unit.
        floor: Changes up to this count as rounding. Defaults to 1e-5.

    Returns:
        A Figure with one axes for each layer, its field as a frame, and the colour
        scale: logarithmic, from the smallest change above `floor`; white up to it.

    Raises:
        ValueError: If a layer has no field, or no change is above `floor`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import ReceptiveField
    >>> from lenet_keras.figures import pixel_influences
    >>> field = ReceptiveField("C1", 5, 1, 0)
    >>> figure = pixel_influences({"C1": np.ones((32, 32))}, [field], {"C1": 3})
    >>> figure.axes[0].get_title()
    'C1: 5×5'

    Reference:
        Section II-A for the idea, section II-B for the layers. The test is ours.
    """
    by_name = {field.name: field for field in fields}
    largest = max((float(change.max()) for change in changes.values()), default=0)
    if not set(changes) <= set(by_name) or largest <= floor:
        raise ValueError(
            f"`changes` must belong to the layers {tuple(by_name)} and exceed {floor}. "
            f"Received: layers {tuple(changes)}, a largest change of {largest:g}"
        )
    columns = min(3, len(changes))
    rows = -(-len(changes) // columns)
    figure = Figure(figsize=(5.6, 1.9 * rows + 0.8), layout="constrained")
    grid = panels(figure, len(changes), columns)
    smallest = min(c[c > floor].min(initial=largest) for c in changes.values())
    scale = LogNorm(0.99 * smallest, largest)
    for axes, (name, change) in zip(grid, changes.items(), strict=True):
        axes.imshow(np.ma.masked_less_equal(change, floor), cmap=AMOUNT, norm=scale)
        pixels = by_name[name].pixels(units[name])
        axes.add_patch(frame(pixels.start - 0.5, pixels.start - 0.5, len(pixels)))
        axes.set_title(f"{name}: {len(pixels)}×{len(pixels)}")
        bare(axes)
    figure.colorbar(
        ScalarMappable(scale, AMOUNT),
        ax=figure.axes,
        location="bottom",
        shrink=0.7,
        aspect=40,
        label="change of the units",
    )
    return figure


@styled
def field_frames(
    image: np.ndarray, fields: Iterable[ReceptiveField], centres: str = "C3"
) -> Figure:
    """What one unit of each layer sees, and where the units of one layer stand.

    Args:
        image: Array of shape `(height, width)`, scaled as `lenet_keras.prepare` does.
        fields: What `lenet_keras.inspection.receptive_fields` returns; the same
            along both axes.
        centres: Name of the layer whose fields' centres the second panel marks.
            Defaults to `"C3"`.

    Returns:
        A Figure with two axes: the field of the middle unit of each layer as a frame,
        and the centres as dots with a dashed frame around the pixels they cover.
        White is paper, black ink.

    Raises:
        ValueError: If no field has the name `centres`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import receptive_fields
    >>> from lenet_keras.figures import field_frames
    >>> image = np.zeros((32, 32))
    >>> len(field_frames(image, receptive_fields(lenet5())).axes)
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
        axes.imshow(image, cmap=INK, norm=PIXELS)
        bare(axes, frame=axes is right)
    for place, field in enumerate(fields):
        # Frames that share an edge are drawn side by side, deeper layers outside.
        inset = 0.3 * (len(fields) - 1 - place) / len(fields)
        corner = field.pixels(number[field.name] // 2)[0] - 0.5 + inset
        extent = field.size - 2 * inset
        colour = line_style(place)["color"]
        label = f"{field.name} {field.size}×{field.size}"
        look = {"edgecolor": colour, "clip_on": False, "label": label}
        left.add_patch(frame(corner, corner, extent, **look))
    left.set_title("field of one unit of each layer")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)

    [field] = marked
    middles = [float(np.mean(field.pixels(unit))) for unit in range(number[centres])]
    x, y = np.meshgrid(middles, middles)
    right.scatter(x, y, s=9, color=ACCENT, zorder=3)
    start = middles[0] - field.spacing / 2
    covered = field.spacing * len(middles)
    right.add_patch(frame(start, start, covered, linestyle="--", linewidth=1))
    right.set_title(f"centres of the {centres} fields")
    return figure


@styled
def field_cone(
    fields: Sequence[ReceptiveField], layer: str, unit: int, pixels: int = 32
) -> Figure:
    """A receptive field from the side: a cone from one unit down to the input.

    Args:
        fields: The receptive fields of the layers, as
            `lenet_keras.inspection.receptive_fields` gives them.
        layer: Name of the layer of the unit.
        unit: Number of the unit along one axis of its map.
        pixels: Pixels along one side of the input. Defaults to 32.

    Returns:
        A Figure with one axes: the input and each layer up to `layer` as a row of
        units, each above the middle of what it sees; in red the units that the chosen
        one sees, with their connections.

    Raises:
        ValueError: If there is no such layer, or it has no such unit.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import receptive_fields
    >>> from lenet_keras.figures import field_cone
    >>> figure = field_cone(receptive_fields(lenet5()), "S2", 7)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['1 unit', '2 units', '6 pixels']

    Reference:
        Section II-A for the idea, section II-B for the layers.
    """
    names = [field.name for field in fields]
    depth = names.index(layer) + 1 if layer in names else 0
    rows = [ReceptiveField("input", 1, 1, 0), *fields[:depth]]
    counts = [(pixels - field.size) // field.spacing + 1 for field in rows]
    if not depth or not 0 <= unit < counts[-1]:
        raise ValueError(
            f"`layer` must be one of {names}, and `unit` one of its units. "
            f"Received: layer={layer!r}, unit={unit}"
        )
    figure = Figure(figsize=(5.8, 0.75 * len(rows) + 0.6), layout="constrained")
    axes = figure.subplots()
    seen = [unit]
    for height in reversed(range(len(rows))):
        field = rows[height]
        places = [float(np.mean(field.pixels(one))) for one in range(counts[height])]
        look: dict[str, Any] = {"s": 45, "marker": "o" if height else "s", "zorder": 3}
        axes.scatter(
            places, [height] * len(places), color="white", edgecolors=QUIET, **look
        )
        lit = [places[one] for one in seen]
        axes.scatter(lit, [height] * len(lit), color=ACCENT, **look)
        word = ("unit" if height else "pixel") + "s" * (len(seen) > 1)
        axes.text(pixels + 0.5, height, f"{len(seen)} {word}", va="center")
        if height:
            seen = _draw_views(axes, rows[height - 1], field, seen, height)
    axes.set_yticks(range(len(rows)), [field.name for field in rows])
    axes.set(xlim=(-1, pixels + 5), ylim=(-0.5, len(rows) - 0.5), xticks=())
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def _draw_views(
    axes, below: ReceptiveField, above: ReceptiveField, seen: list[int], height: int
) -> list[int]:
    """Draws what units of one layer see in the layer below; returns it."""
    found = set()
    for one in seen:
        view = above.pixels(one)
        first = (view.start - below.first) // below.spacing
        last = (view.stop - below.size - below.first) // below.spacing
        for other in range(first, last + 1):
            found.add(other)
            ends = [float(np.mean(below.pixels(other))), float(np.mean(view))]
            axes.plot(ends, [height - 1, height], color=ACCENT, linewidth=0.6)
    return sorted(found)
