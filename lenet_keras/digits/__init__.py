"""From a file to the input of the network: MNIST, pictures, distortions."""

from lenet_keras.digits._databases import (
    DATABASES,
    deslanted,
    reduced,
    regular,
    slants,
)
from lenet_keras.digits._distortions import (
    affine_matrices,
    affine_transform,
    random_affine,
    salt_and_pepper,
)
from lenet_keras.digits._elastic import random_elastic
from lenet_keras.digits._idx import DataError, read_idx, read_idx_images
from lenet_keras.digits._images import prepare, shift
from lenet_keras.digits._mnist import MNIST, Digits, load_mnist
from lenet_keras.digits._no_digits import LETTERS, PARTS_ARE_DIGITS, no_digits
from lenet_keras.digits._normalisation import framed, normalise_digit
from lenet_keras.digits._pictures import image_batches, read_images, read_picture
from lenet_keras.digits._prepare_layer import Prepare
from lenet_keras.digits._prepared import unprepared
from lenet_keras.digits._rows import (
    BLANK,
    INK,
    Row,
    columns_of_ink,
    random_rows,
    random_windows,
)

__all__ = [
    "BLANK",
    "INK",
    "LETTERS",
    "PARTS_ARE_DIGITS",
    "unprepared",
    "DATABASES",
    "DataError",
    "Digits",
    "MNIST",
    "Prepare",
    "Row",
    "affine_matrices",
    "affine_transform",
    "columns_of_ink",
    "deslanted",
    "framed",
    "image_batches",
    "load_mnist",
    "no_digits",
    "normalise_digit",
    "prepare",
    "random_affine",
    "random_elastic",
    "random_rows",
    "random_windows",
    "read_idx",
    "read_idx_images",
    "read_images",
    "read_picture",
    "reduced",
    "regular",
    "salt_and_pepper",
    "shift",
    "slants",
]
