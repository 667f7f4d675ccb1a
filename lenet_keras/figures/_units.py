"""What single units make of their inputs: squashing, and sub-sampling of four."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._panels import state_bar, write_cells
from lenet_keras.figures._style import (
    ACCENT,
    OTHER,
    QUIET,
    SIGNED,
    STATES,
    line_style,
    styled,
)

_INPUTS_ON = np.arange(paper.POOL_SIZE**2 + 1)
_DARK = 1.0  # states beyond it are drawn so dark that text on them must be white


@styled
def squashing_curves(
    totals, curves: Mapping[str, np.ndarray], marks: Sequence[float] = (-1, 1)
) -> Figure:
    """A squashing function and its derivatives, one above the other.

    Args:
        totals: Total inputs of a unit, increasing: array of shape `(n,)`.
        curves: By label, the values at `totals`: arrays of shape `(n,)`.
        marks: Total inputs to mark with a line.

    Returns:
        A Figure with one axes for each curve, all with the same horizontal scale.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import squashing_curves
    >>> a = np.linspace(-3, 3, 61)
    >>> figure = squashing_curves(a, {"f": np.tanh(a), "f'": 1 - np.tanh(a) ** 2})
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['f', "f'"]

    Reference:
        Section II-B, equation 6; Appendix A.
    """
    figure = Figure(figsize=(5, 1.7 * len(curves) + 0.4), layout="constrained")
    grid = figure.subplots(len(curves), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (label, values) in zip(grid, curves.items(), strict=True):
        axes.axhline(0, color=QUIET, linewidth=0.6)
        for mark in marks:
            axes.axvline(mark, color=QUIET, linewidth=0.8, linestyle="--")
        axes.plot(totals, values, color=ACCENT, linewidth=2)
        axes.set_ylabel(label)
    grid[-1].set_xlabel("weighted sum of a unit, a")
    return figure


@styled
def truth_table(states: Mapping[str, Sequence[float]]) -> Figure:
    """What sub-sampling units answer when 0 to 4 of their inputs are on.

    Args:
        states: For each unit, by name, its five states.

    Returns:
        A Figure with one row for each unit, states as colours and numbers, and the
        colour scale of the states: white is zero, red positive, blue negative.

    Raises:
        ValueError: If there is no unit, or one without five states.

    Example:

    >>> from lenet_keras.figures import truth_table
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
    # `z` turns a rounded -0.0 into 0.0.
    texts = [[f"{state:+z.2f}" for state in row] for row in table]
    write_cells(axes, texts, np.abs(table) > _DARK)
    axes.set_xticks(_INPUTS_ON)
    axes.set_yticks(range(len(table)), list(states))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.set_title("inputs on, of four", pad=20)
    state_bar(figure, figure.add_axes((0.36, 0.5 / inches, 0.62, 0.12 / inches)))
    return figure


@styled
def subsampling_regimes(
    coefficients: Mapping[str, np.ndarray],
    biases: Mapping[str, np.ndarray],
    made_up: Mapping[str, tuple[float, float]],
    printed: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """Coefficients and biases of sub-sampling maps, and what they make of 0 to 4.

    The curves show the state f(coefficient * sum + bias) of a unit when k of its four
    inputs are on (+1) and the others off (-1).

    Args:
        coefficients: For each layer, the coefficients of its maps, on the sum.
        biases: For each layer, the biases of its maps.
        made_up: Names of units to compare with, each with a coefficient
            and a bias.
        printed: For each layer, a range of coefficients to shade for comparison.

    Returns:
        A Figure with three axes: coefficient and bias of each map as its number; the
        curves of the made-up units; the curves of all maps.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import subsampling_regimes
    >>> s2, zero = {"S2": np.array([0.25])}, {"S2": np.array([0.0])}
    >>> figure = subsampling_regimes(s2, zero, {"OR": (2.0, 6.0)})
    >>> figure.axes[1].get_title()
    'made up: coefficient, bias'

    Reference:
        Section II-A for the regimes; section II-B for the sum.
    """
    figure = Figure(figsize=(6, 6.6), layout="constrained")
    mosaic = figure.subplot_mosaic([["map", "map"], ["made up", "trained"]])
    parameters, invented, trained = (mosaic[k] for k in ("map", "made up", "trained"))
    for colour, (layer, values) in zip(cycle((OTHER, ACCENT)), coefficients.items()):
        parameters.scatter(values, biases[layer], color=colour, alpha=0, label=None)
        units = zip(values, biases[layer], strict=True)
        for number, (x, y) in enumerate(units):
            parameters.text(x, y, str(number), color=colour, ha="center", va="center")
            trained.plot(_INPUTS_ON, _states(x, y), color=colour, alpha=0.6)
        trained.plot([], [], color=colour, label=layer)
        if printed:
            low, high = printed[layer]
            label = f"{layer}, our reading of Fig. 13"
            parameters.axvspan(low, high, color=colour, alpha=0.15, lw=0, label=label)
    for item, (name, (x, y)) in enumerate(made_up.items()):
        look = line_style(item) | {"color": "black"}
        label = f"{name}: {x:g}, {y:+g}"
        invented.plot(_INPUTS_ON, _states(x, y), label=label, **look)
    parameters.axhline(0, color=QUIET, linewidth=0.6)
    parameters.axvline(0, color=QUIET, linewidth=0.6)
    parameters.set(
        xlabel="coefficient on the sum (each number is one map)", ylabel="bias"
    )
    if printed:
        parameters.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    invented.set(title="made up: coefficient, bias", ylabel="state of the unit")
    trained.set(title="the trained maps")
    for axes in (invented, trained):
        axes.set(xlabel="inputs on, of four", xticks=_INPUTS_ON, ylim=(-2, 2))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2)
    return figure


def _states(coefficient: float, bias: float) -> np.ndarray:
    """The states of a unit when 0 to 4 of its inputs are on, the others off."""
    total = coefficient * (2 * _INPUTS_ON - paper.POOL_SIZE**2) + bias
    return paper.AMPLITUDE * np.tanh(paper.SLOPE * total)
