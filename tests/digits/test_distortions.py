import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layer_checks import random_images

from lenet_keras import load_mnist, paper, prepare, shift
from lenet_keras.digits import (
    affine_matrices,
    affine_transform,
    random_affine,
    salt_and_pepper,
)

pytestmark = pytest.mark.backends

IDENTITY = np.eye(2, 3)
RANGES = ("translation", "scale", "squeeze", "shear")
ORIGINAL = dict.fromkeys(RANGES, 0.0)


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:200])


@pytest.fixture(scope="module")
def square():
    """Sixteen by sixteen pixels of ink about the centre."""
    image = np.full((1, 32, 32, 1), paper.BACKGROUND, "float32")
    image[:, 8:24, 8:24] = paper.FOREGROUND
    return image


def moments(images) -> dict[str, np.ndarray]:
    """Ink, its centre from the centre of the image, its variance, its slant.

    `slant` is how far the ink moves to the right from one row to the row above.
    """
    ink = images[..., 0].astype("float64") - paper.BACKGROUND
    y, x = np.indices(ink.shape[1:]) - (np.array(ink.shape[1:]) - 1)[:, None, None] / 2

    def mean(values):
        return (ink * values).sum(axis=(1, 2)) / ink.sum(axis=(1, 2))

    right, down = mean(x), mean(y)
    across = mean(x * x) - right**2
    along = mean(y * y) - down**2
    both = mean(x * y) - right * down
    return {
        "ink": ink.sum(axis=(1, 2)),
        "right": right,
        "down": down,
        "across": across,
        "along": along,
        "slant": -both / along,
    }


def only(**ranges) -> dict[str, float]:
    """Ranges for one kind of distortion alone, in every pattern."""
    return {**ORIGINAL, **ranges, "share": 1.0}


def draws(n: int, seed: int) -> np.ndarray:
    """What is drawn for a, b, c, u, v and the share, each from -1 to 1."""
    return 2 * np.random.default_rng(seed).random((n, 6)) - 1


def strongest(positive: bool, **ranges) -> np.ndarray:
    """The matrix of the largest or of the smallest draw, for one kind alone."""
    [kind] = ranges
    column = draws(64, 0)[:, ("scale", "squeeze", "shear").index(kind)]
    chosen = column.argmax() if positive else column.argmin()
    return affine_matrices(64, rng=0, **only(**ranges))[chosen]


# --- one map


def test_the_identity_changes_nothing(digits):
    same = affine_transform(digits, IDENTITY)
    np.testing.assert_array_equal(same, digits)
    assert same is not digits and same.dtype == np.float32


def test_whole_pixels_move_as_shift_moves_them(digits):
    images = np.concatenate([digits[:2], random_images(1, 32, 32, 1)])
    for dx, dy in ((3, 0), (0, -2), (-4, 1), (31, 0), (40, 40)):
        moved = affine_transform(images, [[1, 0, dx], [0, 1, dy]])
        expected = shift(images, dx, dy, fill=paper.BACKGROUND)
        np.testing.assert_allclose(moved, expected, atol=1e-6)


def test_half_a_pixel_is_the_mean_of_two_neighbours(digits):
    half = affine_transform(digits[:3], [[1, 0, 0.5], [0, 1, 0]])
    np.testing.assert_allclose(
        half, (digits[:3] + shift(digits[:3], dx=1)) / 2, atol=1e-6
    )


def test_a_map_tells_where_a_point_goes():
    image = np.full((1, 9, 7, 2), paper.BACKGROUND, "float32")  # its centre: (4, 3)
    image[0, 5, 2] = 1, 0.5  # one pixel below the centre, one to the left of it
    moved = affine_transform(image, [[2, 1, 2], [0, 2, -1]])
    # (x, y) = (-1, 1) goes to (2 * -1 + 1 + 2, 2 * 1 - 1) = (1, 1).
    np.testing.assert_allclose(moved[0, 5, 4], [1, 0.5], atol=1e-6)


def test_every_image_has_its_own_map(digits):
    matrices = affine_matrices(len(digits), rng=3)
    together = affine_transform(digits, matrices)
    one_by_one = [
        affine_transform(digits[k : k + 1], matrices[k : k + 1])[0] for k in (0, 1, 199)
    ]
    np.testing.assert_allclose(together[[0, 1, 199]], one_by_one, atol=1e-6)


def test_many_images_are_warped_in_batches(digits):
    matrices = affine_matrices(601, rng=0, share=1)
    images = np.resize(digits, (601, *digits.shape[1:]))
    together = affine_transform(images, matrices)
    alone = affine_transform(images[-3:], matrices[-3:])
    np.testing.assert_allclose(together[-3:], alone, atol=1e-6)
    assert (together != images).any(axis=(1, 2, 3)).all()


def test_what_comes_in_is_exactly_background(digits):
    distorted = random_affine(digits, rng=0, translation=3.0, share=1.0)
    corners = distorted[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    np.testing.assert_array_equal(corners, np.float32(paper.BACKGROUND))
    assert distorted.min() == np.float32(paper.BACKGROUND)
    assert distorted.max() <= np.float32(paper.FOREGROUND) + 1e-6


# --- the direction of each kind, on a square and on real digits


@pytest.fixture(params=["square", "digits"])
def images(request):
    return request.getfixturevalue(request.param)


def check_sizes(images, matrix, across: float, along: float) -> None:
    """Ink is spread wider and higher by those factors, and grows as the area does.

    Bilinear interpolation joins the pixels by straight lines, which blurs them by a
    triangle that reaches one pixel to either side and has the variance 1/6. One image
    also depends on where the new pixels fall; that is gone in the mean of many.
    """
    before, after = moments(images), moments(affine_transform(images, matrix))
    for ratio, expected in (
        (after["across"] / (before["across"] + 1 / 6), across**2),
        (after["along"] / (before["along"] + 1 / 6), along**2),
        (after["ink"] / before["ink"], across * along),
    ):
        np.testing.assert_allclose(ratio, expected, rtol=0.1)
        np.testing.assert_allclose(ratio.mean(), expected, rtol=0.02)


@pytest.mark.parametrize("positive", [True, False])
def test_scale_changes_width_and_height_alike(images, positive):
    matrix = strongest(positive, scale=0.2)
    factor = matrix[0, 0]
    assert (factor > 1.1) if positive else (factor < 0.9)
    check_sizes(images, matrix, across=factor, along=factor)


@pytest.mark.parametrize("positive", [True, False])
def test_squeeze_compresses_across_stretches_along_and_keeps_the_area(images, positive):
    matrix = strongest(positive, squeeze=0.2)
    factor = matrix[1, 1]
    assert (factor > 1.1) if positive else (factor < 0.9)
    check_sizes(images, matrix, across=1 / factor, along=factor)


@pytest.mark.parametrize("positive", [True, False])
def test_positive_shear_slants_the_top_to_the_right(images, positive):
    matrix = strongest(positive, shear=0.3)
    shear = -matrix[0, 1]
    assert (shear > 0.2) if positive else (shear < -0.2)
    before, after = moments(images), moments(affine_transform(images, matrix))
    np.testing.assert_allclose(after["slant"] - before["slant"], shear, atol=0.01)
    np.testing.assert_allclose(after["along"], before["along"], rtol=0.01)
    np.testing.assert_allclose(after["ink"], before["ink"], rtol=0.01)


def test_the_square_leans_as_it_looks(square):
    leaning = affine_transform(square, strongest(True, shear=0.3))[0, ..., 0]
    columns = np.arange(32)
    top, bottom = (
        (leaning[row] - paper.BACKGROUND) @ columns for row in (8, 23)
    )  # both rows hold the same ink
    assert top > bottom


# --- the draw


def test_matrices_hold_what_the_formula_says():
    ranges = dict(zip(RANGES, (2.0, 0.1, 0.2, 0.3), strict=True))
    matrices = affine_matrices(50, 5, share=1, **ranges)
    a, b, c, u, v = (np.array([0.1, 0.2, 0.3, 2.0, 2.0]) * draws(50, 5)[:, :5]).T
    for k in range(50):
        shear = np.array([[1, -c[k]], [0, 1]])
        squeeze = np.diag([1 / (1 + b[k]), 1 + b[k]])
        np.testing.assert_allclose(
            matrices[k, :, :2], (1 + a[k]) * squeeze @ shear, rtol=1e-12
        )
        np.testing.assert_allclose(matrices[k, :, 2], [u[k], v[k]], rtol=1e-12)


def test_draws_fill_their_ranges_evenly():
    matrices = affine_matrices(20_000, 0, translation=2, scale=0.2, share=1, squeeze=0)
    assert (matrices[:, 1, 0] == 0).all()  # no rotation
    for values, limit in (
        (matrices[:, 0, 2], 2),
        (matrices[:, 1, 2], 2),
        (matrices[:, 1, 1] - 1, 0.2),
        (-matrices[:, 0, 1] / matrices[:, 0, 0], 0.1),
    ):
        counts, _ = np.histogram(values, 10, (-limit, limit))
        assert counts.sum() == 20_000
        # 2,000 expected in each tenth, standard deviation sqrt(20,000 * 0.1 * 0.9)
        assert abs(counts - 2_000).max() < 4 * np.sqrt(1_800)


def test_nine_in_ten_are_distorted_and_the_others_are_bit_equal(digits):
    untouched = (affine_matrices(10_000, rng=0) == IDENTITY).all(axis=(1, 2))
    assert abs(untouched.mean() - 0.1) < 3 * np.sqrt(0.1 * 0.9 / 10_000)

    same = (random_affine(digits, rng=0) == digits).all(axis=(1, 2, 3))
    np.testing.assert_array_equal(same, untouched[:200])


@pytest.mark.parametrize(("share", "distorted"), [(0, 0), (1, 200)])
def test_share_none_and_all(digits, share, distorted):
    changed = (random_affine(digits, 0, share=share) != digits).any(axis=(1, 2, 3))
    assert changed.sum() == distorted


def test_same_seed_same_patterns_and_another_seed_others(digits):
    first = random_affine(digits, rng=7)
    np.testing.assert_array_equal(first, random_affine(digits, rng=7))
    generator = np.random.default_rng(7)
    np.testing.assert_array_equal(first, random_affine(digits, generator))
    for other in (8, [7, 1], generator):
        changed = (first != random_affine(digits, other)).any(axis=(1, 2, 3))
        assert changed.mean() > 0.9


@given(st.integers(0, 50), st.integers(0, 2**32))
def test_fewer_patterns_are_the_first_of_more(n, seed):
    np.testing.assert_array_equal(
        affine_matrices(n, seed), affine_matrices(50, seed)[:n]
    )


def test_digits_move_within_the_range_and_keep_their_ink(digits):
    before, after = moments(digits), moments(random_affine(digits, rng=0))
    for axis in ("right", "down"):
        # MNIST puts the centre of mass within a pixel of the centre of the image. It
        # moves by up to 1.5 pixels, and a little as the image is distorted about it.
        assert (abs(before[axis]) < 1.01).all()
        moved = abs(after[axis] - before[axis])
        assert 1.4 < moved.max() < 1.5 + 0.22 + 0.12
    ratio = after["ink"] / before["ink"]
    assert 0.9**2 * 0.97 < ratio.min() < 0.87
    assert 1.14 < ratio.max() < 1.1**2 * 1.03


# --- noise


def test_one_pixel_in_ten_is_inverted(digits):
    noisy = salt_and_pepper(digits, rng=0)
    inverted = noisy != digits
    share, sigma = 0.1, np.sqrt(0.1 * 0.9 / digits.size)
    assert abs(inverted.mean() - share) < 3 * sigma
    expected = paper.FOREGROUND + paper.BACKGROUND - digits[inverted]
    np.testing.assert_allclose(noisy[inverted], expected, atol=1e-6)
    # Everywhere alike: within four standard deviations in each of the 1,024 places.
    counts = inverted.sum(axis=0)
    assert abs(counts - 20).max() < 5 * np.sqrt(200 * 0.1 * 0.9)


def test_values_stay_in_the_range_and_paper_turns_to_ink(digits):
    low, high = np.float32([paper.BACKGROUND, paper.FOREGROUND])
    noisy = salt_and_pepper(digits, rng=0, probability=0.5)
    assert noisy.dtype == np.float32
    assert (noisy.min(), noisy.max()) == (low, high)
    inverse = salt_and_pepper(digits, rng=0, probability=1)
    assert (inverse[digits == low] == high).all()
    assert (inverse[digits == high] == low).all()


def test_inverting_twice_gives_the_image_back(digits):
    twice = salt_and_pepper(salt_and_pepper(digits, rng=4), rng=4)
    np.testing.assert_allclose(twice, digits, atol=1e-6)


def test_probability_none_leaves_the_image_and_the_caller_keeps_it(digits):
    before = digits.copy()
    np.testing.assert_array_equal(salt_and_pepper(digits, 0, probability=0), digits)
    salt_and_pepper(digits, 0)
    random_affine(digits, 0)
    np.testing.assert_array_equal(digits, before)
    matrices = affine_matrices(len(digits), 0)
    kept = matrices.copy()
    affine_transform(digits, matrices)
    np.testing.assert_array_equal(matrices, kept)


def test_same_seed_same_noise(digits):
    first = salt_and_pepper(digits, rng=1)
    np.testing.assert_array_equal(first, salt_and_pepper(digits, rng=1))
    assert (first != salt_and_pepper(digits, rng=2)).any()


# --- bad input

IMAGE = np.full((2, 32, 32, 1), paper.BACKGROUND, "float32")


@pytest.mark.parametrize("distort", [random_affine, salt_and_pepper])
def test_images_of_another_scale_bring_a_warning(digits, distort):
    scaled = (digits - digits.min()) / np.ptp(digits)
    with pytest.warns(UserWarning, match="paper at -0.1. Received: .* 0 to 1"):
        distort(scaled, 0)


def test_no_images_give_no_images():
    for distort in (random_affine, salt_and_pepper):
        assert distort(IMAGE[:0], 0).shape == (0, 32, 32, 1)


@pytest.mark.parametrize("distort", [random_affine, salt_and_pepper])
@pytest.mark.parametrize(
    "images",
    [IMAGE[0], IMAGE[..., 0], IMAGE.astype("uint8"), IMAGE[:, :0], "seven"],
)
def test_what_is_no_image_is_refused(distort, images):
    with pytest.raises(ValueError, match=r"`images` must be floats.*Received: "):
        distort(images, 0)


@pytest.mark.parametrize("rng", [None, -1, 1.5, "seed", [1, -2]])
@pytest.mark.parametrize("distort", [random_affine, salt_and_pepper])
def test_what_is_no_seed_is_refused(distort, rng):
    with pytest.raises(ValueError, match=r"`rng` must be a seed.*Received: rng="):
        distort(IMAGE, rng)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("translation", (-1, np.inf, np.nan)),
        ("scale", (-0.1, 1, np.nan)),
        ("squeeze", (-0.1, 1.5, np.inf)),
        ("shear", (-0.1, np.inf)),
        ("share", (-0.1, 1.1, np.nan)),
    ],
)
def test_a_range_out_of_range_is_refused(name, values):
    for value in values:
        with pytest.raises(ValueError, match=f"`{name}` must be.*Received: {name}="):
            random_affine(IMAGE, 0, **{name: value})


def test_an_unknown_range_is_refused():
    with pytest.raises(TypeError, match="rotation"):
        random_affine(IMAGE, 0, rotation=0.1)


@pytest.mark.parametrize("probability", [-0.1, 1.1, np.nan])
def test_an_impossible_probability_is_refused(probability):
    with pytest.raises(ValueError, match=r"`probability` must be.*Received: "):
        salt_and_pepper(IMAGE, 0, probability)


@pytest.mark.parametrize("n", [-1, 2.0, True, "2"])
def test_an_impossible_number_of_maps_is_refused(n):
    with pytest.raises(ValueError, match=r"`n` must be an integer.*Received: n="):
        affine_matrices(n, 0)


@pytest.mark.parametrize(
    ("matrices", "message"),
    [
        (np.eye(3), "shape"),
        (np.stack([IDENTITY] * 3), "shape"),
        ([[1, 0, 0], [1, 0, 0]], "inverse"),
        ([[1, 0, np.nan], [0, 1, 0]], "finite"),
    ],
)
def test_matrices_that_do_not_fit_are_refused(matrices, message):
    with pytest.raises(ValueError, match=rf"`matrices` must.*{message}.*Received: "):
        affine_transform(IMAGE, matrices)
