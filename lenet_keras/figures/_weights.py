"""Weights as pictures: kernels of any layer, and their orientation."""

from collections.abc import Sequence

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from lenet_keras.figures._panels import MINUS, bare, write_cells
from lenet_keras.figures._style import (
    ACCENT,
    QUIET,
    SIGNED,
    styled,
    symmetric_scale,
)
from lenet_keras.inspection import OrientationFit


@styled
def weight_pictures(
    pictures: Sequence[Sequence[np.ndarray | None]],
    row_labels: Sequence[str] = (),
    column_labels: Sequence[str] = (),
    titles: Sequence[str] = (),
    own_scale: Sequence[int] = (),
    numbers: bool = False,
    width: float = 7.5,
    label: str = "weight",
) -> Figure:
    """A table of weight pictures, such as the kernels of a layer.

    All pictures share one colour scale, symmetric about zero, which the colour bar
    shows; except in the rows of `own_scale`, where each picture has its own.

    Args:
        pictures: Rows of 2-D arrays of weights; `None` leaves a gap.
        row_labels: One label for each row, written at its left.
        column_labels: One label for each column, written at its top.
        titles: One title for each picture, row by row; instead of `column_labels`.
        own_scale: Numbers of the rows in which each picture gets a scale of its own.
        numbers: Whether each weight is also written, with two decimals.
        width: Width of the figure, in inches.
        label: Label of the colour bar.

    Returns:
        A Figure with one axes for each picture or gap, row by row, then the colour
        bar, if any row has the shared scale.

    Raises:
        ValueError: If the rows differ in length or hold no picture.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import weight_pictures
    >>> figure = weight_pictures([[np.eye(5), None]], column_labels=["0", "1"])
    >>> [len(axes.images) for axes in figure.axes[:2]]
    [1, 0]

    Reference:
        Section II-A for kernels. The paper prints no picture of its weights.
    """
    lengths = {len(row) for row in pictures}
    shown = [p for row in pictures for p in row if p is not None]
    if len(lengths) != 1 or not shown:
        raise ValueError(
            "`pictures` must be rows of one length with at least one picture. "
            f"Received: {len(shown)} pictures in rows of length {sorted(lengths)}"
        )
    rows, columns = len(pictures), lengths.pop()
    sharing = [
        picture
        for number, row in enumerate(pictures)
        for picture in row
        if picture is not None and number not in own_scale
    ]
    shared = symmetric_scale(sharing or shown)
    cell = (width - 0.4) / columns * max(p.shape[0] / p.shape[1] for p in shown)
    height = cell * rows + 0.3 * (rows if titles else 1) + 0.75 * bool(sharing)
    layout = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.05, wspace=0.02, hspace=0.02)
    figure = Figure(figsize=(width, height), layout=layout)
    grid = figure.subplots(rows, columns, squeeze=False)
    for (r, c), axes in np.ndenumerate(grid):
        picture = pictures[r][c]
        bare(axes, frame=picture is not None)
        if titles:
            axes.set_title(titles[r * columns + c])
        elif column_labels and r == 0:
            axes.set_title(column_labels[c])
        if row_labels and c == 0:
            axes.set_ylabel(row_labels[r], rotation=0, ha="right", va="center")
        if picture is None:
            axes.patch.set_visible(False)
            continue
        norm = symmetric_scale([picture]) if r in own_scale else shared
        axes.imshow(picture, cmap=SIGNED, norm=norm, interpolation="nearest")
        if numbers:
            texts = [[f"{w:z.2f}".replace("-", MINUS) for w in row] for row in picture]
            strong = np.abs(norm(picture) - 0.5) > 0.3
            write_cells(axes, texts, strong, fontsize=9)
    if sharing:
        figure.colorbar(
            ScalarMappable(shared, SIGNED),
            ax=grid,
            location="bottom",
            fraction=0.05,
            aspect=45,
            shrink=0.6,
            label=label,
        )
    return figure


@styled
def orientation_fits(
    kernels: np.ndarray, fits: Sequence[OrientationFit], baseline: np.ndarray
) -> Figure:
    """Kernels above the oriented template that fits each best, and a baseline.

    Args:
        kernels: Array of shape `(maps, size, size)`.
        fits: One `OrientationFit` for each kernel.
        baseline: Absolute correlations of random kernels with their best templates.

    Returns:
        A Figure: a row of kernels, a row of templates, each picture on a colour scale
        of its own, symmetric about zero, and a histogram of the baseline with the
        kernels as numbered marks.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.inspection import orientation_fit
    >>> from lenet_keras.figures import orientation_fits
    >>> fit = orientation_fit(np.eye(5))
    >>> figure = orientation_fits(np.eye(5)[None], [fit], np.array([0.2, 0.3]))
    >>> len(figure.axes)
    3

    Reference:
        Section II-A names oriented edges. The measure is ours.
    """
    maps = len(kernels)
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    mosaic = figure.subplot_mosaic(
        [
            [f"kernel {m}" for m in range(maps)],
            [f"template {m}" for m in range(maps)],
            ["baseline"] * maps,
        ],
        height_ratios=(1, 1, 1.5),
    )
    for m, fit in enumerate(fits):
        signed = np.sign(fit.correlation) * fit.template
        for name, picture in (("kernel", kernels[m]), ("template", signed)):
            axes = mosaic[f"{name} {m}"]
            axes.imshow(picture, cmap=SIGNED, norm=symmetric_scale([picture]))
            bare(axes)
        mosaic[f"kernel {m}"].set_title(f"map {m}")
        mosaic[f"template {m}"].set_title(f"{fit.kind} {fit.angle}\N{DEGREE SIGN}")
    axes = mosaic["baseline"]
    axes.hist(baseline, bins=40, color=QUIET, alpha=0.6, label="random kernels")
    top = axes.get_ylim()[1]
    # Marks of nearly equal fits are written at different heights.
    for rank, m in enumerate(np.argsort([abs(f.correlation) for f in fits])):
        fit, height = abs(fits[m].correlation), top * (0.97 if rank % 2 else 0.8)
        axes.plot([fit, fit], [0, height * 0.94], color=ACCENT)
        white = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        axes.text(
            fit, height, str(m), color=ACCENT, ha="center", va="center", bbox=white
        )
    axes.set(
        xlabel="correlation with the best template (size)",
        ylabel="random kernels",
        xlim=(0, 1),
    )
    return figure
