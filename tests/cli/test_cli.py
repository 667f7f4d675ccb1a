"""The command line: answers for good input, one clear line for bad."""

import gzip
import importlib
import json
import re
import subprocess
import sys
from importlib import metadata
from typing import get_args, get_type_hints

import numpy as np
import onnx
import pytest
from idx_files import idx_bytes
from PIL import Image

from lenet_keras import lenet5, load_mnist, paper, weights_card
from lenet_keras.rejection import Limits, verdicts
from lenet_keras.training import RECIPES, Recipe
from lenet_keras.weights import checkpoint_name
from lenet_keras_cli import _vocabulary, main


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
    assert re.search(r": 7 sure \(margin \d+\.\d, penalty \d+\.\d\)$", first)
    assert [word for word in second.split() if word.endswith(":")] == [
        f"{digit}:" for digit in range(10)
    ]


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [(("1e9", "1e9", "1e9"), "unsure"), (("0", "0", "0"), "probably not a digit")],
)
def test_predict_asks_of_a_sure_answer_what_the_user_does(
    limits, verdict, seven, capsys
):
    assert main(["predict", seven, "--limits", *limits]) == 0
    assert f": 7 {verdict} (margin " in capsys.readouterr().out


def test_predict_refuses_a_photograph_without_a_character(tmp_path, capsys):
    rows, columns = np.mgrid[0:300, 0:400]
    light = 120 + rows / 4 + 20 * np.sin(columns / 17) + (abs(rows - columns) < 40) * 60
    Image.fromarray(light.astype("uint8")).save(tmp_path / "photo.jpg")
    assert main(["predict", str(tmp_path / "photo.jpg")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "photo.jpg" in line and "crop it to the character" in line


def test_predict_answers_a_photograph_in_uneven_light(tmp_path, capsys):
    seven = load_mnist().test.images[0]
    ink = np.asarray(Image.fromarray(seven).resize((280, 280))) / 255
    rows, columns = np.mgrid[0:280, 0:280]
    light = 130 + rows / 4 + columns / 6
    Image.fromarray((light * (1 - 0.7 * ink)).astype("uint8")).save(
        tmp_path / "photo.jpg"
    )
    assert main(["predict", str(tmp_path / "photo.jpg")]) == 0
    assert capsys.readouterr().out.split()[1:3] == ["7", "sure"]


def test_predict_reads_idx_files_and_numbers_their_images(tmp_path, capsys):
    path = tmp_path / "three-images"
    path.write_bytes(idx_bytes(load_mnist().test.images[:3]))
    assert main(["predict", str(path)]) == 0
    out = capsys.readouterr().out
    assert [f"[{n}]: {label} " in out for n, label in enumerate((7, 2, 1))] == [
        True
    ] * 3


def test_predict_prints_json_that_says_the_same(seven, tmp_path, capsys):
    path = tmp_path / "three-images"
    path.write_bytes(idx_bytes(load_mnist().test.images[:3]))
    assert main(["predict", seven, str(path), "--json"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(a["file"], a["image"], a["answer"]) for a in answers] == [
        (seven, 0, 7),
        *((str(path), number, label) for number, label in enumerate((7, 2, 1))),
    ]
    for answer in answers:
        first, second, *_ = sorted(answer["penalties"])
        assert answer["margin"] == pytest.approx(second - first, rel=1e-5)
        assert answer["penalty"] == pytest.approx(first, rel=1e-5)
        assert answer["limits"] == weights_card()["verdict_limits"]
        [verdict] = verdicts([answer["penalties"]], Limits(**answer["limits"]))
        assert answer["verdict"] == verdict


@pytest.mark.parametrize("shape", [(0, 28, 28), (2, 33, 28), (3, 0, 28), (3, 28)])
def test_a_file_without_fitting_images_is_one_line_and_the_next_is_answered(
    shape, seven, tmp_path, capsys
):
    path = tmp_path / "odd-images"
    path.write_bytes(idx_bytes(np.zeros(shape, "u1")))
    assert main(["predict", str(path), seven]) == 2
    captured = capsys.readouterr()
    assert ": 7 sure" in captured.out
    assert f"{path}: expected" in only_line(captured.err)


def test_a_network_for_rows_is_not_asked_for_one_digit(seven, tmp_path, capsys):
    network = lenet5(codes=paper.codes_of("0123456789 "))
    network.save(tmp_path / checkpoint_name(1))
    assert main(["predict", seven, "--weights", str(tmp_path)]) == 2
    found = only_line(capsys.readouterr().err)
    assert "reads single digits" in found and "one of 11 classes" in found


def test_a_heic_photograph_is_called_by_its_name(tmp_path, capsys):
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    assert main(["predict", str(path)]) == 2
    assert "a HEIC or AVIF picture" in only_line(capsys.readouterr().err)


def test_predict_goes_on_after_a_bad_file_and_exits_with_2(seven, tmp_path, capsys):
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    assert main(["predict", str(tmp_path / "bad.png"), seven]) == 2
    captured = capsys.readouterr()
    assert ": 7 sure" in captured.out
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


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["trian"],
        ["train", "run", "--recipe", "none"],
        ["train", ""],
        ["train", "run", "--seed", "-1"],
        ["train", "run", "--seed", "x"],
        ["train", "run", "--data", " "],
        ["train", "run", "--learning-rate", "inf"],
        ["train", "run", "--learning-rate", "nan"],
        ["train", "run", "--j", "1e999"],
        ["predict", "x.png", "--limits", "nan", "1", "1"],
        ["predict", "x.png", "--weights", ""],
        ["reproduce", "alchemy"],
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(words, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    only_line(capsys.readouterr().err)


def test_a_folder_without_a_run_has_no_network(tmp_path, capsys):
    assert main(["evaluate", "--weights", str(tmp_path)]) == 2
    assert "finished at least one pass" in only_line(capsys.readouterr().err)


def write_idx_set(folder, patterns, labels=None):
    mnist = load_mnist()
    for part, digits in (("train", mnist.train), ("t10k", mnist.test)):
        chosen = digits.labels[:patterns] if labels is None else labels
        for kind, array in (("images-idx3", digits.images), ("labels-idx1", chosen)):
            (folder / f"{part}-{kind}-ubyte").write_bytes(idx_bytes(array[:patterns]))


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
    assert "Received: seed 1 instead of 0" in only_line(capsys.readouterr().err)

    assert main(["evaluate", "--weights", str(run), "--data", str(data)]) == 0
    assert "errors on 300 test images" in only_line(capsys.readouterr().out)


def test_labels_without_a_class_are_one_line(tmp_path, capsys):
    write_idx_set(tmp_path, 50, np.arange(50, dtype="u1"))
    for words in (["train", str(tmp_path / "run")], ["evaluate"]):
        assert main([*words, "--data", str(tmp_path)]) == 2
        assert "0 to 9" in only_line(capsys.readouterr().err)
    assert not (tmp_path / "run" / "run.json").exists()


def test_images_that_do_not_fit_are_named_by_their_folder(tmp_path, capsys):
    for part in ("train", "t10k"):
        for kind, shape in (("images-idx3", (3, 40, 40)), ("labels-idx1", (3,))):
            path = tmp_path / f"{part}-{kind}-ubyte"
            path.write_bytes(idx_bytes(np.zeros(shape, "u1")))
    for words in (["train", str(tmp_path / "run")], ["evaluate"]):
        assert main([*words, "--data", str(tmp_path)]) == 2
        line = only_line(capsys.readouterr().err)
        assert f"{tmp_path}: expected" in line and "40x40" in line


# --- networks that are none


def test_a_network_of_nan_is_refused(seven, tmp_path, capsys):
    model = lenet5(seed=0)
    model.get_layer("F6").bias.assign(np.full(84, np.nan))
    model.save_weights(tmp_path / "nan.weights.h5")
    for words in (["predict", seven], ["evaluate"]):
        assert main([*words, "--weights", str(tmp_path / "nan.weights.h5")]) == 2
        captured = capsys.readouterr()
        assert "F6/bias" in only_line(captured.err) and not captured.out


def test_penalties_that_are_no_numbers_are_never_accepted(seven, capsys, monkeypatch):
    model = lenet5(seed=0)
    model.predict = lambda x, **_: np.full((len(x), 10), np.nan, "float32")
    monkeypatch.setattr("lenet_keras_cli._predict.network", lambda weights: model)
    assert main(["predict", seven]) == 2
    captured = capsys.readouterr()
    assert not captured.out
    assert seven in only_line(captured.err)


@pytest.mark.parametrize("name", ["pass-001.keras", "own.weights.h5"])
def test_a_damaged_network_is_named(name, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(b"PK\3\4 cut short")
    weights = tmp_path if name.endswith(".keras") else path
    assert main(["evaluate", "--weights", str(weights)]) == 2
    assert f"{path}: expected" in only_line(capsys.readouterr().err)


def test_a_record_that_is_none_is_named(tmp_path, capsys):
    (tmp_path / "run.json").write_text('{"schema": 1}')
    assert main(["train", str(tmp_path)]) == 2
    line = only_line(capsys.readouterr().err)
    assert "run.json" in line and "without name" in line


# --- how it stops


def test_ctrl_c_says_how_to_go_on(tmp_path, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("lenet_keras_cli._train.train", interrupted)
    words = ["train", str(tmp_path / "my run")]
    assert main(words) == 130
    line = only_line(capsys.readouterr().err)
    assert line.endswith(f"goes on after it: lenet-keras train '{words[1]}'")


def test_a_backend_that_is_missing_is_named_with_what_to_install():
    done = command("evaluate")
    assert done.returncode == 2
    assert "pip install 'lenet-keras[tensorflow]'" in only_line(done.stderr)


@pytest.mark.parametrize(
    ("module", "words", "extra"),
    [
        ("distributed", ["reproduce", "noise"], "reproduce"),
        ("PIL", ["predict", "SEVEN"], "images"),
    ],
)
def test_a_library_that_is_missing_is_named_with_what_to_install(
    module, words, extra, seven, capsys, monkeypatch
):
    importlib.import_module(f"lenet_keras_cli._{words[0]}")
    monkeypatch.setitem(sys.modules, module, None)
    words = [seven if word == "SEVEN" else word for word in words]
    assert main(words) == 2
    assert f"pip install 'lenet-keras[{extra}]'" in only_line(capsys.readouterr().err)


# --- before Keras is there


def command(*words):
    """The answer of `lenet-keras` in a fresh process in which Keras is out of reach."""
    start = "import sys; sys.modules['keras'] = None; sys.argv[0] = 'bin/lenet-keras'; "
    start += "from lenet_keras_cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", start, *words], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"]]
    + [[one, "--help"] for one in ("train", "evaluate", "predict", "reproduce")],
    ids=" ".join,
)
def test_help_and_version_need_no_backend_and_are_silent_otherwise(words):
    done = command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    if words == ["--version"]:
        assert done.stdout == f"lenet-keras {metadata.version('lenet-keras')}\n"
    else:
        assert done.stdout.startswith("usage: lenet-keras")


@pytest.mark.parametrize("words", [["trian"], ["reproduce", "alchemy"], ["train", ""]])
def test_wrong_words_need_no_backend(words):
    done = command(*words)
    assert (done.returncode, done.stdout) == (2, "")
    only_line(done.stderr)


def test_as_a_module_it_does_not_import_keras_for_its_help():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lenet_keras_cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    modules = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert "lenet_keras_cli._vocabulary" in modules
    assert not {"keras", "numpy", "tensorflow"} & modules


def test_without_a_backend_one_line_says_what_to_install():
    done = command("evaluate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'lenet-keras[tensorflow]'" in only_line(done.stderr)


def test_the_words_for_recipes_are_those_of_the_recipes():
    assert set(_vocabulary.RECIPES) == set(RECIPES)
    kinds = {
        name: next(iter(get_args(hint)), hint)  # float of `float | None`
        for name, hint in get_type_hints(Recipe).items()
    }
    assert _vocabulary.CHANGES == kinds


# --- memory

MEASURE = """
import resource, sys
import numpy as np
from lenet_keras import lenet5
import lenet_keras_cli._predict as predict
from lenet_keras_cli import _vocabulary, main

model = lenet5()
model.predict = lambda x, **_: np.zeros((len(x), 10), "float32")  # only speed
predict.network = lambda weights: model
predict._show = lambda name, answer: None
main(["predict", sys.argv[1]])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = main(["predict", sys.argv[2]])
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(code, grown // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss in kilobytes")
@pytest.mark.parametrize("kind", ["many", "large", "picture"])
def test_no_file_takes_more_than_300_megabytes(kind, seven, tmp_path):
    path = tmp_path / kind
    if kind == "picture":
        image = Image.new("RGBA", (7_000, 7_000), (255, 255, 255, 255))
        image.paste((0, 0, 0, 255), (3_000, 1_000, 4_000, 6_000))
        image.save(path, "PNG", compress_level=1)
        del image
    else:
        shape = (200_000, 28, 28) if kind == "many" else (500, 1_024, 1_024)
        write_zeros(path, shape)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, seven, path],
        capture_output=True,
        text=True,
        check=True,
    )
    code, megabytes = map(int, done.stdout.split())
    assert code == (2 if kind == "large" else 0)
    assert megabytes < 300


def write_zeros(path, shape):
    """An IDX file of nothing but paper, compressed a thousandfold."""
    header = idx_bytes(np.zeros((0, *shape[1:]), "u1"))
    header = header[:4] + shape[0].to_bytes(4, "big") + header[8:]
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(header)
        block, rest = bytes(1 << 22), int(np.prod(shape))
        while rest:
            rest -= file.write(block[:rest])


# --- export


@pytest.mark.parametrize("words", [["net.onnx"], ["net", "--format", "onnx"]])
def test_export_writes_a_network_that_says_what_it_is(words, tmp_path, capsys):
    path = tmp_path / words[0]
    assert main(["export", str(path), *words[1:]]) == 0
    assert only_line(capsys.readouterr().out).startswith(f"{path}: onnx, ")
    told = {p.key: p.value for p in onnx.load(path).metadata_props}
    assert told["name"] == "mnist" and "smallest penalty" in told["use"]
    assert json.loads(told["card"]) == weights_card("mnist")


def test_exported_weights_are_weights_again(tmp_path, capsys):
    path = str(tmp_path / "net.safetensors")
    assert main(["export", "--weights", "mnist-noise", path]) == 0
    assert main(["export", "--weights", path, str(tmp_path / "again.onnx")]) == 0
    capsys.readouterr()
    again = lenet5(weights=path).get_weights()
    for one, two in zip(
        again, lenet5(weights="mnist-noise").get_weights(), strict=True
    ):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["net"], "ends in .onnx or .safetensors, or --format. Received: no ending"),
        (["net.h5"], "Received: .h5"),
        (["none/net.onnx"], "expected a file to write. Received: no folder none"),
        (["net.onnx", "--weights", "nothing"], "`weights` must be"),
        (["net.onnx", "--weights", "bad.safetensors"], "Received: a damaged file"),
        (["net.onnx", "--format", "pickle"], "invalid choice: 'pickle'"),
    ],
)
def test_export_refuses_bad_input_in_one_line(
    words, message, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.safetensors").write_bytes(b"damaged")
    before = sorted(tmp_path.iterdir())
    try:
        assert main(["export", *words]) == 2
    except SystemExit as ended:
        assert ended.code == 2
    assert message in only_line(capsys.readouterr().err)
    assert sorted(tmp_path.iterdir()) == before
