import keras
import numpy as np
import pytest

from lenet_keras import feature_maps, lenet5, load_mnist, paper, prepare
from lenet_keras.inspection import exciting_patches

CONV = keras.layers.Conv2D


@pytest.fixture(scope="module")
def model():
    return lenet5(weights="mnist")


@pytest.fixture(scope="module")
def digits():
    return load_mnist().test.images[:40]


@pytest.mark.parametrize(("layer", "size"), [("C1", 5), ("S2", 6), ("C3", 14)])
def test_no_other_image_excites_a_map_more(model, digits, layer, size):
    found = exciting_patches(model, layer, digits, count=3, batch_size=16)
    states = feature_maps(model, prepare(digits))[layer]
    for m, (numbers, sums) in enumerate(zip(found.images, found.sums, strict=True)):
        largest = states[..., m].max(axis=(1, 2))
        assert len(set(numbers)) == 3
        reached = paper.AMPLITUDE * np.tanh(paper.SLOPE * sums)
        np.testing.assert_allclose(reached, largest[numbers], atol=1e-4)
        np.testing.assert_allclose(reached, np.sort(largest)[:-4:-1], atol=1e-4)
    assert found.patches.shape == (*found.images.shape, size, size)


def test_a_patch_is_what_its_unit_sees(model, digits):
    found = exciting_patches(model, "C1", digits, count=2)
    kernel, bias = model.get_layer("C1").get_weights()
    by_hand = np.einsum("mkij,ijm->mk", found.patches, kernel[:, :, 0])
    np.testing.assert_allclose(by_hand + bias[:, None], found.sums, atol=1e-3)
    row, column = found.places[4, 1]
    image = prepare(digits)[found.images[4, 1], :, :, 0]
    seen = image[row : row + 5, column : column + 5]
    np.testing.assert_array_equal(found.patches[4, 1], seen)


def test_ink_outside_the_patch_changes_nothing(model, digits):
    found = exciting_patches(model, "C3", digits, count=1)
    for m in range(16):
        row, column = found.places[m, 0]
        alone = np.full((1, 32, 32, 1), 0.5, "float32")
        window = (0, slice(2 * row, 2 * row + 14), slice(2 * column, 2 * column + 14))
        alone[(*window, 0)] = found.patches[m, 0]
        state = feature_maps(model, alone)["C3"][0, row, column, m]
        reached = paper.AMPLITUDE * np.tanh(paper.SLOPE * found.sums[m, 0])
        assert state == pytest.approx(reached, abs=1e-4)


@pytest.mark.parametrize("wrong", [{"layer": "F6"}, {"count": 0}, {"count": 41}])
def test_unknown_layers_and_counts_are_refused(model, digits, wrong):
    with pytest.raises(ValueError, match="Received"):
        exciting_patches(model, **{"layer": "C1", "images": digits, **wrong})


@pytest.mark.parametrize(
    ("layers", "name", "message"),
    [
        ([keras.layers.ZeroPadding2D(1), CONV(2, 5, name="c")], "c", "pixels -1 to 32"),
        ([CONV(2, 5, padding="same", name="c")], "c", "pixels -2 to 33"),
        ([CONV(2, 5), keras.layers.MaxPooling2D(2, name="p")], "p", "an activation"),
    ],
)
def test_what_no_patch_can_show_is_refused(layers, name, message, digits):
    model = keras.Sequential([keras.Input((32, 32, 1)), *layers])
    with pytest.raises(ValueError, match=f"must .*{message}"):
        exciting_patches(model, name, digits)
