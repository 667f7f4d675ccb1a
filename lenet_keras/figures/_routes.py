"""From pixels to a penalty: partial sums, one route, and what excites a map."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from lenet_keras import paper
from lenet_keras.figures._maps import PIXELS, STATES, tile
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    QUIET,
    SIGNED,
    bare,
    styled,
    symmetric_scale,
)
from lenet_keras.inspection import Step

_MARK = "#ffd21f"  # framed in black: seen on ink, paper, red and blue
_MINUS = "\N{MINUS SIGN}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", _MINUS)


@styled
def partial_sums(
    seen: np.ndarray,
    kernels: np.ndarray,
    bias: float,
    names: Sequence[str],
    title: str = "the unit",
) -> Figure:
    """One unit, step by step: states, kernels, products, partial sums, bias, squash.

    Args:
        seen: Array of shape `(height, width, n)`: the states that the unit sees in
            each of n input maps.
        kernels: Array of the same shape: the unit's kernel for each map.
        bias: The bias of the unit.
        names: Names of the input maps.
        title: Name of the unit.

    Returns:
        A Figure with one row for each input map: states, kernel and products, each
        column on one colour scale symmetric about zero; and beside them bars that add
        up: each partial sum begins where the one before it ended, then the bias, the
        weighted sum from zero, and the state.

    Raises:
        ValueError: If the shapes differ, or there is not one name for each map.

    Example:

    >>> ones = np.ones((5, 5, 2))
    >>> figure = partial_sums(0.1 * ones, ones, -4.0, ["map 0", "map 1"])
    >>> [text.get_text() for text in figure.axes[-1].texts]
    ['+2.50', '+2.50', '−4.00', '+1.00', '+1.00']

    Reference:
        Section II-A: a unit adds, and squashes the sum; section II-B for C3.
    """
    seen, kernels = np.asarray(seen), np.asarray(kernels)
    if seen.shape != kernels.shape or seen.shape[2:] != (len(names),):
        raise ValueError(
            "`seen` and `kernels` must have one shape (height, width, n), with a name "
            f"for each of n maps. Received: {seen.shape}, {kernels.shape} and "
            f"{len(names)} names"
        )
    count, products = len(names), seen * kernels
    parts = [*products.sum(axis=(0, 1)), bias]
    total = float(np.sum(parts))
    state = float(paper.AMPLITUDE * np.tanh(paper.SLOPE * total))
    starts = [*np.cumsum([0, *parts])[:-1], 0, 0]
    steps = [*parts, total, state]

    rows = count + 3
    figure = Figure(figsize=(5.4, 0.72 * rows + 0.7))
    grid = figure.add_gridspec(
        rows, 4, width_ratios=(1, 1, 1, 3), hspace=0.12, wspace=0.25
    )
    columns = (
        ("states", seen, STATES),
        ("kernel", kernels, symmetric_scale([kernels])),
        ("product", products, symmetric_scale([products])),
    )
    for column, (heading, pictures, norm) in enumerate(columns):
        for row in range(count):
            axes = figure.add_subplot(grid[row, column])
            axes.imshow(
                pictures[:, :, row], cmap=SIGNED, norm=norm, interpolation="nearest"
            )
            bare(axes)
            axes.set_title(heading if row == 0 else "")
            if column == 0:
                axes.set_ylabel(names[row], rotation=0, ha="right", va="center")
        # Each column has its own scale, whose end is written below it.
        note = f"\N{PLUS-MINUS SIGN}{norm.vmax:.2f}"
        axes.text(0.5, -0.1, note, transform=axes.transAxes, ha="center", va="top")

    bars = figure.add_subplot(grid[:, 3])
    colours = [QUIET] * (count + 1) + ["black", ACCENT]
    bars.barh(range(rows), steps, left=starts, color=colours, height=0.45)
    for row, (start, step) in enumerate(zip(starts, steps, strict=True)):
        bars.text(start + step / 2, row - 0.36, _signed(step), ha="center", va="center")
    ends = np.add(starts, steps)
    for row, end in enumerate(ends[: count + 1]):
        bars.plot([end, end], [row, row + 1], color=QUIET, linewidth=0.8)
    bars.axvline(0, color="black", linewidth=0.8)
    bars.set_yticks(range(count, rows), ["bias", "weighted sum", f"state of\n{title}"])
    bars.set_title("partial sums")
    bars.set(ylim=(rows - 0.5, -0.5))
    bars.use_sticky_edges = False
    bars.margins(x=0.12)
    bars.spines["left"].set_visible(False)
    bars.tick_params(axis="y", length=0)
    return figure


@styled
def draw_route(
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
        the next unit sees of the map.

    Raises:
        ValueError: If the route does not lead through all layers.

    Example:

    >>> from lenet_keras import feature_maps, lenet5
    >>> from lenet_keras.inspection import strongest_route
    >>> model, image = lenet5(), np.zeros((1, 32, 32, 1))
    >>> states = {k: array[0] for k, array in feature_maps(model, image).items()}
    >>> route = strongest_route(model, image[0])
    >>> figure = draw_route(route, states, paper.digit_codes())
    >>> figure.axes[8].get_title()[:7]
    'penalty'

    Reference:
        Section II-B, Fig. 2. The route is ours.
    """
    steps = {step.layer: step for step in route}
    expected = ["image", "C1", "S2", "C3", "S4", "C5", "F6", "output"]
    if list(steps) != expected:
        raise ValueError(
            f"`route` must lead through {expected}. Received: {list(steps)}"
        )
    figure = Figure(figsize=(5.4, 8.6))
    grid = figure.subplots(3, 3, gridspec_kw={"hspace": 0.7, "wspace": 0.25})
    windows = {"image": paper.KERNEL_SIZE, "C1": paper.POOL_SIZE}
    windows |= {"S2": paper.KERNEL_SIZE, "C3": paper.POOL_SIZE}
    for axes, (name, step), after in zip(
        grid.ravel(), list(steps.items())[:5], expected[1:], strict=False
    ):
        row, column, m = step.unit
        tile(axes, states[name][:, :, m], 1, ink=name == "image")
        cell = 1 / len(states[name])
        if name in windows:
            size = windows[name]
            top, left = (
                unit * (size if size == paper.POOL_SIZE else 1)
                for unit in steps[after].unit[:2]
            )
            _frame(axes, left * cell, top * cell, size * cell)
        _frame(axes, column * cell, row * cell, cell, 2)
        axes.set_title(f"{name} map {m}" if name != "image" else "input")
        what = "pixel" if name == "image" else "unit"
        axes.set_xlabel(f"{what} ({row}, {column})\n{_numbers(step)}")

    number, (pixel,) = steps["C5"].unit[2], steps["F6"].unit
    (digit,), code = steps["output"].unit, np.asarray(codes)
    received = steps["output"].received
    minus_code = f"{_MINUS if code[digit, pixel] > 0 else '+'} 1"
    square = f"({_signed(steps['F6'].state)} {minus_code})\N{SUPERSCRIPT TWO}"
    f6, drawn = (a.reshape(paper.CODE_SHAPE) for a in (states["F6"], code[digit]))
    folded = (
        ("C5: 120 units", states["C5"].reshape(15, 8), number, _numbers(steps["C5"])),
        ("F6: 84 units", f6, pixel, _numbers(steps["F6"])),
        (f"code of {digit}", drawn, pixel, f"{square}\n= {received:.2f}"),
    )
    for axes, (title, picture, place, text) in zip(
        grid.ravel()[5:], folded, strict=False
    ):
        tile(axes, picture, 1)
        cell = 1 / picture.shape[1]
        row, column = divmod(place, picture.shape[1])
        _frame(axes, column * cell, row * cell, cell, 2)
        axes.set_title(title)
        axes.set_xlabel(f"unit {place}\n{text}")
    bars = grid[2, 2]
    penalties = states["output"].ravel()
    colours = [ACCENT if k == digit else QUIET for k in range(len(penalties))]
    bars.bar(range(len(penalties)), penalties, color=colours)
    bars.set(xticks=range(0, len(penalties), 2), yticks=[])
    bars.set_title(f"penalty {digit}: {steps['output'].state:.2f}")
    bars.set_xlabel(f"{received:.2f} of it\nfrom F6 unit {pixel}")
    return figure


def _numbers(step: Step) -> str:
    if step.layer == "image":
        return f"value {_signed(step.state)}"
    lines = (("gets", step.received), ("sum", step.total), ("state", step.state))
    return "\n".join(f"{word} {_signed(value)}" for word, value in lines)


def _frame(axes, left: float, top: float, size: float, width: float = 1.4) -> None:
    stroke = withStroke(linewidth=width + 1.6, foreground="black")
    axes.add_patch(
        Rectangle(
            (left, top),
            size,
            size,
            fill=False,
            edgecolor=_MARK,
            linewidth=width,
            path_effects=[stroke],
            clip_on=False,
        )
    )


@styled
def penalty_squares(squares: np.ndarray) -> Figure:
    """Where the penalties come from: one square of each unit of F6 for each class.

    Args:
        squares: Array of shape `(classes, 84)`: squared differences between the
            states of F6 and the code of the class.

    Returns:
        A Figure with a picture of 7x12 squares for each class, five in a row, on one
        scale from white at zero, with the penalty as title, the smallest in red; and
        a colour bar.

    Raises:
        ValueError: If the array does not have that shape.

    Example:

    >>> figure = penalty_squares(np.ones((10, 84)))
    >>> figure.axes[3].get_title()
    '3: 84.0'

    Reference:
        Section II-B, equation 7.
    """
    squares = np.asarray(squares)
    if squares.ndim != 2 or squares.shape[1:] != (paper.F6_UNITS,):
        raise ValueError(
            f"`squares` must be of shape (classes, {paper.F6_UNITS}). "
            f"Received: {squares.shape}"
        )
    penalties = squares.sum(axis=1)
    columns = min(5, len(squares))
    rows = -(-len(squares) // columns)
    figure = Figure(figsize=(1.08 * columns, 1.95 * rows + 0.6), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes in grid.ravel()[len(squares) :]:
        axes.remove()
    for digit, (axes, one) in enumerate(zip(grid.ravel(), squares, strict=False)):
        image = axes.imshow(
            one.reshape(paper.CODE_SHAPE), cmap="Oranges", vmin=0, vmax=squares.max()
        )
        colour = ACCENT if digit == penalties.argmin() else "black"
        axes.set_title(f"{digit}: {penalties[digit]:.1f}", color=colour)
        bare(axes)
    figure.colorbar(
        image,
        ax=grid[:, :],
        location="bottom",
        shrink=0.6,
        aspect=30,
        label="squared difference of a unit",
    )
    return figure


@styled
def exciting_gallery(
    patches: np.ndarray,
    titles: Sequence[str],
    kernels: Sequence[np.ndarray] = (),
    columns: int = 4,
) -> Figure:
    """For each map the patches that excite it most, three in a row.

    Args:
        patches: Array of shape `(maps, count, height, width)`, pixels as
            `lenet_keras.prepare` scales them.
        titles: One title for each map.
        kernels: Optional: one 2-D kernel for each map, drawn at the left of its
            patches, each on its own colour scale symmetric about zero.
        columns: How many maps stand side by side. Defaults to 4.

    Returns:
        A Figure with one axes for each map, or two with kernels, kernel first. White
        is paper, black ink.

    Raises:
        ValueError: If the numbers of maps, titles and kernels differ.

    Example:

    >>> len(exciting_gallery(np.zeros((6, 9, 5, 5)), ["map"] * 6).axes)
    6

    Reference:
        Section II-A: the units of a feature map detect the same feature.
    """
    if not 0 < len(patches) == len(titles) or len(kernels) not in (0, len(patches)):
        raise ValueError(
            "`patches`, `titles` and `kernels`, if any, must have the same length. "
            f"Received: {len(patches)}, {len(titles)} and {len(kernels)}"
        )
    wide = 2 if len(kernels) else 1
    columns = min(columns, len(patches))
    rows = -(-len(patches) // columns)
    side = 5.4 / (columns * wide)
    figure = Figure(figsize=(5.4, rows * (side + 0.32)))
    grid = figure.subplots(rows, columns * wide, squeeze=False)
    for axes in grid.ravel()[len(patches) * wide :]:
        axes.remove()
    for m, (found, title) in enumerate(zip(patches, titles, strict=True)):
        row, column = divmod(m, columns)
        axes = grid[row, column * wide + wide - 1]
        tile(axes, np.moveaxis(found, 0, -1), 3, ink=True)
        axes.set_title(title)
        if wide == 2:
            left = grid[row, column * wide]
            norm = symmetric_scale([kernels[m]])
            left.imshow(kernels[m], cmap=SIGNED, norm=norm, interpolation="nearest")
            left.set_title("kernel")
            bare(left)
    figure.subplots_adjust(0, 0, 1, 0.95, wspace=0.1, hspace=0.28)
    return figure


@styled
def patch_row(patches: np.ndarray, titles: Sequence[str]) -> Figure:
    """A row of patches of the input, each with a title.

    Args:
        patches: Array of shape `(n, height, width)`, pixels as `lenet_keras.prepare`
            scales them.
        titles: One title for each patch.

    Returns:
        A Figure with one axes for each patch. White is paper, black ink.

    Raises:
        ValueError: If there is not one title for each patch.

    Example:

    >>> len(patch_row(np.zeros((3, 5, 5)), "abc").axes)
    3

    Reference:
        None.
    """
    if not 0 < len(patches) == len(titles):
        raise ValueError(
            "`patches` and `titles` must have the same length, at least 1. "
            f"Received: {len(patches)} and {len(titles)}"
        )
    figure = Figure(figsize=(5.4, 5.4 / len(patches) + 0.4), layout="constrained")
    row = figure.subplots(1, len(patches), squeeze=False)[0]
    for axes, patch, title in zip(row, patches, titles, strict=True):
        axes.imshow(patch, cmap=INK, norm=PIXELS, interpolation="nearest")
        axes.set_title(title)
        bare(axes)
    return figure
