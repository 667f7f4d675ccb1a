"""The data set that a command reads."""

from lenet_keras.digits import MNIST, load_mnist
from lenet_keras.paper import IMAGE_SIZE


def load_data(arguments, hold_out: int = 0) -> MNIST:
    """The data set of `--data`, `--split` and `--transpose`, or MNIST.

    Raises:
        ValueError: As `load_mnist`, and if the images do not fit in the network.
    """
    mnist = load_mnist(hold_out, arguments.data, arguments.split, arguments.transpose)
    size = mnist.test.images.shape[1:]
    if max(size) > IMAGE_SIZE:
        raise ValueError(
            f"{arguments.data}: expected images of at most {IMAGE_SIZE}x{IMAGE_SIZE}. "
            f"Received: images of {size[0]}x{size[1]}"
        )
    return mnist
