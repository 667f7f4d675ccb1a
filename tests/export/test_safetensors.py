"""Weights that go through a safetensors file come back equal."""

import os

import numpy as np
import pytest
from safetensors import safe_open

from lenet_keras import lenet5, paper
from lenet_keras.export import write_safetensors

pytestmark = pytest.mark.backends


@pytest.mark.parametrize("options", [{}, {"output": "softmax", "connections": "full"}])
def test_weights_come_back_equal(options, tmp_path):
    path = tmp_path / "own.safetensors"
    model = lenet5(seed=3, **options)
    write_safetensors(model, path)
    for given in (path, str(path)):
        again = lenet5(weights=given, **options)
        for one, two in zip(model.get_weights(), again.get_weights(), strict=True):
            np.testing.assert_array_equal(one, two)


def test_codes_are_weights_too(tmp_path):
    path = tmp_path / "letters.safetensors"
    write_safetensors(lenet5(codes=paper.codes_of("ABCDEFGHIJ")), path)
    (codes,) = lenet5(weights=path).get_layer("output").get_weights()
    np.testing.assert_array_equal(codes, paper.codes_of("ABCDEFGHIJ"))


def test_the_file_names_layers_and_tells_what_it_is_told(tmp_path):
    path = tmp_path / "own.safetensors"
    write_safetensors(lenet5(), path, {"card": "of mine"})
    with safe_open(path, "numpy") as file:
        assert file.metadata() == {"card": "of mine"}
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}
    assert shapes["C3/kernel"] == [5, 5, 60]
    assert shapes["S2/coefficient"] == [6]
    assert len(shapes) == 13


def test_another_network_is_refused(tmp_path):
    path = tmp_path / "own.safetensors"
    write_safetensors(lenet5(), path)
    with pytest.raises(ValueError, match=r"C3/kernel \(5, 5, 96\), \(5, 5, 60\) there"):
        lenet5(connections="full", weights=path)


@pytest.mark.parametrize("content", [None, b"", b"hello", b"\xff" * 40])
def test_a_damaged_file_is_refused(content, tmp_path):
    path = tmp_path / "own.safetensors"
    if content is not None:
        path.write_bytes(content)
    found = "no such file" if content is None else "a damaged file"
    with pytest.raises(ValueError, match=f"own.safetensors: expected .*: {found}"):
        lenet5(weights=path)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "own.safetensors"
    path.write_bytes(b"old")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_safetensors(lenet5(), path)
    assert path.read_bytes() == b"old"


def test_a_quantised_network_is_refused(tmp_path):
    model = lenet5()
    model.get_layer("F6").quantize("int8")
    with pytest.raises(ValueError, match="before `model.quantize`"):
        write_safetensors(model, tmp_path / "own.safetensors")
