import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import paper, scaled_tanh

pytestmark = pytest.mark.backends


def f(values) -> np.ndarray:
    return ops.convert_to_numpy(scaled_tanh(np.asarray(values, "float32")))


def test_the_papers_constants():
    assert paper.AMPLITUDE == 1.7159 and paper.SLOPE == 2 / 3
    np.testing.assert_allclose(f([-1, 0, 1]), [-1, 0, 1], atol=1e-4)
    np.testing.assert_allclose(f([-100, 100]), [-1.7159, 1.7159], rtol=1e-6)
    x = np.linspace(-4, 4, 101)
    np.testing.assert_allclose(f(x), 1.7159 * np.tanh(2 / 3 * x), atol=1e-6)


def test_it_is_odd():
    x = np.linspace(0, 5, 50)
    np.testing.assert_array_equal(f(-x), -f(x))


def test_the_targets_lie_where_the_curvature_is_largest():
    x = np.linspace(-4, 4, 80_001)
    curvature = np.gradient(np.gradient(1.7159 * np.tanh(2 / 3 * x), x), x)
    assert abs(x[np.abs(curvature).argmax()]) == pytest.approx(1, abs=0.02)
    slope = (f([1e-2]) - f([-1e-2])).item() / 2e-2
    assert slope == pytest.approx(1.1439, abs=1e-3)


def test_other_constants():
    answer = ops.convert_to_numpy(scaled_tanh(np.float32([0.5]), amplitude=3, slope=2))
    assert answer.item() == pytest.approx(3 * np.tanh(1), rel=1e-6)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_the_type_stays(dtype):
    answer = scaled_tanh(ops.cast(np.float32([0.1]), dtype))
    assert keras.backend.standardize_dtype(answer.dtype) == dtype


def test_keras_stores_it_by_name():
    layer = keras.layers.Dense(2, activation=scaled_tanh)
    again = keras.layers.Dense.from_config(layer.get_config())
    assert again.activation is scaled_tanh
    registered = keras.saving.get_registered_object("lenet_keras>scaled_tanh")
    assert registered is scaled_tanh


def test_it_works_on_symbols():
    answer = scaled_tanh(keras.KerasTensor((None, 4)))
    assert tuple(answer.shape) == (None, 4)
