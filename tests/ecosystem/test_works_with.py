"""Each line of the table "What works with what" is tried: yes is yes, and no is no."""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest
from layer_checks import to_numpy

from lenet_keras import (
    SDLM,
    EstimateCurvature,
    MaximumAPosterioriLoss,
    lenet5,
    load_mnist,
    prepare,
)
from lenet_keras.export import onnx_model, write_safetensors

pytestmark = pytest.mark.backends

PAGE = Path(__file__).parents[2] / "book" / "works_with.md"
BACKEND = keras.backend.backend()
COLUMNS = ("tensorflow", "jax", "torch")
TRAINED = 16
DIGITS = load_mnist().test
X, Y = prepare(DIGITS.images[:100]), DIGITS.labels[:100].astype("int32")


def table() -> dict[str, str]:
    """What the page says of this backend: yes, or the words of an error."""
    page = PAGE.read_text("utf-8")
    words = dict(re.findall(r"^(\d)\. `(.+?)`", page, re.M))
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (.+) \|$", page, re.M)
    said = {row[0]: row[1 + COLUMNS.index(BACKEND)] for row in rows[1:]}
    return {
        name: cell if cell == "yes" else words[cell.removeprefix("no ")]
        for name, cell in said.items()
    }


def shipped(**options) -> keras.Model:
    return lenet5(weights="mnist", **options)


@cache
def penalties() -> np.ndarray:
    return shipped().predict(X, verbose=0)


def assert_same_answers(found: np.ndarray, within: float) -> None:
    """The same digits, and penalties within a share of the largest."""
    expected = penalties()
    assert (found.argmin(axis=1) == expected.argmin(axis=1)).all()
    assert abs(found - expected).max() <= within * expected.max()


def learner(optimizer=None, **options) -> keras.Model:
    model = shipped()
    model.compile(optimizer or SDLM(1e-4), MaximumAPosterioriLoss(10.0), **options)
    return model


def taught(model: keras.Model, *data, **options) -> list[np.ndarray]:
    """The weights after a pass, in two steps, with SDLM."""
    curvature = EstimateCurvature(X[:TRAINED], Y[:TRAINED])
    model.fit(*data, shuffle=False, verbose=0, callbacks=[curvature], **options)
    return model.get_weights()


@cache
def learned() -> list[np.ndarray]:
    """The same from arrays, as anyone would."""
    found = taught(learner(), X[:TRAINED], Y[:TRAINED], batch_size=8)
    before = shipped().get_weights()
    assert any((one != two).any() for one, two in zip(found, before, strict=True))
    return found


def assert_learned(found) -> None:
    for one, two in zip(found, learned(), strict=True):
        np.testing.assert_allclose(one, two, rtol=0, atol=1e-4)


# --- the lines


def quantised():
    model = shipped()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*does not have a `quantize` method")
        model.quantize("int8")
    assert model.get_layer("F6").quantization_mode == "int8"
    assert_same_answers(model.predict(X, verbose=0), within=0.01)


@contextmanager
def policy(name: str) -> Iterator[None]:
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy("float32")


def half(name: str, within: float):
    def line():
        expected = penalties()
        with policy(name):
            model = learner(keras.optimizers.Adam(1e-4))
            found = model.predict(X, verbose=0)
            assert keras.backend.standardize_dtype(found.dtype) == name[6:]
            assert abs(found - expected).max() <= within * expected.max()
            past = model.fit(X, Y, batch_size=50, epochs=2, verbose=0)
        first, last = past.history["loss"]
        assert np.isfinite(first) and last < first

    return line


def sdlm_in_half():
    with policy("mixed_bfloat16"):
        taught(learner(), X[:TRAINED], Y[:TRAINED])


def compiled():
    if BACKEND == "torch" and not shutil.which(os.environ.get("CXX", "g++")):
        pytest.skip("PyTorch compiles with a C++ compiler")
    model = learner(jit_compile=True)
    assert model.jit_compile
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PyTorch, about itself
        found = taught(model, X[:TRAINED], Y[:TRAINED], batch_size=8)
    assert_learned(found)


def tf_data():
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((X[:TRAINED], Y[:TRAINED])).batch(8)
    assert_learned(taught(learner(), data))


def data_loader():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    patterns = map(torch.tensor, (X[:TRAINED], Y[:TRAINED]))
    data = torch.utils.data.TensorDataset(*patterns)
    assert_learned(taught(learner(), torch.utils.data.DataLoader(data, batch_size=8)))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> dict[str, np.ndarray]:
    """What another process says, which has read the network from a file."""
    folder = tmp_path_factory.mktemp("elsewhere")
    saved, arrays, answers = (
        folder / name for name in ("network.keras", "arrays.npz", "answers.npz")
    )
    learner().save(saved)
    np.savez(arrays, x=X[:TRAINED], y=Y[:TRAINED])
    script = Path(__file__).with_name("on_two_devices.py")
    two = {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}  # for JAX
    subprocess.run(
        [sys.executable, script, saved, arrays, answers],
        check=True,
        env={**os.environ, **two, "KERAS_BACKEND": BACKEND},
    )
    return dict(np.load(answers))


def fresh_process(elsewhere):
    found = elsewhere["penalties"]
    np.testing.assert_allclose(found, penalties()[:TRAINED], rtol=1e-5)


def two_devices(elsewhere):
    if error := json.loads(str(elsewhere["error"])):
        raise RuntimeError(error)
    names = sorted(name for name in elsewhere if name.startswith("weight_"))
    assert_learned([elsewhere[name] for name in names])


def of_onnx(content) -> np.ndarray:
    session = onnxruntime.InferenceSession(content)
    return session.run(None, {session.get_inputs()[0].name: X})[0]


def our_onnx(tmp_path):
    made = onnx_model(shipped()).SerializeToString()
    assert_same_answers(of_onnx(made), within=1e-5)


def our_safetensors(tmp_path):
    write_safetensors(shipped(), tmp_path / "network.safetensors")
    again = lenet5(weights=tmp_path / "network.safetensors")
    for one, two in zip(again.get_weights(), shipped().get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def exported(path: Path, form: str) -> str:
    model = shipped()
    model(X[:1])  # Keras exports what has been called
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the converters, about themselves
        model.export(path, format=form, verbose=False)
    return str(path)


def keras_onnx(tmp_path):
    found = of_onnx(exported(tmp_path / "network.onnx", "onnx"))
    assert_same_answers(found, within=1e-5)


def saved_model(tmp_path):
    import tensorflow as tf

    served = tf.saved_model.load(exported(tmp_path / "network", "tf_saved_model"))
    assert_same_answers(to_numpy(served.serve(X)), within=1e-5)


def litert(tmp_path):
    from ai_edge_litert.interpreter import Interpreter

    executed = Interpreter(exported(tmp_path / "network.tflite", "litert"))
    place = executed.get_input_details()[0]["index"]
    executed.resize_tensor_input(place, X.shape)
    executed.allocate_tensors()
    executed.set_tensor(place, X)
    executed.invoke()
    found = executed.get_tensor(executed.get_output_details()[0]["index"])
    assert_same_answers(found, within=1e-5)


LINES = {
    "a `.keras` file, in a fresh process": fresh_process,
    '`quantize("int8")`': quantised,
    "`mixed_float16`": half("mixed_float16", 0.002),
    "`mixed_bfloat16`": half("mixed_bfloat16", 0.01),
    "SDLM in half precision": sdlm_in_half,
    "`jit_compile=True`, SDLM": compiled,
    "`tf.data`, SDLM": tf_data,
    "PyTorch's `DataLoader`, SDLM": data_loader,
    "two devices, SDLM": two_devices,
    "`write_onnx`": our_onnx,
    "`write_safetensors`": our_safetensors,
    "`export` as `onnx`": keras_onnx,
    "`export` as `tf_saved_model`": saved_model,
    "`export` as `litert`": litert,
}


def test_the_table_has_all_lines_and_no_others():
    assert list(table()) == list(LINES)


@pytest.mark.parametrize("name", LINES)
def test_what_the_table_says_happens(name, request):
    line = LINES[name]
    wanted = line.__code__.co_varnames[: line.__code__.co_argcount]
    given = {fixture: request.getfixturevalue(fixture) for fixture in wanted}
    said = table()[name]
    if said == "yes":
        line(**given)
    else:
        with pytest.raises(Exception, match=re.escape(said)):
            line(**given)
