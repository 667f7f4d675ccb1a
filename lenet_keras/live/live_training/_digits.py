"""The digits that a page learns from and is judged by."""

from lenet_keras.digits import load_mnist

LEARNED, JUDGED = 10_000, 2_000


def digits_to_learn() -> list[bytes]:
    """The first training digits to learn from, and the last ones to judge by.

    Returns:
        Images and labels of those that are learned from, then of the others: 28x28
        bytes for each image, one for each label.
    """
    train = load_mnist().train
    return [
        part[where].tobytes()
        for where in (slice(LEARNED), slice(-JUDGED, None))
        for part in train[:2]
    ]
