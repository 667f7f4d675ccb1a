"""A pad to draw a digit on, and what the network makes of it."""

import numbers
from collections.abc import Sequence

import anywidget
import keras
import numpy as np
import traitlets

from lenet_keras.digits import prepare
from lenet_keras.figures import layer_states
from lenet_keras.inspection import feature_maps
from lenet_keras.live._controls import choice, column, number, switch
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store

# Their numbers are what the page knows.
TOOLS = "pen", "eraser"
COLOURS = "the network", "each layer", "each map"
_FIELD = 28
_WIDTHS = 4, 48  # of the stroke, in 256ths of the pad's side
_HINT = (
    "Try: draw a 3 and close it to an 8, stroke by stroke. Where does the answer "
    "change, and is it rejected in between? Then draw very small in a corner, and "
    "switch the normalisation off."
)


class DrawingPad(anywidget.AnyWidget):
    """Pad, input, penalties and maps; `drawing_pad` puts controls to it."""

    _esm = bundle("drawing_pad")
    _css = stylesheet("drawing_pad")
    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    threshold = traitlets.Float(None, allow_none=True).tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    tool = traitlets.Int(0).tag(sync=True)
    stroke = traitlets.Int(20).tag(sync=True)
    normalise = traitlets.Bool(True).tag(sync=True)
    colours = traitlets.Int(1).tag(sync=True)


def drawing_pad(
    model: keras.Model,
    images,
    names: Sequence[str] | None = None,
    threshold: float | None = None,
    hint: str = _HINT,
) -> LiveFigure:
    """Draw a digit, or open a picture of one, and see what the network answers.

    The network runs in the page: the figure works without a kernel, and no picture
    leaves the device. Pictures are normalised as `lenet_keras.normalise_digit` does
    it. A link restores a drawing.

    Args:
        model: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: uint8 array of shape `(n, 28, 28)`, 0 is background, 255 is ink: digits
            to start from, at least one.
        names: What the buttons that put them on the pad are called, one name for each.
            Defaults to 1, 2, ...
        threshold: Margin between the two best classes below which an answer is
            rejected, in units of the penalties; `weights_card` has one for each set
            of weights. `None`, the default, rejects nothing.
        hint: The line under the figure that says what to try.

    Returns:
        A `LiveFigure`. Its static picture shows the maps for the first image.

    Raises:
        ValueError: If an argument has the wrong shape, type or range.

    Example:

    >>> from lenet_keras import lenet5, weights_card
    >>> digit = np.zeros((1, 28, 28), "uint8")
    >>> margin = weights_card("mnist")["rejection_threshold"]
    >>> figure = drawing_pad(lenet5(weights="mnist"), digit, threshold=margin)
    >>> figure.alt[:25]
    'A pad to draw a digit on,'

    Reference:
        Section III-A, normalisation; section III-C, rejection.
    """
    digits, names = _digits(images, names)
    pad = DrawingPad(
        network=network_store(model),
        images=digits.tobytes(),
        names=names,
        threshold=_threshold(threshold),
        hint=hint,
    )
    controls = [
        choice(pad, "tool", "tool", TOOLS),
        number(pad, "stroke", "stroke width", *_WIDTHS, 2),
        switch(pad, "normalise", "normalise the drawing"),
    ]
    colours = choice(pad, "colours", "one scale for", COLOURS)
    maps = feature_maps(model, prepare(digits[:1]))
    return LiveFigure(
        column([*controls, pad, colours]),
        lambda: layer_states(maps),
        "A pad to draw a digit on, the 28x28 image that LeNet-5 receives of it, the "
        "penalties of all classes and all feature maps. Without JavaScript: input, "
        f"maps and penalties for the digit {names[0]}.",
    )


def _digits(images, names: Sequence[str] | None) -> tuple[np.ndarray, list[str]]:
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.shape[1:] != (_FIELD,) * 2 or not len(images):
        raise ValueError(
            f"`images` must be a uint8 array of shape (n, {_FIELD}, {_FIELD}), n at "
            f"least 1. Received: {images.dtype}, shape {images.shape}"
        )
    if names is None:
        names = [str(n + 1) for n in range(len(images))]
    if len(names) != len(images):
        raise ValueError(
            f"`names` must name each of the {len(images)} images once. "
            f"Received: {len(names)} names"
        )
    return images, [str(name) for name in names]


def _threshold(threshold: float | None) -> float | None:
    if threshold is None:
        return None
    if not isinstance(threshold, numbers.Real) or not threshold >= 0:
        raise ValueError(
            "`threshold` must be None or a margin that is zero or positive. "
            f"Received: {threshold!r}"
        )
    return float(threshold)
