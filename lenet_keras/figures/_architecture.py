"""LeNet-5 as a whole: a digit on its way through, and one route from unit to unit."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from lenet_keras import paper
from lenet_keras.figures._panels import (
    LAYERS,
    MINUS,
    folded,
    frame,
    penalty_bars,
    state_bar,
    tile,
)
from lenet_keras.figures._style import ACCENT, CODES, QUIET, ROUTE, styled
from lenet_keras.inspection import Step

# The rows of a journey, from the top: layer, maps in a line, height of a line (inches).
_LINES = (
    ("image", 1, 0.84),
    ("C1", 6, 0.6),
    ("S2", 6, 0.46),
    ("C3", 8, 0.44),
    ("S4", 8, 0.34),
    ("C5", 1, 0.5),
)
_SAID = {
    "image": "input\n32 × 32",
    "C1": "C1\n6 maps\n28 × 28",
    "S2": "S2\n6 maps\n14 × 14",
    "C3": "C3\n16 maps\n10 × 10",
    "S4": "S4\n16 maps\n5 × 5",
    "C5": "C5\n120 units",
    "F6": "F6\n84 units",
    "output": "output\n10 penalties",
}
_WIDE, _LEFT, _GAP = 4.9, 1.0, 0.2  # inches: the figure, its words, between two rows


@styled
def journey(states: Mapping[str, np.ndarray], codes) -> Figure:
    """One digit on its way through all layers of LeNet-5: every state, as a picture.

    Args:
        states: States of one input by layer, without the axis of inputs, as
            `lenet_keras.inspection.feature_maps` computes them.
        codes: Array of shape `(10, 84)`, the centres of the RBF units.

    Returns:
        A Figure, to be read downwards: the input as ink; all maps of C1, S2, C3 and
        S4; the 120 states of C5 in four lines of 30; the 84 of F6 as a picture of
        7x12 cells beside the code that is nearest; a bar for each penalty, the
        smallest one red, above its code; and the colour scale of the states: white
        is zero, red positive, blue negative. Of a code, black is +1.

    Raises:
        ValueError: If a layer is missing.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5, paper
    >>> from lenet_keras.inspection import feature_maps
    >>> from lenet_keras.figures import journey
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> states = {name: array[0] for name, array in maps.items()}
    >>> len(journey(states, paper.digit_codes()).axes)
    20

    Reference:
        Section II-B; Fig. 2 draws the layers, Fig. 13 shows states.
    """
    if set(LAYERS) - set(states):
        raise ValueError(
            f"`states` must hold the layers {LAYERS}. Received: layers {tuple(states)}"
        )
    lines = {name: -(-_maps(states[name]) // across) for name, across, _ in _LINES}
    heights = [lines[name] * height for name, _, height in _LINES]
    inches = sum(heights) + _GAP * (len(heights) + 3) + 2.9
    figure = Figure(figsize=(_WIDE, inches))

    def place(left: float, top: float, width: float, height: float, **look):
        """Axes by inches from the left and from the top."""
        box = left / _WIDE, 1 - (top + height) / inches, width / _WIDE, height / inches
        return figure.add_axes(box, anchor="NW", **look)

    top = 0.05
    for (name, across, _), height in zip(_LINES, heights, strict=True):
        maps = states[name].reshape(4, 30) if name == "C5" else states[name]
        axes = place(_LEFT, top, _WIDE - _LEFT, height)
        tile(axes, maps, across, name == "image")
        axes.set_facecolor("white")
        _say(figure, name, top, inches)
        top += height + _GAP
    answer = int(np.argmin(states["output"]))
    drawn, nearest = (place(_LEFT + 0.85 * n, top, 0.56, 0.96) for n in (0, 1))
    tile(drawn, folded("F6", states["F6"]), 1)
    _draw_code(nearest, codes[answer])
    words = f"beside it, the code\nit comes nearest to:\nthat of {answer}"
    figure.text((_LEFT + 1.6) / _WIDE, 1 - (top + 0.48) / inches, words, va="center")
    _say(figure, "F6", top, inches)
    top += 0.96 + 2 * _GAP
    _draw_penalties(place, top, states["output"], codes)
    _say(figure, "output", top, inches)
    state_bar(figure, place(_LEFT, top + 1.32, 3.6, 0.1))
    return figure


def _maps(states: np.ndarray) -> int:
    """How many maps of more than one unit a layer has."""
    return states.shape[-1] if states.shape[0] > 1 else 1


def _say(figure: Figure, name: str, top: float, inches: float) -> None:
    """The name of a layer and its size, left of its row."""
    layer, _, size = _SAID[name].partition("\n")
    height = 1 - top / inches
    figure.text(0, height, layer, weight="bold", va="top")
    figure.text(0, height - 0.17 / inches, size, va="top", color=QUIET)


def _draw_code(axes, code) -> None:
    tile(axes, folded("F6", code), 1, ink=True, norm=CODES)


def _draw_penalties(place, top: float, penalties: np.ndarray, codes) -> None:
    """A bar for each class, its penalty written on it, above its code."""
    step = (_WIDE - _LEFT) / len(penalties)
    bars = place(_LEFT, top, _WIDE - _LEFT, 0.55)
    answer = penalty_bars(bars, penalties)
    for digit, penalty in enumerate(penalties):
        look = {"color": ACCENT, "weight": "bold"} if digit == answer else {}
        text = f"{penalty:.0f}"
        bars.text(digit, penalty, text, ha="center", va="bottom", **look)
        left = _LEFT + (digit + 0.2) * step
        _draw_code(place(left, top + 0.58, 0.6 * step, 0.4), codes[digit])
    bars.set(xlim=(-0.5, len(penalties) - 0.5))
    bars.axis("off")


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
