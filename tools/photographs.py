"""Photographs of digits, rendered, and what is read: ``python -m tools.photographs``.

A digit of MNIST is ink on a sheet of paper, which lies in some light before a camera.
Each photograph has one kind of trouble, or several, and a little of the others. The two
sets share no digit and no seed: one to develop with, the other to report on.
"""

import os
import sys
from collections import Counter

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from PIL import Image, ImageFilter

from lenet_keras import lenet5, load_mnist, normalise_digit, prepare, weights_card
from lenet_keras.digits import DataError
from lenet_keras.rejection import Limits, verdicts

SEVERAL = "several at once"
KINDS = (
    "plain paper",
    "uneven light",
    "soft shadow",
    "hard shadow",
    "ruled paper",
    "squared paper",
    "desk in view",
    "thumb in view",
    "faint pencil",
    "perspective and blur",
    "noise",
    "low resolution",
    SEVERAL,
)
SETS = {"development": 5_000, "unseen": 0}  # the test digit with which each begins
OUTCOMES = "right, sure", "right", "wrong", "wrong, sure", "refused"
TO_BE_READ = 0.9
_BOX = 20  # pixels of MNIST along the longer side of a digit
_FINER = 8  # times as fine as MNIST is the ink


def photographs(name: str, count: int) -> list[tuple[str, int, np.ndarray]]:
    """Photographs of a set: the kind of trouble, the digit, and uint8 `(h, w, 3)`."""
    test = load_mnist().test
    taken = []
    for n in range(count):
        index = SETS[name] + n
        kind = KINDS[n % len(KINDS)]
        rng = np.random.default_rng(index)
        picture = photograph(test.images[index], kind, rng)
        taken.append((kind, int(test.labels[index]), picture))
    return taken


def photograph(digit: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    """A photograph, uint8 `(height, width, 3)`, of a digit of MNIST.

    Args:
        digit: uint8 array `(28, 28)`, 255 is ink.
        kind: One of `KINDS`.
        rng: Decides all else.
    """
    kinds = {kind}
    if kind == SEVERAL:
        kinds = set(rng.choice(KINDS[1:-1], 3, replace=False))
    longer = rng.uniform(300, 1200)
    sides = rng.permutation([longer, longer * rng.uniform(0.7, 1)])
    # The shorter side is 1 long, the middle of the picture is 0.
    rows, columns = (
        (np.arange(side) - (side - 1) / 2) / sides.min() for side in sides.astype(int)
    )
    y, x = np.meshgrid(rows, columns, indexing="ij")
    blurred = "perspective and blur" in kinds
    down, right = _tilted(y, x, 0.25 if blurred else 0.05, rng)
    seen = _sheet(digit, kinds, down, right, rng)
    seen *= _light(kinds, y, x, rng)
    seen = _blurred(seen, (rng.uniform(0.005, 0.01) if blurred else 0.002) * longer)
    if "low resolution" in kinds:
        seen = _reduced(seen, rng.uniform(80, 160) / longer)
    colours = seen[..., np.newaxis] * (1, rng.uniform(0.95, 1), rng.uniform(0.85, 1))
    noise = rng.uniform(0.03, 0.1) if "noise" in kinds else rng.uniform(0, 0.015)
    colours += noise * rng.standard_normal(colours.shape)
    return (255 * np.clip(colours, 0, 1)).round().astype("uint8")


def _tilted(y, x, tilt, rng) -> tuple[np.ndarray, np.ndarray]:
    """Where on the sheet, in the same units, each pixel lies."""
    far = 1 + tilt * (rng.uniform(-1, 1) * y + rng.uniform(-1, 1) * x)
    turn = np.radians(rng.uniform(-8, 8))
    return (
        (np.cos(turn) * y + np.sin(turn) * x) / far,
        (np.cos(turn) * x - np.sin(turn) * y) / far,
    )


def _sheet(digit, kinds, y, x, rng) -> np.ndarray:
    """What the sheet reflects, from 0 to 1, and the desk that it lies on."""
    tall = rng.uniform(0.35, 0.7)  # the ink
    paper = rng.uniform(0.8, 0.95)
    reflected = np.full(y.shape, paper)
    apart = tall * rng.uniform(0.35, 1.2)  # lines
    for kinds_with, axis in (
        ({"ruled paper", "squared paper"}, y),
        ({"squared paper"}, x),
    ):
        if kinds & kinds_with:
            reflected *= 1 - rng.uniform(0.15, 0.45) * _lines(axis, apart, rng)
    room = (0.9 - tall) / 2
    down, right = rng.uniform(-room, room, 2)
    thin = "faint pencil" in kinds
    level = rng.uniform(0.5, 0.65) if thin else rng.uniform(0.3, 0.5)
    ink = _ink(digit, _BOX / tall * (y - down), _BOX / tall * (x - right), level)
    reflected *= 1 - (rng.uniform(0.25, 0.45) if thin else rng.uniform(0.5, 0.9)) * ink
    if "desk in view" in kinds:
        reflected = _on_desk(reflected, y, x, rng)
    if "thumb in view" in kinds:
        reflected = np.where(_thumb(y, x, rng), rng.uniform(0.35, 0.7), reflected)
    return reflected


def _on_desk(sheet, y, x, rng) -> np.ndarray:
    """The desk, of dark or light wood, takes the place of one to four edges."""
    desk = rng.uniform(0.1, 0.7) + 0.05 * np.sin(60 * y + 9 * np.sin(4 * x))
    sides = [y, -y, x, -x]
    for n in rng.permutation(4)[: rng.integers(1, 5)]:
        beyond = sides[n] > sides[n].max() - rng.uniform(0.05, 0.14)
        sheet = np.where(beyond, desk, sheet)
    return sheet


def _thumb(y, x, rng) -> np.ndarray:
    """Where a thumb holds the sheet, at its left or right edge."""
    side = rng.choice([-1, 1])
    up = rng.uniform(-0.3, 0.3)
    wide = rng.uniform(0.07, 0.15)
    tip = side * (x.max() - rng.uniform(0.07, 0.15))
    return ((y - up) / wide) ** 2 + np.maximum(side * (tip - x) / wide, 0) ** 2 < 1


def _lines(along, apart, rng) -> np.ndarray:
    """1 on lines, a 25th as thick as they are apart; 0 between them."""
    start = rng.uniform(0, apart)
    distance = np.abs((along + start) % apart - apart / 2)
    return distance < apart / 50


def _ink(digit, y, x, level) -> np.ndarray:
    """Ink with sharp edges at places in pixels of MNIST, 0 in the middle."""
    fine = Image.fromarray(digit).resize(
        (_FINER * digit.shape[1], _FINER * digit.shape[0]), Image.Resampling.BICUBIC
    )
    dark = np.asarray(fine) / 255
    row, column = (
        np.rint(_FINER * at + size / 2 - 0.5).astype(int)
        for at, size in zip((y, x), dark.shape, strict=True)
    )
    inside = (0 <= row) & (row < len(dark)) & (0 <= column) & (column < len(dark.T))
    found = dark[row.clip(0, len(dark) - 1), column.clip(0, len(dark.T) - 1)] * inside
    return np.clip(3 * (found - level) + 0.5, 0, 1)


def _light(kinds, y, x, rng) -> np.ndarray:
    """How much light falls on each place, 1 where most does."""
    angle = rng.uniform(0, 2 * np.pi)
    across = np.cos(angle) * y + np.sin(angle) * x
    along = np.cos(angle) * x - np.sin(angle) * y
    fall = rng.uniform(0.35, 0.6) if "uneven light" in kinds else rng.uniform(0, 0.15)
    light = 1 - fall * (0.5 + 0.6 * across) - fall / 4 * (x**2 + y**2)
    for kind, edge in (("soft shadow", 0.15), ("hard shadow", 0.004)):
        if kind in kinds:
            bent = across + rng.uniform(-0.5, 0.5) * along**2 + rng.uniform(-0.4, 0.4)
            shade = 1 / (1 + np.exp(-np.clip(4 * bent / edge, -30, 30)))
            light = light * (1 - rng.uniform(0.35, 0.7) * shade)
    return light


def _blurred(seen, radius) -> np.ndarray:
    picture = Image.fromarray((255 * seen.clip(0, 1)).round().astype("uint8"))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius))) / 255


def _reduced(seen, factor) -> np.ndarray:
    picture = Image.fromarray(seen.astype("float32"))
    size = [round(factor * side) for side in picture.size]
    return np.asarray(picture.resize(size, Image.Resampling.BOX), float)


def outcomes(taken: list[tuple[str, int, np.ndarray]]) -> list[str]:
    """What becomes of each photograph: one of `OUTCOMES`."""
    images = [_image(picture) for _, _, picture in taken]
    read = np.stack([image for image in images if image is not None])
    penalties = np.asarray(lenet5(weights="mnist")(prepare(read)))
    limits = Limits(**weights_card("mnist")["verdict_limits"])
    answers = zip(penalties.argmin(axis=1), verdicts(penalties, limits), strict=True)
    return [
        "refused" if image is None else _outcome(digit, *next(answers))
        for image, (_, digit, _) in zip(images, taken, strict=True)
    ]


def _image(picture: np.ndarray) -> np.ndarray | None:
    try:
        return normalise_digit(picture)
    except DataError:
        return None


def _outcome(digit: int, answer: int, verdict: str) -> str:
    outcome = "right" if answer == digit else "wrong"
    return f"{outcome}, sure" if verdict == "sure" else outcome


def report(name: str, count: int) -> Counter[str]:
    """Prints what is read of a set, by kind of trouble; returns the sums."""
    taken = photographs(name, count)
    found: dict[str, Counter[str]] = {}
    for (kind, _, _), outcome in zip(taken, outcomes(taken), strict=True):
        for group in kind, "all":
            found.setdefault(group, Counter())[outcome] += 1
    print(f"{'':22}" + "".join(f"{outcome:>15}" for outcome in OUTCOMES))
    for kind, sums in found.items():
        print(f"{kind:22}" + "".join(f"{sums[name]:15}" for name in OUTCOMES))
    return found["all"]


def main() -> int:
    for name, count in (("development", 260), ("unseen", 200)):
        found = report(name, count)
        right = (found["right, sure"] + found["right"]) / count
        print(f"{name}: {right:.1%} of {count} read right\n")
    return int(right < TO_BE_READ or found["wrong, sure"] > 0)


if __name__ == "__main__":
    sys.exit(main())
