import keras
import numpy as np
import pytest
from layer_checks import random_images

from lenet_keras import RBF, SparseConv2D, Subsampling2D, lenet5, paper
from lenet_keras.inspection import count, feature_maps


def sequential(*layers, shape=(6, 5, 3)):
    return keras.Sequential([keras.Input(shape), *layers])


def test_lenet5_has_the_counts_of_the_paper():
    layers = count(lenet5())
    assert {layer.name: layer.parameters for layer in layers} == paper.PARAMETERS
    assert {layer.name: layer.connections for layer in layers} == paper.CONNECTIONS
    assert sum(layer.parameters for layer in layers) == 60_000
    assert sum(layer.connections for layer in layers) == 340_908
    assert [layer.kind for layer in layers][:3] == [
        "Conv2D",
        "Subsampling2D",
        "SparseConv2D",
    ]
    assert layers[2].output_shape == (10, 10, 16)


def test_sharing_saves_parameters_not_connections():
    c1 = count(lenet5())[0]
    assert c1.connections / c1.parameters == 28 * 28


@pytest.mark.parametrize(
    "make",
    [
        lambda: keras.layers.Conv2D(4, 3),
        lambda: keras.layers.Conv2D(4, (3, 2), strides=(1, 2), use_bias=False),
        lambda: keras.layers.Conv2D(2, 2, dilation_rate=2),
        lambda: keras.layers.Conv2D(6, 3, groups=3),
        lambda: SparseConv2D(4, 3, [[0], [1, 2], [0, 1, 2], [2]]),
        lambda: SparseConv2D(2, (2, 3), [[0, 2], [1]], strides=2, use_bias=False),
        lambda: Subsampling2D((3, 2)),
        lambda: Subsampling2D(2, strides=1),
        lambda: keras.layers.MaxPooling2D(2),
        lambda: keras.layers.AveragePooling2D((2, 1)),
        lambda: keras.layers.Dense(4),
        lambda: RBF(np.ones((5, 3))),
        lambda: keras.layers.BatchNormalization(),
        lambda: keras.layers.BatchNormalization(center=False),
    ],
)
def test_connections_are_the_pairs_of_units_that_affect_each_other(
    make, double_precision
):
    """Changes one input unit after the other and counts the units that answer."""
    layer = make()
    model = sequential(layer)
    for weight in layer.trainable_weights:
        weight.assign(random_images(*weight.shape, seed=1))
    x = random_images(1, 6, 5, 3)
    # Up and down by more than the states differ: no maximum can hide a change.
    steps = 10 * np.eye(x.size).reshape(-1, 6, 5, 3)
    states = model.predict(np.concatenate([x, x + steps, x - steps]), verbose=0)
    moved = np.abs(states[1:] - states[0]) > 1e-12
    pairs = moved.reshape(2, x.size, -1).any(axis=0).sum()
    units = states[0].size
    with_bias = isinstance(layer, Subsampling2D) or any(
        getattr(layer, name, False) for name in ("use_bias", "center")
    )
    [counted] = count(model)
    assert counted.connections == pairs + (units if with_bias else 0)
    assert counted.output_shape == states.shape[1:]
    assert counted.parameters == sum(
        np.prod(weight.shape) for weight in layer.trainable_weights
    )


def test_layers_without_units_are_left_out():
    model = sequential(
        keras.layers.Rescaling(2.0),
        keras.layers.ZeroPadding2D(2),
        keras.layers.Cropping2D(1),
        keras.layers.Activation("tanh"),
        keras.layers.Dropout(0.5),
        keras.layers.Flatten(),
        keras.layers.Dense(2, name="only"),
    )
    [layer] = count(model)
    assert (layer.name, layer.parameters) == ("only", 8 * 7 * 3 * 2 + 2)


def test_a_frozen_layer_has_connections_but_no_parameters():
    [layer] = count(sequential(keras.layers.Conv2D(4, 3, trainable=False)))
    assert layer.parameters == 0
    assert layer.connections == (27 + 1) * 4 * 3 * 4


def test_unknown_kind_of_layer_is_refused():
    with pytest.raises(ValueError, match="Received: layer 'odd' of class LayerNorm"):
        count(sequential(keras.layers.LayerNormalization(name="odd")))


def test_input_of_unknown_size_is_refused():
    with pytest.raises(ValueError, match="fixed size.*Received: layer 'C1'"):
        count(lenet5(input_shape=(32, None, 1)))


def one_layer_twice():
    dense = keras.layers.Dense(4)
    return keras.Sequential([keras.Input((4,)), dense, dense])


def one_layer_twice_in_a_graph():
    image, dense = keras.Input((4,)), keras.layers.Dense(4)
    return keras.Model(image, dense(dense(image)))


def a_model_in_a_model():
    image, inner = keras.Input((4,)), keras.Sequential([keras.layers.Dense(4)])
    return keras.Model(image, inner(image))


@pytest.mark.parametrize(
    "make", [one_layer_twice, one_layer_twice_in_a_graph, a_model_in_a_model]
)
def test_a_layer_that_computes_twice_is_not_counted_once(make):
    for look in (count, lambda model: feature_maps(model, np.zeros((1, 4)))):
        with pytest.raises(ValueError, match="its layers once.*Received: model"):
            look(make())


def test_branches_are_counted():
    image = keras.Input((4,))
    model = keras.Model(image, [keras.layers.Dense(n)(image) for n in (2, 3)])
    assert [layer.connections for layer in count(model)] == [10, 15]


def test_a_model_put_together_layer_by_layer_is_counted():
    model = keras.Sequential([keras.Input((4,))])
    for units in (3, 2):
        model.add(keras.layers.Dense(units))
    assert [layer.connections for layer in count(model)] == [15, 8]


def test_small_matrices_beside_a_kernel_are_no_connections():
    model = sequential(keras.layers.Dense(4, lora_rank=1), shape=(5,))
    assert count(model)[0].connections == 24
