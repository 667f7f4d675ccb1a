"""Sub-sampling, live: two numbers and a shift, and what S2 makes of C1."""

import math
from collections.abc import Sequence

import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import picture_grid
from lenet_keras.inspection import feature_maps
from lenet_keras.layers import Subsampling2D
from lenet_keras.live._checks import check_images, check_map, check_names
from lenet_keras.live._controls import choice, more, shifts
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.live._view import DigitView

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


class _View(DigitView):
    """C1, S2 and the curve."""

    _esm = bundle("subsampling_playground")
    _css = stylesheet("subsampling_playground")
    units = traitlets.List(traitlets.Unicode(), [*UNITS]).tag(sync=True)
    ends = traitlets.Dict().tag(sync=True)
    span = traitlets.Int(_SPAN).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    unit = traitlets.Int(0).tag(sync=True)
    coefficient = traitlets.Float().tag(sync=True)
    bias = traitlets.Float().tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class SubsamplingPlayground(LiveFigure):
    """Set coefficient and bias of S2, shift the input, and see what becomes of C1.

    The sliders give all maps of S2 one coefficient, of the sum of four states, and one
    bias; buttons set them to a blur, a noisy OR, a noisy AND, or back to what each map
    has learned. The squashing function shows where 0 to 4 inputs land. With the input
    shifted, each map is compared with itself before, moved by whole units. All is
    computed in the page, without a kernel.

    Args:
        network: LeNet-5 with `Subsampling2D` as S2, as `lenet_keras.lenet5()` has it;
            also one that you have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, small pictures choose the digit.
        names: What a screen reader says of each image. Defaults to 1, 2, ...
        map: The map, from 0, that is shown large at first. Defaults to 0.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, S2 has no coefficients or no such
            map, there is no image, an image has another size, or `names` does not name
            each image once.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import SubsamplingPlayground
    >>> network = lenet5(weights="mnist")
    >>> figure = SubsamplingPlayground(network, np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:33]
    'The six maps of C1 for a digit, a'

    Reference:
        Section II-A: the role of coefficient and bias, and shifted maps.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        map: int = 0,
        hint: str = _HINT,
    ):
        images = check_images(images)
        names = check_names(names, images)
        store = network_store(network)
        coefficients, biases = _learned(network)
        map = check_map(map, "map", "S2", len(coefficients))
        view = _View(
            network=store,
            images=images.tobytes(),
            names=names,
            ends=_ends(coefficients, biases),
            hint=hint,
            map=map,
            coefficient=float(coefficients[map]),
            bias=float(biases[map]),
        )
        controls = [
            *shifts(view, _SPAN),
            choice(view, "view", "show", VIEWS),
            choice(view, "colours", "one scale for", COLOURS),
        ]
        maps = feature_maps(network, images[:1])
        rows = {name: np.moveaxis(maps[name][0], -1, 0) for name in ("C1", "S2")}
        titles = [f"map {m}" for m in range(len(coefficients))]
        super().__init__(
            [view, more(*controls)],
            view,
            lambda: picture_grid(rows, titles, windows={"C1": 2}),
            "The six maps of C1 for a digit, and below each the map of S2: half as "
            "wide and half as high, coarser, with the same strokes in red and blue.",
        )


def _learned(network: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    """What each map of S2 has learned: the coefficient of the sum, and the bias."""
    s2 = network.get_layer("S2")
    if not isinstance(s2, Subsampling2D):
        raise ValueError(
            "`network` must have a `Subsampling2D`, with coefficients and biases, as "
            f"S2. Received: {type(s2).__name__}"
        )
    coefficients, biases = s2.get_weights()
    return coefficients / (1 if s2.reduction == "sum" else 4), biases


def _ends(coefficients: np.ndarray, biases: np.ndarray) -> dict[str, float]:
    """How far to each side the sliders of the two numbers reach."""
    return {
        "coefficient": max(_COEFFICIENTS, math.ceil(np.abs(coefficients).max())),
        "bias": max(_BIASES, math.ceil(np.abs(biases).max())),
    }
