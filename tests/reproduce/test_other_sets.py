"""Recipes on the files of another data set, by path; EMNIST is turned upright."""

import os

import numpy as np
import pytest
from idx_files import idx_bytes

from lenet_keras import load_mnist
from lenet_keras.digits import DataError
from lenet_keras.reproduce import EXPERIMENTS
from lenet_keras.reproduce.other_sets import FASHION_MNIST
from lenet_keras_cli import main


def write_set(folder, images, labels, name="", test="t10k"):
    """The four files of a set, of which the last 20 are the test."""
    for part, chosen in (("train", np.s_[:-20]), (test, np.s_[-20:])):
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            path = folder / f"{name}{part}-{kind}-ubyte"
            path.write_bytes(idx_bytes(array[chosen]))


@pytest.fixture
def digits():
    test = load_mnist().test
    return test.images[:60], test.labels[:60]


def test_a_run_takes_what_lies_in_its_folder(tmp_path, digits):
    write_set(tmp_path, *digits)
    experiment = EXPERIMENTS["fashion"].at(str(tmp_path))
    data = experiment.runs("fashion")[0].data()
    assert np.array_equal(data.train.images, digits[0][:40])
    assert np.array_equal(data.test.labels, digits[1][40:])


def test_five_seeds_of_two_recipes_are_declared():
    runs = EXPERIMENTS["fashion"].runs("fashion")
    assert {(run.label, run.seed) for run in runs} == {
        (label, seed) for label in ("paper", "best") for seed in range(5)
    }
    assert all(run.with_plain_c().directory == FASHION_MNIST for run in runs)


def test_without_the_files_one_line_says_where_they_are(tmp_path, capsys):
    words = ["reproduce", "fashion", "--data", str(tmp_path / "none")]
    assert main([*words, "--output", str(tmp_path)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "dataset-fashion-mnist" in line and line.endswith("no such folder")


def test_data_are_named_only_for_experiments_on_other_data(tmp_path, capsys):
    assert main(["reproduce", "noise", "--data", str(tmp_path)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "--data: expected for experiments on another data set" in line


def test_the_smoke_run_learns_from_the_folder_and_says_what_of(tmp_path, digits):
    write_set(tmp_path, *digits)
    run = EXPERIMENTS["fashion"].at(str(tmp_path)).smoke_run("fashion")
    found = run.execute(tmp_path / "runs", "test")
    assert found["trained_on"] == 40 and len(found["passes"]) == 2
    assert found["identity"] == run.new_result()["identity"]
    write_set(tmp_path, digits[0][::-1], digits[1])
    assert found["data"] != run.new_result()["data"]


def test_what_is_taken_for_what_is_counted_and_right_answers_are_kept(tmp_path, digits):
    write_set(tmp_path, *digits)
    experiment = EXPERIMENTS["clothes"].at(str(tmp_path))
    assert len(experiment.runs("clothes")) == 5
    run = experiment.smoke_run("clothes")
    found = run.execute(tmp_path / "clothes", "test")
    assert found["identity"] == run.new_result()["identity"]
    (measured,) = found["measurements"]
    answers = np.array(measured["answers"])
    labels = digits[1][40:]
    assert answers.sum(axis=1).tolist() == np.bincount(labels, minlength=10).tolist()
    assert measured["error"] == pytest.approx(1 - answers.trace() / 20)
    right = [one["label"] for one in found["examples"]]
    assert right == np.flatnonzero(answers.diagonal()).tolist()
    for one in found["examples"]:
        rows = [list(bytes.fromhex(row)) for row in one["pixels"]]
        assert np.array_equal(rows, digits[0][40 + one["at"]])
        assert labels[one["at"]] == one["label"] and len(one["states"]) == 84


@pytest.mark.skipif(
    not os.path.isdir(FASHION_MNIST), reason="dataset-fashion-mnist is not installed"
)
def test_clothes_are_found_where_debian_puts_them():
    data = EXPERIMENTS["fashion"].runs("fashion")[0].data()
    assert data.train.images.shape == (60_000, 28, 28)
    assert np.bincount(data.test.labels).tolist() == [1_000] * 10
    assert data.test.images[0].mean() != load_mnist().test.images[0].mean()


def test_letters_of_emnist_do_not_fit_ten_codes(tmp_path, digits, capsys):
    images, labels = digits
    write_set(tmp_path, images, labels + 1, "emnist-letters-", "test")
    words = ["train", str(tmp_path / "run"), "--data", str(tmp_path)]
    assert main(words) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "0 to 9" in line and "10" in line


def test_digits_of_emnist_are_read_upright_by_the_command(tmp_path, digits, capsys):
    images, labels = digits
    write_set(tmp_path, images.transpose(0, 2, 1), labels, "emnist-digits-", "test")
    assert main(["evaluate", "--data", str(tmp_path)]) == 0
    upright = int(capsys.readouterr().out.split(":")[1].split()[0])
    assert main(["evaluate", "--data", str(tmp_path), "--no-transpose"]) == 0
    on_their_side = int(capsys.readouterr().out.split(":")[1].split()[0])
    assert upright == 0 and on_their_side > 5


def test_kuzushiji_files_bear_the_names_of_mnist(tmp_path, digits):
    (tmp_path / "KMNIST" / "raw").mkdir(parents=True)
    write_set(tmp_path / "KMNIST" / "raw", *digits)
    assert np.array_equal(load_mnist(directory=tmp_path).test.images, digits[0][40:])


def test_a_damaged_folder_is_told(tmp_path):
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"")
    run = EXPERIMENTS["fashion"].at(str(tmp_path)).runs("fashion")[0]
    with pytest.raises(DataError, match="expected one of train-labels"):
        run.data()
