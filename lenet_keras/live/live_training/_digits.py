"""What a page needs to learn: digits to learn from and to be judged by, and scripts."""

from lenet_keras.digits import load_mnist
from lenet_keras.live._javascript import bundle

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


def scripts_to_learn() -> dict[str, str]:
    """The worker that learns, and what a reader may want once there are digits."""
    return {
        "worker": bundle("learning/worker"),
        "later": bundle("live_training/later"),
    }
