"""Pictures that are no digits, for networks that should say so."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lenet_keras.digits import LETTERS, framed
from lenet_keras.figures._style import styled

# The fonts that matplotlib ships.
FAMILIES = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")
_BORDER = 4  # of MNIST images, which keep their digit in the inner 20x20 pixels


def not_digits(images: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Pictures of some kinds that are no digits, and printed digits as a control.

    Args:
        images: uint8 array `(n, 28, 28)`, digits of MNIST, at least 4.
        seed: Decides the shuffled and the random pixels.

    Returns:
        By kind, uint8 arrays `(m, 28, 28)` for `prepare`:

        - `letters`: printed letters that look like no digit, in six styles;
        - `halves`: the digits without their right, left, lower or upper half, in
          place;
        - `halves, enlarged`: the same, size-normalised and centred as digits are;
        - `shuffled`: the digits with their inner 20x20 pixels permuted;
        - `noise`: n pictures of independent pixels, uniform from 0 to 255;
        - `printed digits`: the ten digits in the same styles as the letters.

    Raises:
        ValueError: If there are fewer than four images, or of another size.

    Example:

    >>> from lenet_keras.figures import not_digits
    >>> from lenet_keras.digits import load_mnist
    >>> kinds = not_digits(load_mnist().test.images[:8], seed=0)
    >>> kinds["letters"].shape, kinds["halves"].shape
    ((204, 28, 28), (8, 28, 28))

    Reference:
        Section II-B asks that a classifier reject what is no character.
    """
    images = np.asarray(images)
    if images.shape[1:] != (28, 28) or len(images) < 4:
        raise ValueError(
            "`images` must be at least four images of 28x28. "
            f"Received: shape {images.shape}"
        )
    rng = np.random.default_rng(seed)
    halves, shuffled = images.copy(), images.copy()
    halves[0::4, :, 14:] = halves[1::4, :, :14] = 0
    halves[2::4, 14:] = halves[3::4, :14] = 0
    inner = shuffled[:, _BORDER:-_BORDER, _BORDER:-_BORDER]
    inner[:] = rng.permuted(inner.reshape(len(images), -1), axis=1).reshape(inner.shape)
    return {
        "letters": printed_characters(LETTERS),
        "halves": halves,
        "halves, enlarged": np.stack(
            [framed(half.astype("float32")) for half in halves]
        ),
        "shuffled": shuffled,
        "noise": rng.integers(0, 256, images.shape, dtype="uint8"),
        "printed digits": printed_characters("0123456789"),
    }


def printed_characters(characters: str) -> np.ndarray:
    """Prints characters in the fonts that matplotlib ships, as images like MNIST's.

    Args:
        characters: What to print.

    Returns:
        uint8 array `(6 * len(characters), 28, 28)`: all characters in three families,
        each normal and bold, size-normalised and centred as digits are.

    Raises:
        ValueError: If there is no character.

    Example:

    >>> from lenet_keras.figures import printed_characters
    >>> printed_characters("7").shape
    (6, 28, 28)

    Reference:
        Section III-A for size and place; the paper prints no characters of a font.
    """
    if not characters:
        raise ValueError(f"`characters` must not be empty. Received: {characters!r}")
    return np.stack(
        [
            framed(255 - _print(character, family=family, weight=weight))
            for family in FAMILIES
            for weight in ("normal", "bold")
            for character in characters
        ]
    )


@styled
def _print(character: str, **font) -> np.ndarray:
    """One character, black (0) on white (255), float32 `(160, 160)`."""
    figure = Figure(figsize=(1.6, 1.6), dpi=100)
    canvas = FigureCanvasAgg(figure)
    figure.text(0.5, 0.5, character, size=72, ha="center", va="center", **font)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., 0].astype("float32")
