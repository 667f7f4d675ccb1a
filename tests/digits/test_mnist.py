"""The digits that are shipped, and any other set of files under their names."""

import gzip

import numpy as np
import pytest
from idx_files import idx_bytes
from messages import assert_one_line

from lenet_keras.digits import DataError, load_mnist
from lenet_keras.digits import _mnist as datasets

NAMES = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
]


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


@pytest.mark.parametrize("inside", [".", "MNIST/raw", "raw", "FashionMNIST/raw"])
def test_a_folder_of_torchvision_is_the_set_in_it(tmp_path, inside):
    folder = tmp_path / inside
    folder.mkdir(parents=True, exist_ok=True)
    arrays = write_set(folder)
    mnist = load_mnist(directory=tmp_path)
    assert np.array_equal(mnist.train.images, arrays["train_images"])


def test_the_home_folder_may_be_a_tilde(tmp_path, monkeypatch):
    write_set(tmp_path)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert len(load_mnist(directory="~").test.labels) == 5


def emnist(split):
    return lambda name: f"emnist-{split}-{name.replace('t10k', 'test')}.gz"


def test_emnist_is_read_upright_unless_told_otherwise(tmp_path):
    arrays = write_set(tmp_path, name=emnist("digits"), pack=gzip.compress)
    stored = arrays["train_images"]
    for transpose, expected in (
        (None, stored.transpose(0, 2, 1)),
        (True, stored.transpose(0, 2, 1)),
        (False, stored),
    ):
        mnist = load_mnist(directory=tmp_path, transpose=transpose)
        assert np.array_equal(mnist.train.images, expected)
        assert np.array_equal(mnist.test.labels, arrays["t10k_labels"])


def test_a_split_chooses_among_several_sets(tmp_path):
    letters = np.arange(12, dtype="u1") + 1
    write_set(tmp_path, name=emnist("letters"), pack=bytes, train_labels=letters)
    write_set(tmp_path, name=emnist("digits"))
    mnist = load_mnist(directory=tmp_path, split="emnist-letters")
    assert np.array_equal(mnist.train.labels, letters)
    for split in (None, "emnist-balanced"):
        with pytest.raises(DataError) as error:
            load_mnist(directory=tmp_path, split=split)
        assert_one_line(error, "emnist-digits", "emnist-letters", repr(split))


def test_of_qmnist_the_first_column_is_the_class(tmp_path):
    labels = np.arange(96, dtype="i4").reshape(12, 8)

    def name(name):
        for old, new in (("t10k", "test"), ("idx1-ubyte", "idx2-int")):
            name = name.replace(old, new)
        return f"qmnist-{name}"

    arrays = write_set(tmp_path, name, train_labels=labels, t10k_labels=labels[:5])
    mnist = load_mnist(directory=tmp_path)
    assert np.array_equal(mnist.train.labels, labels[:, 0])
    assert np.array_equal(mnist.train.images, arrays["train_images"])


def test_any_set_is_turned_when_asked(tmp_path):
    arrays = write_set(tmp_path)
    turned = load_mnist(directory=tmp_path, transpose=True).test.images
    assert np.array_equal(turned, arrays["t10k_images"].transpose(0, 2, 1))
    assert turned.flags.c_contiguous


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
