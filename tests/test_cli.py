"""The command line: answers for good input, one clear line for bad."""

import numpy as np
import pytest
from PIL import Image

from lenet_keras import load_mnist, weights_card
from lenet_keras.cli import main


@pytest.fixture(scope="module")
def seven(tmp_path_factory):
    """The first test digit, six times enlarged, black on white, as a user's PNG."""
    image = np.kron(load_mnist().test.images[0], np.ones((6, 6), "uint8"))
    path = tmp_path_factory.mktemp("pictures") / "seven.png"
    Image.fromarray(255 - image).save(path)
    return str(path)


def only_line(text):
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    return lines[0]


def test_predict_prints_label_penalties_and_verdict(seven, capsys):
    assert main(["predict", seven]) == 0
    first, second = capsys.readouterr().out.splitlines()
    threshold = weights_card()["rejection_threshold"]
    assert ": 7 accepted (margin " in first
    assert f"threshold {threshold:.1f})" in first
    assert [word for word in second.split() if word.endswith(":")] == [
        f"{digit}:" for digit in range(10)
    ]


def test_predict_rejects_when_the_margin_is_below_the_threshold(seven, capsys):
    assert main(["predict", seven, "--threshold", "1e9"]) == 0
    assert ": 7 rejected (margin " in capsys.readouterr().out


def test_predict_answers_a_photograph_like_picture_or_rejects_it(tmp_path, capsys):
    rows, columns = np.mgrid[0:300, 0:400]
    light = 120 + rows / 4 + 20 * np.sin(columns / 17) + (abs(rows - columns) < 40) * 60
    Image.fromarray(light.astype("uint8")).save(tmp_path / "photo.jpg")
    assert main(["predict", str(tmp_path / "photo.jpg")]) == 0
    assert capsys.readouterr().out.split()[2] in ("accepted", "rejected")


def test_predict_reads_idx_files_and_numbers_their_images(tmp_path, capsys):
    images = load_mnist().test.images[:3]
    header = (0x0803).to_bytes(4, "big") + b"".join(
        size.to_bytes(4, "big") for size in images.shape
    )
    path = tmp_path / "three-images"
    path.write_bytes(header + images.tobytes())
    assert main(["predict", str(path)]) == 0
    out = capsys.readouterr().out
    assert [f"[{n}]: {label} " in out for n, label in enumerate((7, 2, 1))] == [
        True
    ] * 3


def test_predict_goes_on_after_a_bad_file_and_exits_with_2(seven, tmp_path, capsys):
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    assert main(["predict", str(tmp_path / "bad.png"), seven]) == 2
    captured = capsys.readouterr()
    assert ": 7 accepted" in captured.out
    assert "bad.png" in only_line(captured.err)


def test_a_picture_of_more_than_50_megapixels_is_one_line(tmp_path, capsys):
    path = tmp_path / "large.png"
    Image.new("1", (10_000, 6_000)).save(path)
    assert main(["predict", str(path)]) == 2
    assert "50 megapixels" in only_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["predict", "no-such-file.png"], "no such file"),
        (["predict", "x.png", "--weights", "mnits"], "'mnits'"),
        (["evaluate", "--weights", "none.weights.h5"], "existing .weights.h5"),
        (["evaluate", "--data", "no-such-folder"], "does not exist"),
        (["train", "run", "--passes", "0"], "`passes` must be positive"),
        (["train", "run", "--loss", "hinge"], "`loss` must be one of"),
        (["train", "run", "--optimizer", "newton"], "newton"),
        (["train", "run", "--start", "warm"], "`start` must be one of"),
        (["train", "run", "--hold-out", "60000"], "something is left to train on"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    words, expected, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert expected in only_line(capsys.readouterr().err)


@pytest.mark.parametrize("words", [[], ["trian"], ["train", "run", "--recipe", "none"]])
def test_bad_usage_is_one_line_and_exit_code_2(words, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    only_line(capsys.readouterr().err)


def test_a_folder_without_a_run_has_no_network(tmp_path, capsys):
    assert main(["evaluate", "--weights", str(tmp_path)]) == 2
    assert "finished at least one pass" in only_line(capsys.readouterr().err)


def write_idx_set(folder, patterns):
    mnist = load_mnist()
    for part, digits in (("train", mnist.train), ("t10k", mnist.test)):
        images, labels = digits.images[:patterns], digits.labels[:patterns]
        sizes = b"".join(n.to_bytes(4, "big") for n in images.shape)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(
            (0x0803).to_bytes(4, "big") + sizes + images.tobytes()
        )
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(
            (0x0801).to_bytes(4, "big") + sizes[:4] + labels.tobytes()
        )


def test_train_evaluate_and_train_again(tmp_path, capsys):
    data, run = tmp_path / "data", tmp_path / "run"
    data.mkdir()
    write_idx_set(data, patterns=300)
    words = ["train", str(run), "--data", str(data), "--hold-out", "100"]
    words += ["--passes", "2", "--batch-size", "20"]
    assert main(words) == 0
    report = capsys.readouterr().out.splitlines()[-1]
    assert "pass 2, validation error" in report

    assert main(words) == 0, "a finished run is reported again, not repeated"
    assert only_line(capsys.readouterr().out) == report

    assert main([*words, "--seed", "1"]) == 2
    assert "another recipe, seed" in only_line(capsys.readouterr().err)

    assert main(["evaluate", "--weights", str(run), "--data", str(data)]) == 0
    assert "errors on 300 test images" in only_line(capsys.readouterr().out)
