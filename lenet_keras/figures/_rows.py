"""Digits in a row: the states along it, and the graph of what may stand there."""

from collections.abc import Mapping

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._panels import LAYERS, bare, folded, state_bar, tile
from lenet_keras.figures._style import (
    ACCENT,
    NEARNESS,
    SIGNED,
    STATES,
    styled,
)
from lenet_keras.reading import OUTPUT_STEP, Reading, read_row

FIRST = paper.IMAGE_SIZE // 2  # pixels from the left to the middle of the first output
FARTHEST = 100.0  # a penalty from which on all are white
_BLANK = "blank"
_INCHES, _LEFT = 6.3, 0.9  # of what is shown along the row, and before it
_SPACE = 0.12  # inches between two layers
_TILED = {"image": 1, "C1": 3, "C3": 4}  # maps side by side
_HEIGHTS = {"C5": 0.75, "output": 1.6, "answer": 0.3}  # in inches


@styled
def states_along_row(
    maps: Mapping[str, np.ndarray], index: int = 0, label: str | None = None
) -> Figure:
    """A row of digits through the replicated network, and what is read, as Fig. 25.

    Args:
        maps: States by layer, as `lenet_keras.inspection.feature_maps` returns them
            for `lenet5(input_shape=(32, None, 1), ...)` with eleven classes, of which
            the last is blank.
        index: Which of the rows to show. Defaults to 0.
        label: The digits that stand there. Defaults to not said.

    Returns:
        A Figure, from top to bottom: the row as ink; the maps of C1 and C3; the 120
        units of C5 and the pictures of F6 at each output, under the pixels on which it
        is centred; the penalties of the eleven classes there, from black at 0 to white
        at 100 and above, with the path of the character model; and the digits that it
        reads, in their places. Scales of states and penalties stand below.

    Raises:
        ValueError: If a layer is missing, there is no row of that index, or there are
            not eleven classes.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> from lenet_keras.figures import states_along_row
    >>> network = lenet5(input_shape=(32, None, 1), codes=np.eye(84)[:11])
    >>> maps = feature_maps(network, np.zeros((1, 32, 64, 1)))
    >>> [axes.get_title() for axes in states_along_row(maps).axes[:1]]
    ['read: nothing']

    Reference:
        Section VII-B, Fig. 25.
    """
    if set(LAYERS) - set(maps):
        raise ValueError(
            f"`maps` must hold the layers {LAYERS}. Received: layers {tuple(maps)}"
        )
    if not 0 <= index < len(maps["output"]):
        raise ValueError(
            f"`index` must be 0 to {len(maps['output']) - 1}. Received: {index}"
        )
    states = {name: np.asarray(maps[name][index]) for name in LAYERS}
    reading = read_row(states["output"][0])
    width = states["image"].shape[1]
    heights = _heights(states, width)
    inches = sum(heights.values()) + _SPACE * len(heights) + 0.95
    figure = Figure(figsize=(_LEFT + _INCHES + 0.1, inches))
    top = inches - 0.3
    panels = {}
    for name, height in heights.items():
        top -= height
        box = _LEFT, top, _INCHES, height
        panels[name] = axes = figure.add_axes(_shares(box, figure))
        axes.set_ylabel(_name(name, states), rotation=0, ha="right", va="center")
        top -= _SPACE
    for name, columns in _TILED.items():
        tile(panels[name], states[name], columns, name == "image")
    _draw_columns(panels["C5"], states["C5"][0].T, SIGNED, STATES)
    _draw_codes(panels["F6"], states["F6"][0])
    _draw_penalties(panels["output"], states["output"][0], reading)
    _write_answer(panels["answer"], reading)
    for name in ("C5", "F6", "output", "answer"):
        panels[name].set_xlim(0, width)
        bare(panels[name], frame=False)
    text, colour = _told(reading, label)
    panels["image"].set_title(text, color=colour)
    _draw_scales(figure)
    return figure


def _heights(states: Mapping[str, np.ndarray], width: int) -> dict[str, float]:
    """The height of each part in inches, from top to bottom."""
    tiled = {}
    for name, columns in _TILED.items():
        rows, across, count = states[name].shape
        one = _INCHES / (columns * 1.06 - 0.06)
        lines = -(-count // columns)
        tiled[name] = one * (lines * (rows / across + 0.06) - 0.06)
    rows, columns = paper.CODE_SHAPE
    codes = {"F6": OUTPUT_STEP * _INCHES / width * rows / columns}
    return {
        **tiled,
        "C5": _HEIGHTS["C5"],
        **codes,
        "output": _HEIGHTS["output"],
        "answer": _HEIGHTS["answer"],
    }


def _name(name: str, states: Mapping[str, np.ndarray]) -> str:
    counts = {layer: states[layer].shape[-1] for layer in ("C1", "C3")}
    words = {layer: f"{layer}\n{count} maps" for layer, count in counts.items()}
    rows, columns = paper.CODE_SHAPE
    words |= {"image": "input", "C5": f"C5\n{states['C5'].shape[-1]} units"}
    words |= {"F6": f"F6\n{columns}×{rows}", "output": "", "answer": "read"}
    return words[name] + "  "


def _places(count: int) -> np.ndarray:
    """The middles of outputs, in pixels from the left of the row."""
    return FIRST + OUTPUT_STEP * np.arange(count)


def _draw_columns(axes, columns: np.ndarray, cmap: str, norm) -> None:
    """One column of numbers under each output."""
    rows, count = columns.shape
    left = FIRST - OUTPUT_STEP / 2
    extent = (left, left + OUTPUT_STEP * count, rows, 0)
    look = {"cmap": cmap, "norm": norm, "interpolation": "nearest", "aspect": "auto"}
    axes.imshow(columns, extent=extent, **look)


def _draw_codes(axes, states: np.ndarray) -> None:
    """The picture of F6 under each output."""
    rows, _ = paper.CODE_SHAPE
    half = 0.44 * OUTPUT_STEP
    for place, one in zip(_places(len(states)), states, strict=True):
        axes.imshow(
            folded("F6", one),
            cmap=SIGNED,
            norm=STATES,
            extent=(place - half, place + half, rows, 0),
            interpolation="nearest",
            aspect="auto",
        )
    axes.set_ylim(rows, 0)


def _draw_penalties(axes, penalties: np.ndarray, reading: Reading) -> None:
    """The penalties under each output, and the path through them."""
    count, classes = penalties.shape
    _draw_columns(axes, penalties.T, NEARNESS, Normalize(0, FARTHEST))
    names = [*map(str, range(classes - 1)), _BLANK]
    left = FIRST - OUTPUT_STEP / 2 - 1
    for number, name in enumerate(names):
        axes.text(left, number + 0.5, name, ha="right", va="center", fontsize=8)
    path = np.full(count, classes - 1)
    path[list(reading.places)] = [int(digit) for digit in reading.text]
    axes.plot(_places(count), path + 0.5, color="white", linewidth=3.2)
    axes.plot(_places(count), path + 0.5, color=ACCENT, linewidth=1.6)
    read = list(reading.places)
    look = {"color": ACCENT, "markersize": 6, "markeredgecolor": "white"}
    axes.plot(_places(count)[read], path[read] + 0.5, "o", **look)


def _write_answer(axes, reading: Reading) -> None:
    axes.set_ylim(0, 1)
    for place, digit in zip(reading.places, reading.text, strict=True):
        place = FIRST + OUTPUT_STEP * place
        look = {"ha": "center", "va": "center", "weight": "bold", "color": ACCENT}
        axes.text(place, 0.5, digit, fontsize=15, **look)


def _told(reading: Reading, label: str | None) -> tuple[str, str]:
    """What stands there and what is read, and its colour, red if wrong."""
    text = f"read: {reading.text or 'nothing'}"
    wrong = label is not None and reading.text != label
    if label is not None:
        text = f"{label}, {text}{', wrong' if wrong else ''}"
    return text, ACCENT if wrong else "black"


def _draw_scales(figure: Figure) -> None:
    half = 0.42 * _INCHES
    state_bar(figure, figure.add_axes(_shares((_LEFT, 0.42, half, 0.1), figure)))
    right = _LEFT + _INCHES - half
    scale = ScalarMappable(Normalize(0, FARTHEST), NEARNESS)
    box = figure.add_axes(_shares((right, 0.42, half, 0.1), figure))
    bar = figure.colorbar(scale, cax=box, orientation="horizontal")
    bar.set_label("penalty")


def _shares(box: tuple[float, float, float, float], figure: Figure):
    """A box in inches as shares of the figure."""
    wide, tall = figure.get_size_inches()
    left, bottom, width, height = box
    return left / wide, bottom / tall, width / wide, height / tall
