"""What a shift of the input does to maps, penalties and answers."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures.maps import STATES
from lenet_keras.figures.style import ACCENT, QUIET, SIGNED, bare, styled

_LINES = ("-", "--", ":", "-.")


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


@styled
def right_against_shift(
    shifts: Sequence[int],
    shares: Mapping[str, Sequence[float]],
    whole: Mapping[str, Sequence[float]],
) -> Figure:
    """How far a digit may move until the answer is wrong.

    Args:
        shifts: Shifts in pixels.
        shares: By direction, the share of right answers from 0 to 1 at each shift.
        whole: By direction, the share of digits whose ink is still all in the field.

    Returns:
        A Figure with one panel for each direction: right answers, and whole digits.

    Raises:
        ValueError: If directions or lengths differ.

    Example:

    >>> shares = {"horizontal": [0.9, 1.0, 0.8]}
    >>> len(right_against_shift([-1, 0, 1], shares, shares).axes)
    1

    Reference:
        Section III-E, the estimate of the range of shifts.
    """
    if shares.keys() != whole.keys() or any(
        len(values) != len(shifts) for values in (*shares.values(), *whole.values())
    ):
        raise ValueError(
            "`shares` and `whole` must hold the same directions, with one number for "
            f"each of {len(shifts)} shifts. Received: {tuple(shares)}, {tuple(whole)}"
        )
    figure = Figure(figsize=(5.4, 2.5 * len(shares)))
    panels = figure.subplots(len(shares), 1, sharex=True, squeeze=False).ravel()
    for axes, direction in zip(panels, shares, strict=True):
        axes.plot(
            shifts,
            100 * np.asarray(whole[direction]),
            color=QUIET,
            linestyle="--",
            label="ink all in the field",
        )
        axes.plot(
            shifts,
            100 * np.asarray(shares[direction]),
            color=ACCENT,
            marker="o",
            label="answered right",
        )
        axes.set(title=f"{direction} shift", ylabel="% of digits", ylim=(0, 105))
        axes.grid(alpha=0.3)
    panels[0].legend(loc="lower center")
    panels[-1].set_xlabel("shift in pixels")
    figure.subplots_adjust(hspace=0.25)
    return figure


@styled
def penalties_against_shift(shifts: Sequence[int], penalties, label: int) -> Figure:
    """The penalties of all classes as one input is shifted.

    Args:
        shifts: Shifts in pixels.
        penalties: Array of shape `(shifts, classes)`, squared distances.
        label: The right class.

    Returns:
        A Figure with one line for each class, the right one thick and red; a ring
        marks the smallest penalty at each shift. Classes that are an answer somewhere
        bear their names.

    Raises:
        ValueError: If there is not one row of penalties for each shift, or no such
            class.

    Example:

    >>> figure = penalties_against_shift([0, 1], np.eye(2), label=0)
    >>> len(figure.axes[0].lines)
    3

    Reference:
        Section II-B, equation 7; section III-E.
    """
    penalties = np.asarray(penalties)
    if len(penalties) != len(shifts) or not 0 <= label < penalties.shape[-1]:
        raise ValueError(
            "`penalties` must have one row for each shift and a column for `label`. "
            f"Received: {len(shifts)} shifts, shape {penalties.shape}, label {label}"
        )
    figure = Figure(figsize=(5.4, 3.4))
    axes = figure.add_subplot()
    for digit, values in enumerate(penalties.T):
        right = digit == label
        axes.plot(
            shifts,
            values,
            color=ACCENT if right else QUIET,
            linewidth=2.5 if right else 0.8,
            linestyle="-" if right else _LINES[digit % len(_LINES)],
            zorder=3 if right else 2,
        )
    axes.plot(
        shifts,
        penalties.min(axis=1),
        linestyle="none",
        marker="o",
        markerfacecolor="white",
        markeredgecolor="black",
        zorder=4,
        label="smallest: the answer",
    )
    answers = penalties.argmin(axis=1)
    for digit in np.unique(answers):
        places = np.flatnonzero(answers == digit)
        place = places[len(places) // 2]
        axes.annotate(
            f"class {digit}",
            (shifts[place], penalties[place, digit]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            color=ACCENT if digit == label else "black",
            zorder=5,
        )
    axes.set(xlabel="shift in pixels", ylabel="penalty", ylim=(0, None))
    axes.legend(loc="upper center")
    return figure
