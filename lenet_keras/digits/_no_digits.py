"""Pictures that show no digit: letters, signs, scribbles, two digits, parts of one."""

import functools
import math
from importlib import resources
from pathlib import Path

import numpy as np

from lenet_keras._extras import missing
from lenet_keras.digits._distortions import Seed, generator
from lenet_keras.digits._elastic import random_elastic
from lenet_keras.digits._images import prepare
from lenet_keras.digits._normalisation import framed
from lenet_keras.paper import BACKGROUND, FOREGROUND

# Without letters that look like a digit, in either case: B, D, G, I, J, O, Q, S, Z, ...
LETTERS = "ACEFHKLMNPRTUVWXYacdefhkmnprtuvwxy"
PARTS_ARE_DIGITS = 1, 4, 7  # part of a 1 is a 1 again
SIGNS = "!#$%&*+<=>?@[]^{}~\N{PLUS-MINUS SIGN}\N{EURO SIGN}\N{SECTION SIGN}"
FONTS = {
    "known": ("DejaVuSans", "DejaVuSerif", "STIXGeneral", "cmr10", "cmss10"),
    "unseen": (
        *("DejaVuSansMono", "DejaVuSans-Oblique", "DejaVuSerif-Bold"),
        *("STIXGeneralItalic", "STIXGeneralBol", "cmtt10"),
    ),
}
"""Files that matplotlib ships, by whether networks are shown them in training."""

_SIDE = 84  # of the canvas on which is drawn, three pixels for one


def no_digits(
    digits: np.ndarray, count: int, rng: Seed, fonts: str = "known"
) -> np.ndarray:
    """Draws pictures of no digit, each brought to the form that digits have.

    A quarter are letters and signs of several fonts, bent a little; a quarter are
    scribbles of a few curved strokes; a quarter are two digits side by side; a quarter
    are the upper or lower part of a digit, less than half of it, as large as a digit.

    Args:
        digits: uint8 array `(n, 28, 28)` of digits to take two or parts of. Of a 1
            a part is a 1 again, of a 7 or a 4 it may be: leave these out.
        count: How many pictures.
        rng: A seed (an integer or a sequence of integers, 0 or more) or a NumPy
            generator. The same seed gives the same pictures.
        fonts: `"known"`, or `"unseen"` for other fonts, to test with.

    Returns:
        uint8 array `(count, 28, 28)`, 0 is background, 255 is ink, for `prepare`.

    Raises:
        ImportError: If Pillow or matplotlib, whose fonts are used, is not installed.

    Example:

    >>> from lenet_keras.digits import load_mnist, no_digits
    >>> no_digits(load_mnist().test.images[:50], 8, rng=0).shape
    (8, 28, 28)

    Reference:
        Section II-C: equation 9 has a class for rubbish; the paper shows it none.
    """
    rng = generator(rng)
    kinds = (_characters, _scribbles, _pairs, _parts)
    shares = np.full(4, count // 4) + (np.arange(4) < count % 4)
    made = [
        kind(digits, int(share), rng, FONTS[fonts])
        for kind, share in zip(kinds, shares, strict=True)
    ]
    return np.concatenate(made)


def _characters(digits, count: int, rng, fonts) -> np.ndarray:
    printed = _printed(fonts)
    chosen = printed[rng.integers(len(printed), size=count)]
    bent = random_elastic(prepare(chosen), rng, amount=3.0, share=1.0)[:, 2:-2, 2:-2, 0]
    grey = (bent - BACKGROUND) / (FOREGROUND - BACKGROUND)
    return np.rint(255 * grey.clip(0, 1)).astype("uint8")


@functools.cache
def _printed(fonts: tuple[str, ...]) -> np.ndarray:
    """All letters and signs in all fonts, uint8 `(n, 28, 28)`."""
    Image, ImageDraw, ImageFont = _pillow()
    folder = Path(str(resources.files("matplotlib"))) / "mpl-data" / "fonts" / "ttf"
    pictures = []
    for name in fonts:
        font = ImageFont.truetype(str(folder / f"{name}.ttf"), 60)
        for character in LETTERS + SIGNS:
            picture = Image.new("L", (160, 160), 255)
            pen = ImageDraw.Draw(picture)
            pen.text((80, 80), character, fill=0, font=font, anchor="mm")
            if np.any(np.asarray(picture) < 255):  # a font may lack a sign
                pictures.append(_inked(picture))
    return np.stack(pictures)


def _pillow():
    """The modules that draw."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise missing("Drawing what is no digit", "images", error) from error
    return Image, ImageDraw, ImageFont


def _scribbles(digits, count: int, rng, fonts) -> np.ndarray:
    return _stacked([_scribble(rng) for _ in range(count)])


def _scribble(rng) -> np.ndarray:
    """A few strokes through points at random, the pen as thick as in MNIST or so."""
    Image, ImageDraw, _ = _pillow()
    picture = Image.new("L", (_SIDE, _SIDE), 255)
    pen = ImageDraw.Draw(picture)
    width = int(rng.integers(5, 11))
    for _ in range(rng.integers(2, 6)):
        points = rng.uniform(0.1, 0.9, (4, 2)) * _SIDE
        t = np.linspace(0, 1, 24)[:, None]
        curve = sum(
            math.comb(3, k) * t**k * (1 - t) ** (3 - k) * point
            for k, point in enumerate(points)
        )
        line = [tuple(place) for place in curve]
        pen.line(line, fill=0, width=width, joint="curve")
    return _inked(picture)


def _inked(picture) -> np.ndarray:
    """What is drawn in black on white, as an image of MNIST."""
    return framed(1 - np.asarray(picture, "float32") / 255)


def _pairs(digits, count: int, rng, fonts) -> np.ndarray:
    """Two digits side by side, as near as the second then stands to the first."""
    made = []
    for one, two in rng.integers(len(digits), size=(count, 2)):
        left, right = _cropped(digits[one]), _cropped(digits[two])
        gap = int(rng.integers(1, 5))
        both = np.zeros((28, left.shape[1] + gap + right.shape[1]), "uint8")
        both[:, : left.shape[1]] = left
        both[:, left.shape[1] + gap :] = right
        made.append(framed(both.astype("float32") / 255))
    return _stacked(made)


def _cropped(digit: np.ndarray) -> np.ndarray:
    columns = np.flatnonzero(digit.any(axis=0))
    return digit[:, columns[0] : columns[-1] + 1]


def _parts(digits, count: int, rng, fonts) -> np.ndarray:
    """The upper or lower part of a digit, less than half of it."""
    made = []
    for number in rng.integers(len(digits), size=count):
        part = digits[number].copy()
        rows = np.flatnonzero(part.any(axis=1))
        edge = rows[int(len(rows) * rng.uniform(0.35, 0.5))]
        if rng.random() < 0.5:
            part[edge:] = 0
        else:
            part[: rows[0] + rows[-1] - edge + 1] = 0
        made.append(framed(part.astype("float32") / 255))
    return _stacked(made)


def _stacked(pictures: list) -> np.ndarray:
    return np.stack(pictures) if pictures else np.zeros((0, 28, 28), "uint8")
