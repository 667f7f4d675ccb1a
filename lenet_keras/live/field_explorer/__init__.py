"""Receptive fields, live: what every unit sees, who sees a pixel, and the sums."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import field_frames
from lenet_keras.inspection import receptive_fields
from lenet_keras.live._checks import check_images
from lenet_keras.live._controls import choice, more
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._view import DigitView

# Their numbers are what the page knows.
CHAIN = "input", "C1", "S2", "C3", "S4", "C5"
COLOURS = "the network", "each layer", "each map"
_HINT = (
    "Try: point at units of C1, S2, C3 and S4 and watch the frame on the input grow. "
    "Which maps of S2 go pale for a unit of C3? Then point at a pixel: who sees it? "
    "Choose a unit with a tap, or with the arrow keys, and add up its products."
)


class _View(DigitView):
    """Input and maps that light each other up.

    The chosen unit is in the layer `CHAIN[layer]`; `added` of its addends have been
    added, or all for -1.
    """

    _esm = bundle("field_explorer")
    _css = stylesheet("field_explorer")
    layer = traitlets.Int(CHAIN.index("C3")).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    row = traitlets.Int(5).tag(sync=True)
    column = traitlets.Int(5).tag(sync=True)
    added = traitlets.Int(-1).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class FieldExplorer(LiveFigure):
    """Choose a unit and see what it sees, or a pixel and see which units see it.

    Pointing at a unit frames its sources in all layers before, and the units behind
    that see it; maps without a connection fade. The chosen unit is computed below,
    product by product. The network runs in the page: the figure works without a
    kernel.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, small pictures choose the digit.
        names: What a screen reader says of each image. Defaults to 1, 2, ...
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, there is no image, an image has
            another size, or `names` does not name each image once.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.digits import load_mnist, prepare
    >>> from lenet_keras.live import FieldExplorer
    >>> seven = prepare(load_mnist().test.images[:1])
    >>> FieldExplorer(lenet5(weights="mnist"), seven).alt[-49:]
    'C1 5 pixels, S2 6, C3 14, S4 16 and C5 32 a side.'

    Reference:
        Section II-A for local receptive fields; section II-B and Table I for what is
        connected.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        hint: str = _HINT,
    ):
        images = check_images(images)
        view = _View.of(network, images, names, hint)
        controls = [
            choice(view, "layer", "choose in", CHAIN),
            choice(view, "colours", "one scale for", COLOURS),
        ]
        fields = receptive_fields(network)
        (first, *middle, last) = (f"{field.name} {field.size}" for field in fields)
        super().__init__(
            [view, more(*controls)],
            view,
            lambda: field_frames(images[0, ..., 0], fields),
            "An image of 32x32 pixels with a frame around what one unit of each layer "
            f"sees of it: {first} pixels, {', '.join(middle)} and {last} a side.",
        )
