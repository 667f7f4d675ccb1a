"""A convolution is a product of patches with a matrix."""

import keras
import numpy as np
import pytest
from keras import ops
from layer_checks import check_layer

from lenet_keras import PatchConv2D, SparseConv2D, lenet5

pytestmark = pytest.mark.backends

WAYS = [
    {},
    {"strides": 2},
    {"strides": (2, 3), "padding": "same"},
    {"padding": "same"},
    {"dilation_rate": 2},
    {"dilation_rate": (2, 1), "padding": "same"},
    {"use_bias": False, "activation": "tanh"},
]


def images(shape=(2, 13, 14, 3)):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_it_computes_what_conv2d_computes(way):
    conv, patches = keras.layers.Conv2D(4, (3, 4), **way), PatchConv2D(4, (3, 4), **way)
    expected = ops.convert_to_numpy(conv(images()))
    patches.build(images().shape)
    patches.set_weights(conv.get_weights())
    outputs = ops.convert_to_numpy(patches(images()))
    assert tuple(patches.compute_output_shape(images().shape)) == expected.shape
    np.testing.assert_allclose(outputs, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_sparse_convolution_can_be_computed_so_too(way):
    table = [[0, 1], [2], [0, 1, 2]]
    conv = SparseConv2D(3, (3, 4), table, **way)
    patches = SparseConv2D(3, (3, 4), table, implementation="patches", **way)
    expected = ops.convert_to_numpy(conv(images()))
    patches.build(images().shape)
    patches.set_weights(conv.get_weights())
    outputs = ops.convert_to_numpy(patches(images()))
    np.testing.assert_allclose(outputs, expected, rtol=1e-4, atol=1e-5)


def test_it_is_a_keras_layer():
    check_layer(
        PatchConv2D, {"filters": 4, "kernel_size": 3}, (2, 8, 9, 3), (2, 6, 7, 4), 2
    )


def test_groups_and_unknown_sizes_are_refused():
    with pytest.raises(ValueError, match="`groups` must be 1. Received: 2"):
        PatchConv2D(4, 3, groups=2)
    with pytest.raises(ValueError, match=r"a known height and width. Received: "):
        PatchConv2D(4, 3)(keras.Input((None, 32, 1)))


def test_lenet5_gives_the_same_penalties_either_way():
    conv, patches = lenet5(), lenet5(implementation="patches")
    patches.set_weights(conv.get_weights())
    x = images((3, 32, 32, 1))
    np.testing.assert_allclose(
        ops.convert_to_numpy(patches(x)), ops.convert_to_numpy(conv(x)), rtol=1e-4
    )
