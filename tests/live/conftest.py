"""What most figures are tried with."""

import pytest

from lenet_keras import lenet5, load_mnist, prepare


@pytest.fixture(scope="module")
def model():
    return lenet5(weights="mnist")


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:2])
