"""Weights on disk: those that are shipped, with their cards, and those of a run."""

import json
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import keras
import numpy as np

from lenet_keras._weight_arrays import load_arrays
from lenet_keras.paper import DIGITS
from lenet_keras.results import Circumstances


class Card(TypedDict):
    """How shipped weights were made, and their errors; errors are in percent.

    Attributes:
        sha256: Of the file with the weights.
        name_of_run: The experiment whose run they come from.
        name_of_held_out_run: The experiment whose run held digits out.
        test_errors: How many of the 10,000 test digits, each alone, are misread.
        rejection_threshold: The margin below which an answer is rejected so that at
            most 0.5 % of those given are wrong. Not of networks for rows.
        verdict_limits: The margin and the penalty of a sure answer, for `Limits`. Not
            of networks for rows.
        characters: The classes, if they are not the ten digits.
        row_error_percent: Of networks for rows: how many rows of five test digits are
            misread, gaps between them of -1 to 4 pixels.
        identity: That of the run.
    """

    name: str
    name_of_run: str
    name_of_held_out_run: str
    parameters: int
    sha256: str
    rounded_to: str
    test_errors: int
    test_error_percent: float
    test_error_percent_before_rounding: float
    test_error_percent_by_pass: list[float]
    held_out_error_percent: float
    rejection_threshold: NotRequired[float]
    rejection_rule: NotRequired[str]
    verdict_limits: NotRequired[dict[str, float]]
    characters: NotRequired[str]
    row_error_percent: NotRequired[float]
    seed_choice: str
    recipe: dict[str, Any]
    seed: int
    versions: dict[str, str]
    circumstances: Circumstances
    identity: str


def weights_card(name: str = "mnist") -> Card:
    """How shipped weights were made, and their errors.

    Args:
        name: Name of shipped weights, as `lenet5(weights=name)` takes it.

    Returns:
        The card as a dictionary: recipe, seed, command, commit, date, versions,
        test error in percent, the rejection threshold and how it was chosen.

    Raises:
        ValueError: If no weights of that name are shipped.

    Example:

    >>> from lenet_keras import weights_card
    >>> weights_card("mnist")["parameters"]
    60000
    """
    return json.loads(shipped_file(name, ".json").read_text("utf-8"))


def snapshots(name: str = "mnist") -> list[list[np.ndarray]]:
    """The weights of shipped networks while they were trained, pass by pass.

    Args:
        name: Name of shipped weights whose training was kept: `"mnist"`.

    Returns:
        One entry before the first pass and one after each: a list of float32 arrays,
        for `lenet5().set_weights`, rounded as shipped weights are. The last entry is
        the shipped weights.

    Raises:
        ValueError: If no weights of that name are shipped, or without snapshots.

    Example:

    >>> from lenet_keras import lenet5, snapshots
    >>> first, *_, last = snapshots("mnist")
    >>> model = lenet5()
    >>> model.set_weights(first)  # untrained

    Reference:
        Section III-B: 20 passes.
    """
    weights_card(name)  # names the weights there are if this one is unknown
    file = _shipped() / f"{name}.passes.npz"
    if not file.is_file():
        raise ValueError(
            f"`name` must be that of weights with snapshots. Received: {name!r}"
        )
    with resources.as_file(file) as path, np.load(path) as arrays:
        *numbers, steps = (arrays[key] for key in sorted(arrays.files))
    by_weight = [whole / of_one for whole, of_one in zip(numbers, steps, strict=True)]
    return [list(weights) for weights in zip(*by_weight, strict=True)]


def characters_of(weights: str | Path | None) -> str:
    """The characters of Fig. 3 whose codes belong to some weights, class by class.

    Args:
        weights: As `lenet5` takes it. Only shipped ones say; others are taken to be
            for the ten digits.

    Example:

    >>> from lenet_keras.weights import characters_of
    >>> characters_of("mnist")
    '0123456789'
    """
    if str(weights) not in shipped_weights():
        return DIGITS
    return weights_card(str(weights)).get("characters", DIGITS)


def load_into(
    model: keras.Model, weights: str | Path, standard: Callable[[], keras.Model]
) -> None:
    """Loads weights, as `lenet5(weights=...)` names them, into a network.

    Args:
        model: The network.
        weights: Name of shipped weights, path of a `.weights.h5` or `.safetensors` file
            or of a `.npz` file from a page of the book, or the folder of a run.
        standard: Makes the network that shipped weights are for.

    Raises:
        ValueError: If there are no such weights, or shipped ones do not fit.
    """
    if str(weights).endswith((".npz", ".safetensors")):
        load_arrays(model, Path(weights).expanduser())
        return
    if str(weights).endswith(".weights.h5"):
        if not Path(weights).is_file():
            raise ValueError(
                "`weights` must be the path of an existing .weights.h5 file. "
                f"Received: {str(weights)!r}"
            )
        model.load_weights(weights)
        return
    known = "", *shipped_weights()
    if str(weights) not in known and Path(str(weights)).expanduser().is_dir():
        model.set_weights(load_checkpoint(last_checkpoint(weights)).get_weights())
        return
    with resources.as_file(shipped_file(weights, ".weights.h5")) as path:
        shipped = standard()
        if _architecture(model) != _architecture(shipped):
            raise ValueError(
                "`weights` must be None for any architecture but that of the paper, "
                "with one input channel and all arguments but `input_shape` and `name` "
                f"at their defaults. Received: {weights!r} with other layers"
            )
        shipped.load_weights(path)
        model.set_weights(shipped.get_weights())


def _architecture(model: keras.Model) -> list:
    ignored = {
        "kernel_initializer",
        "coefficient_initializer",
        "batch_shape",
        "implementation",
    }
    return [
        (
            type(layer).__name__.removeprefix("Patch"),
            [tuple(weight.shape) for weight in layer.weights],
            {k: v for k, v in layer.get_config().items() if k not in ignored},
        )
        for layer in model.layers
    ]


def shipped_file(name: str | Path, suffix: str) -> Traversable:
    """A file of `data/weights`, or an error that names the weights there are."""
    if str(name) not in shipped_weights():
        raise ValueError(
            f"`weights` must be None, one of {shipped_weights()}, the path of a "
            ".weights.h5, .safetensors or .npz file, or the folder of a run. "
            f"Received: {str(name)!r}"
        )
    return _shipped() / f"{name}{suffix}"


def shipped_weights() -> list[str]:
    """The names of the shipped weights.

    Example:

    >>> from lenet_keras.weights import shipped_weights
    >>> shipped_weights()
    ['mnist', 'mnist-distorted', 'mnist-noise', 'mnist-paper', 'mnist-strings']
    """
    return sorted(
        file.name.removesuffix(".json")
        for file in _shipped().iterdir()
        if file.name.endswith(".json")
    )


def _shipped() -> Traversable:
    return resources.files("lenet_keras") / "data" / "weights"


def checkpoint_name(number: int) -> str:
    """The name of the file that holds the network after a pass, from 1."""
    return f"pass-{number:03d}.keras"


def checkpoints(directory: str | Path) -> list[Path]:
    """The networks that a run has kept in its folder, in the order of the passes."""
    return sorted(Path(directory).expanduser().glob("pass-*.keras"))


def last_checkpoint(directory: str | Path) -> Path:
    """The network after the last finished pass of a run.

    Args:
        directory: Folder of the run.

    Raises:
        ValueError: If the folder holds none.

    Example:

    >>> last_checkpoint("runs/mine").name  # doctest: +SKIP
    'pass-020.keras'
    """
    found = checkpoints(directory)
    if not found:
        raise ValueError(
            "`weights` must be a folder in which `lenet-keras train` has finished at "
            f"least one pass. Received: {str(directory)!r}"
        )
    return found[-1]


def load_checkpoint(path: Path, compile: bool = False) -> keras.Model:
    """The network in a checkpoint.

    Args:
        path: The file.
        compile: Whether to read loss and optimizer, too.

    Raises:
        ValueError: If the file is missing or damaged.
    """
    try:
        return keras.models.load_model(path, compile=compile)
    except Exception as error:  # a damaged file raises nearly anything in Keras
        received = "no such file"
        if path.exists():
            received = f"a damaged file, {type(error).__name__}"
        raise ValueError(
            f"{path}: expected a network that `lenet-keras train` wrote; without it "
            f"the run must be made anew, in another folder. Received: {received}"
        ) from error
