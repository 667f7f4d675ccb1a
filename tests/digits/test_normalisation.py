"""A picture of a character becomes an image like those of MNIST."""

import itertools

import keras
import numpy as np
import pytest
from messages import assert_one_line

from lenet_keras import lenet5, prepare
from lenet_keras.digits import DataError, load_mnist, normalise_digit
from lenet_keras.digits import _normalisation as normalisation
from tools import photographs


@pytest.fixture(scope="module")
def mnist():
    return load_mnist(validation=10_000)


@pytest.fixture(scope="module")
def digits(mnist):
    return mnist.test.images[:200]


def grey_levels_apart(first, second):
    return np.abs(first.astype(int) - second).mean(axis=(-2, -1))


def enlarged(image, factor=8, field=400, at=(90, 120)):
    picture = np.zeros((field, field), "u1")
    big = np.kron(image, np.ones((factor, factor), "u1"))
    picture[at[0] : at[0] + big.shape[0], at[1] : at[1] + big.shape[1]] = big
    return picture


def photograph(image, rng, size=600, light=0.3, noise=0.03, contrast=0.6):
    """Ink on paper that is lit from one side, darkens to the corners, and is noisy."""
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    paper = 0.75 + light / 2 * (0.8 * x + 0.6 * y) - 0.05 * (x**2 + y**2)
    ink = enlarged(image, factor=10, field=size, at=rng.integers(0, size - 280, 2))
    grey = paper * (1 - contrast * ink / 255) + noise * rng.standard_normal(ink.shape)
    return (255 * np.clip(grey, 0, 1)).astype("u1")


def test_a_digit_of_mnist_stays_as_it_is(digits):
    normalised = np.stack([normalise_digit(image) for image in digits])
    apart = grey_levels_apart(normalised, digits)
    # Only digits whose darkest pixel is 254 change, by a grey level in their strokes.
    # A shift by one pixel changes 17 grey levels a pixel.
    assert apart.max() < 0.5
    assert np.all(apart[digits.max(axis=(1, 2)) == 255] == 0)
    assert grey_levels_apart(np.roll(digits, 1, axis=2), digits).mean() > 10


def test_dark_on_light_and_light_on_dark_are_the_same_digit(digits):
    for image in digits[:50]:
        normalised = normalise_digit(image).astype(int)
        assert np.abs(normalise_digit(255 - image) - normalised).max() <= 1
        assert normalised[0, 0] == 0 and normalised.max() == 255


def test_place_and_size_in_the_picture_do_not_matter(digits):
    apart = []
    for image in digits[:20]:
        first = normalise_digit(enlarged(image, 4))
        # 400 pixels are reduced to 280, so a shift by ten is one by seven.
        moved = normalise_digit(enlarged(image, 4, at=(20, 30)))
        assert np.abs(first.astype(int) - moved).max() <= 1
        larger = normalise_digit(enlarged(image, 8))
        apart.append(grey_levels_apart(larger, first))
    # Half of what a shift by one pixel changes.
    assert np.mean(apart) < 8


def test_a_bar_keeps_its_aspect_ratio():
    picture = np.full((100, 80), 200, "u1")
    picture[20:80, 10:25] = 30
    rows, columns = np.nonzero(normalise_digit(picture))
    assert np.ptp(rows) + 1 == 20 and np.ptp(columns) + 1 == 5


def test_the_centre_of_mass_goes_to_the_centre_as_far_as_the_box_stays_inside():
    picture = np.zeros((60, 60), "u1")
    picture[10:50, 26:34] = 255
    picture[10:20, 18:38] = 255
    ink = normalise_digit(picture).astype(float)
    assert abs(ink.sum(1) @ np.arange(28) / ink.sum() - 14) <= 0.5
    assert abs(ink.sum(0) @ np.arange(28) / ink.sum() - 14) <= 0.5
    picture = np.zeros((60, 60), "u1")
    picture[10:50, 30] = 60
    picture[10:14, 10:50] = 255
    rows, _ = np.nonzero(normalise_digit(picture))
    assert rows.max() == 27 and np.ptp(rows) + 1 == 20


def test_colour_and_transparency_become_grey_on_white(digits):
    ink = digits[0]
    expected = normalise_digit(255 - ink)
    rgb = np.repeat(255 - ink[..., np.newaxis], 3, axis=2)
    rgba = np.zeros((28, 28, 4), "u1")
    rgba[..., 3] = ink
    for picture in rgb, rgba, (255 - ink) / 255, rgba.astype("f4") / 255:
        assert np.abs(normalise_digit(picture).astype(int) - expected).max() <= 1
    blue = np.dstack([255 - ink, 255 - ink, np.full_like(ink, 255)])
    assert np.abs(normalise_digit(blue).astype(int) - expected).max() <= 1


def test_light_ink_on_nothing_lies_on_black_dark_ink_on_white(digits):
    ink = digits[0]
    expected = normalise_digit(255 - ink)
    for pen in (0, 90, 170, 255):
        rgba = np.full((28, 28, 4), pen, "u1")
        rgba[..., 3] = ink
        for picture in rgba, rgba.astype("f4") / 255:
            assert np.abs(normalise_digit(picture).astype(int) - expected).max() <= 1
    # Paper with a hole is paper: some of what is seen is dark.
    holed = np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])
    holed[:2, :2, 3] = 0
    assert np.array_equal(normalise_digit(holed), expected)


def test_a_character_cut_out_along_its_ink_is_still_ink(mnist):
    seven = np.zeros((20, 14), "u1")
    seven[:3] = seven[3:, 8:11] = 255
    for picture in seven, 255 - seven:
        normalised = normalise_digit(picture)
        assert (normalised == 255).sum() == (seven == 255).sum()
    for image in mnist.test.images[:100]:
        rows, columns = np.nonzero(image)
        crop = image[rows.min() - 1 : rows.max() + 2, columns.min() - 1 :]
        assert grey_levels_apart(normalise_digit(255 - crop), image) < 0.5


@pytest.mark.parametrize(
    "conditions",
    [{}, {"light": 0.5}, {"noise": 0.1}, {"contrast": 0.3}, {"size": 1200}],
)
def test_a_photograph_is_nearest_to_a_digit_of_its_class(mnist, conditions):
    digits, labels = mnist.test.images[:200], mnist.test.labels
    rng = np.random.default_rng(1)
    shifts = itertools.product((-1, 0, 1), repeat=2)  # half a pixel rounds either way
    near = np.stack([np.roll(digits, shift, axis=(1, 2)) for shift in shifts])
    for index in range(20):
        picture = photograph(digits[index], rng, **conditions)
        for side in picture, 255 - picture:
            normalised = normalise_digit(side)
            apart = grey_levels_apart(near, normalised).min(axis=0)
            assert labels[apart.argmin()] == labels[index]
            assert normalised[[0, -1]].max() == 0


def test_a_tiny_noisy_picture_is_no_worse():
    rng = np.random.default_rng(2)
    picture = rng.normal(0.8, 0.02, (40, 40)).clip(0, 1)
    picture[8:32, 18:22] = 0.2
    rows, columns = np.nonzero(normalise_digit(picture) > 60)
    assert np.ptp(rows) + 1 == 20 and np.ptp(columns) + 1 in (3, 4)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((28, 28), "u1"),
        np.full((50, 60, 3), 255, "u1"),
        np.zeros((30, 30, 4), "u1"),
        np.ones((1, 1)),
        np.linspace(0, 1, 90).reshape(90, 1) * np.ones((90, 70)),
        np.random.default_rng(0).uniform(size=(80, 80)),
        np.random.default_rng(0).normal(0.5, 0.05, (200, 200)).clip(0, 1),
    ],
    ids=["black", "white", "transparent", "pixel", "gradient", "noise", "grain"],
)
def test_a_blank_picture_is_refused(picture):
    with pytest.raises(DataError) as error:
        normalise_digit(picture)
    assert_one_line(error, "stands out")
    assert "%" not in str(error.value)


def beside(*images):
    return np.pad(np.hstack([np.kron(image, np.ones((4, 4))) for image in images]), 20)


def test_several_characters_are_seen_and_told(mnist):
    by_digit = [mnist.test.images[mnist.test.labels == digit][0] for digit in range(10)]
    for count, digits in (2, (4, 2)), (2, (1, 8)), (3, (7, 0, 3)):
        ink = beside(*(by_digit[digit] for digit in digits)) / 255
        light = np.linspace(0.4, 1, ink.shape[1])  # too uneven for plain ground
        light[: ink.shape[1] // 3] /= 2
        for picture in ink, 1 - ink, light * (1 - 0.8 * ink):
            with pytest.raises(DataError) as error:
                normalise_digit(picture)
            assert_one_line(error, f"{count} side by side")
    for digit in by_digit:
        assert normalise_digit(beside(digit) / 255).any()


@pytest.mark.parametrize("size", [1, 6, 10])
@pytest.mark.parametrize("edge", [0, 60])
def test_a_dot_is_told_and_a_small_digit_is_read(digits, size, edge):
    dot = np.zeros((100, 140))
    y, x = np.mgrid[:100, :140]
    dot[np.hypot(y - edge - size / 2, x - 70) <= size / 2] = 1
    for picture in dot, 1 - dot:
        with pytest.raises(DataError) as error:
            normalise_digit(picture)
        assert_one_line(error, "dot", "12%", "crop it")
    small = np.zeros((160, 220), "u1")
    small[120:148, 10:38] = digits[0]  # 20 pixels high
    assert grey_levels_apart(normalise_digit(small), digits[0]) < 0.5


def test_ink_in_a_frame_or_running_out_is_told(digits):
    framed = beside(digits[0]) / 255
    framed[5:8, 5:-5] = framed[-8:-5, 5:-5] = framed[5:-5, 5:8] = framed[
        5:-5, -8:-5
    ] = 1
    lined = np.ones((200, 200))
    lined[20::30] = lined[21::30] = 0.6
    paper_alone = np.full((200, 200), 0.3)
    paper_alone[:150, 20:180] = 0.9
    for picture in framed, 1 - framed, lined:
        with pytest.raises(DataError) as error:
            normalise_digit(picture)
        assert_one_line(error, "frame", "crop it")
    with pytest.raises(DataError) as error:
        normalise_digit(paper_alone)  # is not ink
    assert_one_line(error, "stands out")


@pytest.mark.parametrize("kind", photographs.KINDS)
def test_light_lines_desk_and_thumb_are_taken_out_of_photographs(mnist, kind):
    few = slice(1001, 1004)
    digits, labels = mnist.test.images[few], mnist.test.labels[few]
    model = lenet5(weights="mnist-distorted")  # the best reader that there is
    pictures = [
        photographs.photograph(digit, kind, np.random.default_rng(n))
        for n, digit in enumerate(digits, start=1)
    ]
    normalised = np.stack([normalise_digit(picture) for picture in pictures])
    answers = np.asarray(model(prepare(normalised))).argmin(axis=1)
    assert answers.tolist() == labels.tolist()


@pytest.mark.parametrize(
    "picture, word",
    [
        (np.zeros((28, 28, 1), "u1"), "(28, 28, 1)"),
        (np.zeros((28, 28, 2), "u1"), "(28, 28, 2)"),
        (np.zeros((2, 28, 28, 3), "u1"), "(2, 28, 28, 3)"),
        (np.zeros(28, "u1"), "(28,)"),
        (np.zeros((0, 28), "u1"), "(0, 28)"),
        (np.zeros((28, 28), "i4"), "int32"),
        (np.zeros((28, 28), bool), "bool"),
        (np.full((28, 28), 255.0), "from 255.0 to 255.0"),
        (np.full((28, 28), -0.1), "from -0.1"),
        (np.full((28, 28), np.nan), "nan"),
        (np.full((28, 28), np.inf), "inf"),
        ("seven.png", "()"),
    ],
)
def test_what_is_no_picture_is_refused(picture, word):
    with pytest.raises(DataError) as error:
        normalise_digit(picture)
    assert_one_line(error, word)


def triangle_filter(size, new_size):
    """Weights of antialiased bilinear resizing along one axis, written out."""
    step = size / new_size
    weights = np.zeros((new_size, size))
    for row, column in itertools.product(range(new_size), range(size)):
        distance = abs((row + 0.5) * step - (column + 0.5))
        weights[row, column] = max(0, 1 - distance / max(step, 1))
    return weights / weights.sum(axis=1, keepdims=True)


def test_the_steps_written_out_in_numpy_give_the_same_image(digits, monkeypatch):
    rng = np.random.default_rng(3)
    pictures = [photograph(digits[index], rng, size=450) for index in range(5)]
    pictures += [enlarged(image, 3, field=120, at=(9, 20)) for image in digits[:5]]
    pictures += [image[::2, ::2] for image in digits[:5]]
    library = [normalise_digit(picture).astype(int) for picture in pictures]

    def scale(image, factor):
        size = [max(1, int(factor * side + 0.5)) for side in image.shape]
        rows, columns = map(triangle_filter, image.shape, size)
        return rows @ image @ columns.T

    monkeypatch.setattr(normalisation, "_scale", scale)
    for picture, expected in zip(pictures, library, strict=True):
        assert np.abs(normalise_digit(picture) - expected).max() <= 1


def test_the_format_of_image_data_does_not_matter(digits):
    picture = enlarged(digits[0])
    expected = normalise_digit(picture)
    keras.config.set_image_data_format("channels_first")
    try:
        found = normalise_digit(picture)
    finally:
        keras.config.set_image_data_format("channels_last")
    assert np.array_equal(found, expected)
