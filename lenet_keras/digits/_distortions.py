"""More training patterns out of the ones there are: distortions and noise."""

import numbers
import warnings
from collections.abc import Sequence

import numpy as np
from keras import ops

from lenet_keras.paper import BACKGROUND, FOREGROUND

Seed = int | Sequence[int] | np.random.Generator

_BATCH = 500  # images warped at once; far fewer or far more take longer
_IDENTITY = np.eye(2, 3)
# How far patterns are distorted, and which share of them, as the paper does not say.
TRANSLATION, SCALE, SQUEEZE, SHEAR, SHARE = 1.5, 0.1, 0.1, 0.1, 0.9
_PAPER, _INK = np.float32(BACKGROUND), np.float32(FOREGROUND)


def random_affine(images, rng: Seed, **ranges: float) -> np.ndarray:
    """The distorted patterns of Fig. 7: a random planar affine map for each image.

    Nine images in ten are distorted, the others come back as they were, bit by bit.
    Called before each pass with another seed, it never shows a distorted pattern
    twice. The paper instead distorts once, into 540,000 patterns beside the 60,000
    originals, and shows each of them twice.

    Args:
        images: Float array of shape `(n, height, width, channels)`, scaled as
            `lenet_keras.prepare` does it: paper at -0.1, ink at 1.175. Images without
            a value below 0, such as those scaled to 0..1, bring a warning: what comes
            in at the border would be lighter than their paper.
        rng: A seed (an integer or a sequence of integers, 0 or more) or a NumPy
            generator. The same seed gives the same distortions.
        **ranges: `translation`, `scale`, `squeeze`, `shear` and `share`, with the
            defaults of `affine_matrices`.

    Returns:
        float32 array of the same shape. What comes in at the border is background.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> from lenet_keras import random_affine
    >>> from lenet_keras.digits import load_mnist, prepare
    >>> images = prepare(load_mnist().train.images[:100])
    >>> distorted = random_affine(images, rng=1, translation=2.0)
    >>> same = (distorted == images).all(axis=(1, 2, 3))
    >>> distorted.shape, int(same.sum())
    ((100, 32, 32, 1), 14)

    Reference:
        Section III-B, Fig. 7.
    """
    images = check_images(images)
    return affine_transform(images, affine_matrices(len(images), rng, **ranges))


def affine_matrices(
    n: int,
    rng: Seed,
    translation: float = TRANSLATION,
    scale: float = SCALE,
    squeeze: float = SQUEEZE,
    shear: float = SHEAR,
    share: float = SHARE,
) -> np.ndarray:
    """Draws the planar affine maps of Fig. 7; there is no rotation among them.

    A point at `(x, y)`, in pixels to the right of and below the centre of the image,
    is sheared, then squeezed, then scaled, then translated. It moves to

        x' = (1 + a) / (1 + b) * (x - c * y) + u
        y' = (1 + a) * (1 + b) * y + v

    where a, b, c, u and v, drawn in this order, are independent and uniform in plus
    or minus `scale`, `squeeze`, `shear`, `translation` and `translation`. The paper
    names the kinds of distortion but gives no ranges: the defaults are ours.

    Args:
        n: How many, 0 or more.
        rng: As in `random_affine`.
        translation: Largest shift in each direction, in pixels, 0 or more.
        scale: Largest change of size, as a share of it, from 0 to below 1. Positive
            draws make the pattern larger.
        squeeze: Largest change of shape, from 0 to below 1. Positive draws compress
            horizontally and stretch vertically; the area of the pattern stays.
        shear: Largest horizontal shear, in pixels per row, 0 or more. Positive draws
            slant the top to the right.
        share: Share of maps that are drawn, from 0 to 1; the others are the identity.
            Each map is decided on its own, so the number of either varies.

    Returns:
        float64 array of shape `(n, 2, 3)`: each `[[xx, xy, u], [yx, yy, v]]` for
        `affine_transform`.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> from lenet_keras.digits import affine_matrices
    >>> affine_matrices(1, rng=1).round(2)
    array([[[ 0.92,  0.07,  1.35],
            [ 0.  ,  1.09, -0.56]]])

    Reference:
        Section III-B, Fig. 7.
    """
    if isinstance(n, bool) or not isinstance(n, numbers.Integral) or n < 0:
        raise ValueError(f"`n` must be an integer, 0 or more. Received: n={n!r}")
    for name, value, limit in (
        ("translation", translation, "infinity"),
        ("scale", scale, "1"),
        ("squeeze", squeeze, "1"),
        ("shear", shear, "infinity"),
    ):
        if not 0 <= value < float(limit):
            raise ValueError(
                f"`{name}` must be 0 or more and below {limit}. "
                f"Received: {name}={value!r}"
            )
    _check_share("share", share)

    draws = generator(rng).random((n, 6))
    a, b, c, u, v = (
        np.array([scale, squeeze, shear, translation, translation])
        * (2 * draws[:, :5] - 1)
    ).T
    matrices = np.zeros((n, 2, 3))
    matrices[:, 0, 0] = (1 + a) / (1 + b)
    matrices[:, 0, 1] = -c * (1 + a) / (1 + b)
    matrices[:, 1, 1] = (1 + a) * (1 + b)
    matrices[:, 0, 2] = u
    matrices[:, 1, 2] = v
    matrices[draws[:, 5] >= share] = _IDENTITY
    return matrices


def affine_transform(images, matrices) -> np.ndarray:
    """Applies one planar affine map to each image, about its centre.

    A pixel takes the value at the place it comes from, by bilinear interpolation;
    beyond the border all is background. Images whose map is the identity come back as
    they were, bit by bit.

    Args:
        images: As in `random_affine`.
        matrices: Array of shape `(n, 2, 3)`, or `(2, 3)` for the same map everywhere,
            in pixels from the centre of the image, x to the right, y down. A map
            `[[xx, xy, u], [yx, yy, v]]` moves what is at `(x, y)` to
            `(xx * x + xy * y + u, yx * x + yy * y + v)`.

    Returns:
        float32 array of the same shape as `images`.

    Raises:
        ValueError: If shapes do not fit or a map has no inverse.

    Example:

    >>> from lenet_keras.digits import affine_transform
    >>> import numpy as np
    >>> image = np.full((1, 3, 3, 1), -0.1, "float32")
    >>> image[0, 1, 1] = 1.0
    >>> affine_transform(image, [[1, 0, 1], [0, 1, 0]])[0, 1, :, 0]
    array([-0.1, -0.1,  1. ], dtype=float32)

    Reference:
        Section III-B: planar affine transformations.
    """
    images = check_images(images)
    matrices = np.asarray(matrices, "float64")
    if matrices.shape not in ((2, 3), (len(images), 2, 3)):
        raise ValueError(
            "`matrices` must have the shape (2, 3) or (n, 2, 3), one for each of the "
            f"{len(images)} images. Received: shape {matrices.shape}"
        )
    matrices = np.broadcast_to(matrices, (len(images), 2, 3))
    linear = matrices[..., :2]
    if not np.isfinite(matrices).all() or not np.linalg.det(linear).all():
        raise ValueError(
            "`matrices` must be finite and have an inverse. Received: one that is not"
        )
    inverse = np.linalg.inv(linear)
    centre = (np.array(images.shape[2:0:-1]) - 1) / 2
    start = centre - (inverse @ (centre + matrices[..., 2])[..., None])[..., 0]
    # Keras takes the way back, from the new place to the old one, as eight numbers.
    way_back = np.zeros((len(images), 8), "float32")
    way_back[:, [0, 1, 3, 4]] = inverse.reshape(-1, 4)
    way_back[:, [2, 5]] = start

    transformed = images.copy()
    moving = np.flatnonzero((matrices != _IDENTITY).any(axis=(1, 2)))
    for first in range(0, len(moving), _BATCH):
        batch = moving[first : first + _BATCH]
        # With background at zero, interpolation does not round it to anything else.
        ink = ops.image.affine_transform(
            images[batch] - _PAPER,
            way_back[batch],
            interpolation="bilinear",
            fill_mode="constant",
            fill_value=0.0,
            data_format="channels_last",
        )
        transformed[batch] = ops.convert_to_numpy(ink) + _PAPER
    return transformed


def salt_and_pepper(images, rng: Seed, probability: float = 0.1) -> np.ndarray:
    """Inverts each pixel with a given probability, the noise behind Fig. 13.

    An inverted pixel x becomes foreground + background - x: paper turns to ink, ink
    to paper, grey stays between.

    Args:
        images: As in `random_affine`.
        rng: As in `random_affine`.
        probability: That of a pixel being inverted, from 0 to 1. Defaults to 0.1, the
            paper's.

    Returns:
        float32 array of the same shape.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> from lenet_keras import salt_and_pepper
    >>> import numpy as np
    >>> paper = np.full((1, 1, 4, 1), -0.1)
    >>> salt_and_pepper(paper, rng=1, probability=0.5).ravel()
    array([ 1.175, -0.1  , -0.1  , -0.1  ], dtype=float32)

    Reference:
        Section III-E, Fig. 13.
    """
    images = check_images(images)
    _check_share("probability", probability)
    inverted = generator(rng).random(images.shape, np.float32) < probability
    noisy = images.copy()
    # In double precision paper becomes ink, and ink paper, to the last bit.
    both = float(_PAPER) + float(_INK)
    noisy[inverted] = both - noisy[inverted].astype("float64")
    return noisy


def check_images(images) -> np.ndarray:
    images = np.asarray(images)
    if images.ndim != 4 or images.dtype.kind != "f" or 0 in images.shape[1:]:
        raise ValueError(
            "`images` must be floats of shape (n, height, width, channels), as "
            f"`prepare` gives them. Received: {images.dtype}, shape {images.shape}"
        )
    if len(images) and images.min() >= 0:
        warnings.warn(
            "`images` should be scaled as `prepare` does it, with paper at -0.1. "
            f"Received: values from {images.min():.3g} to {images.max():.3g}",
            stacklevel=3,
        )
    return images.astype("float32", copy=False)


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"`{name}` must be from 0 to 1. Received: {name}={value!r}")


def generator(rng: Seed) -> np.random.Generator:
    try:
        if rng is not None:  # of which NumPy would make another seed every time
            return np.random.default_rng(rng)
    except (TypeError, ValueError):
        pass
    raise ValueError(
        "`rng` must be a seed, 0 or more, or a numpy.random.Generator. "
        f"Received: rng={rng!r}"
    )
