import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layer_checks import (
    check_config,
    check_fresh_process,
    check_layer,
    random_images,
    to_numpy,
)

from lenet_keras import FanInUniform, Subsampling2D, scaled_tanh

pytestmark = pytest.mark.backends


def with_parameters(layer, coefficient, bias, maps=3):
    layer.build((None, None, None, maps))
    layer.coefficient.assign(np.broadcast_to(np.float32(coefficient), maps))
    layer.bias.assign(np.broadcast_to(np.float32(bias), maps))
    return layer


# --- what the layer computes


def test_by_hand():
    # Four states 1, 2, 3, 4: their sum 10 times 0.5 plus 1 is 6, their mean gives 2.25.
    window = np.float32([1, 2, 3, 4]).reshape(1, 2, 2, 1)
    for reduction, answer in (("sum", 6.0), ("mean", 2.25)):
        layer = with_parameters(Subsampling2D(reduction=reduction), 0.5, 1, maps=1)
        assert to_numpy(layer(window)).item() == answer


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("pool_size", [2, 3, (1, 2)], ids=str)
def test_a_new_layer_is_average_pooling(reduction, pool_size):
    x = random_images(2, 6, 6, 3)
    average = keras.layers.AveragePooling2D(pool_size)
    answer = Subsampling2D(pool_size, reduction=reduction)(x)
    np.testing.assert_allclose(to_numpy(answer), to_numpy(average(x)), atol=1e-6)


def test_a_quarter_of_the_sum_is_the_average():
    x = random_images(2, 6, 6, 3)
    quarter = with_parameters(Subsampling2D(2), 1 / 4, 0)
    average = keras.layers.AveragePooling2D(2)
    np.testing.assert_allclose(to_numpy(quarter(x)), to_numpy(average(x)), atol=1e-6)


def test_sum_and_mean_differ_by_the_area_of_the_window():
    x = random_images(2, 7, 6, 3)
    sums, means = (
        to_numpy(with_parameters(Subsampling2D((3, 2), reduction=r), 1, 0)(x))
        for r in ("sum", "mean")
    )
    np.testing.assert_allclose(sums, 6 * means, rtol=1e-5, atol=1e-6)
    windows = x[:, :6].reshape(2, 2, 3, 3, 2, 3)
    np.testing.assert_allclose(sums, windows.sum(axis=(2, 4)), rtol=1e-4, atol=1e-5)


def test_rearranging_the_pixels_of_a_window_changes_nothing():
    layer = with_parameters(
        Subsampling2D(2, activation="tanh"), [0.3, -1.0, 2.0], [0.0, 0.5, -0.1]
    )
    x = random_images(1, 6, 6, 3)
    windows = x.reshape(1, 3, 2, 3, 2, 3).transpose(0, 1, 3, 2, 4, 5)
    order = [2, 0, 3, 1]
    rearranged = windows.reshape(1, 3, 3, 4, 3)[:, :, :, order]
    rearranged = rearranged.reshape(windows.shape).transpose(0, 1, 3, 2, 4, 5)
    rearranged = rearranged.reshape(x.shape)
    assert not np.array_equal(rearranged, x)
    np.testing.assert_allclose(
        to_numpy(layer(rearranged)), to_numpy(layer(x)), atol=1e-6
    )
    # Two pixels that change places across the border of two windows do matter.
    swapped = x[:, :, [0, 2, 1, 3, 4, 5]]
    assert not np.allclose(to_numpy(layer(swapped)), to_numpy(layer(x)), atol=1e-3)


def test_a_constant_image_stays_constant():
    layer = with_parameters(Subsampling2D(2), [0.3, -1.0, 2.0], [0.0, 0.5, -0.1])
    maps = to_numpy(layer(np.full((1, 6, 6, 3), 2, "float32")))
    expected = np.broadcast_to(
        8 * np.float32([0.3, -1, 2]) + [0, 0.5, -0.1], maps.shape
    )
    np.testing.assert_allclose(maps, expected, rtol=1e-6)


def test_each_map_has_its_own_coefficient_and_bias():
    layer = with_parameters(Subsampling2D(2), [1, 2, 3], [0, 10, 20])
    assert layer.count_params() == 6
    maps = to_numpy(layer(np.ones((1, 2, 2, 3), "float32")))
    np.testing.assert_allclose(maps.ravel(), [4, 18, 32])
    x = random_images(1, 6, 6, 3)
    changed = x.copy()
    changed[..., 1] += 1
    moved = to_numpy(layer(changed)) != to_numpy(layer(x))
    np.testing.assert_array_equal(moved.any(axis=(0, 1, 2)), [False, True, False])


def test_a_small_coefficient_blurs_a_large_one_makes_or_and_and():
    off, one, both = -1.0, 0.0, 1.0  # mean states of a window

    def states(coefficient, bias):
        layer = Subsampling2D(2, reduction="mean", activation=scaled_tanh)
        with_parameters(layer, coefficient, bias, maps=1)
        windows = np.float32([off, one, both]).reshape(3, 1, 1, 1)
        return to_numpy(layer(np.tile(windows, (1, 2, 2, 1)))).ravel()

    blur = states(0.01, 0)
    assert blur[2] - blur[1] == pytest.approx(blur[1] - blur[0], rel=1e-3)
    np.testing.assert_array_equal(np.sign(states(10, 5)), [-1, 1, 1])
    np.testing.assert_array_equal(np.sign(states(10, -5)), [-1, -1, 1])


def test_rows_and_columns_that_do_not_fill_a_window_are_left_out():
    layer = with_parameters(Subsampling2D(2), 1, 0)
    x = random_images(1, 5, 7, 3)
    assert tuple(layer(x).shape) == (1, 2, 3, 3)
    np.testing.assert_allclose(
        to_numpy(layer(x)), to_numpy(layer(x[:, :4, :6])), atol=1e-6
    )


# --- arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"pool_size": 0}, "`pool_size` must be a positive integer. Received: 0"),
        ({"pool_size": 2.5}, "`pool_size` must be a positive integer. Received: 2.5"),
        ({"pool_size": (2, 2, 2)}, "`pool_size` must be .* a pair"),
        ({"strides": 0}, "`strides` must be a positive integer. Received: 0"),
        ({"reduction": "max"}, "`reduction` must be one of .* Received: 'max'"),
        ({"data_format": "last"}, "`data_format` must be one of"),
        ({"padding": "same"}, "padding"),
    ],
    ids=str,
)
def test_bad_argument_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Subsampling2D(**arguments)


def test_unknown_number_of_maps_is_refused():
    with pytest.raises(ValueError, match="a known number of maps"):
        Subsampling2D().build((None, 8, 8, None))


# --- a layer like those of Keras


@pytest.mark.parametrize(
    ("arguments", "input_shape", "output_shape"),
    [
        ({}, (2, 6, 8, 3), (2, 3, 4, 3)),
        (
            {
                "pool_size": (3, 2),
                "strides": (2, 1),
                "reduction": "mean",
                "activation": "tanh",
                "coefficient_initializer": FanInUniform(fan_in=6),
                "bias_initializer": "ones",
                "coefficient_regularizer": "l2",
                "bias_constraint": "non_neg",
            },
            (2, 7, 6, 3),
            (2, 3, 5, 3),
        ),
    ],
    ids=["default", "all"],
)
def test_keras_layer(arguments, input_shape, output_shape):
    check_layer(Subsampling2D, arguments, input_shape, output_shape, 2, 0, (1, 2))


def test_channels_first_computes_the_same():
    last = with_parameters(Subsampling2D(), [1, 2, 3], [0, 10, 20])
    first = Subsampling2D(data_format="channels_first")
    assert first.compute_output_shape((None, 3, 7, None)) == (None, 3, 3, None)
    first.build((None, 3, 6, 8))
    first.set_weights(last.get_weights())
    x = random_images(2, 6, 8, 3)
    maps = np.moveaxis(to_numpy(first(np.moveaxis(x, -1, 1))), 1, -1)
    np.testing.assert_allclose(maps, to_numpy(last(x)), rtol=1e-5, atol=1e-5)


def test_a_fresh_process_loads_it(tmp_path):
    layer = Subsampling2D((3, 2), reduction="mean", activation=scaled_tanh)
    check_fresh_process(layer, random_images(2, 6, 8, 3), tmp_path)


sizes = st.integers(1, 4)
pairs = sizes | st.tuples(sizes, sizes)


@given(
    st.fixed_dictionaries(
        {
            "pool_size": pairs,
            "strides": st.none() | pairs,
            "reduction": st.sampled_from(["sum", "mean"]),
            "data_format": st.sampled_from([None, "channels_first"]),
            "activation": st.sampled_from([None, "tanh", scaled_tanh]),
            "coefficient_initializer": st.sampled_from(
                [None, "ones", FanInUniform(fan_in=4, seed=1)]
            ),
            "bias_initializer": st.sampled_from(["zeros", "ones"]),
            "coefficient_regularizer": st.sampled_from([None, "l1"]),
            "coefficient_constraint": st.sampled_from([None, "non_neg"]),
            "name": st.sampled_from([None, "S2"]),
        }
    )
)
def test_every_valid_config_comes_back(arguments):
    layer = Subsampling2D(**arguments)
    check_config(layer)
    assert layer.get_config()["reduction"] == arguments["reduction"]
    if arguments["strides"] is None:
        assert layer.get_config()["strides"] == layer.get_config()["pool_size"]
