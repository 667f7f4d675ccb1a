"""LeNet-5 learns in the page, one digit at a time."""

import anywidget
import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import weight_pictures
from lenet_keras.live._checks import check_digits, check_labels, check_limits
from lenet_keras.live._controls import choice, more, number, switch
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import describe
from lenet_keras.live.live_training._digits import digits_to_learn, scripts_to_learn
from lenet_keras.weights import weights_card

# Their numbers are what the page knows.
SOURCES = "all", "1,000", "100", "one class", "all and my drawings", "only my drawings"
LOSSES = "equation 9", "equation 8"
STARTS = "random", "literal, 2.4/F", "equal copies"
TABLES = "Table I", "full C3"
METHODS = "SDLM", "one rate for all"
CODES = 10 * 84  # numbers, the last of a network
_HINT = (
    "Try: press Play and watch the kernels form. Stop after a few hundred digits: how "
    "many of the ten below are read? Then start again with shuffled labels."
)


class _View(anywidget.AnyWidget):
    """Pattern, kernels, errors and rates of a training."""

    _esm = bundle("live_training")
    _css = stylesheet("training_replay", "live_training")
    codes = traitlets.Bytes().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    errors = traitlets.List(traitlets.Float()).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    source = traitlets.Int(0).tag(sync=True)
    one_class = traitlets.Int(3).tag(sync=True)
    rate = traitlets.Float(0.0).tag(sync=True)
    mu = traitlets.Float(0.04).tag(sync=True)
    loss = traitlets.Int(0).tag(sync=True)
    start = traitlets.Int(0).tag(sync=True)
    table = traitlets.Int(0).tag(sync=True)
    method = traitlets.Int(0).tag(sync=True)
    shuffled = traitlets.Bool(False).tag(sync=True)
    distorted = traitlets.Bool(False).tag(sync=True)
    shown = traitlets.Int(0).tag(sync=True)
    until = traitlets.Int(0).tag(sync=True)  # learn anew from so many digits, then stop

    def __init__(self, **traits):
        super().__init__(**traits)
        self.on_msg(self._answer)

    def _answer(self, _, content, buffers) -> None:
        """Sends digits and scripts to a notebook; pages of the book have a file."""
        if content == "learning":
            scripts = [text.encode() for text in scripts_to_learn().values()]
            self.send("learning", buffers=[*digits_to_learn(), *scripts])


class LiveTraining(LiveFigure):
    """Watch LeNet-5 learn by SDLM, or learn worse: the training itself, in the page.

    A compiled C program, the one that made the results of the book, runs in a worker of
    the page. It learns from the first 10,000 training digits and is judged by the last
    2,000. The static picture shows the kernels of C1 in the end.

    Args:
        network: LeNet-5 as it is shipped; the page takes its codes alone.
        images: uint8 array of shape `(n, 28, 28)`: digits whose answers are shown as
            it learns.
        labels: Their classes, n integers.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, or images and labels do not fit
            together.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import LiveTraining
    >>> digits = np.zeros((2, 28, 28), "uint8")
    >>> LiveTraining(lenet5(weights="mnist"), digits, [0, 1]).alt[:24]
    'The six kernels of C1 of'

    Reference:
        Section III-B; Appendix C, equations 21, 23, 25 and 27.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        labels: ArrayLike,
        hint: str = _HINT,
    ):
        images = check_digits(images)
        _, weights = describe(network)
        view = _View(
            codes=weights[-CODES:].tobytes(),
            images=images.tobytes(),
            labels=check_labels(labels, images, network.output_shape[-1]),
            limits=check_limits(None),
            errors=weights_card("mnist")["test_error_percent_by_pass"],
            hint=hint,
        )
        hidden = more(
            choice(view, "source", "learn from", SOURCES),
            number(view, "one_class", "the class", 0, 9, 1).add_class("ll-one-class"),
            number(view, "rate", "rate \u00d7 10^", -2.0, 2.0, 0.5),
            number(view, "mu", "mu", 0.005, 0.5, 0.005),
            choice(view, "loss", "loss", LOSSES),
            choice(view, "method", "rates", METHODS),
            choice(view, "start", "start", STARTS),
            choice(view, "table", "C3 sees", TABLES),
            switch(view, "shuffled", "labels shuffled"),
            switch(view, "distorted", "digits distorted anew each time"),
        )
        kernels, _ = network.get_layer("C1").get_weights()
        super().__init__(
            [view, hidden],
            view,
            lambda: weight_pictures([list(np.moveaxis(kernels[..., 0, :], -1, 0))]),
            "The six kernels of C1 of the trained network. With JavaScript: a network "
            "that learns, its kernels, its errors and its answers to "
            f"{len(images)} digits.",
        )
