import gzip
import itertools
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from messages import assert_one_line

from lenet_keras import datasets, normalisation
from lenet_keras.datasets import (
    DataError,
    load_mnist,
    normalise_digit,
    prepare,
    read_idx,
)

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
NAMES = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
]

thousands = settings(max_examples=1000, deadline=None, derandomize=True, database=None)
hundreds = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def idx_bytes(array):
    code = CODES[array.dtype.str[1:]]
    header = bytes([0, 0, code, array.ndim]) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def write_set(folder, name=str, pack=bytes, **replace):
    """Writes a small set: 12 training and 5 test images of 28x28."""
    rng = np.random.default_rng(0)
    arrays = {}
    for part, count in (("train", 12), ("t10k", 5)):
        arrays[f"{part}_images"] = rng.integers(0, 256, (count, 28, 28), "u1")
        arrays[f"{part}_labels"] = np.arange(count, dtype="u1") % 10
    arrays |= replace
    for file_name, array in zip(NAMES, arrays.values(), strict=True):
        (folder / name(file_name)).write_bytes(pack(idx_bytes(array)))
    return arrays


@pytest.fixture(scope="module")
def mnist():
    return load_mnist(validation=10_000)


@pytest.fixture(scope="module")
def digits(mnist):
    return mnist.test.images[:200]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "file"


# The database


def test_the_regular_database_has_60000_training_and_10000_test_digits():
    train, validation, test = load_mnist()
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    assert validation.images.shape == (0, 28, 28)
    for part in train, validation, test:
        assert part.images.dtype == part.labels.dtype == np.uint8
        assert part.labels.shape == part.images.shape[:1]
    assert set(train.labels) == set(test.labels) == set(range(10))


def test_validation_holds_out_the_last_images_and_touches_nothing_else(mnist):
    whole = load_mnist()
    assert len(mnist.train.labels) == 50_000
    for name in "images", "labels":
        train, validation = getattr(mnist.train, name), getattr(mnist.validation, name)
        rejoined = np.concatenate([train, validation])
        assert np.array_equal(rejoined, getattr(whole.train, name))
        assert not np.shares_memory(train, validation)
        assert np.array_equal(getattr(mnist.test, name), getattr(whole.test, name))


@pytest.mark.parametrize("validation", [-1, 60_000, 70_000])
def test_validation_leaves_something_to_train_on(validation):
    with pytest.raises(DataError) as error:
        load_mnist(validation)
    assert_one_line(error, "0 to 59999", validation)


@pytest.mark.parametrize("validation", [True, 10.0, "10", None])
def test_validation_is_a_number_of_images(validation):
    with pytest.raises(DataError) as error:
        load_mnist(validation)
    assert_one_line(error, "integer", repr(validation))


@pytest.mark.parametrize("part", range(4))
def test_one_changed_pixel_or_label_of_the_shipped_files_is_noticed(
    part, tmp_path, monkeypatch
):
    for name in NAMES:
        (tmp_path / f"{name}.gz").symlink_to(datasets._SHIPPED / f"{name}.gz")
    path = tmp_path / f"{NAMES[part]}.gz"
    data = bytearray(gzip.decompress(path.read_bytes()))
    data[-100] ^= 1
    path.unlink()
    path.write_bytes(gzip.compress(data, compresslevel=1))
    monkeypatch.setattr(datasets, "_SHIPPED", tmp_path)
    with pytest.raises(DataError) as error:
        load_mnist()
    assert_one_line(error, path, "MD5", datasets._MD5[NAMES[part]])


@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_any_set_under_the_same_names_loads(tmp_path, dotted, packed):
    arrays = write_set(
        tmp_path,
        name=lambda name: (
            (name.replace("-idx", ".idx") if dotted else name)
            + (".gz" if packed else "")
        ),
        pack=gzip.compress if packed else bytes,
    )
    mnist = load_mnist(validation=2, directory=tmp_path)
    assert np.array_equal(mnist.train.images, arrays["train_images"][:10])
    assert np.array_equal(mnist.validation.labels, arrays["train_labels"][10:])
    assert np.array_equal(mnist.test.images, arrays["t10k_images"])


def test_labels_of_any_integer_type_are_read_as_uint8(tmp_path):
    labels = np.arange(12, dtype="i4") + 15
    write_set(tmp_path, train_labels=labels)
    read = load_mnist(directory=str(tmp_path)).train.labels
    assert read.dtype == np.uint8 and np.array_equal(read, labels)


@pytest.mark.parametrize(
    "replace, file, words",
    [
        ({"train_labels": np.zeros(11, "u1")}, NAMES[1], ["11 labels", "12 images"]),
        ({"train_labels": np.zeros((12, 1), "u1")}, NAMES[1], ["rank 1", "(12, 1)"]),
        ({"t10k_labels": np.zeros(5, "f4")}, NAMES[3], ["integer", "float32"]),
        ({"t10k_labels": np.full(5, -1, "i1")}, NAMES[3], ["0 to 255", "-1"]),
        ({"t10k_labels": np.full(5, 256, "i2")}, NAMES[3], ["0 to 255", "256"]),
        ({"train_images": np.zeros((12, 784), "u1")}, NAMES[0], ["rank 3", "784"]),
        ({"t10k_images": np.zeros((5, 28, 28), "i2")}, NAMES[2], ["uint8", "int16"]),
        ({"t10k_images": np.zeros((5, 28, 0), "u1")}, NAMES[2], ["(5, 28, 0)"]),
        ({"t10k_images": np.zeros((5, 20, 20), "u1")}, "", ["same size", "(20, 20)"]),
        (
            {
                "train_images": np.zeros((0, 28, 28), "u1"),
                "train_labels": np.zeros(0, "u1"),
            },
            NAMES[1],
            ["at least one", "0 labels"],
        ),
    ],
)
def test_files_that_do_not_fit_together_are_named(tmp_path, replace, file, words):
    write_set(tmp_path, **replace)
    with pytest.raises(DataError) as error:
        load_mnist(directory=tmp_path)
    assert_one_line(error, tmp_path / file, *words)


def test_a_missing_file_lists_the_names_tried(tmp_path):
    write_set(tmp_path)
    (tmp_path / NAMES[2]).unlink()
    with pytest.raises(DataError) as error:
        load_mnist(directory=tmp_path)
    dotted = "t10k-images.idx3-ubyte"
    assert_one_line(error, NAMES[2], f"{NAMES[2]}.gz", dotted, f"{dotted}.gz")


def test_files_and_folders_are_told_apart(tmp_path):
    write_set(tmp_path)
    with pytest.raises(DataError) as error:
        load_mnist(directory=tmp_path / NAMES[0])
    assert_one_line(error, "folder", "a file")
    with pytest.raises(DataError) as error:
        load_mnist(directory=tmp_path / "nowhere")
    assert_one_line(error, "nowhere", "does not exist")
    (tmp_path / NAMES[0]).rename(tmp_path / "elsewhere")
    (tmp_path / NAMES[0]).mkdir()
    with pytest.raises(DataError) as error:
        load_mnist(directory=tmp_path)
    assert_one_line(error, tmp_path / NAMES[0], "a folder")


# IDX files


@hundreds
@given(
    st.sampled_from(list(CODES)).flatmap(
        lambda code: st_numpy.arrays(
            code, st_numpy.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4)
        )
    ),
    st.booleans(),
)
def test_every_type_and_rank_is_read_back_in_native_order(scratch, array, packed):
    data = idx_bytes(array)
    scratch.write_bytes(gzip.compress(data) if packed else data)
    read = read_idx(scratch)
    assert read.shape == array.shape and read.dtype == array.dtype
    assert read.dtype.isnative and read.flags.writeable
    assert read.tobytes() == array.tobytes()


IMAGES = idx_bytes(np.arange(3 * 5 * 4, dtype="i2").reshape(3, 5, 4))


@st.composite
def damaged(draw, intact):
    data = bytearray(intact)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["flip", "cut", "extend", "drop"]))
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        if kind == "flip" and data:
            data[place] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del data[place:]
        elif kind == "drop":
            del data[place : place + draw(st.integers(1, 8))]
        else:
            data += draw(st.binary(min_size=1, max_size=40))
    return bytes(data)


def read_within(path, megabytes):
    """Reads a file, or gives None for a DataError; nothing else may happen."""
    tracemalloc.start()
    try:
        return read_idx(path)
    except DataError as error:
        assert "\n" not in str(error)
        assert str(path) in str(error) and "Received: " in str(error)
        return None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < megabytes * 2**20


@thousands
@given(damaged(IMAGES))
def test_a_damaged_file_is_refused_or_read_as_its_header_says(scratch, data):
    scratch.write_bytes(data)
    array = read_within(scratch, megabytes=1)
    if array is not None:
        assert idx_bytes(array) == data


@thousands
@given(damaged(gzip.compress(IMAGES, mtime=0)))
def test_a_damaged_compressed_file_is_refused_or_read_intact(scratch, data):
    scratch.write_bytes(data)
    array = read_within(scratch, megabytes=2)
    if array is not None:
        assert idx_bytes(array) == IMAGES


@thousands
@given(
    st.sampled_from([0, 0, 0, 1, 0x1F]),
    st.sampled_from([*CODES.values(), 0x0A, 0xFF]),
    st.integers(0, 255),
    st.lists(st.sampled_from([0, 1, 2, 3, 2**16, 2**31, 2**32 - 1]), max_size=40),
    st.binary(max_size=30),
    st.booleans(),
)
def test_no_header_makes_the_reader_take_more_memory_than_the_file_can_fill(
    scratch, zero, code, rank, shape, rest, packed
):
    rank = len(shape) if rank < 200 else rank
    data = bytes([0, zero, code, rank]) + struct.pack(f">{len(shape)}I", *shape) + rest
    scratch.write_bytes(gzip.compress(data) if packed else data)
    array = read_within(scratch, megabytes=2)
    if array is not None:
        assert idx_bytes(array) == data


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", ["an empty file"]),
        (b"\0\0\x08", ["00 00 08"]),
        (b"P5 28 28", ["50 35 20 32"]),
        (b"\0\0\x0a\1\0\0\0\0", ["08, 09, 0b, 0c, 0d, 0e", "00 00 0a 01"]),
        (b"\0\0\x08\3\0\0\0\1", ["12 bytes of dimensions", "4, the file is cut short"]),
        (b"\0\0\x08\x21" + b"\0\0\0\1" * 33 + b"x", ["at most 32", "33"]),
        (b"\0\0\x08\1\0\0\0\5abcd", ["5 bytes", "4, the file is cut short"]),
        (b"\0\0\x08\1\0\0\0\3abcd", ["3 bytes", "3, and more"]),
        (b"\0\0\x08\1\xff\xff\xff\xff", ["(4294967295,)"]),
        (b"\0\0\x0e\4" + b"\0" * 4 + b"\xff" * 12, ["(0, 4294967295"]),
    ],
)
def test_the_error_says_what_is_wrong(tmp_path, data, words):
    path = tmp_path / "file"
    for content in data, gzip.compress(data):
        path.write_bytes(content)
        with pytest.raises(DataError) as error:
            read_idx(path)
        if content is data or len(data) < 16:
            assert_one_line(error, path)
        if content is data:
            assert_one_line(error, *words)


def test_no_more_is_unpacked_than_the_header_promises(tmp_path):
    path = tmp_path / "bomb"
    head = b"\0\0\x08\1\0\0\0\x10"
    path.write_bytes(gzip.compress(head + bytes(200 << 20), compresslevel=1))
    assert read_within(path, megabytes=2) is None


def test_a_missing_file_and_a_folder_are_one_line_errors(tmp_path):
    for path, word in (tmp_path, "a folder"), (tmp_path / "none", "no such file"):
        with pytest.raises(DataError) as error:
            read_idx(path)
        assert_one_line(error, path, word)


# The input of LeNet-5


def test_white_is_minus_a_tenth_and_black_is_1_175():
    image = np.zeros((28, 28), "u1")
    image[0, 0] = 255
    x = prepare(image)
    assert x.shape == (1, 32, 32, 1) and x.dtype == np.float32
    assert x[0, 2, 2, 0] == np.float32(1.175)
    x[0, 2, 2, 0] = -0.1
    assert np.all(x == np.float32(-0.1))


def test_the_scaling_is_the_straight_line_between_them():
    ramp = np.arange(256, dtype="u1").reshape(1, 8, 32)
    x = prepare(ramp)[0, 12:20, :, 0].ravel()
    np.testing.assert_allclose(x, -0.1 + 1.275 * np.arange(256) / 255, atol=1e-6)


def test_the_mean_of_the_input_is_near_0_but_its_variance_is_far_from_1(mnist):
    x = prepare(mnist.test.images)
    assert x.mean(dtype="f8") == pytest.approx(0.029, abs=5e-4)
    assert x.var(dtype="f8") == pytest.approx(0.125, abs=5e-4)
    inner = x[:, 2:30, 2:30]
    assert inner.mean(dtype="f8") == pytest.approx(0.069, abs=5e-4)
    assert inner.var(dtype="f8") == pytest.approx(0.157, abs=5e-4)


@pytest.mark.parametrize(
    "size, top, left", [((28, 28), 2, 2), ((27, 20), 2, 6), ((32, 31), 0, 0)]
)
def test_smaller_images_are_centred_with_the_odd_row_below(size, top, left):
    x = prepare(np.full((3, *size), 255, "u1"))[..., 0]
    ink = x[2] > 0
    assert ink.sum() == np.prod(size)
    assert (ink.any(1).argmax(), ink.any(0).argmax()) == (top, left)


def test_an_image_of_32x32_is_only_scaled(mnist):
    once = prepare(mnist.test.images[:5])
    again = np.pad(mnist.test.images[:5], ((0, 0), (2, 2), (2, 2)))
    assert np.array_equal(prepare(again), once)


def test_no_images_make_no_input():
    assert prepare(np.zeros((0, 28, 28), "u1")).shape == (0, 32, 32, 1)


@pytest.mark.parametrize(
    "images, word",
    [
        (np.zeros((2, 28, 28), "f4"), "float32"),
        (np.zeros((2, 28, 28), "i8"), "int64"),
        (np.zeros((2, 28, 28, 1), "u1"), "(2, 28, 28, 1)"),
        (np.zeros(28, "u1"), "(28,)"),
        (np.zeros((2, 0, 28), "u1"), "(2, 0, 28)"),
        (np.zeros((2, 28, 33), "u1"), "normalise_digit"),
        (None, "object"),
    ],
)
def test_anything_else_is_refused(images, word):
    with pytest.raises(DataError) as error:
        prepare(images)
    assert_one_line(error, word)


# Anyone's own picture


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
    assert_one_line(error, "stands out", "10%")


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
