"""The codes of characters: as pictures, their distances, and F6 beside them."""

import math

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lenet_keras import paper
from lenet_keras.figures._panels import (
    check_lengths,
    folded,
    pairs,
    state_bar,
    tile,
    write_cells,
)
from lenet_keras.figures._style import CLOSENESS, CODES, INK, QUIET, styled


@styled
def code_pictures(codes, names: str = "", columns: int = 5) -> Figure:
    """Codes as the pictures of characters that they are, side by side, as Fig. 3.

    Args:
        codes: Array of shape `(classes, 84)` or `(classes, 12, 7)` of -1 and +1.
        names: One character for each class, written above it. Defaults to none.
        columns: How many stand in a row. Defaults to 5.

    Returns:
        A Figure with one axes, in which +1 is black and -1 white.

    Raises:
        ValueError: If there is no code, one has another shape, or there is not one
            name for each code.

    Example:

    >>> from lenet_keras import paper
    >>> from lenet_keras.figures import code_pictures
    >>> len(code_pictures(paper.digit_codes(), "0123456789").axes[0].images)
    10

    Reference:
        Section II-B, Fig. 3.
    """
    codes = np.asarray(codes)
    if not len(codes) or codes[0].size != paper.F6_UNITS:
        raise ValueError(
            f"`codes` must hold at least one code of {paper.F6_UNITS} cells. "
            f"Received: shape {codes.shape}"
        )
    if names and len(names) != len(codes):
        raise ValueError(
            "`names` must hold one character for each code. "
            f"Received: {len(names)} names for {len(codes)} codes"
        )
    columns = min(columns, len(codes))
    rows = -(-len(codes) // columns)
    height, width = paper.CODE_SHAPE
    head = 2 if names else 0  # cells above a code for its name
    down, across = height + head + 1, width + 1
    inches = 6 if columns > 5 else 1.05 * columns
    figure = Figure(figsize=(inches, inches * rows * down / (columns * across)))
    axes = figure.add_axes((0, 0, 1, 1))
    for place, code in enumerate(codes):
        left, top = place % columns * across, place // columns * down
        extent = (left, left + width, top + height, top)
        picture = folded("F6", code)
        axes.imshow(
            picture, cmap=INK, norm=CODES, extent=extent, interpolation="nearest"
        )
        edge = Rectangle((left, top), width, height, fill=False, ec=QUIET, lw=0.6)
        axes.add_patch(edge)
        if names:
            axes.text(left + width / 2, top - 0.3, names[place], ha="center")
    axes.set_xlim(-0.5, columns * across - 0.5)
    axes.set_ylim(rows * down - head - 0.5, -head - 0.5)
    axes.axis("off")
    return figure


@styled
def distance_matrix(distances, names: str = "0123456789") -> Figure:
    """Squared distances between codes, each number in its cell.

    Args:
        distances: Array of shape `(classes, classes)`, zero or positive.
        names: One character for each class.

    Returns:
        A Figure with one axes: the smaller the distance, the darker the cell, on a
        scale from zero; the diagonal is left out.

    Raises:
        ValueError: If there is not one row and one column for each name.

    Example:

    >>> from lenet_keras.figures import distance_matrix
    >>> import numpy as np
    >>> figure = distance_matrix(np.array([[0, 48], [48, 0]]), "68")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['48', '48']

    Reference:
        Section II-B: similar characters have similar codes.
    """
    distances = np.asarray(distances, float)
    if distances.shape != (len(names), len(names)):
        raise ValueError(
            "`distances` must have a row and a column for each of `names`. "
            f"Received: shape {distances.shape} for {len(names)} names"
        )
    figure = Figure(figsize=(5.4, 5.4), layout="constrained")
    axes = figure.subplots()
    shown = np.ma.masked_where(np.eye(len(names), dtype=bool), distances)
    axes.imshow(shown, cmap=CLOSENESS, vmin=0, vmax=distances.max())
    texts = [
        ["" if row == column else f"{distance:.0f}" for column, distance in cells]
        for row, cells in enumerate(map(enumerate, distances))
    ]
    write_cells(axes, texts, distances < 0.4 * distances.max())
    axes.set_xticks(range(len(names)), list(names))
    axes.set_yticks(range(len(names)), list(names))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    return figure


@styled
def nearest_codes(images, states, codes, titles=None, columns=None) -> Figure:
    """What F6 draws of each input, with the nearest code below it.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        states: Array of shape `(n, 84)`, the states of F6.
        codes: Array of shape `(classes, 84)` of -1 and +1.
        titles: Optional title for each input.
        columns: How many inputs stand side by side. None means all.

    Returns:
        A Figure with three pictures for each input: the input as ink, F6 and the
        nearest code on the scale of states, whose colour bar is at the bottom. The
        penalty of that code is written below.

    Raises:
        ValueError: If the numbers of inputs, states and titles differ or are zero.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import paper
    >>> from lenet_keras.figures import nearest_codes
    >>> codes = paper.digit_codes()
    >>> len(nearest_codes(np.zeros((3, 32, 32, 1)), 0.5 * codes[:3], codes).axes)
    10

    Reference:
        Section II-B, equation 7, Fig. 3; Fig. 13 shows F6 so.
    """
    titles = [""] * len(images) if titles is None else titles
    check_lengths(images=images, states=states, titles=titles)
    penalties = np.square(np.asarray(states)[:, np.newaxis] - codes).sum(axis=-1)
    across = columns or len(images)
    blocks = math.ceil(len(images) / across)
    height = 0.5 + 4.6 * blocks
    figure = Figure(figsize=(1.08 * across, height))
    ratios = [*(1, 1.7, 1.7, 0.25) * blocks]
    ratios[-1] = 0.1
    grid = figure.add_gridspec(4 * blocks, across, height_ratios=ratios, hspace=0.3)
    top, bottom = 1 - 0.41 / height, 0.46 / height
    grid.update(left=0.02, right=0.98, top=top, bottom=bottom, wspace=0.1)
    for item, (state, row) in enumerate(zip(states, penalties, strict=True)):
        answer = row.argmin()
        block, column = divmod(item, across)
        for line, picture in enumerate((images[item], state, codes[answer])):
            axes = figure.add_subplot(grid[4 * block + line, column])
            tile(axes, folded("F6", picture) if line else picture, 1, ink=line == 0)
            axes.set_title(("" if line else titles[item]), pad=3)
        axes.set_xlabel(f"{row[answer]:.1f}")
    state_bar(figure, figure.add_subplot(grid[-1, :]))
    return figure


@styled
def code_gallery(states, codes) -> Figure:
    """F6 as a picture of 7x12 units, below the code of the same class.

    Args:
        states: Array of shape `(classes, 84)`, states of F6, one row for each class.
        codes: Array of shape `(classes, 84)` of -1 and +1, the centres of the RBF
            units.

    Returns:
        A Figure with two pictures for each class, the code above F6, and the colour
        scale of the states.

    Raises:
        ValueError: If the two arrays do not have that shape.

    Example:

    >>> from lenet_keras import paper
    >>> from lenet_keras.figures import code_gallery
    >>> codes = paper.digit_codes()
    >>> len(code_gallery(codes, codes).axes)
    21

    Reference:
        Section II-B, Fig. 3; Fig. 13 shows F6 so.
    """
    states, codes = np.asarray(states), np.asarray(codes)
    if states.shape != codes.shape or states.shape[1:] != (paper.F6_UNITS,):
        raise ValueError(
            f"`states` and `codes` must both be of shape (classes, {paper.F6_UNITS}). "
            f"Received: {states.shape} and {codes.shape}"
        )
    above, below = (a.reshape(-1, *paper.CODE_SHAPE) for a in (codes, states))
    titles = [str(digit) for digit in range(len(codes))]
    return pairs(above, below, titles, columns=5, height=1.65)
