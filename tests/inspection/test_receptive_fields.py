import keras
import numpy as np
import pytest
from layer_checks import random_images

from lenet_keras import RBF, SparseConv2D, Subsampling2D, lenet5
from lenet_keras.inspection import ReceptiveField, receptive_fields

LENET5 = {"C1": (5, 1), "S2": (6, 2), "C3": (14, 2), "S4": (16, 4), "C5": (32, 4)}


def test_fields_of_lenet5():
    for axis in (0, 1):
        fields = receptive_fields(lenet5(), axis)
        assert {field.name: (field.size, field.spacing) for field in fields} == LENET5
        assert all(field.first == 0 for field in fields)
    assert receptive_fields(lenet5(input_shape=(32, None, 1)), 1)[-1].size == 32


def test_c3_fields_are_centred_on_a_20x20_area():
    # Section II-B: the centres of the C3 fields cover 20x20 pixels in the middle.
    c3 = receptive_fields(lenet5())[2]
    first, last = c3.pixels(0), c3.pixels(9)
    assert (first.start + first.stop) / 2 == 7 and (last.start + last.stop) / 2 == 25
    assert last.start - first.start + c3.spacing == 20


def test_pixels_of_a_unit():
    field = ReceptiveField("S2", size=6, spacing=2, first=-1)
    assert list(field.pixels(3)) == [5, 6, 7, 8, 9, 10]


def states(model, name, x) -> np.ndarray:
    probe = keras.Model(model.inputs[0], model.get_layer(name).output)
    return probe.predict(x, batch_size=256, verbose=0)


def differs(one, other) -> np.ndarray:
    assert one.dtype == "float64"
    return np.abs(one - other) > 1e-12


@pytest.mark.parametrize("name", LENET5)
def test_only_pixels_inside_the_field_matter(name, double_precision):
    """Changes each of the 1,024 pixels in turn and watches one unit of every map."""
    model = lenet5()
    field = {f.name: f for f in receptive_fields(model)}[name]
    size = model.get_layer(name).output.shape[1]
    row, column = size // 2, size // 3
    x = random_images(1, 32, 32, 1)
    steps = np.eye(1024, dtype="float32").reshape(1024, 32, 32, 1)
    units = states(model, name, np.concatenate([x, x + steps]))[:, row, column]
    moved = differs(units[1:], units[0]).any(axis=-1).reshape(32, 32)
    seen = np.zeros((32, 32), bool)
    rows, columns = field.pixels(row), field.pixels(column)
    seen[rows.start : rows.stop, columns.start : columns.stop] = True
    np.testing.assert_array_equal(moved, seen)


def other_network(data_format="channels_last"):
    shape = (29, 35, 2) if data_format == "channels_last" else (2, 29, 35)
    options = {"padding": "same", "data_format": data_format}
    return keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.ZeroPadding2D(((3, 1), (2, 4)), data_format=data_format),
            keras.layers.Conv2D(3, 3, **options, name="same"),
            keras.layers.MaxPooling2D(3, strides=2, **options, name="pool"),
            keras.layers.DepthwiseConv2D(2, data_format=data_format, name="depth"),
            keras.layers.Conv2D(3, 1, data_format=data_format, name="one"),
            SparseConv2D(2, 4, [[0, 2], [1]], strides=2, **options, name="sparse"),
            keras.layers.Conv2D(2, 2, dilation_rate=2, **options, name="dilated"),
            keras.layers.Cropping2D(((1, 0), (0, 2)), data_format=data_format),
            keras.layers.Activation("tanh"),
            Subsampling2D((1, 2), data_format=data_format, name="pairs"),
            keras.layers.Conv2D(
                2, (2, 1), data_format=data_format, name="valid", activation="tanh"
            ),
            keras.layers.Flatten(),
            keras.layers.Dense(2),
        ]
    )


@pytest.mark.parametrize("axis", [0, 1])
def test_padding_strides_and_dilation(axis, double_precision):
    """Changes each row (column) in turn and watches which rows of units answer."""
    model = other_network()
    fields = receptive_fields(model, axis)
    windows = ["same", "pool", "depth", "one", "sparse", "dilated", "pairs", "valid"]
    assert [f.name for f in fields] == windows
    x = random_images(1, 29, 35, 2)
    pixels = x.shape[1 + axis]
    x = np.repeat(x, 2 * pixels + 1, axis=0)
    lines = np.moveaxis(x, 1 + axis, 1)
    for pixel in range(pixels):
        lines[1 + pixel, pixel] += 10
        lines[1 + pixels + pixel, pixel] -= 10
    for field in fields:
        answers = np.moveaxis(states(model, field.name, x), 1 + axis, 1)
        changed = differs(answers[1:], answers[0]).any(axis=(2, 3))
        changed = changed.reshape(2, pixels, -1).any(axis=0)
        for unit in range(changed.shape[1]):
            moved = np.flatnonzero(changed[:, unit])
            seen = [p for p in field.pixels(unit) if 0 <= p < pixels]
            # Dilated kernels leave gaps, so the field is the hull of what moves.
            ends = [*moved[:1], *moved[-1:]]
            assert ends == [*seen[:1], *seen[-1:]], (field, unit)


def test_the_order_of_the_axes_changes_nothing():
    last, first = other_network(), other_network("channels_first")
    for axis in (0, 1):
        assert receptive_fields(first, axis) == receptive_fields(last, axis)


def test_same_padding_of_an_unknown_size_is_refused():
    model = keras.Sequential(
        [keras.Input((None, 8, 1)), keras.layers.Conv2D(1, 3, padding="same", name="c")]
    )
    assert receptive_fields(model, axis=1)[0].first == -1
    with pytest.raises(ValueError, match="fixed size.*Received: layer 'c'"):
        receptive_fields(model, axis=0)


def test_padding_moves_the_first_pixel_out_of_the_image():
    layers = [keras.layers.ZeroPadding2D(3), keras.layers.Conv2D(1, 5, name="c")]
    model = keras.Sequential([keras.Input((8, 8, 1)), *layers])
    assert receptive_fields(model) == [ReceptiveField("c", 5, 1, -3)]


def branches():
    image = keras.Input((8, 8, 1))
    small, large = (keras.layers.Conv2D(1, k, padding="same")(image) for k in (3, 5))
    return keras.Model(image, keras.layers.Add()([small, large]))


def in_a_row(*layers, shape=(8, 8, 2)):
    return lambda: keras.Sequential([keras.Input(shape), *layers])


CONV = keras.layers.Conv2D


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (branches, "be a built chain"),
        (in_a_row(keras.layers.UpSampling2D(2, name="odd"), CONV(1, 3)), "'odd'"),
        (in_a_row(CONV(1, 3), keras.layers.Conv2DTranspose(1, 3, name="odd")), "'odd'"),
        (in_a_row(keras.layers.Permute((2, 1, 3), name="odd"), CONV(1, 3)), "'odd'"),
        (
            in_a_row(keras.layers.Reshape((4, 16, 2), name="odd"), CONV(1, 3)),
            "keep the places.*'odd'",
        ),
        (
            in_a_row(
                keras.layers.Dense(8, name="odd"),
                CONV(1, 3, data_format="channels_first"),
            ),
            "keep the places.*'odd'",
        ),
    ],
)
def test_what_would_be_passed_over_in_silence_is_refused(make, message):
    with pytest.raises(ValueError, match=f"`model` must .*{message}"):
        receptive_fields(make())


def test_layers_in_place_and_chains_within_chains_change_nothing():
    nested = keras.Sequential([CONV(2, 3, name="a"), keras.layers.ReLU()])
    dense = keras.layers.Dense(3)
    model = in_a_row(keras.layers.Rescaling(2), nested, dense, CONV(1, 3, name="b"))()
    sizes = {field.name: field.size for field in receptive_fields(model)}
    assert sizes == {"a": 3, "b": 5}
    model = in_a_row(CONV(2, 3, name="a"), dense, RBF([[1, 1, 1]]))()
    assert [field.name for field in receptive_fields(model)] == ["a"]
