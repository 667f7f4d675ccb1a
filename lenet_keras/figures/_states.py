"""The states of all units of LeNet-5: of one input, and of several side by side."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import (
    LAYERS,
    check_lengths,
    folded,
    state_bar,
    tile,
)
from lenet_keras.figures._style import ACCENT, QUIET, styled

_HALF = 30  # the penalty at which a bar of nearness is half as long, as in a page

# A row after Fig. 13: maps side by side in each layer, and the width of a picture of
# them, in heights of the row. S2 shows what C1 shows, C5 has no shape: without them the
# others are larger.
_ROW = {
    "image": (1, 1.0),
    "C1": (3, 1.5),
    "C3": (4, 1.0),
    "S4": (4, 1.0),
    "F6": (1, 7 / 12),
}


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
        A Figure with seven pictures (input to F6), how near each class is, and the
        colour scale: one for all layers, from minus to plus the amplitude of the
        squashing function; white is zero, red positive, blue negative; the input is
        drawn as ink. Maps stand in reading order; the 120 states of C5 fill a picture
        of 15 lines of 8, the 84 of F6 one of 12 lines of 7.

    Raises:
        ValueError: If a layer is missing, or there is no input of that index.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> from lenet_keras.figures import layer_states
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> len(layer_states(maps).axes)
    9

    Reference:
        Section II-B, Fig. 2; section III-E, Fig. 13.
    """
    _check_layers(maps)
    if not 0 <= index < len(maps["output"]):
        raise ValueError(
            f"`index` must be 0 to {len(maps['output']) - 1}. Received: {index}"
        )
    states = {name: folded(name, maps[name][index]) for name in LAYERS}
    figure = Figure(figsize=(5.4, 5.4))
    figure.text(0.02, 0.96, title, weight="bold", fontsize=11)
    for name, left, bottom, width, columns, label in (
        ("image", 0.02, 0.67, 0.22, 1, "input"),
        ("C1", 0.27, 0.67, 0.34, 3, "C1: 6 maps"),
        ("S2", 0.64, 0.67, 0.34, 3, "S2: 6 maps"),
        ("C3", 0.02, 0.47, 0.6, 8, "C3: 16 maps"),
        ("S4", 0.02, 0.315, 0.45, 8, "S4: 16 maps"),
        ("C5", 0.66, 0.345, 0.14, 1, "C5: 120"),
        ("F6", 0.83, 0.345, 0.15, 1, "F6: 7x12"),
    ):
        height = {"C3": 0.152, "S4": 0.115}.get(name, 0.235 if bottom > 0.5 else 0.277)
        axes = figure.add_axes((left, bottom, width, height), anchor="NW")
        tile(axes, states[name], columns, name == "image")
        axes.set_title(label)
    _nearness_bars(figure.add_axes((0.02, 0.06, 0.63, 0.17)), states["output"])
    state_bar(figure, figure.add_axes((0.72, 0.16, 0.25, 0.025)))
    return figure


@styled
def states_in_rows(
    maps: Mapping[str, np.ndarray],
    titles: Sequence[str],
    labels: Sequence[int] | None = None,
) -> Figure:
    """Inputs in rows, each with its states in C1, C3, S4 and F6, after Fig. 13.

    Args:
        maps: States by layer, as `lenet_keras.inspection.feature_maps` returns
            them for the network of section II-B.
        titles: What is said of each input.
        labels: The right class of each input. Defaults to none.

    Returns:
        A Figure with five pictures for each input, below a line with its title, its
        label and what was answered, red if wrong; and the colour scale, the same as
        that of `layer_states`.

    Raises:
        ValueError: If a layer is missing, or there is not one title and label for
            each input.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> from lenet_keras.figures import states_in_rows
    >>> maps = feature_maps(lenet5(), np.zeros((2, 32, 32, 1)))
    >>> len(states_in_rows(maps, ["blank", "blank too"], [7, 2]).axes)
    11

    Reference:
        Section III-E, Fig. 13.
    """
    _check_layers(maps)
    said = (
        {"titles": titles} if labels is None else {"titles": titles, "labels": labels}
    )
    check_lengths(maps=maps["output"], **said)
    count = len(titles)
    figure = Figure(figsize=(6.0, 1.0 + 1.4 * count))
    widths = [width for _, width in _ROW.values()]
    grid = figure.add_gridspec(
        count, len(_ROW), width_ratios=widths, hspace=0.24, wspace=0.1
    )
    bottom, top = 0.65 / figure.get_figheight(), 1 - 0.4 / figure.get_figheight()
    grid.update(left=0, right=1, bottom=bottom, top=top)
    for row, title in enumerate(titles):
        for column, (layer, (across, _)) in enumerate(_ROW.items()):
            axes = figure.add_subplot(grid[row, column])
            tile(axes, folded(layer, maps[layer][row]), across, layer == "image")
            if row == 0:
                name = "input" if layer == "image" else layer
                axes.set_title(name, pad=19, color=QUIET)
        label = None if labels is None else labels[row]
        text, wrong = _verdict(title, maps["output"][row], label)
        figure.axes[row * len(_ROW)].annotate(
            text,
            (0, 1.06),
            xycoords="axes fraction",
            color=ACCENT if wrong else "black",
        )
    height = 0.12 / figure.get_figheight()
    state_bar(figure, figure.add_axes((0.25, 0.65 * bottom, 0.5, height)))
    return figure


def _nearness_bars(axes, penalties: np.ndarray) -> None:
    """A bar for each class, long where its code is near, with its penalty above it."""
    answer = int(penalties.argmin())
    digits = range(len(penalties))
    colours = [ACCENT if digit == answer else QUIET for digit in digits]
    bars = axes.bar(digits, _HALF / (_HALF + penalties), color=colours)
    axes.bar_label(bars, [f"{penalty:.0f}" for penalty in penalties], fontsize=7)
    axes.set(xticks=digits, yticks=[], ylim=(0, 1.15))
    axes.set_title(f"how near (penalty): {answer} wins, {penalties[answer]:.1f}")


def _verdict(title: str, penalties: np.ndarray, label: int | None) -> tuple[str, bool]:
    """What is written above an input, and whether its answer is wrong."""
    answer = int(penalties.argmin())
    wrong = label is not None and answer != label
    told = "" if label is None else f"a {label}, "
    verdict = ", wrong" if wrong else ""
    penalty = f"(penalty {penalties[answer]:.0f})"
    return f"{title}: {told}answer {answer}{verdict} {penalty}", wrong


def _check_layers(maps: Mapping[str, np.ndarray]) -> None:
    if set(LAYERS) - set(maps):
        raise ValueError(
            f"`maps` must hold the layers {LAYERS}. Received: layers {tuple(maps)}"
        )
