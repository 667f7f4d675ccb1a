import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layer_checks import random_images

from lenet_keras import lenet5, paper
from lenet_keras.digits import load_mnist, prepare, shift
from lenet_keras.inspection import feature_maps


@pytest.fixture(scope="module")
def model():
    return lenet5()


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:3])


def test_states_of_every_layer(model, digits):
    maps = feature_maps(model, digits)
    assert {name: array.shape for name, array in maps.items()} == {
        "image": (3, 32, 32, 1),
        "C1": (3, 28, 28, 6),
        "S2": (3, 14, 14, 6),
        "C3": (3, 10, 10, 16),
        "S4": (3, 5, 5, 16),
        "C5": (3, 1, 1, 120),
        "F6": (3, 84),
        "output": (3, 10),
    }
    assert all(isinstance(array, np.ndarray) for array in maps.values())
    np.testing.assert_array_equal(maps["image"], digits)
    penalties = model.predict(digits, verbose=0)
    np.testing.assert_allclose(maps["output"], penalties, rtol=1e-5)


def test_each_layer_is_computed_from_the_one_before(model, digits):
    maps = feature_maps(model, digits)
    names = list(maps)
    for before, name in zip(names, names[1:], strict=False):
        states = maps[before].reshape(3, -1) if name == "F6" else maps[before]
        again = keras.ops.convert_to_numpy(model.get_layer(name)(states))
        np.testing.assert_allclose(again, maps[name], rtol=1e-4, atol=1e-4)


def test_if_the_input_shifts_the_maps_shift(model, digits):
    still, moved = feature_maps(model, digits), feature_maps(model, shift(digits, 4, 8))
    for name, spacing in (("C1", 1), ("S2", 2), ("C3", 2), ("S4", 4)):
        dx, dy = 4 // spacing, 8 // spacing
        np.testing.assert_allclose(
            moved[name][:, dy:, dx:], still[name][:, :-dy, :-dx], atol=1e-4
        )
        assert not np.allclose(moved[name], still[name], atol=1e-2)


@given(st.integers(-7, 7), st.integers(-7, 7))
def test_shift_moves_every_pixel(dx, dy):
    images = random_images(2, 4, 5, 3)
    moved = shift(images, dx, dy, fill=9.0)
    assert moved.shape == images.shape and moved.dtype == images.dtype
    for row, column in np.ndindex(4, 5):
        source = row - dy, column - dx
        inside = 0 <= source[0] < 4 and 0 <= source[1] < 5
        expected = images[:, source[0], source[1]] if inside else 9.0
        np.testing.assert_array_equal(
            moved[:, row, column], np.broadcast_to(expected, (2, 3))
        )


def test_shift_fills_with_background_and_leaves_the_original_alone():
    images = np.ones((1, 3, 3, 1), "float32")
    moved = shift(images, dx=-1)
    np.testing.assert_allclose(moved[0, :, 2, 0], paper.BACKGROUND)
    assert (images == 1).all()
