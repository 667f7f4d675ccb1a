"""A shipped training run again, pass by pass: kernels, errors, rates."""

import anywidget
import keras
import numpy as np
import traitlets

from lenet_keras import paper
from lenet_keras.figures import weight_pictures
from lenet_keras.live._controls import choice, column, number
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.model import lenet5
from lenet_keras.results import by_pass, shipped_run
from lenet_keras.weights import snapshots, weights_card

# Their numbers are what the page knows.
VIEWS = "weights", "change since the start"
SCALES = "all passes", "this pass", "each kernel"
_LARGEST = 127  # of an int8
_HINT = (
    "Try: step through the first five passes, then jump to the last five. When do the "
    "kernels move, and when do the errors fall? How far do the rates of C1 and of F6 "
    "move, and which way?"
)


class TrainingReplay(anywidget.AnyWidget):
    """Kernels, errors and rates by pass; `training_replay` puts controls to it."""

    _esm = bundle("training_replay")
    _css = stylesheet("training_replay")
    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    kernels = traitlets.Bytes().tag(sync=True)
    errors = traitlets.Dict().tag(sync=True)
    rates = traitlets.Dict().tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


def training_replay(rates: dict, name: str = "mnist", hint: str = _HINT) -> LiveFigure:
    """Go through the passes of a shipped training run, forwards and backwards.

    Shows the kernels of C1 and C3 before the first pass and after each, how far each
    has moved, the errors of the run, and the rates eta / (mu + h_kk) with which SDLM
    made the pass.

    Args:
        rates: The rates of each pass, as `lenet_keras.training.rates_by_pass`
            returns them.
        name: Name of shipped weights whose training was kept: `"mnist"`.
        hint: The line under the figure that says what to try.

    Returns:
        A `LiveFigure`. The page gets each kernel in steps of 1/127 of the largest
        weight that its layer has at that pass. The static picture shows those of C1
        at some of the passes.

    Raises:
        ValueError: If no weights of that name are shipped, or without snapshots, or
            `rates` are those of another number of passes.

    Example:

    >>> from lenet_keras.training import rates_by_pass
    >>> training_replay(rates_by_pass("mnist", samples=1)).alt[:33]
    'The six kernels of C1 before the '

    Reference:
        Section III-B, Fig. 5; Appendix C, equation 21.
    """
    weights = snapshots(name)
    if len(rates["eta"]) != len(weights) - 1:
        raise ValueError(
            f"`rates` must be those of {len(weights) - 1} passes. "
            f"Received: rates of {len(rates['eta'])}"
        )
    run = shipped_run(weights_card(name))
    model = lenet5()
    kernels = kernels_by_pass(model, weights)
    steps, scales = whole_steps(kernels)
    replay = TrainingReplay(
        layers=[
            {
                "name": layer,
                "connections": connections(model.get_layer(layer)),
                "scales": scales[layer],
            }
            for layer in kernels
        ],
        kernels=steps,
        errors={
            "test": percent(by_pass([run])[0]),
            "training": percent(by_pass([run], "train_error")[0]),
        },
        rates=rates,
        hint=hint,
    )
    passes = len(weights) - 1
    controls = [
        choice(replay, "view", "show", VIEWS),
        choice(replay, "colours", "one scale for", SCALES),
        number(replay, "at", "after pass", 0, passes, 1),
    ]
    shown = sorted({0, 1, passes // 4, passes})
    return LiveFigure(
        column([*controls, replay]),
        lambda: weight_pictures(
            [list(kernels["C1"][one]) for one in shown],
            row_labels=["start", *(f"pass {one}" for one in shown[1:])],
            column_labels=[str(n) for n in range(len(kernels["C1"][0]))],
        ),
        "The six kernels of C1 before the first pass and after passes "
        f"{', '.join(map(str, shown[1:-1]))} and {passes}, on one scale of colours: "
        "pale noise at first, blue and red in strong patterns at the end.",
    )


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

    >>> whole_steps({"C1": np.array([[[[254.0, -3.0]]]])})
    (b'\x7f\xfe', {'C1': [2.0]})
    """
    rounded, scales = b"", {}
    for layer, arrays in kernels.items():
        step = np.abs(arrays).max(axis=(1, 2, 3), keepdims=True) / _LARGEST
        rounded += np.round(arrays / step).astype("int8").tobytes()
        scales[layer] = [float(one) for one in step.ravel()]
    return rounded, scales


def percent(shares: np.ndarray) -> list[float]:
    """Shares in percent, without the noise of their last digits."""
    return [round(100 * float(share), 4) for share in shares]
