"""A shipped training run again, pass by pass: kernels, errors, rates."""

import anywidget
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import weight_pictures
from lenet_keras.live._checks import check_digits, check_labels
from lenet_keras.live._controls import choice, more
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live.training_replay._digits import answers_by_pass, most_changed
from lenet_keras.live.training_replay._kernels import (
    connections,
    kernels_by_pass,
    whole_steps,
)
from lenet_keras.model import lenet5
from lenet_keras.results import by_pass, shipped_run
from lenet_keras.weights import snapshots, weights_card

# Their numbers are what the page knows.
VIEWS = "weights", "change since the start"
SCALES = "all passes", "this pass", "each kernel"
DIGITS = 10
_HINT = (
    "Try: step through the first five passes, then jump to the last five. When do the "
    "kernels move, and when do the errors fall? How far do the rates of C1 and of F6 "
    "move, and which way?"
)


class _View(anywidget.AnyWidget):
    """Kernels, errors and rates by pass."""

    _esm = bundle("training_replay")
    _css = stylesheet("training_replay")
    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    kernels = traitlets.Bytes().tag(sync=True)
    errors = traitlets.Dict().tag(sync=True)
    rates = traitlets.Dict().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    answers = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class TrainingReplay(LiveFigure):
    """Go through the passes of a shipped training run, forwards and backwards.

    It begins with the last pass. When it is seen for the first time, it goes through
    all of them once, unless the reader asked the system for less motion.

    Shows the kernels of C1 and C3 before the first pass and after each, how far each
    has moved, the errors of the run, and the rates eta / (mu + h_kk) with which SDLM
    made the pass. The page gets each kernel in steps of 1/127 of the largest weight
    that its layer has at that pass. The static picture shows those of C1 at some of
    the passes.

    Args:
        rates: The rates of each pass, as `lenet_keras.training.rates_by_pass`
            returns them.
        name: Name of shipped weights whose training was kept: `"mnist"`.
        images: uint8 array of shape `(n, 28, 28)`: digits, of which the ten are shown
            whose answer changes most often. Defaults to none.
        labels: Their classes, n integers.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If no weights of that name are shipped, or without snapshots,
            `rates` are those of another number of passes, or images and labels do not
            fit together.

    Example:

    >>> from lenet_keras.live import TrainingReplay
    >>> from lenet_keras.training import rates_by_pass
    >>> TrainingReplay(rates_by_pass("mnist", samples=1)).alt[:33]
    'The six kernels of C1 before the '

    Reference:
        Section III-B, Fig. 5; Appendix C, equation 21.
    """

    def __init__(
        self,
        rates: dict,
        name: str = "mnist",
        images: ArrayLike | None = None,
        labels: ArrayLike = (),
        hint: str = _HINT,
    ):
        weights = snapshots(name)
        passes = len(weights) - 1
        if len(rates["eta"]) != passes:
            raise ValueError(
                f"`rates` must be those of {passes} passes. "
                f"Received: rates of {len(rates['eta'])}"
            )
        network = lenet5()
        kernels = kernels_by_pass(network, weights)
        steps, scales = whole_steps(kernels)
        view = _View(
            layers=[
                {
                    "name": layer,
                    "connections": connections(network.get_layer(layer)),
                    "scales": scales[layer],
                }
                for layer in kernels
            ],
            kernels=steps,
            errors=_errors(name),
            rates=rates,
            at=passes,
            hint=hint,
            **_digits(network, weights, images, labels),
        )
        hidden = more(
            choice(view, "view", "show", VIEWS),
            choice(view, "colours", "one scale for", SCALES),
        )
        shown = sorted({0, 1, passes // 4, passes})
        super().__init__(
            [view, hidden],
            view,
            lambda: _kernels_of_c1(kernels["C1"], shown),
            "The six kernels of C1 before the first pass and after passes "
            f"{', '.join(map(str, shown[1:-1]))} and {passes}, on one scale of "
            "colours: pale noise at first, blue and red in strong patterns at the end.",
        )


def _errors(name: str) -> dict[str, list[float]]:
    """The errors of the run by pass, in percent, without noise in the last digits."""
    run = shipped_run(weights_card(name))
    shares = {"test": by_pass([run])[0], "training": by_pass([run], "train_error")[0]}
    return {
        which: [round(100 * float(share), 4) for share in passes]
        for which, passes in shares.items()
    }


def _digits(network, weights, images, labels) -> dict:
    """Those that are shown: images, labels, and answers by pass."""
    if images is None:
        return {"answers": [[]] * len(weights)}
    images = check_digits(images)
    labels = np.array(check_labels(labels, images, network.output_shape[-1]))
    answers = answers_by_pass(network, weights, images)
    shown = most_changed(answers, DIGITS)
    return {
        "images": images[shown].tobytes(),
        "labels": labels[shown].tolist(),
        "answers": answers[:, shown].tolist(),
    }


def _kernels_of_c1(kernels: np.ndarray, shown: list[int]):
    """Those of some passes, a row for each."""
    return weight_pictures(
        [list(kernels[one]) for one in shown],
        row_labels=["start", *(f"pass {one}" for one in shown[1:])],
        column_labels=[str(n) for n in range(len(kernels[0]))],
    )
