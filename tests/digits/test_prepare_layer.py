"""The layer prepares as the function does, in a model and in a pipeline."""

import keras
import numpy as np
import pytest
from keras import ops

from lenet_keras import paper
from lenet_keras.digits import Prepare, load_mnist, prepare

pytestmark = pytest.mark.backends


@pytest.fixture(scope="module")
def images():
    return load_mnist().test.images[:200]


@pytest.mark.parametrize("size", [(28, 28), (32, 32), (5, 31)])
def test_uint8_images_are_prepared_bit_by_bit(size):
    images = np.random.default_rng(0).integers(0, 256, (3, *size), "u1")
    for given in (images, images[..., None]):
        prepared = ops.convert_to_numpy(Prepare()(given))
        assert prepared.dtype == np.float32
        np.testing.assert_array_equal(prepared, prepare(images))


@pytest.mark.parametrize("ink", [1.0, 255.0])
def test_floats_are_scaled_from_paper_to_ink(images, ink):
    prepared = Prepare(ink=ink)(images.astype("float32") * (ink / 255))
    np.testing.assert_allclose(prepared, prepare(images), atol=1e-6)


def test_it_stands_first_in_a_model_and_is_saved_with_it(images, tmp_path):
    x = keras.Input((28, 28), dtype="uint8")
    layer = Prepare(distorted=True, noise=0.1, seed=3)
    model = keras.Model(x, layer(x))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.layers[-1].get_config() == layer.get_config()
    np.testing.assert_array_equal(again.predict(images, verbose=0), prepare(images))


def test_only_training_distorts_nine_images_in_ten(images):
    layer = Prepare(distorted=True, seed=0)
    plain = prepare(images)
    np.testing.assert_array_equal(layer(images), plain)
    once, twice = (ops.convert_to_numpy(layer(images, training=True)) for _ in range(2))
    assert (once != twice).any()
    same = (once == plain).all(axis=(1, 2, 3))
    assert 0.04 < same.mean() < 0.17
    corners = once[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    np.testing.assert_allclose(corners, paper.BACKGROUND, atol=1e-6)
    assert 0.75 < (once - plain.min()).sum() / (plain - plain.min()).sum() < 1.25


def test_the_maps_are_those_of_affine_transform(images, monkeypatch):
    from lenet_keras.digits import affine_matrices, affine_transform

    drawn = np.random.default_rng(5).random((len(images), 6))
    monkeypatch.setattr(
        keras.random,
        "uniform",
        lambda *_, **__: ops.convert_to_tensor(drawn, "float32"),
    )
    found = Prepare(distorted=True)(images, training=True)
    expected = affine_transform(prepare(images), affine_matrices(len(images), 5))
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_noise_inverts_as_many_pixels_as_said(images):
    noisy = ops.convert_to_numpy(Prepare(noise=0.1, seed=0)(images, training=True))
    plain = prepare(images)
    inverted = noisy != plain
    assert inverted.mean() == pytest.approx(0.1, abs=0.003)
    expected = paper.FOREGROUND + paper.BACKGROUND - plain[inverted]
    np.testing.assert_allclose(noisy[inverted], expected, atol=1e-6)


@pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="tf.data runs TensorFlow"
)
def test_it_works_in_a_pipeline(images):
    import tensorflow as tf

    layer = Prepare(distorted=True, noise=0.1, seed=0)
    batches = tf.data.Dataset.from_tensor_slices(images).batch(64)
    plain = np.concatenate([*batches.map(layer).as_numpy_iterator()])
    np.testing.assert_array_equal(plain, prepare(images))
    distorted = batches.map(lambda x: layer(x, training=True))
    passes = [np.concatenate([*distorted.as_numpy_iterator()]) for _ in range(2)]
    assert passes[0].shape == plain.shape and (passes[0] != passes[1]).any()


@pytest.mark.parametrize("shape", [(28, 28), (2, 28, 33), (2, 0, 28), (2, 28, 28, 3)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"`images` must have the shape.*Received: "):
        Prepare()(np.zeros(shape, "u1"))


@pytest.mark.parametrize(
    "arguments", [{"noise": -0.1}, {"noise": 1}, {"noise": np.nan}, {"ink": 0}]
)
def test_arguments_out_of_range_are_refused(arguments):
    [name] = arguments
    with pytest.raises(ValueError, match=f"`{name}` must be .*Received: "):
        Prepare(**arguments)
