"""Who answers what when a digit is shifted."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import MINUS, bare, write_cells
from lenet_keras.figures._style import INK, PIXELS, STRENGTH, styled


@styled
def answers_by_shift(
    image, answers: Mapping[str, Sequence[int]], shifts: Sequence[int]
) -> Figure:
    """A digit, and what some classifiers answer when it is shifted.

    Args:
        image: Array of shape `(height, width)` or `(height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        answers: By name of the classifier, its answer at each shift.
        shifts: The shifts in pixels to the right, zero among them.

    Returns:
        A Figure: the digit above a table with a line for each classifier and a column
        for each shift. Cells are grey where the answer is another one than without a
        shift.

    Raises:
        ValueError: If there is no classifier, not one answer for each shift, or no
            shift of zero.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import answers_by_shift
    >>> answers = {"linear": [1, 7, 3], "LeNet-5": [7, 7, 7]}
    >>> figure = answers_by_shift(np.zeros((32, 32)), answers, [-1, 0, 1])
    >>> figure.axes[1].images[0].get_array().tolist()
    [[1, 0, 1], [0, 0, 0]]

    Reference:
        Not in the paper; section III-E speaks of shifts.
    """
    shifts = list(shifts)
    lengths = {name: len(row) for name, row in answers.items()}
    if not answers or set(lengths.values()) != {len(shifts)} or 0 not in shifts:
        raise ValueError(
            "`answers` must hold an answer for each of `shifts`, zero among them. "
            f"Received: {lengths} for {shifts}"
        )
    table = np.array(list(answers.values()))
    changed = (table != table[:, [shifts.index(0)]]).astype(int)
    figure = Figure(figsize=(5.4, 0.3 * len(table) + 2.3), layout="constrained")
    upper, lower = figure.subplots(2, height_ratios=(1.4, 0.3 * len(table)))
    upper.imshow(np.squeeze(image), cmap=INK, norm=PIXELS, interpolation="nearest")
    bare(upper)
    lower.imshow(changed, cmap=STRENGTH, vmin=0, vmax=2.5, aspect="auto")
    write_cells(lower, table.astype(str), fontsize=8)
    ticks = [n for n, dx in enumerate(shifts) if dx % 4 == 0]
    lower.set(
        xticks=ticks, yticks=range(len(table)), xlabel="shift to the right, pixels"
    )
    lower.set_xticklabels([str(shifts[n]).replace("-", MINUS) for n in ticks])
    lower.set_yticklabels(list(answers))
    lower.tick_params(axis="y", length=0)
    return figure
