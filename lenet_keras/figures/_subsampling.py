"""Pictures of sub-sampling: what a unit makes of its window, and how maps move."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._maps import STATES, state_bar, tile
from lenet_keras.figures._style import ACCENT, QUIET, SIGNED, bare, styled

_INPUTS_ON = np.arange(paper.POOL_SIZE**2 + 1)
_DARK = 1.0  # states beyond it are drawn so dark that text on them must be white


@styled
def arrangements(
    drawings: Mapping[str, Mapping[str, tuple[int, int]]],
    cells: Sequence[int] = (1, 2, 4),
    size: int = 8,
) -> Figure:
    """Features of a drawing on finer and coarser grids.

    Args:
        drawings: For each drawing the place (row, column) of each feature, in pixels,
            in the order in which the pen meets them. One letter names a feature.
        cells: Sides of the cells of each grid, in pixels. Defaults to 1, 2, 4.
        size: Side of the field in pixels. Defaults to 8.

    Returns:
        A Figure with a row for each drawing and a column for each grid; each feature
        stands in its cell, and a grey line joins the cells.

    Raises:
        ValueError: If there is no drawing, or a feature is outside the field.

    Example:

    >>> figure = arrangements({"a 7": {"E": (1, 1), "C": (1, 6), "V": (6, 4)}})
    >>> len(figure.axes)
    3

    Reference:
        Section II-A, the example of the 7.
    """
    places = [place for marks in drawings.values() for place in marks.values()]
    if not places or not all(0 <= side < size for place in places for side in place):
        raise ValueError(
            f"`drawings` must place features in rows and columns 0 to {size - 1}. "
            f"Received: {places}"
        )
    figure = Figure(figsize=(5.4, 1.85 * len(drawings)))
    panels = figure.subplots(len(drawings), len(cells), squeeze=False)
    for row, (name, marks) in zip(panels, drawings.items(), strict=True):
        for axes, cell in zip(row, cells, strict=True):
            _draw_marks(axes, marks, cell, size // cell)
        row[0].set_ylabel(name)
    for axes, cell in zip(panels[0], cells, strict=True):
        axes.set_title(f"{size // cell} x {size // cell}")
    figure.subplots_adjust(wspace=0.08, hspace=0.08)
    return figure


def _draw_marks(axes, marks: Mapping[str, tuple[int, int]], cell: int, side: int):
    letters: dict[tuple[int, int], str] = {}
    for mark, (row, column) in marks.items():
        place = row // cell, column // cell
        letters[place] = letters.get(place, "") + mark
    rows, columns = np.transpose(list(letters))
    axes.plot(columns, rows, color=QUIET, linewidth=4, alpha=0.4, zorder=1)
    for (row, column), text in letters.items():
        axes.text(column, row, text, ha="center", va="center", weight="bold", zorder=3)
    for line in range(1, side):
        axes.axhline(line - 0.5, color=QUIET, linewidth=0.5)
        axes.axvline(line - 0.5, color=QUIET, linewidth=0.5)
    axes.set(xlim=(-0.5, side - 0.5), ylim=(side - 0.5, -0.5), aspect="equal")
    bare(axes)
    for spine in axes.spines.values():
        spine.set(linewidth=1, color="black")


@styled
def truth_table(states: Mapping[str, Sequence[float]]) -> Figure:
    """What sub-sampling units answer when 0 to 4 of their inputs are on.

    Args:
        states: For each unit, by name, its five states.

    Returns:
        A Figure with one row for each unit, states as colours and numbers, and the
        colour scale.

    Raises:
        ValueError: If there is no unit, or one without five states.

    Example:

    >>> figure = truth_table({"blur": [-1, -0.5, 0, 0.5, 1]})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['-1.00', '-0.50', '+0.00', '+0.50', '+1.00']

    Reference:
        Section II-A, the noisy OR and the noisy AND.
    """
    if not states or any(len(row) != len(_INPUTS_ON) for row in states.values()):
        raise ValueError(
            f"`states` must hold {len(_INPUTS_ON)} states for each unit. "
            f"Received: {dict(states)}"
        )
    table = np.array(list(states.values()), float)
    inches = 0.42 * len(table) + 1.2
    figure = Figure(figsize=(5.4, inches))
    axes = figure.add_axes((0.36, 0.85 / inches, 0.62, 1 - 1.15 / inches))
    axes.imshow(table, cmap=SIGNED, norm=STATES, aspect="auto")
    for (row, column), state in np.ndenumerate(table):
        colour = "white" if abs(state) > _DARK else "black"
        # Adding zero turns the rounded -0.0 into 0.0.
        text = f"{np.round(state, 2) + 0.0:+.2f}"
        axes.text(column, row, text, color=colour, ha="center", va="center")
    axes.set_xticks(_INPUTS_ON)
    axes.set_yticks(range(len(table)), list(states))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.set_title("inputs on, of four", pad=20)
    state_bar(figure, figure.add_axes((0.36, 0.5 / inches, 0.62, 0.12 / inches)))
    return figure


@styled
def states_by_inputs_on(
    ideal: Mapping[str, Sequence[float]],
    real: Mapping[str, np.ndarray],
    inputs_on: np.ndarray,
) -> Figure:
    """Units on real windows beside the truth table.

    Args:
        ideal: For each unit, by name, its states when 0 to 4 inputs are on (+1) and
            the others off (-1).
        real: For each unit its states on real windows, any shape, the same for all.
        inputs_on: How many of the four inputs are above zero in each window; of the
            same shape.

    Returns:
        A Figure with one panel for each unit: a cross for the ideal state, and a bar
        from the 5th to the 95th percentile of the real ones with a dot at the median.

    Raises:
        ValueError: If units or shapes differ.

    Example:

    >>> on, states = np.arange(5), np.linspace(-1, 1, 5)
    >>> len(states_by_inputs_on({"blur": states}, {"blur": states}, on).axes)
    1

    Reference:
        Section II-A, the noisy OR and the noisy AND.
    """
    shapes = {name: np.shape(states) for name, states in real.items()}
    if ideal.keys() != real.keys() or set(shapes.values()) != {np.shape(inputs_on)}:
        raise ValueError(
            "`ideal` and `real` must hold the same units, and `real` arrays of the "
            f"shape of `inputs_on`. Received: {tuple(ideal)}, {shapes}, "
            f"{np.shape(inputs_on)}"
        )
    figure = Figure(figsize=(5.4, 2.8))
    panels = figure.subplots(1, len(ideal), sharey=True, squeeze=False)[0]
    for axes, name in zip(panels, ideal, strict=True):
        axes.plot(
            _INPUTS_ON, ideal[name], "x", color="black", zorder=4, label="truth table"
        )
        counts = [n for n in _INPUTS_ON if np.any(inputs_on == n)]
        low, middle, high = np.transpose(
            [np.quantile(real[name][inputs_on == n], (0.05, 0.5, 0.95)) for n in counts]
        )
        axes.vlines(counts, low, high, color=ACCENT, linewidth=6, alpha=0.35)
        axes.plot(counts, middle, "o", color=ACCENT, label="median of real windows")
        axes.set(title=name, xticks=_INPUTS_ON, ylim=(-2, 2))
        axes.grid(alpha=0.3)
    panels[0].set_ylabel("state of the unit")
    panels[len(panels) // 2].set_xlabel("inputs on, of four")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=2)
    figure.subplots_adjust(top=0.78, bottom=0.17, wspace=0.12)
    return figure


@styled
def picture_grid(
    rows: Mapping[str, Sequence[np.ndarray]],
    columns: Sequence[str],
    ink: Collection[str] = (),
    windows: Mapping[str, int] | None = None,
) -> Figure:
    """Pictures in rows and columns, all states on one scale.

    Args:
        rows: For each row, by title, one picture `(height, width)` for each column.
        columns: Titles of the columns.
        ink: Titles of rows that show inputs, drawn as ink; the others are states.
        windows: For a row, by title, the side in units of the windows to outline.

    Returns:
        A Figure with one panel for each picture, row by row, and the colour scale.

    Raises:
        ValueError: If a row does not have one picture for each column.

    Example:

    >>> figure = picture_grid({"C1": [np.zeros((28, 28))] * 2}, ["0 px", "1 px"])
    >>> len(figure.axes)
    3

    Reference:
        Section II-A: if the input shifts, the map shifts by the same amount.
    """
    if not rows or any(len(pictures) != len(columns) for pictures in rows.values()):
        raise ValueError(
            f"`rows` must hold one picture for each of {len(columns)} columns. "
            f"Received: {[(name, len(pictures)) for name, pictures in rows.items()]}"
        )
    panel = 5.4 / len(columns)
    inches = panel * len(rows) + 0.8
    figure = Figure(figsize=(5.4, inches))
    for row, (name, pictures) in enumerate(rows.items()):
        bottom = (inches - 0.3 - panel * (row + 1)) / inches
        for column, picture in enumerate(pictures):
            axes = figure.add_axes(
                (
                    column / len(columns),
                    bottom,
                    0.94 / len(columns),
                    0.94 * panel / inches,
                )
            )
            tile(axes, np.asarray(picture), 1, name in ink)
            axes.set_title(columns[column] if row == 0 else "")
            axes.set_ylabel(name if column == 0 else "")
            for line in _borders(len(picture), (windows or {}).get(name, 0)):
                axes.axhline(line, color="black", linewidth=0.3, alpha=0.5)
                axes.axvline(line, color="black", linewidth=0.3, alpha=0.5)
    state_bar(figure, figure.add_axes((0.15, 0.35 / inches, 0.7, 0.1 / inches)))
    return figure


def _borders(units: int, side: int) -> np.ndarray:
    """Where windows of a map that `tile` draws one wide meet."""
    return np.arange(side, units, side) / units if side else np.array([])


@styled
def misfit_curves(
    shifts: Sequence[int],
    whole: Mapping[str, Sequence[float]],
    between: Mapping[str, Sequence[float]],
) -> Figure:
    """How badly the maps of each layer follow a shift of the input.

    Args:
        shifts: Shifts in pixels.
        whole: By layer, the misfit at each shift after the best whole number of
            places, in units of the map's own spread.
        between: By layer, the misfit after the exact fraction of a place, read
            between neighbouring units.

    Returns:
        A Figure with one panel for each layer, two in a row, all on one scale.

    Raises:
        ValueError: If layers or lengths differ.

    Example:

    >>> misfits = {"C1": [0, 0, 0], "S2": [0, 0.6, 0]}
    >>> len(misfit_curves([0, 1, 2], misfits, misfits).axes)
    2

    Reference:
        Section II-A, shifted maps; our measurement.
    """
    if whole.keys() != between.keys() or any(
        len(values) != len(shifts) for values in (*whole.values(), *between.values())
    ):
        raise ValueError(
            "`whole` and `between` must hold the same layers, with one number for "
            f"each of {len(shifts)} shifts. Received: {tuple(whole)}, {tuple(between)}"
        )
    rows = -(-len(whole) // 2)
    figure = Figure(figsize=(5.4, 2 * rows + 0.6))
    panels = figure.subplots(rows, 2, sharex=True, sharey=True, squeeze=False)
    for axes, layer in zip(panels.ravel(), whole, strict=False):
        axes.plot(shifts, whole[layer], "o-", color=ACCENT, label="whole places")
        axes.plot(shifts, between[layer], "s--", color=QUIET, label="between places")
        axes.set(title=layer, xticks=shifts)
        axes.grid(alpha=0.3)
    for axes in panels.ravel()[len(whole) :]:
        axes.remove()
    for axes in panels[:, 0]:
        axes.set(ylabel="misfit / spread", ylim=(-0.04, None))  # all are on one scale
    figure.supxlabel("shift of the input in pixels", fontsize=10)
    figure.legend(
        *panels[0, 0].get_legend_handles_labels(), loc="upper center", ncols=2
    )
    figure.subplots_adjust(top=0.86, hspace=0.25, wspace=0.08, bottom=0.13)
    return figure
