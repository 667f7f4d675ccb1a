import itertools
import warnings

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

from lenet_keras import FanInUniform, SparseConv2D, paper

pytestmark = pytest.mark.backends

TABLE_I = paper.C3_CONNECTIONS
FULL = (tuple(range(6)),) * 16


def table_i_matrix() -> np.ndarray:
    matrix = np.zeros((6, 16), bool)
    for output_map, inputs in enumerate(TABLE_I):
        matrix[list(inputs), output_map] = True
    return matrix


def with_random_weights(layer, input_shape):
    layer.build(input_shape)
    for weight in layer.trainable_weights:
        weight.assign(random_images(*weight.shape, seed=7))
    return layer


# --- what the layer computes


def test_full_table_is_conv2d_from_the_first_weight_on():
    arguments = {"activation": "tanh", "bias_initializer": FanInUniform(fan_in=150)}
    layers = []
    for layer_class, table in (
        (SparseConv2D, {"connections": FULL}),
        (keras.layers.Conv2D, {}),
    ):
        keras.utils.set_random_seed(3)
        layers.append(layer_class(16, 5, **table, **arguments))
        layers[-1].build((None, 14, 14, 6))
    sparse, dense = layers
    np.testing.assert_array_equal(to_numpy(sparse.dense_kernel), to_numpy(dense.kernel))
    np.testing.assert_array_equal(to_numpy(sparse.bias), to_numpy(dense.bias))
    x = random_images(3, 14, 14, 6)
    np.testing.assert_allclose(to_numpy(sparse(x)), to_numpy(dense(x)), atol=1e-6)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"padding": "same"},
        {"strides": 2},
        {"strides": (1, 2), "padding": "same"},
        {"dilation_rate": 2},
        {"dilation_rate": (2, 1), "padding": "same"},
        {"use_bias": False, "activation": "relu"},
    ],
    ids=str,
)
def test_full_table_is_conv2d_with_every_option(options):
    sparse = with_random_weights(SparseConv2D(4, (3, 2), [[0, 1]] * 4, **options), X2)
    dense = keras.layers.Conv2D(4, (3, 2), **options)
    dense.build(X2)
    dense.kernel.assign(sparse.dense_kernel)
    if sparse.use_bias:
        dense.bias.assign(sparse.bias)
    x = random_images(*X2)
    np.testing.assert_allclose(to_numpy(sparse(x)), to_numpy(dense(x)), atol=1e-5)


X2 = (2, 9, 8, 2)


def test_any_table_is_the_sum_over_the_selected_kernels():
    table = ((2,), (0, 1), (0, 2, 3), (1,))
    layer = with_random_weights(SparseConv2D(4, (2, 3), table), (1, 5, 6, 4))
    x = random_images(1, 5, 6, 4).astype("float64")
    kernels, bias = to_numpy(layer.kernel), to_numpy(layer.bias)

    expected = np.zeros((1, 4, 4, 4))
    number = 0
    for output_map, inputs in enumerate(table):
        expected[..., output_map] = bias[output_map]
        for input_map in inputs:
            for row, column in np.ndindex(4, 4):
                window = x[0, row : row + 2, column : column + 3, input_map]
                expected[0, row, column, output_map] += np.sum(
                    window * kernels[:, :, number]
                )
            number += 1
    assert number == kernels.shape[-1]
    np.testing.assert_allclose(to_numpy(layer(x)), expected, rtol=1e-4, atol=1e-5)


def test_perturbing_one_input_map_moves_exactly_the_output_maps_of_table_i():
    layer = with_random_weights(SparseConv2D(16, 5, TABLE_I), (1, 14, 14, 6))
    x = random_images(1, 14, 14, 6)
    rest = to_numpy(layer(x))
    moved = np.zeros((6, 16), bool)
    for input_map in range(6):
        changed = x.copy()
        changed[..., input_map] += 1
        moved[input_map] = (to_numpy(layer(changed)) != rest).any(axis=(0, 1, 2))
    np.testing.assert_array_equal(moved, table_i_matrix())


def test_shifting_the_input_shifts_the_maps():
    layer = with_random_weights(SparseConv2D(16, 5, TABLE_I), (1, 14, 14, 6))
    x = random_images(1, 14, 14, 6)
    shifted = np.roll(x, (2, 3), axis=(1, 2))
    maps, shifted_maps = to_numpy(layer(x)), to_numpy(layer(shifted))
    np.testing.assert_allclose(shifted_maps[:, 2:, 3:], maps[:, :-2, :-3], atol=1e-5)
    assert not np.allclose(shifted_maps, maps)


def test_list_and_boolean_matrix_are_the_same_table():
    matrix = table_i_matrix()
    for written in (TABLE_I, matrix, matrix.tolist(), [list(r) for r in TABLE_I]):
        assert SparseConv2D(16, 5, written).connections == TABLE_I
    shuffled = [row[::-1] for row in TABLE_I]
    assert SparseConv2D(16, 5, shuffled).connections == TABLE_I
    assert SparseConv2D(2, 5, np.array([[0, 1], [1, 2]])).connections == (
        (0, 1),
        (1, 2),
    )


# --- its weights


def test_only_connected_kernels_are_weights():
    layer = SparseConv2D(16, 5, TABLE_I)
    layer.build((None, 14, 14, 6))
    assert layer.count_params() == 1_516 == 60 * 25 + 16
    assert tuple(layer.kernel.shape) == (5, 5, 60)
    absent = to_numpy(layer.dense_kernel)[:, :, ~table_i_matrix()]
    assert absent.shape == (5, 5, 36)
    assert not absent.any()
    full = SparseConv2D(16, 5, FULL)
    full.build((None, 14, 14, 6))
    assert full.count_params() == 2_416


def test_each_unit_starts_with_its_own_fan_in():
    layer = SparseConv2D(16, 5, TABLE_I, kernel_initializer=FanInUniform())
    layer.build((None, 14, 14, 6))
    kernel = to_numpy(layer.dense_kernel)
    for output_map, inputs in enumerate(TABLE_I):
        fan_in = 25 * len(inputs)
        assert fan_in in (75, 100, 150)
        largest = np.abs(kernel[..., output_map]).max()
        assert 0.9 * 2.4 / fan_in < largest <= 2.4 / fan_in


def test_maps_of_equal_fan_in_start_with_different_kernels():
    for initializer in ("glorot_uniform", FanInUniform(), FanInUniform(seed=4)):
        layer = SparseConv2D(16, 5, TABLE_I, kernel_initializer=initializer)
        layer.build((None, 14, 14, 6))
        kernels = np.moveaxis(to_numpy(layer.kernel), -1, 0)
        for one, other in itertools.combinations(kernels, 2):
            assert not np.array_equal(one, other)


def test_regularizers_and_constraints_reach_the_weights():
    layer = SparseConv2D(
        2,
        3,
        [[0], [1]],
        kernel_initializer="ones",
        kernel_regularizer=keras.regularizers.L2(0.5),
        bias_initializer="ones",
        bias_regularizer=keras.regularizers.L1(0.25),
        kernel_constraint="non_neg",
        bias_constraint="non_neg",
    )
    layer.build((None, 5, 5, 2))
    penalty = sum(to_numpy(loss) for loss in layer.losses)
    assert penalty == pytest.approx(0.5 * 18 + 0.25 * 2)
    assert layer.kernel.constraint is not None and layer.bias.constraint is not None


# --- tables and arguments that are refused


@pytest.mark.parametrize(
    ("connections", "message"),
    [
        ([[0], []], r"have an input map for output map 1. Received: \[\]"),
        ([[0], [2, 1, 2]], r"each input map once .* for output map 1.*\[2, 1, 2\]"),
        ([[0, -1], [1]], r"must have integers from 0 .* for output map 0"),
        ([[0.0], [1]], r"must have integers from 0 .* for output map 0"),
        ([["0"], [1]], r"must have integers from 0 .* for output map 0"),
        ([[0, True], [1]], r"must have integers from 0 .* for output map 0"),
        ([[0], [1], [2]], r"filters=2 output maps. Received: 3 lists"),
        ([], r"filters=2 output maps. Received: 0 lists"),
        ([[1, 0], [1, 1]], r"a table of 0 and 1 as booleans\) for output map 1"),
        ([[True, False], [True]], r"columns.*1 columns in the row of input map 1"),
        (np.ones((2, 3), bool), r"filters=2 columns.*3 columns in the row of input"),
        ([[True, False], [True, False]], r"have an input map for output map 1"),
        (7, r"one sequence of input map indices for each output map.*Received: 7"),
        ([0, 1], r"one sequence of input map indices.*Received: \[0, 1\]"),
        (None, r"Received: None"),
    ],
)
def test_useless_table_is_refused_by_name(connections, message):
    with pytest.raises(ValueError, match=message):
        SparseConv2D(2, 3, connections)


def test_a_matrix_laid_out_the_wrong_way_is_refused():
    with pytest.raises(ValueError, match="filters=16 columns in every row"):
        SparseConv2D(16, 5, table_i_matrix().T)


def test_an_input_map_that_does_not_exist_is_refused_at_build():
    layer = SparseConv2D(2, 3, [[0, 1], [0, 6]])
    with pytest.raises(ValueError, match="from 0 to 5.*input map 6 for output map 1"):
        layer.build((None, 8, 8, 6))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"filters": 0}, "`filters` must be a positive integer. Received: 0"),
        ({"filters": 2.0}, "`filters` must be a positive integer. Received: 2.0"),
        ({"filters": True}, "`filters` must be a positive integer. Received: True"),
        ({"kernel_size": (3, 0)}, "`kernel_size` must be a positive"),
        ({"kernel_size": (3, 3, 3)}, "`kernel_size` must be .* a pair"),
        ({"strides": -1}, "`strides` must be a positive integer. Received: -1"),
        ({"padding": "full"}, "`padding` must be one of .* Received: 'full'"),
        ({"data_format": "last"}, "`data_format` must be one of"),
        ({"strides": 2, "dilation_rate": 2}, "`strides` or `dilation_rate` must be 1"),
    ],
    ids=str,
)
def test_bad_argument_is_refused(arguments, message):
    good = {"filters": 2, "kernel_size": 3, "connections": [[0], [1]]}
    with pytest.raises(ValueError, match=message):
        SparseConv2D(**{**good, **arguments})


def test_unknown_number_of_input_maps_is_refused():
    with pytest.raises(ValueError, match="a known number of input maps"):
        SparseConv2D(2, 3, [[0], [1]]).build((None, 8, 8, None))


def test_input_of_another_depth_is_refused_after_building():
    layer = SparseConv2D(2, 3, [[0], [1]])
    layer.build((None, 8, 8, 2))
    with pytest.raises(ValueError, match="expected axis -1 of input shape"):
        layer(random_images(1, 8, 8, 3))


# --- a layer like those of Keras


@pytest.mark.parametrize(
    ("arguments", "input_shape", "output_shape"),
    [
        (
            {"filters": 16, "kernel_size": 5, "connections": TABLE_I},
            (2, 14, 14, 6),
            (2, 10, 10, 16),
        ),
        (
            {
                "filters": 3,
                "kernel_size": (2, 3),
                "connections": [[0, 1], [1], [2]],
                "strides": (2, 1),
                "activation": "tanh",
                "kernel_initializer": FanInUniform(),
                "kernel_regularizer": "l2",
                "bias_constraint": "non_neg",
            },
            (2, 8, 7, 3),
            (2, 4, 5, 3),
        ),
        (
            {
                "filters": 2,
                "kernel_size": 3,
                "connections": [[0], [1]],
                "padding": "same",
                "dilation_rate": 2,
                "use_bias": False,
            },
            (2, 8, 7, 2),
            (2, 8, 7, 2),
        ),
        (
            {
                "filters": 2,
                "kernel_size": 3,
                "connections": [[True, True], [False, True]],
                "strides": 2,
                "padding": "same",
            },
            (2, 7, 8, 2),
            (2, 4, 4, 2),
        ),
    ],
    ids=["table_i", "strides", "same+dilation", "same+strides"],
)
def test_keras_layer(arguments, input_shape, output_shape):
    trainable = 2 if arguments.get("use_bias", True) else 1
    check_layer(
        SparseConv2D, arguments, input_shape, output_shape, trainable, 0, (1, 2)
    )


def test_a_fresh_process_loads_it(tmp_path):
    layer = SparseConv2D(16, 5, TABLE_I, activation="tanh", strides=2)
    check_fresh_process(layer, random_images(2, 14, 14, 6), tmp_path)


sizes = st.integers(1, 3)
pairs = sizes | st.tuples(sizes, sizes)


@st.composite
def layer_arguments(draw):
    filters, input_maps = draw(sizes), draw(st.integers(1, 4))
    maps = st.sets(st.integers(0, input_maps - 1), min_size=1)
    strides = draw(pairs)
    return {
        "filters": filters,
        "kernel_size": draw(pairs),
        "connections": draw(st.tuples(*[maps] * filters)),
        "strides": strides,
        "dilation_rate": draw(pairs) if strides in (1, (1, 1)) else 1,
        "padding": draw(st.sampled_from(["valid", "same"])),
        "data_format": draw(st.sampled_from([None, "channels_first"])),
        "activation": draw(st.sampled_from([None, "tanh", "relu"])),
        "use_bias": draw(st.booleans()),
        "kernel_initializer": draw(
            st.sampled_from(["he_normal", FanInUniform(scale=1.5, seed=2)])
        ),
        "bias_initializer": draw(st.sampled_from(["zeros", "ones"])),
        "kernel_regularizer": draw(st.sampled_from([None, "l2"])),
        "bias_constraint": draw(st.sampled_from([None, "non_neg"])),
        "trainable": draw(st.booleans()),
    }


@given(layer_arguments())
def test_every_valid_config_comes_back(arguments):
    layer = SparseConv2D(**arguments)
    check_config(layer)
    config = layer.get_config()
    for name in ("filters", "padding", "use_bias", "trainable"):
        assert config[name] == arguments[name]
    assert [set(row) for row in config["connections"]] == list(arguments["connections"])


# --- other runtimes


@pytest.mark.parametrize("implementation", ["conv", "patches"])
def test_channels_first_is_channels_last_turned(implementation):
    table = [[0, 2], [1]]
    options = {"implementation": implementation, "padding": "same", "strides": 2}
    last = SparseConv2D(2, 3, table, data_format="channels_last", **options)
    first = SparseConv2D(2, 3, table, data_format="channels_first", **options)
    x = random_images(2, 7, 6, 3)
    expected = to_numpy(last(x)).transpose(0, 3, 1, 2)
    assert first.compute_output_shape((None, 3, 7, None)) == (None, 2, 4, None)
    first.build((None, 3, 7, 6))
    first.set_weights(last.get_weights())
    turned = to_numpy(first(x.transpose(0, 3, 1, 2)))
    np.testing.assert_array_equal(turned, expected)


def test_kernels_are_placed_by_a_look_up_that_exporters_know():
    """ONNX has no counterpart to `aten::ravel`, which other ways of PyTorch need."""
    if keras.backend.backend() != "torch":
        pytest.skip("asks PyTorch's own trace")
    import torch

    layer = SparseConv2D(16, 5, TABLE_I)
    x = torch.tensor(random_images(1, 14, 14, 6))
    layer(x)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is constant is said to be constant
        graph = torch.jit.trace(layer, x, check_trace=False).inlined_graph
    kinds = {node.kind() for node in graph.nodes()}
    assert "aten::embedding" in kinds
    assert not kinds & {"aten::ravel", "aten::take", "aten::index_select"}
