"""The whole network, live: move its input and watch every unit."""

from collections.abc import Sequence

import anywidget
import traitlets

from lenet_keras.figures import layer_states
from lenet_keras.inspection import feature_maps
from lenet_keras.live._controls import choice, column, number, pictures
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store

# Their numbers are what the page knows.
VIEWS = "states", "difference"
COLOURS = "the network", "each layer", "each map"
_SPAN = 10  # pixels to each side
_HINT = (
    "Try: shift the digit by 1, then by 2, then by 4 pixels, and look at the "
    "differences. Which maps follow exactly? How far can it go before the answer "
    "changes?"
)


class ShiftExplorer(anywidget.AnyWidget):
    """Input, all feature maps and penalties; `shift_explorer` puts controls to it."""

    _esm = bundle("shift_explorer")
    _css = stylesheet()
    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    span = traitlets.Int(_SPAN).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    rotation = traitlets.Float(0.0).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


def shift_explorer(
    model, images, names: Sequence[str] | None = None, hint: str = _HINT
) -> LiveFigure:
    """Shift, turn, scale or soil a digit and see all feature maps and penalties.

    The network runs in the page: the figure works without a kernel. The digit can be
    dragged too, or moved by the arrow keys.

    Args:
        model: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, buttons choose the digit.
        names: What the buttons say, one name for each image. Defaults to 1, 2, ...
        hint: The line under the figure that says what to try.

    Returns:
        A `LiveFigure`.

    Raises:
        ValueError: If there is no image, an image has another size, or `names` does
            not name each image once.

    Example:

    >>> from lenet_keras import lenet5
    >>> figure = shift_explorer(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:27]
    'An input of 32x32 pixels, a'

    Reference:
        Section II-A, shifted maps; section III-E, Fig. 13.
    """
    images, names = pictures(images, names)
    explorer = ShiftExplorer(
        network=network_store(model), images=images.tobytes(), hint=hint
    )
    digits = [choice(explorer, "digit", "digit", names)] if len(names) > 1 else []
    controls = [
        *digits,
        number(explorer, "dx", "shift right", -_SPAN, _SPAN, 1),
        number(explorer, "dy", "shift down", -_SPAN, _SPAN, 1),
        number(explorer, "rotation", "turn, degrees", -90.0, 90.0, 1.0),
        number(explorer, "scale", "scale", 0.3, 1.7, 0.05),
        number(explorer, "noise", "noise", 0.0, 0.5, 0.01),
        choice(explorer, "view", "show", VIEWS),
        choice(explorer, "colours", "one scale for", COLOURS),
    ]
    maps = feature_maps(model, images[:1])
    return LiveFigure(
        column([*controls, explorer]),
        lambda: layer_states(maps),
        "An input of 32x32 pixels, all feature maps of LeNet-5 for it from C1 to F6, "
        "and the output for each class.",
    )
