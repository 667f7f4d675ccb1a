"""The space of F6: ten codes as a map, a walk between two digits, probabilities."""

from collections.abc import Mapping

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from lenet_keras.figures._panels import check_lengths, tile
from lenet_keras.figures._style import QUIET, line_style, styled

_CLASSES = [tuple(colour[:3]) for colour in colormaps["tab10"](range(10))]


@styled
def code_map(places, labels, codes, wrong=None) -> Figure:
    """States of F6 as points of a plane, and the codes among them.

    Args:
        places: Array of shape `(n, 2)`: where the states lie on the plane.
        labels: Integer array of shape `(n,)`, the classes of the digits.
        codes: Array of shape `(classes, 2)`, at most ten: where the codes lie.
        wrong: Boolean array of shape `(n,)`: which digits are read wrongly. Defaults
            to none.

    Returns:
        A Figure with a point for each state, coloured by the class of its digit; the
        class stands where its code lies, in the same colour. Digits that are read
        wrongly are black crosses. Both directions have one scale.

    Raises:
        ValueError: If the lengths differ, there is no state, or there are more than
            ten codes.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import code_map
    >>> figure = code_map(np.zeros((3, 2)), [0, 1, 1], np.eye(2))
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['0', '1']

    Reference:
        Section II-B, Fig. 3. The map is ours.
    """
    places, labels, codes = np.asarray(places), np.asarray(labels), np.asarray(codes)
    check_lengths(places=places, labels=labels)
    if len(codes) > len(_CLASSES):
        raise ValueError(
            f"`codes` must hold at most {len(_CLASSES)} places. Received: {len(codes)}"
        )
    wrong = np.zeros(len(labels), bool) if wrong is None else np.asarray(wrong)
    figure = Figure(figsize=(6.4, 4.9), layout="constrained")
    axes = figure.subplots()
    colours = np.array(_CLASSES)[labels]
    across, up = places.T
    dots = {"c": colours[~wrong], "linewidths": 0, "alpha": 0.5}
    axes.scatter(across[~wrong], up[~wrong], s=4, **dots)
    axes.scatter(across[wrong], up[wrong], s=18, c="black", marker="x", linewidths=1)
    halo = [withStroke(linewidth=4, foreground="white")]
    for number, (left, height) in enumerate(codes):
        axes.text(
            left,
            height,
            str(number),
            size=20,
            weight="bold",
            color=_CLASSES[number],
            ha="center",
            va="center",
            path_effects=halo,
        )
    axes.update_datalim(codes)
    axes.autoscale_view()
    axes.set(aspect="equal", xlabel="along the first axis", ylabel="along the second")
    return figure


@styled
def penalties_along(images, walks: Mapping[str, np.ndarray]) -> Figure:
    """What penalties become on the way from one digit to another.

    Args:
        images: Array of shape `(k, height, width, 1)`, k at least 2: inputs at equal
            distances on the way, from its start to its end, scaled as
            `lenet_keras.prepare` does it.
        walks: By label, arrays of penalties at equal distances on the same way.

    Returns:
        A Figure: the inputs as ink in a row, and below them, on the same axis, a line
        for each array.

    Raises:
        ValueError: If there are fewer than two images, or no walk.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import penalties_along
    >>> figure = penalties_along(np.zeros((3, 32, 32, 1)), {"code of 4": [2.0, 90.0]})
    >>> len(figure.axes)
    4

    Reference:
        Section II-B, equation 7. The walk is ours.
    """
    images = np.asarray(images)
    if len(images) < 2 or not walks:
        raise ValueError(
            "`images` must hold at least two images, and `walks` one array. "
            f"Received: {len(images)} images, {len(walks)} walks"
        )
    figure = Figure(figsize=(6.4, 4.4))
    wide = 0.86 / (len(images) - 1)  # from the middle of one picture to the next
    for item, image in enumerate(images):
        left = 0.1 + (item - 0.45) * wide * 0.92 + 0.03
        axes = figure.add_axes((left, 0.82, 0.9 * wide * 0.92, 0.14))
        tile(axes, image, 1, ink=True)
        axes.set_anchor("C")
    plot = figure.add_axes((0.13, 0.13, 0.92 * 0.86, 0.54))
    for item, (label, penalties) in enumerate(walks.items()):
        way = np.linspace(0, 100, len(penalties))
        plot.plot(way, penalties, label=label, **line_style(item))
    plot.set(xlabel="way, %", ylabel="penalty", xlim=(0, 100), ylim=(0, None))
    figure.legend(*plot.get_legend_handles_labels(), loc=(0.12, 0.68), ncols=2)
    return figure


@styled
def reliability_diagram(curves: Mapping[str, tuple]) -> Figure:
    """How often answers are right against the probability that they were given.

    Args:
        curves: By label, what `lenet_keras.inspection.reliability` returns, or any
            tuple that begins with stated and observed shares, from 0 to 1.

    Returns:
        A Figure of one square plot with its legend above; on the grey diagonal,
        probabilities mean what they say.

    Raises:
        ValueError: If there is no curve.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import reliability_diagram
    >>> points = np.array([0.5, 0.9]), np.array([0.4, 0.8])
    >>> len(reliability_diagram({"ours": points}).axes[0].lines)
    2

    Reference:
        Not in the paper.
    """
    if not curves:
        raise ValueError(f"`curves` must hold at least one. Received: {curves!r}")
    figure = Figure(figsize=(4.6, 4.9), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 100], [0, 100], color=QUIET, linewidth=1)
    axes.text(30, 32, "means what it says", color=QUIET, rotation=45, ha="center")
    for item, (label, (stated, observed, *_)) in enumerate(curves.items()):
        look = line_style(item, marked=True)
        axes.plot(100 * stated, 100 * observed, label=label, **look)
    axes.set(
        xlim=(0, 103),
        ylim=(0, 103),
        aspect="equal",
        xlabel="probability of the answer, %",
        ylabel="answers that are right, %",
    )
    figure.legend(loc="outside upper left")
    return figure
