"""What is shipped: weights, their cards, and snapshots of their training."""

import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np


def weights_card(name: str = "mnist") -> dict:
    """How shipped weights were made, and their errors.

    Args:
        name: Name of shipped weights, as `lenet5(weights=name)` takes it.

    Returns:
        The card as a dictionary: recipe, seed, command, commit, date, versions,
        test error in percent, the rejection threshold and how it was chosen.

    Raises:
        ValueError: If no weights of that name are shipped.

    Example:

    >>> weights_card("mnist")["parameters"]
    60000

    Reference:
        None: the paper's own weights are not published.
    """
    return json.loads(shipped_file(name, ".json").read_text("utf-8"))


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


def shipped_file(name: str | Path, suffix: str) -> Traversable:
    """A file of `data/weights`, or an error that names the weights there are."""
    folder = resources.files("lenet_keras") / "data" / "weights"
    path = folder / f"{name}{suffix}"
    if not path.is_file():
        names = sorted(
            p.name.removesuffix(".json")
            for p in folder.iterdir()
            if p.name.endswith(".json")
        )
        raise ValueError(
            f"`weights` must be None, one of {names} or the path of a .weights.h5 "
            f"file. Received: {str(name)!r}"
        )
    return path
