"""A page makes the same 28x28 image of a picture as the package, to the last bit."""

import base64
import functools

import numpy as np
import pytest
from javascript import run_module
from PIL import Image, ImageDraw

from lenet_keras import load_mnist, normalise_digit, prepare
from lenet_keras.digits import DataError
from tools.photographs import KINDS, photograph

PICTURES = 200
PHOTOGRAPHS = 8 * len(KINDS)
# What the package says, and what the page does.
WORDS = {
    "nothing does": "I see nothing that stands out",
    "larger than a dot": "I see a dot",
    "frame": "I see a frame",
    "2 side by side": "I see two characters",
    "3 side by side": "I see three characters",
    "side by side": "I see several characters",
}
NORMALISE = """
import { prepare } from "$live/js/images.js";
import { normaliseDigit } from "$live/drawing_pad/normalise.js";
const pixels = Buffer.from(given.pixels, "base64");
let offset = 0;
answer(given.shapes.map(([height, width]) => {
  const data = pixels.subarray(offset, (offset += 4 * height * width));
  try {
    const image = normaliseDigit({ width, height, data });
    return { image: [...image], prepared: [...prepare(image)] };
  } catch (error) {
    return { error: error.message };
  }
}));
"""


def in_javascript(pictures):
    """What the page makes of RGBA pictures; an error takes the place of an image."""
    pixels = b"".join(picture.tobytes() for picture in pictures)
    shapes = [picture.shape[:2] for picture in pictures]
    given = {"shapes": shapes, "pixels": base64.b64encode(pixels).decode()}
    return run_module(NORMALISE, given)


def some_side(rng, longest):
    return int(np.exp(rng.uniform(np.log(20), np.log(longest))))


digits = functools.cache(lambda: load_mnist().test.images)


def mnist_digit(rng):
    """As it is, or enlarged by a real factor, anywhere in a larger field."""
    images = digits()
    digit = Image.fromarray(images[rng.integers(len(images))])
    if rng.random() < 0.2:
        return np.asarray(digit)
    side = some_side(rng, 560)
    digit = digit.resize((side, int(side * rng.uniform(0.6, 1.4))))
    room = rng.integers(0, side, 2)
    field = Image.new("L", (digit.width + room[0], digit.height + room[1]))
    field.paste(digit, tuple(int(rng.integers(space + 1)) for space in room))
    return np.asarray(field)


def strokes(rng):
    """Straight pen strokes from point to point, from 20 to 900 pixels a side."""
    width, height = some_side(rng, 900), some_side(rng, 900)
    drawing = Image.new("L", (width, height))
    pen = ImageDraw.Draw(drawing)
    thickness = max(1, int(min(width, height) * rng.uniform(0.02, 0.15)))
    for _ in range(rng.integers(1, 4)):
        points = rng.uniform(0.1, 0.9, (rng.integers(2, 6), 2)) * (width, height)
        pen.line([*map(tuple, points)], fill=255, width=thickness, joint="curve")
    return np.asarray(drawing)


def symmetrical(rng):
    """Bars whose centre of mass lies midway between two pixels, or on one."""
    height, width = rng.integers(12, 120, 2)
    ink = np.zeros((height, width), "u1")
    ink[height // 4 : height - height // 4, width // 3 : width - width // 3] = 255
    if rng.random() < 0.5:
        ink[height // 3 : height - height // 3, width // 9 : width - width // 9] = 255
    return ink


def picture(seed):
    """RGBA: ink in a colour on a ground of another, unevenly lit, noisy, see-through.

    Every third is black on white, every third white on black.
    """
    rng = np.random.default_rng([1998, seed])
    ink = (mnist_digit, strokes, symmetrical)[seed // 3 % 3](rng)
    ink = (ink / np.float32(255))[..., np.newaxis]
    dark, light = (rng.uniform(low, low + 0.3, 3).astype("f4") for low in (0, 0.7))
    pen, ground = [(0, 1), (1, 0), (dark, light)][seed % 3]
    if seed % 5 == 0:
        pen, ground = light, dark
    height, width = ink.shape[:2]
    y = np.linspace(-1, 1, height, dtype="f4")[:, np.newaxis, np.newaxis]
    x = np.linspace(-1, 1, width, dtype="f4")[:, np.newaxis]
    across, down, corners = rng.uniform(-0.2, 0.2, 3) * (rng.random() < 0.5)
    colour = ground + (pen - ground) * ink * np.ones(3, "f4")
    colour *= 1 + across * x + down * y + corners * (x**2 + y**2)
    if seed % 4 == 0:
        colour += rng.choice([0.01, 0.04]) * rng.standard_normal(ink.shape, "f4")
    alpha = np.ones_like(ink)
    if seed % 6 == 2:  # dark ink on transparent paper
        alpha = ink
    elif seed % 6 == 1:  # light ink on transparent paper, mostly
        alpha = ink
    elif seed % 7 == 0:
        alpha = np.where(x + y > 0.5, np.float32(0.8), alpha)
    rgba = np.concatenate([colour, alpha], axis=-1)
    return (255 * np.clip(rgba, 0, 1)).round().astype("u1")


def photographed(seed):
    """RGBA: a digit on paper, with one kind of trouble after the other."""
    rng = np.random.default_rng([2026, seed])
    taken = photograph(digits()[seed], KINDS[seed % len(KINDS)], rng)
    return np.dstack([taken, np.full(taken.shape[:2], 255, "u1")])


def expect_the_same_words(result, error, seed):
    kind = next(kind for kind in WORDS if kind in str(error))
    assert result["error"].startswith(WORDS[kind]), seed


@pytest.fixture(scope="module")
def pictures():
    plain = [picture(seed) for seed in range(PICTURES)]
    return plain + [photographed(seed) for seed in range(PHOTOGRAPHS)]


@pytest.fixture(scope="module")
def results(pictures):
    return in_javascript(pictures)


def test_the_pictures_are_varied(pictures):
    sides = [max(picture.shape[:2]) for picture in pictures]
    assert min(sides) < 30 and max(sides) > 800
    assert sum(side > 280 for side in sides) > 50 and sides.count(28) > 5
    assert sum(picture[..., 3].min() < 255 for picture in pictures) > 30
    assert sum(np.ptp(picture[..., :3], axis=2).any() for picture in pictures) > 30


def test_a_page_and_the_package_make_the_same_image(pictures, results):
    images = {True: 0, False: 0}
    for seed, (rgba, result) in enumerate(zip(pictures, results, strict=True)):
        try:
            expected = normalise_digit(rgba)
        except DataError as error:
            expect_the_same_words(result, error, seed)
            continue
        images[seed < PICTURES] += 1
        image = np.array(result["image"], "u1").reshape(28, 28)
        np.testing.assert_array_equal(image, expected, err_msg=f"picture {seed}")
        prepared = np.array(result["prepared"], "f4").reshape(1, 32, 32, 1)
        np.testing.assert_array_equal(prepared, prepare(expected))
    assert images[True] > 0.97 * PICTURES  # in the others the light outdoes the ink
    assert images[False] > 0.9 * PHOTOGRAPHS


def test_empty_pictures_and_dots_are_refused_alike():
    empty = np.full((40, 60, 4), 255, "u1")
    dot, bar = empty.copy(), empty.copy()
    dot[20:24, 30:34, :3] = 0  # a tenth of the shorter side
    bar[20:25, 30:32, :3] = 0
    *results, [whole] = (in_javascript([each]) for each in (empty, dot, bar))
    for picture, [result] in zip((empty, dot), results, strict=True):
        with pytest.raises(DataError) as error:
            normalise_digit(picture)
        expect_the_same_words(result, error.value, picture.min())
    assert whole["image"] == normalise_digit(bar).ravel().tolist()
