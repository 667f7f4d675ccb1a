"""Templates: the edge or line a kernel resembles, and C3 composed down to pixels."""

import functools
from typing import NamedTuple

import keras
import numpy as np

from lenet_keras.inspection._layers_of_the_paper import layers_of_the_paper


class OrientationFit(NamedTuple):
    """The oriented template that a kernel resembles most.

    Attributes:
        kind: `"edge"` (one side against the other) or `"line"` (the middle against
            both sides).
        angle: Direction in which the template changes, in degrees, counter-clockwise
            from "to the right": an edge of 0 degrees has its positive side right, one
            of 90 degrees up. A line looks the same after half a turn: 0 to 179.
        correlation: Pearson correlation of kernel and template: 1 for a perfect fit.
            A dark line on light ground fits a light one with a negative sign.
        template: The template, same shape as the kernel, of norm 1 and mean 0.
    """

    kind: str
    angle: int
    correlation: float
    template: np.ndarray


def orientation_fit(kernel, width: float = 1.5, step: int = 5) -> OrientationFit:
    """Finds the oriented edge or line that a kernel resembles most.

    The templates are the first (edge) and second (line) derivative of a Gaussian
    along one direction, centred in the kernel, with its mean taken off. An edge may
    point in any direction; a line counts by the size of its correlation, since a
    dark line on light ground is a line as well.

    Args:
        kernel: Square array of shape `(size, size)`, at least 3x3, not constant.
        width: Standard deviation of the Gaussian, in pixels. Defaults to 1.5.
        step: Step between the angles tried, in degrees. Defaults to 5.

    Returns:
        An `OrientationFit`.

    Raises:
        ValueError: If the kernel is not square, smaller than 3x3, or constant.

    Example:

    >>> from lenet_keras.inspection import orientation_fit
    >>> fit = orientation_fit([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    >>> fit.kind, fit.angle
    ('edge', 0)

    Reference:
        Section II-A names oriented edges among the features that units can extract.
        The measure is ours.
    """
    kernel = np.asarray(kernel, "float64")
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1] or len(kernel) < 3:
        raise ValueError(
            "`kernel` must be a square array, at least 3x3. "
            f"Received: an array of shape {kernel.shape}"
        )
    if np.ptp(kernel) == 0:
        raise ValueError(
            f"`kernel` must not be constant. Received: {kernel.flat[0]} everywhere"
        )
    labels, templates = _templates(len(kernel), width, step)
    correlations = np.tensordot(templates, _normalised(kernel), 2)
    lines = np.array([kind == "line" for kind, _ in labels])
    best = int(np.argmax(np.where(lines, np.abs(correlations), correlations)))
    return OrientationFit(
        kind=labels[best][0],
        angle=labels[best][1],
        correlation=float(correlations[best]),
        template=templates[best].copy(),
    )


def neighbour_correlation(kernels) -> float:
    """How alike neighbouring weights of kernels are.

    Args:
        kernels: Array of shape `(kernels, size, size)`, not all weights equal.

    Returns:
        Pearson correlation of the weights with their neighbours right and below.

    Raises:
        ValueError: If the shape is another one.

    Example:

    >>> from lenet_keras.inspection import neighbour_correlation
    >>> round(neighbour_correlation([[[1, 1, -1, -1]] * 4]), 2)
    0.71

    Reference:
        Ours, to compare the features of section II-A with chance.
    """
    kernels = np.asarray(kernels, "float64")
    if kernels.ndim != 3:
        raise ValueError(
            "`kernels` must have the shape (kernels, size, size). "
            f"Received: an array of shape {kernels.shape}"
        )
    here = [kernels[:, :, :-1].ravel(), kernels[:, :-1].ravel()]
    beside = [kernels[:, :, 1:].ravel(), kernels[:, 1:].ravel()]
    return float(np.corrcoef(np.concatenate(here), np.concatenate(beside))[0, 1])


def random_kernels(
    count: int, alike: float = 0.0, size: int = 5, rng=None
) -> np.ndarray:
    """Kernels of chance, white or smooth, to compare learned ones with.

    Args:
        count: How many, at least 1.
        alike: Correlation of neighbouring weights, between -1 and 1; farther
            apart it changes by this factor for each step along a row or column.
            Defaults to 0, white noise.
        size: Weights along a side. Defaults to 5, as in C1.
        rng: What `numpy.random.default_rng` takes. Defaults to None, a new seed.

    Returns:
        Array of shape `(count, size, size)`, normally distributed about 0 with a
        standard deviation of 1.

    Raises:
        ValueError: If `alike` is out of range.

    Example:

    >>> from lenet_keras.inspection import neighbour_correlation, random_kernels
    >>> kernels = random_kernels(1000, alike=0.5, rng=0)
    >>> kernels.shape, round(neighbour_correlation(kernels), 1)
    ((1000, 5, 5), 0.5)

    Reference:
        Ours, to compare the features of section II-A with chance.
    """
    if not -1 < alike < 1:
        raise ValueError(f"`alike` must lie between -1 and 1. Received: {alike!r}")
    steps = np.abs(np.subtract.outer(range(size), range(size)))
    mix = np.linalg.cholesky(float(alike) ** steps)
    return mix @ np.random.default_rng(rng).normal(size=(count, size, size)) @ mix.T


@functools.cache
def _templates(size: int, width: float, step: int) -> tuple[list, np.ndarray]:
    labels = [("edge", angle) for angle in range(0, 360, step)]
    labels += [("line", angle) for angle in range(0, 180, step)]
    return labels, np.stack([_template(*label, size, width) for label in labels])


def _template(kind: str, angle: int, size: int, width: float) -> np.ndarray:
    x = np.arange(size) - (size - 1) / 2
    turn = np.deg2rad(angle)
    along = x * np.cos(turn) - x[:, np.newaxis] * np.sin(turn)  # rows count downwards
    window = np.exp(-(x**2 + x[:, np.newaxis] ** 2) / (2 * width**2))
    shape = along if kind == "edge" else 1 - (along / width) ** 2
    return _normalised(shape * window)


def _normalised(array: np.ndarray) -> np.ndarray:
    centred = array - array.mean()
    return centred / np.linalg.norm(centred)


def linear_templates(model: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    """The C3 units written in pixels, as if the network did not squash.

    Without squashing, C1, S2 and C3 are linear, so a C3 unit is one weighted sum of
    the 14x14 pixels of its receptive field plus a constant.

    Args:
        model: A `lenet_keras.lenet5()` with one input channel and trainable
            sub-sampling by `"sum"`.

    Returns:
        Templates of shape `(14, 14, 16)` and constants of shape `(16,)`.

    Raises:
        ValueError: If the model is another one.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import linear_templates
    >>> templates, constants = linear_templates(lenet5())
    >>> templates.shape, constants.shape
    ((14, 14, 16), (16,))

    Reference:
        Section II-B for the layers. The composition is ours.
    """
    c1, s2, c3 = layers_of_the_paper(model, "C1", "S2", "C3")
    if s2.reduction != "sum" or c1.kernel.shape[2] != 1:
        raise ValueError(
            '`model` must have one input channel and sub-sampling by "sum". Received: '
            f"{c1.kernel.shape[2]} channels, sub-sampling by {s2.reduction!r}"
        )
    first, bias1, coefficient, bias2, bias3 = (
        np.asarray(w) for w in (c1.kernel, c1.bias, s2.coefficient, s2.bias, c3.bias)
    )
    third = keras.ops.convert_to_numpy(c3.dense_kernel)
    size, pool = len(first), s2.pool_size[0]
    seen = size + pool - 1  # pixels that an S2 unit sees
    s2_pixels = np.zeros((seen, seen, first.shape[-1]))
    for y in range(pool):
        for x in range(pool):
            s2_pixels[y : y + size, x : x + size] += coefficient * first[:, :, 0]
    field = pool * (len(third) - 1) + seen
    templates = np.zeros((field, field, third.shape[-1]))
    for y in range(len(third)):
        for x in range(len(third)):
            top, left = pool * y, pool * x
            templates[top : top + seen, left : left + seen] += s2_pixels @ third[y, x]
    s2_constants = coefficient * pool**2 * bias1 + bias2
    constants = s2_constants @ third.sum(axis=(0, 1)) + bias3
    return templates, constants
