"""How far the weights of each layer still have to go, pass by pass."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures.style import QUIET, line_style, styled


@styled
def distance_left(distances: Mapping[str, Sequence[float]]) -> Figure:
    """The distance of each layer's weights from their final values, against passes.

    Args:
        distances: For each layer the distances before the first pass and after each
            pass, in any unit. They are drawn as shares of the first.

    Returns:
        A Figure with one line for each layer and a dotted line at one half.

    Raises:
        ValueError: If there are no layers or layers with different numbers of
            passes, or if a first distance is not positive.

    Example:

    >>> figure = distance_left({"C1": [2.0, 1.0, 0.0]})
    >>> figure.axes[0].lines[0].get_ydata()
    array([1. , 0.5, 0. ])

    Reference:
        Section III-B for the passes. The measure is ours.
    """
    lengths = {len(values) for values in distances.values()}
    firsts = {layer: values[0] for layer, values in distances.items() if len(values)}
    if (
        len(lengths) != 1
        or len(firsts) != len(distances)
        or not all(first > 0 for first in firsts.values())
    ):
        raise ValueError(
            "`distances` must hold at least one layer, with as many passes each "
            "and a positive first distance. Received: "
            f"{ {layer: len(values) for layer, values in distances.items()} } passes, "
            f"first distances {firsts}"
        )
    figure = Figure(figsize=(5.4, 3.6), layout="constrained")
    axes = figure.subplots()
    passes = range(lengths.pop())
    for item, (layer, values) in enumerate(distances.items()):
        left = np.asarray(values) / values[0]
        axes.plot(passes, left, label=layer, **line_style(item))
    axes.axhline(0.5, color=QUIET, linestyle=":", linewidth=0.8, zorder=0)
    axes.set(
        xlabel="passes", ylabel="distance left, share of the first", ylim=(0, None)
    )
    axes.set_xticks(range(0, len(passes), 2 if len(passes) > 8 else 1))
    axes.legend(ncols=2)
    return figure
