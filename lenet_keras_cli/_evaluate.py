"""`lenet-keras evaluate`."""

from lenet_keras._arguments import class_labels
from lenet_keras.results import error_share
from lenet_keras_cli._data import load_data
from lenet_keras_cli._networks import network, penalties


def run(arguments, command: str) -> int:
    """Tells the error rate of a network on a test set."""
    test = load_data(arguments).test
    model = network(arguments.weights)
    labels = class_labels(test.labels, model.output_shape[-1], loss="evaluation")
    share = error_share(penalties(model, test.images).argmin(axis=-1), labels)
    print(
        f"{arguments.weights}: {round(share * len(labels))} errors on {len(labels)} "
        f"test images, {100 * share:.2f} %"
    )
    return 0
