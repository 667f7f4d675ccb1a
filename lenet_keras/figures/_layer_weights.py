"""Pictures of a layer's weights: sub-sampling and F6."""

from collections.abc import Mapping
from itertools import cycle

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._style import (
    ACCENT,
    QUIET,
    SIGNED,
    bare,
    styled,
    symmetric_scale,
)

# Two series that stay apart in grey and for readers with any common colour vision.
_COLOURS = ("#1f4e79", ACCENT)
_STYLES = ("-", "--", ":", "-.")


@styled
def subsampling_regimes(
    coefficients: Mapping[str, np.ndarray],
    biases: Mapping[str, np.ndarray],
    made_up: Mapping[str, tuple[float, float]],
    printed: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """Draws coefficients and biases of sub-sampling maps, and what they make of 0 to 4.

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
    inputs_on = np.arange(paper.POOL_SIZE**2 + 1)

    def curve(axes, coefficient, bias, **style):
        total = coefficient * (2 * inputs_on - paper.POOL_SIZE**2) + bias
        state = paper.AMPLITUDE * np.tanh(paper.SLOPE * total)
        axes.plot(inputs_on, state, **style)

    for colour, (layer, values) in zip(cycle(_COLOURS), coefficients.items()):
        parameters.scatter(values, biases[layer], color=colour, alpha=0, label=None)
        for number, (coefficient, bias) in enumerate(
            zip(values, biases[layer], strict=True)
        ):
            parameters.text(
                coefficient, bias, str(number), color=colour, ha="center", va="center"
            )
            curve(trained, coefficient, bias, color=colour, alpha=0.6)
        trained.plot([], [], color=colour, label=layer)
        if printed:
            parameters.axvspan(
                *printed[layer],
                color=colour,
                alpha=0.15,
                linewidth=0,
                label=f"{layer}, our reading of Fig. 13",
            )
    for style, (name, (coefficient, bias)) in zip(cycle(_STYLES), made_up.items()):
        curve(
            invented,
            coefficient,
            bias,
            color="black",
            linestyle=style,
            label=f"{name}: {coefficient:g}, {bias:+g}",
        )
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
        axes.set(xlabel="inputs on, of four", xticks=inputs_on, ylim=(-2, 2))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2)
    return figure


@styled
def f6_weights(kernel: np.ndarray) -> Figure:
    """Draws all weights of F6, and the norm of each unit's weights on the 7x12 code.

    Args:
        kernel: Array of shape `(120, 84)`: C5 units, F6 units.

    Returns:
        A Figure with two pictures and their colour bars: the matrix, one row for
        each F6 unit, with a line after each 7 units; and the 12x7 norms.

    Example:

    >>> figure = f6_weights(np.ones((120, 84)))
    >>> figure.axes[1].images[0].get_array().shape
    (12, 7)

    Reference:
        Section II-B, Fig. 3.
    """
    rows, columns = paper.CODE_SHAPE
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    matrix, code = figure.subplots(1, 2, width_ratios=(2, 1))
    weights = matrix.imshow(
        kernel.T,
        cmap=SIGNED,
        norm=symmetric_scale([kernel]),
        aspect="auto",
        interpolation="nearest",
    )
    for row in range(1, rows):
        matrix.axhline(row * columns - 0.5, color="black", linewidth=0.5)
    matrix.set_yticks(
        np.arange(rows) * columns + columns // 2, [str(r) for r in range(rows)]
    )
    matrix.tick_params(axis="y", length=0)
    matrix.set(
        xlabel="C5 unit",
        ylabel="row of the code (7 units each)",
        title="F6: 84 units, 120 weights each",
    )
    figure.colorbar(weights, ax=matrix, location="bottom", label="weight", aspect=30)
    norms = code.imshow(
        np.linalg.norm(kernel, axis=0).reshape(rows, columns), cmap="Greys", vmin=0
    )
    bare(code)
    code.set_title("norm of each unit")
    figure.colorbar(norms, ax=code, location="bottom", label="norm", aspect=15)
    return figure
