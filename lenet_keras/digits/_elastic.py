import functools
import math

import numpy as np

from lenet_keras.digits._distortions import (
    Seed,
    affine_matrices,
    check_images,
    generator,
)
from lenet_keras.paper import BACKGROUND, IMAGE_SIZE

_BATCH = 200  # images bent at once; their numbers stay in the processor's cache
_PAPER = np.float32(BACKGROUND)


def random_elastic(
    images,
    rng: Seed,
    amount: float = 2.5,
    spacing: float = IMAGE_SIZE / 6,
    translation: float = 1.0,
    **ranges: float,
) -> np.ndarray:
    """Elastic distortions: each pattern is bent as if it were drawn on rubber.

    The planar affine maps of Fig. 7 move all of a pattern in one way; here every part
    of it moves a little in a way of its own as well. Each image gets an affine map as
    `random_affine` draws it, and on it a smooth field: displacements, uniform in plus
    or minus `amount` in each direction, at the nodes of a square grid, and cubic
    B-splines between them. They smooth: with the defaults a pixel moves by 0.7 pixels
    in each direction, root mean square. Both act in one bilinear interpolation.

    Args:
        images: Float array of shape `(n, height, width, channels)`, scaled as
            `lenet_keras.prepare` does it.
        rng: A seed (an integer or a sequence of integers, 0 or more) or a NumPy
            generator. The same seed gives the same distortions.
        amount: Largest displacement at a node, in pixels, 0 or more.
        spacing: Distance of the nodes, in pixels, 1 or more. Smaller is wavier.
        translation: As in `random_affine`.
        **ranges: `scale`, `squeeze`, `shear` and `share`, with the defaults of
            `affine_matrices`. Images that are not in the `share` stay, bit by bit.

    Returns:
        float32 array of the same shape. What comes in at the border is background.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> from lenet_keras.digits import load_mnist, prepare, random_elastic
    >>> images = prepare(load_mnist().train.images[:100])
    >>> bent = random_elastic(images, rng=1)
    >>> same = (bent == images).all(axis=(1, 2, 3))
    >>> bent.shape, int(same.sum())
    ((100, 32, 32, 1), 14)

    Reference:
        Not in the paper, whose distortions are those of `random_affine`. Such fields
        were made known for digits by Simard, Steinkraus and Platt (2003), who smooth
        random displacements of all pixels.
    """
    images = check_images(images)
    for name, value, least in (("amount", amount, 0), ("spacing", spacing, 1)):
        if not least <= value < math.inf:
            raise ValueError(
                f"`{name}` must be a finite number, {least} or more. "
                f"Received: {name}={value!r}"
            )
    rng = generator(rng)
    n, height, width, _ = images.shape
    matrices = affine_matrices(n, rng, translation=translation, **ranges)
    down, right = spline_weights(height, spacing), spline_weights(width, spacing)
    nodes = rng.random((n, 2, down.shape[1], right.shape[1]), np.float32)
    bent = images.copy()
    moving = np.flatnonzero((matrices != np.eye(2, 3)).any(axis=(1, 2)))
    for first in range(0, len(moving), _BATCH):
        batch = moving[first : first + _BATCH]
        field = down @ (np.float32(amount) * (2 * nodes[batch] - 1)) @ right.T
        bent[batch] = _sample(images[batch], _sources(matrices[batch], field))
    return bent


@functools.cache
def spline_weights(size: int, spacing: float) -> np.ndarray:
    """What each node of a cubic B-spline contributes at each pixel of a row.

    Args:
        size: Pixels in the row.
        spacing: Distance of the nodes, in pixels.

    Returns:
        float32 array of shape `(size, nodes)`; each row adds up to 1.
    """
    place = np.arange(size) / spacing
    before = np.floor(place).astype(int)
    t = place - before
    four = np.array(
        [(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, 1 + 3 * t + 3 * t**2 - 3 * t**3, t**3]
    )
    weights = np.zeros((size, before[-1] + 4), "float32")
    for node, values in enumerate(four / 6):
        weights[np.arange(size), before + node] = values
    return weights


def _sources(matrices: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Where each pixel comes from: array `(n, 2, height, width)`, rows first."""
    height, width = field.shape[2:]
    x = np.arange(width) - (width - 1) / 2
    y = np.arange(height)[:, None] - (height - 1) / 2
    back = np.linalg.inv(matrices[:, :, :2])
    start = -(back @ matrices[:, :, 2:])
    (xx, xy), (yx, yy) = back.transpose(1, 2, 0)[..., None, None].astype("float32")
    u, v = start[..., 0].T[..., None, None].astype("float32")
    x, y = x.astype("float32"), y.astype("float32")
    places = field.copy()
    places[:, 0] += yx * x + yy * y + v + np.float32((height - 1) / 2)
    places[:, 1] += xx * x + xy * y + u + np.float32((width - 1) / 2)
    return places


def _sample(images: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The images at those places, between pixels by bilinear interpolation."""
    n, height, width, channels = images.shape
    # A frame of background: what lies outside is clipped into it.
    padded = np.zeros((channels, n, height + 2, width + 2), "float32")
    padded[..., 1:-1, 1:-1] = np.moveaxis(images, -1, 0) - _PAPER
    rows = np.clip(places[:, 0] + 1, 0, height + np.float32(0.999))
    columns = np.clip(places[:, 1] + 1, 0, width + np.float32(0.999))
    top, left = rows.astype("int32"), columns.astype("int32")
    rows -= top
    columns -= left
    stride = width + 2
    image = np.arange(n, dtype="int32")[:, None, None] * ((height + 2) * stride)
    corner = image + top * stride + left
    sampled = np.empty_like(images)
    for channel, ink in enumerate(padded.reshape(channels, -1)):
        upper, lower = ink.take(corner), ink.take(corner + stride)
        upper += (ink.take(corner + 1) - upper) * columns
        lower += (ink.take(corner + stride + 1) - lower) * columns
        sampled[..., channel] = upper + (lower - upper) * rows + _PAPER
    return sampled
