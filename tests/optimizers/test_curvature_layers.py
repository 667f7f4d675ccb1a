"""The curvature of every kind of layer, option and stack that it is known for."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Cropping2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    GroupNormalization,
    MaxPooling2D,
    ReLU,
    Rescaling,
    Reshape,
    UpSampling2D,
    ZeroPadding2D,
)
from unshared import by_path, randomise, unshared_curvature

from lenet_keras import (
    RBF,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    PatchConv2D,
    SparseConv2D,
    Subsampling2D,
    diagonal_curvature,
    scaled_tanh,
)

pytestmark = pytest.mark.backends

LOSSES = [
    MaximumLikelihoodLoss(),
    MaximumAPosterioriLoss(0.7),
    MaximumAPosterioriLoss(0.7, scale=0.5),
]
TABLE = [[0], [1], [0, 1]]
CODES = np.random.default_rng(3).uniform(-1, 1, (3, 4))


def stack(*layers, shape=(7, 7, 2)):
    """The layers, and an output of three classes on four units; random weights."""
    top = [Flatten(), Dense(4, activation="tanh", name="F6"), RBF(CODES, name="out")]
    return randomise(keras.Sequential([keras.Input(shape), *layers, *top]))


def patterns(model, count=2):
    draw = np.random.default_rng(8)
    x = draw.normal(size=(count, *model.input_shape[1:]))
    y = draw.integers(3, size=(count, *model.output_shape[1:-1]))
    return x.astype("float32"), y


def runs(layer, shape) -> bool:
    """Whether this backend runs the layer on this device."""
    try:
        layer(np.zeros((1, *shape), "float32"))
    except Exception as error:  # each backend has its own
        assert "NHWC" in str(error), error
        return False
    return True


def check(model, loss):
    x, y = patterns(model)
    h = by_path(model, diagonal_curvature(model, loss, x, y))
    expected = unshared_curvature(model, loss, x, y)
    assert h.keys() == expected.keys()
    for path, value in h.items():
        assert (value >= 0).all()
        close = {"rtol": 1e-3, "atol": 1e-3 * expected[path].max()}
        np.testing.assert_allclose(value, expected[path], **close, err_msg=path)


OPTIONS = [
    (Conv2D, {"filters": 2, "kernel_size": (2, 3), "strides": 2, "padding": "same"}),
    (Conv2D, {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "use_bias": False}),
    (
        Conv2D,
        {
            "filters": 3,
            "kernel_size": 3,
            "padding": "same",
            "data_format": "channels_first",
        },
    ),
    (SparseConv2D, {"strides": (2, 1), "padding": "same"}),
    (SparseConv2D, {"dilation_rate": 2, "use_bias": False}),
    (
        SparseConv2D,
        {"connections": [[6], [4], [2, 5]], "data_format": "channels_first"},
    ),
    (SparseConv2D, {"implementation": "patches"}),
    (PatchConv2D, {"filters": 2, "kernel_size": 3}),
    (Subsampling2D, {"pool_size": 3, "strides": 2}),
    (Subsampling2D, {"pool_size": (2, 3), "reduction": "mean"}),
    (Subsampling2D, {"pool_size": (2, 1), "data_format": "channels_first"}),
    (Dense, {"units": 2, "use_bias": False}),
    (AveragePooling2D, {"pool_size": (2, 3), "strides": 1}),
    (AveragePooling2D, {"pool_size": (2, 1), "data_format": "channels_first"}),
    (MaxPooling2D, {"pool_size": 3, "strides": 2}),
    (MaxPooling2D, {"pool_size": 2, "padding": "same"}),
    (Activation, {"activation": "relu"}),
    (Reshape, {"target_shape": (7, 14, 1)}),
    (Dropout, {"rate": 0.5}),
    (ReLU, {}),
    (Rescaling, {"scale": -1.7, "offset": 0.3}),
    (ZeroPadding2D, {"padding": ((1, 0), (2, 1))}),
    (Cropping2D, {"cropping": ((1, 0), (2, 1))}),
    (UpSampling2D, {"size": (1, 2)}),
    (GlobalAveragePooling2D, {}),
    (GlobalAveragePooling2D, {"data_format": "channels_first", "keepdims": True}),
]


@pytest.mark.parametrize(
    "kind, options", OPTIONS, ids=[kind.__name__ for kind, _ in OPTIONS]
)
def test_every_option_counts_its_connections(kind, options):
    if options.get("data_format") == "channels_first" and kind is Conv2D:
        if not runs(kind(**options), (7, 7, 2)):
            pytest.skip("this backend convolves channels last only, on this device")
    if kind is SparseConv2D:
        options = {"filters": 3, "kernel_size": 2, "connections": TABLE, **options}
    if kind in (Conv2D, PatchConv2D, SparseConv2D, Subsampling2D, Dense):
        options = {**options, "activation": scaled_tanh}
    check(stack(Conv2D(2, 1, activation="tanh", name="C1"), kind(**options)), LOSSES[1])


def test_chains_in_a_chain_are_opened():
    inner = keras.Sequential([Conv2D(2, 2, name="same"), ReLU()])
    again = keras.Sequential([keras.Sequential([Conv2D(2, 2, name="same")])])
    check(stack(inner, again, Activation("tanh")), LOSSES[1])


@pytest.mark.parametrize("end", [[Dense(3, activation="softmax")], [Dense(3)]])
def test_softmax_and_cross_entropy(end):
    layers = [Conv2D(2, 3, activation=scaled_tanh), Subsampling2D(), Flatten(), *end]
    model = randomise(keras.Sequential([keras.Input((7, 7, 2)), *layers]))
    logits = end[0].activation is keras.activations.linear
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=logits)
    check(model, loss)
    if logits:
        h = diagonal_curvature(model, loss, *patterns(model))
        layers.append(Activation("softmax"))
        model = keras.Sequential([keras.Input((7, 7, 2)), *layers])
        loss = keras.losses.SparseCategoricalCrossentropy()
        for one, other in zip(
            h, diagonal_curvature(model, loss, *patterns(model)), strict=True
        ):
            np.testing.assert_allclose(
                keras.ops.convert_to_numpy(one),
                keras.ops.convert_to_numpy(other),
                rtol=1e-4,
            )


def test_probabilities_must_come_from_a_softmax():
    model = stack(Conv2D(2, 3))
    with pytest.raises(ValueError, match="end in a softmax.*'out'"):
        loss = keras.losses.SparseCategoricalCrossentropy()
        diagonal_curvature(model, loss, *patterns(model))


window = st.tuples(st.integers(1, 2), st.integers(1, 2))
squash = st.sampled_from([scaled_tanh, "tanh", "relu", None])
table = st.lists(st.sets(st.integers(0, 1), min_size=1), min_size=2, max_size=2)
layer = st.one_of(
    st.tuples(st.just(Conv2D), st.just(2), window),
    st.tuples(st.just(SparseConv2D), st.just(2), window, table),
    st.tuples(
        st.just(Subsampling2D), window, st.just(1), st.sampled_from(["sum", "mean"])
    ),
    st.tuples(st.sampled_from([AveragePooling2D, MaxPooling2D]), window, st.just(1)),
    st.tuples(st.just(Dense), st.just(2)),
)


@settings(max_examples=12 if keras.backend.backend() == "tensorflow" else 3)
@given(
    st.lists(st.tuples(layer, squash), min_size=1, max_size=3),
    st.tuples(st.integers(4, 6), st.integers(4, 6)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(LOSSES),
)
def test_any_stack_has_curvature_that_is_never_negative(
    drawn, size, flat, with_rbf, loss
):
    layers = [keras.Input((*size, 2))]
    for (kind, *arguments), activation in drawn:
        layers += [kind(*arguments), Activation(activation)]
    layers += [Flatten()] if flat else []
    layers += [Dense(4), RBF(CODES)] if with_rbf else [Dense(3)]
    check(randomise(keras.Sequential(layers)), loss)


def test_a_frozen_layer_has_no_entry_and_changes_no_other():
    model = stack(Conv2D(2, 3, name="C1"), Subsampling2D(name="S2"))
    x, y = patterns(model)
    everything = diagonal_curvature(model, LOSSES[0], x, y)
    model.get_layer("S2").trainable = False
    rest = diagonal_curvature(model, LOSSES[0], x, y)
    assert len(everything) == len(rest) + 2
    for h, expected in zip(rest, everything[:2] + everything[4:], strict=True):
        np.testing.assert_allclose(
            keras.ops.convert_to_numpy(h), keras.ops.convert_to_numpy(expected)
        )


@pytest.mark.parametrize(
    "layers, message",
    [
        ([BatchNormalization(name="odd")], "made of Conv2D.*, whose .*'odd'"),
        ([GroupNormalization(1, name="odd")], "made of .*, whose .*'odd'"),
        ([RBF([[1, 2]], name="odd")], "RBF layer at its end only.*'odd'"),
        ([Dense(2, lora_rank=1, name="odd")], "without LoRA.*'odd'"),
        ([Dense(2, activation="softmax", name="odd")], "each unit by itself.*'odd'"),
        ([AveragePooling2D(2, padding="same", name="odd")], "one size.*'odd'"),
        ([Dense(2, dtype="mixed_float16", name="odd")], "in the precision of .*'odd'"),
    ],
)
def test_a_layer_of_unknown_curvature_is_named(layers, message):
    model = stack(*layers)
    with pytest.raises(ValueError, match=message):
        diagonal_curvature(model, LOSSES[0], *patterns(model))


def two_branches():
    image = keras.Input((4,))
    first, second = Dense(3)(image), Dense(3)(image)
    return keras.Model(image, [first, second], name="odd")


def two_outputs():
    image = keras.Input((4,))
    middle = Dense(3)(image)
    return keras.Model(image, [middle, Dense(3)(middle)], name="odd")


def one_layer_twice():
    layer = Dense(4)
    return keras.Sequential([keras.Input((4,)), layer, layer], name="odd")


def subclass():
    class Odd(keras.Model):
        def __init__(self):
            super().__init__(name="odd")
            self.dense = Dense(3)

        def call(self, x):
            return self.dense(x)

    model = Odd()
    model(np.zeros((1, 4)))
    return model


def unbuilt():
    return keras.Sequential([Dense(3)], name="odd")


@pytest.mark.parametrize(
    "make", [two_branches, two_outputs, one_layer_twice, subclass, unbuilt]
)
def test_a_model_that_is_no_chain_is_refused(make):
    with pytest.raises(ValueError, match="must be a built chain.*'odd'"):
        diagonal_curvature(make(), LOSSES[0], np.zeros((2, 4)), [0, 1])


def test_other_arguments_are_checked():
    model = stack(Conv2D(2, 3))
    x, y = patterns(model)
    with pytest.raises(ValueError, match="`loss` must be Maximum.*Received: 'mse'"):
        diagonal_curvature(model, "mse", x, y)
    with pytest.raises(ValueError, match="`coefficient` must be one of .*'layer'"):
        diagonal_curvature(model, LOSSES[0], x, y, coefficient="layer")
    for labels, received in (
        (y[:1], r"labels of shape \(1,\)"),
        (np.eye(3)[y], r"labels of shape \(2, 3\)"),
        ([0, 3], "the label 3 "),
        ([-1, 0], "the label -1 "),
        ([0.5, 0], "the label 0.5 "),
    ):
        with pytest.raises(ValueError, match=f"`labels` for Max.* 0 to 2.*{received}"):
            diagonal_curvature(model, LOSSES[0], x, labels)


def test_labels_may_be_a_column_as_in_the_losses():
    model = stack(Conv2D(2, 3))
    x, y = patterns(model)
    row, column = (diagonal_curvature(model, LOSSES[1], x, v) for v in (y, y[:, None]))
    for h, expected in zip(column, row, strict=True):
        np.testing.assert_array_equal(
            keras.ops.convert_to_numpy(h), keras.ops.convert_to_numpy(expected)
        )
