"""A kernel while it learns."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from lenet_keras.figures._panels import bare, plain_numbers
from lenet_keras.figures._style import ACCENT, OTHER, SIGNED, styled, symmetric_scale


@styled
def kernel_in_training(
    kernels: Sequence[np.ndarray], losses: Sequence[float], steps: Sequence[int]
) -> Figure:
    """A kernel at a few steps of gradient descent, above the curve of its loss.

    Args:
        kernels: The kernel before each step, arrays of shape `(size, size)`.
        losses: The loss of each of these kernels, above zero.
        steps: Numbers of the steps whose kernels are shown.

    Returns:
        A Figure with one axes for each kernel that is shown, each on its own colour
        scale symmetric about zero, then the loss by step, logarithmic, with a mark at
        each of them.

    Raises:
        ValueError: If there is not one loss for each kernel, or no such step.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import kernel_in_training
    >>> kernels = [np.eye(5), 2 * np.eye(5)]
    >>> figure = kernel_in_training(kernels, [0.5, 0.25], steps=[0, 1])
    >>> print(figure.axes[1].get_title())
    step 1
    loss 0.25

    Reference:
        Equation 2 of the paper, gradient descent.
    """
    known = set(range(len(kernels)))
    if len(losses) != len(kernels) or not steps or not known.issuperset(steps):
        raise ValueError(
            "`losses` must be as many as `kernels`, and `steps` numbers of kernels. "
            f"Received: {len(kernels)} kernels, {len(losses)} losses, steps {steps}"
        )
    figure = Figure(figsize=(5.8, 3.5), layout="constrained")
    grid = figure.add_gridspec(2, len(steps), height_ratios=(1, 1.3))
    for column, step in enumerate(steps):
        axes = figure.add_subplot(grid[0, column])
        kernel = kernels[step]
        axes.imshow(kernel, cmap=SIGNED, norm=symmetric_scale([kernel]))
        axes.set_title(f"step {step}\nloss {losses[step]:.2f}")
        bare(axes)
    curve = figure.add_subplot(grid[1, :])
    curve.semilogy(losses, color=OTHER)
    curve.plot(steps, [losses[step] for step in steps], "o", color=ACCENT)
    plain_numbers(curve.yaxis, LogLocator(subs=(1, 3)))
    curve.set(xlabel="step", ylabel="loss")
    return figure
