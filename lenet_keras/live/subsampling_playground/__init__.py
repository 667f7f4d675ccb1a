"""Sub-sampling, live: two numbers and a shift, and what S2 makes of C1."""

import math
from collections.abc import Sequence

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lenet_keras.figures import picture_grid
from lenet_keras.inspection import feature_maps
from lenet_keras.layers import Subsampling2D
from lenet_keras.live._controls import choice, column, number, pictures
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store

# Their numbers are what the page knows.
UNITS = "as learned", "blur", "OR", "AND", "by the sliders"
VIEWS = "states", "difference"
COLOURS = "both layers", "each layer", "each map"
_SPAN = 4  # pixels to each side
_COEFFICIENTS = 3.0  # the sliders reach so far to each side, or further if learned
_BIASES = 8.0
_HINT = (
    "Try: blur, OR and AND, and watch where the circles land. Then shift the input by "
    "1, 2, 3 and 4 pixels: when does S2 follow exactly, and does that depend on the "
    "two numbers?"
)


class SubsamplingPlayground(anywidget.AnyWidget):
    """C1, S2 and the curve; `subsampling_playground` puts controls to it."""

    _esm = bundle("subsampling_playground")
    _css = stylesheet("subsampling_playground")
    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    unit = traitlets.Int(0).tag(sync=True)
    coefficient = traitlets.Float().tag(sync=True)
    bias = traitlets.Float().tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


def subsampling_playground(
    model,
    images,
    names: Sequence[str] | None = None,
    map: int = 0,
    hint: str = _HINT,
) -> LiveFigure:
    """Set coefficient and bias of S2, shift the input, and see what becomes of C1.

    The sliders give all maps of S2 one coefficient, of the sum of four states, and one
    bias; buttons set them to a blur, a noisy OR, a noisy AND, or back to what each map
    has learned. The squashing function shows where 0 to 4 inputs land. With the input
    shifted, each map is compared with itself before, moved by whole units. All is
    computed in the page, without a kernel.

    Args:
        model: LeNet-5 with `Subsampling2D` as S2, as `lenet_keras.lenet5()` has it.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, buttons choose the digit.
        names: What the buttons say, one name for each image. Defaults to 1, 2, ...
        map: The map, from 0, that is shown large at first. Defaults to 0.
        hint: The line under the figure that says what to try.

    Returns:
        A `LiveFigure`.

    Raises:
        ValueError: If S2 has no coefficients or no such map, there is no image, an
            image has another size, or `names` does not name each image once.

    Example:

    >>> from lenet_keras import lenet5
    >>> model = lenet5(weights="mnist")
    >>> figure = subsampling_playground(model, np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:33]
    'The six maps of C1 for a digit, a'

    Reference:
        Section II-A: the role of coefficient and bias, and shifted maps.
    """
    images, names = pictures(images, names)
    store = network_store(model)
    coefficients, biases = _learned(model)
    if map not in range(len(coefficients)):
        raise ValueError(
            f"`map` must be the number of a map of S2, 0 to {len(coefficients) - 1}. "
            f"Received: {map!r}"
        )
    playground = SubsamplingPlayground(
        network=store,
        images=images.tobytes(),
        hint=hint,
        map=int(map),
        coefficient=float(coefficients[map]),
        bias=float(biases[map]),
    )
    widest = max(_COEFFICIENTS, math.ceil(np.abs(coefficients).max()))
    highest = max(_BIASES, math.ceil(np.abs(biases).max()))
    digits = [choice(playground, "digit", "digit", names)] if len(names) > 1 else []
    sliders = [
        number(playground, "coefficient", "coefficient", -widest, widest, 0.05),
        number(playground, "bias", "bias", -highest, highest, 0.1),
        number(playground, "dx", "shift right", -_SPAN, _SPAN, 1),
        number(playground, "dy", "shift down", -_SPAN, _SPAN, 1),
    ]
    controls = [
        *digits,
        choice(playground, "unit", "unit", UNITS),
        _side_by_side(sliders),
        choice(playground, "view", "show", VIEWS),
        choice(playground, "colours", "one scale for", COLOURS),
    ]
    maps = feature_maps(model, images[:1])
    rows = {name: np.moveaxis(maps[name][0], -1, 0) for name in ("C1", "S2")}
    titles = [f"map {m}" for m in range(len(coefficients))]
    return LiveFigure(
        column([*controls, playground]),
        lambda: picture_grid(rows, titles, windows={"C1": 2}),
        "The six maps of C1 for a digit, and below each the map of S2: half as wide "
        "and half as high, coarser, with the same strokes in red and blue.",
    )


def _learned(model) -> tuple[np.ndarray, np.ndarray]:
    """What each map of S2 has learned: the coefficient of the sum, and the bias."""
    s2 = model.get_layer("S2")
    if not isinstance(s2, Subsampling2D):
        raise ValueError(
            "`model` must have a `Subsampling2D`, with coefficients and biases, as S2. "
            f"Received: {type(s2).__name__}"
        )
    coefficients, biases = s2.get_weights()
    return coefficients / (1 if s2.reduction == "sum" else 4), biases


def _side_by_side(sliders: Sequence[ipywidgets.Widget]) -> ipywidgets.GridBox:
    """Sliders in two columns where there is room."""
    columns = "repeat(auto-fit, minmax(min(20em, 100%), 1fr))"
    return ipywidgets.GridBox(
        list(sliders),
        layout=ipywidgets.Layout(width="100%", grid_template_columns=columns),
    )
