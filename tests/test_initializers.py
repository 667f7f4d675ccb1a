import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras import ops

from lenet_keras import FanInUniform

pytestmark = pytest.mark.backends


def draw(shape, **arguments) -> np.ndarray:
    return ops.convert_to_numpy(FanInUniform(**arguments)(shape))


@pytest.mark.parametrize(
    ("shape", "fan_in"),
    [((5, 5, 1, 6), 25), ((5, 5, 16, 120), 400), ((120, 84), 120), ((84,), 1), ((), 1)],
    ids=str,
)
def test_bound_is_2_4_over_the_fan_in(shape, fan_in):
    values = draw(shape)
    assert values.shape == shape
    bound = 2.4 / fan_in
    assert np.abs(values).max() <= bound
    if values.size > 80:
        assert np.abs(values).max() > 0.95 * bound
        assert abs(values.mean()) < 4 * bound / np.sqrt(3 * values.size)
        # A uniform distribution on +-b has the variance b^2 / 3.
        assert values.var() == pytest.approx(bound**2 / 3, rel=0.25)


def test_scale_exponent_and_fan_in():
    values = draw((10_000,), scale=3, exponent=0.5, fan_in=36)
    assert 0.49 < np.abs(values).max() <= 0.5
    halved = draw((100, 100), exponent=0.5)
    assert 0.23 < np.abs(halved).max() <= 0.24


def test_a_seed_repeats_its_values_and_no_seed_does_not():
    seeded, free = FanInUniform(seed=5), FanInUniform()
    one, two = (ops.convert_to_numpy(seeded((3, 4))) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    one, two = (ops.convert_to_numpy(free((3, 4))) for _ in range(2))
    assert not np.array_equal(one, two)


def test_set_random_seed_repeats_a_whole_model():
    weights = []
    for seed in (0, 0, 1):
        keras.utils.set_random_seed(seed)
        layer = keras.layers.Dense(4, kernel_initializer=FanInUniform())
        layer.build((None, 3))
        weights.append(ops.convert_to_numpy(layer.kernel))
    np.testing.assert_array_equal(weights[0], weights[1])
    assert not np.array_equal(weights[0], weights[2])


def test_the_type_is_the_one_asked_for():
    values = FanInUniform()((2, 2), dtype="float16")
    assert keras.backend.standardize_dtype(values.dtype) == "float16"


@pytest.mark.parametrize(
    "arguments",
    [
        {"scale": 0},
        {"scale": -2.4},
        {"scale": float("nan")},
        {"fan_in": 0},
        {"fan_in": -1},
        {"fan_in": 2.5},
        {"scale": float("inf")},
        {"exponent": float("nan")},
    ],
    ids=str,
)
def test_bad_argument_is_refused(arguments):
    [name] = arguments
    with pytest.raises(ValueError, match=f"`{name}` must be .*Received: "):
        FanInUniform(**arguments)


@given(
    st.fixed_dictionaries(
        {
            "scale": st.floats(0.001, 100),
            "exponent": st.floats(0, 2),
            "fan_in": st.none() | st.integers(1, 1000),
            "seed": st.none() | st.integers(0, 2**31 - 1),
        }
    )
)
def test_every_valid_config_comes_back(arguments):
    initializer = FanInUniform(**arguments)
    again = keras.initializers.get(keras.initializers.serialize(initializer))
    assert type(again) is FanInUniform
    assert again.get_config() == arguments


def test_a_generator_gives_new_values_at_every_call_and_repeats_them_as_a_whole():
    def draw():
        generator = keras.random.SeedGenerator(3)
        start = FanInUniform(seed=generator)
        return [ops.convert_to_numpy(start((3, 4))) for _ in range(2)]

    (one, two), (again, _) = draw(), draw()
    assert (one != two).all()
    np.testing.assert_array_equal(one, again)
    start = FanInUniform(seed=keras.random.SeedGenerator(3))
    copy = keras.initializers.deserialize(keras.initializers.serialize(start))
    np.testing.assert_array_equal(ops.convert_to_numpy(copy((3, 4))), one)
