"""The shipped network before its first pass and after each."""

from importlib import resources

import numpy as np

from lenet_keras.model import weights_card


def snapshots(name: str = "mnist") -> list[list[np.ndarray]]:
    """The weights of shipped networks while they were trained, pass by pass.

    Args:
        name: Name of shipped weights whose training was kept: `"mnist"`.

    Returns:
        One entry before the first pass and one after each: a list of float32 arrays,
        for `lenet5().set_weights`, rounded to numbers that float16 can hold and, but
        for the last entry, in C5 to steps of 1/256. The last entry is the shipped
        weights.

    Raises:
        ValueError: If no weights of that name are shipped, or without snapshots.

    Example:

    >>> from lenet_keras import lenet5
    >>> first, *_, last = snapshots("mnist")
    >>> model = lenet5()
    >>> model.set_weights(first)  # untrained

    Reference:
        Section III-B: 20 passes.
    """
    weights_card(name)  # names the weights there are if this one is unknown
    file = resources.files("lenet_keras") / "data" / "weights" / f"{name}.passes.npz"
    if not file.is_file():
        raise ValueError(
            f"`name` must be that of weights with snapshots. Received: {name!r}"
        )
    with resources.as_file(file) as path, np.load(path) as arrays:
        by_weight = [arrays[key].astype("float32") for key in sorted(arrays.files)]
    return [list(weights) for weights in zip(*by_weight, strict=True)]
