"""A pad to draw a digit on, and what the network makes of it."""

from collections.abc import Sequence

import anywidget
import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.digits import prepare
from lenet_keras.figures import layer_states
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_digits, check_limits, check_names
from lenet_keras.live._controls import choice, more, number, switch
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.live._view import NetworkView
from lenet_keras.rejection import Limits

# Their numbers are what the page knows.
COLOURS = "the network", "each layer", "each map"
_WIDTHS = 4, 48  # of the stroke, in 256ths of the pad's side
_HINT = (
    "Try: draw a 3 and close it to an 8, stroke by stroke. Where does the answer "
    "change, and is it ever unsure? Then draw very small in a corner, and "
    "switch the normalisation off."
)


class _View(NetworkView):
    """Pad, input, penalties and maps."""

    _esm = bundle("drawing_pad")
    _css = stylesheet("drawing_pad")
    other = anywidget.WidgetTrait().tag(sync=True)
    title_of_other = traitlets.Unicode().tag(sync=True)
    limits_of_other = traitlets.Dict().tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    drawing = traitlets.Unicode("").tag(sync=True)  # as a link holds it
    tool = traitlets.Int(0).tag(sync=True)
    stroke = traitlets.Int(20).tag(sync=True)
    normalise = traitlets.Bool(True).tag(sync=True)
    colours = traitlets.Int(1).tag(sync=True)


class DrawingPad(LiveFigure):
    """Draw a digit, or open a picture of one, and see what the network answers.

    The network runs in the page: the figure works without a kernel, and no picture
    leaves the device. Pictures are normalised as `lenet_keras.normalise_digit` does
    it. A link restores a drawing. The static picture shows the maps for the first
    image.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: uint8 array of shape `(n, 28, 28)`, 0 is background, 255 is ink: digits
            to start from, at least one.
        names: What the buttons that put them on the pad are called, one name for each.
            Defaults to 1, 2, ...
        other: A second network, which answers the same drawing below the first.
        title: What the second answer is called.
        limits: From which margin and up to which penalty an answer is sure;
            `verdict_limits` chooses them for a network of your own. Defaults to those
            of the weights "mnist".
        limits_of_other: The same of the second network.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, or an argument has the wrong shape,
            type or range.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import DrawingPad
    >>> digit = np.zeros((1, 28, 28), "uint8")
    >>> figure = DrawingPad(lenet5(weights="mnist"), digit)
    >>> figure.alt[:25]
    'A pad to draw a digit on,'

    Reference:
        Section III-A, normalisation; section III-C, rejection.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        other: keras.Model | None = None,
        title: str = "Another network",
        limits: Limits | None = None,
        limits_of_other: Limits | None = None,
        hint: str = _HINT,
    ):
        images = check_digits(images)
        names = check_names(names, images)
        view = _View(
            network=network_store(network),
            images=images.tobytes(),
            names=names,
            limits=check_limits(limits),
            other=None if other is None else network_store(other),
            title_of_other=title,
            limits_of_other=check_limits(limits_of_other),
            hint=hint,
        )
        hidden = more(
            number(view, "stroke", "stroke width", *_WIDTHS, 2),
            switch(view, "normalise", "normalise the drawing"),
            choice(view, "colours", "one scale for", COLOURS),
        )
        maps = feature_maps(network, prepare(images[:1]))
        super().__init__(
            [view, hidden],
            view,
            lambda: layer_states(maps),
            "A pad to draw a digit on, the 28x28 image that LeNet-5 receives of it, "
            "the penalties of all classes and all feature maps. Without JavaScript: "
            f"input, maps and penalties for the digit {names[0]}."
            + ("" if other is None else f" {title}: a second network answers too."),
        )
