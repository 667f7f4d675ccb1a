"""A user's program, for mypy alone: `make lint` reads it, and nothing runs it.

Every call has types, and what comes back has them, too. Where a mistake stands on
purpose, mypy must tell it: an `ignore` that ignores nothing is an error.
"""

import keras
import numpy as np

import lenet_keras as lk
from lenet_keras.digits import Digits


def load(held_out: int) -> tuple[Digits, Digits]:
    mnist = lk.load_mnist(validation=held_out)
    lk.load_mnist(validation="all")  # type: ignore[arg-type]
    return mnist.train, mnist.test


def distort(images: np.ndarray, seed: int) -> np.ndarray:
    pictures: np.ndarray = lk.prepare(images)
    moved: np.ndarray = lk.shift(pictures, dx=1, dy=-1)
    lk.shift(pictures, dx="right")  # type: ignore[arg-type]
    noisy: np.ndarray = lk.salt_and_pepper(moved, seed, probability=0.05)
    turned: np.ndarray = lk.random_affine(noisy, rng=seed, shear=0.1)
    return turned


def normalise(image: np.ndarray) -> np.ndarray:
    words: str = lk.normalise_digit(image)  # type: ignore[assignment]
    del words
    return lk.normalise_digit(image)


def train(digits: Digits) -> keras.Model:
    network = lk.lenet5(input_shape=(32, 32, 1), weights=None, seed=1998)
    lk.lenet5(seed="1998")  # type: ignore[arg-type]
    network.compile(
        optimizer=lk.SDLM(learning_rate=0.0005),
        loss=lk.MaximumAPosterioriLoss(j=1.0),
        metrics=[lk.ErrorRate()],
    )
    images = lk.prepare(digits.images)
    network.fit(
        images, digits.labels, callbacks=[lk.EstimateCurvature(images, digits.labels)]
    )
    return network


def look_inside(network: keras.Model, images: np.ndarray) -> list[tuple[str, int]]:
    maps: dict[str, np.ndarray] = lk.feature_maps(network, images)
    maps["C1"].lower()  # type: ignore[attr-defined]
    sizes = {field.name: field.size for field in lk.receptive_fields(network)}
    counted = [(layer.name, layer.parameters) for layer in lk.count(network)]
    return [(name, number) for name, number in counted if name in sizes]


def layers_of_my_own() -> keras.Model:
    inputs = keras.Input((28, 28, 4))
    maps = lk.SparseConv2D(3, kernel_size=5, connections=[[0, 1], [1, 2], [2, 3]])
    outputs = lk.RBF(np.eye(3))(lk.Subsampling2D(pool_size=2)(maps(inputs)))
    return keras.Model(inputs, outputs)


def shipped(name: str) -> list[list[np.ndarray]]:
    card = lk.weights_card(name)
    lk.weights_card(7)  # type: ignore[arg-type]
    return lk.snapshots(card["name"])
