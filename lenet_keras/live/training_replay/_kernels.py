"""The kernels of a training run, pass by pass, as the page takes them."""

import keras
import numpy as np

from lenet_keras import paper

_LARGEST = 127  # of an int8


def kernels_by_pass(model: keras.Model, weights) -> dict[str, np.ndarray]:
    """The kernels of C1 and C3 out of snapshots.

    Args:
        model: The network; its weights are overwritten.
        weights: What `snapshots` returns.

    Returns:
        By layer, arrays of shape `(passes + 1, kernels, 5, 5)`, kernels in the order
        of the connections.
    """
    found: dict[str, list[np.ndarray]] = {"C1": [], "C3": []}
    for one in weights:
        model.set_weights(one)
        for layer, kernels in found.items():
            kernel = keras.ops.convert_to_numpy(model.get_layer(layer).kernel)
            kernels.append(
                np.moveaxis(
                    kernel.reshape(paper.KERNEL_SIZE, paper.KERNEL_SIZE, -1), -1, 0
                )
            )
    return {layer: np.stack(kernels) for layer, kernels in found.items()}


def connections(layer: keras.layers.Layer) -> list[list[int]]:
    """The inputs of each map of C1 or C3: one input if the layer lists none."""
    if hasattr(layer, "connections"):
        return [list(inputs) for inputs in layer.connections]
    return [[0]] * layer.filters


def whole_steps(kernels: dict[str, np.ndarray]) -> tuple[bytes, dict[str, list[float]]]:
    r"""Kernels as the page takes them: one byte for each weight.

    Args:
        kernels: By layer, arrays of shape `(passes + 1, kernels, 5, 5)`.

    Returns:
        All weights as int8, layer by layer; and by layer, what a step is worth at
        each pass.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.live.training_replay._kernels import whole_steps
    >>> whole_steps({"C1": np.array([[[[254.0, -3.0]]]])})
    (b'\x7f\xfe', {'C1': [2.0]})
    """
    rounded, scales = b"", {}
    for layer, arrays in kernels.items():
        step = np.abs(arrays).max(axis=(1, 2, 3), keepdims=True) / _LARGEST
        rounded += np.round(arrays / step).astype("int8").tobytes()
        scales[layer] = [float(one) for one in step.ravel()]
    return rounded, scales
