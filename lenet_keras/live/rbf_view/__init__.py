"""F6 beside the codes, live: penalties unit by unit, posterior, rejection."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import nearest_codes
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_images, check_names, check_number
from lenet_keras.live._controls import choice, more, shifts, soil, turn
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import NetworkStore, network_store
from lenet_keras.live._view import SPAN, NetworkView

# Their numbers are what the page knows.
SCALES = "all pictures", "this picture"
MOST = 100.0  # of the sliders for j and the threshold
LEAST_J = 0.5
_HINT = (
    "Try: choose a code that is not the nearest and see which units make its penalty. "
    "Then shift or soil the picture until the answer is rejected: is the rubbish "
    "class the likeliest by then? Do letters have to be soiled at all?"
)


class _View(NetworkView):
    """F6, codes, penalties, posterior and margin."""

    _esm = bundle("rbf_view")
    _css = stylesheet("rbf_view")
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    ends = traitlets.Dict().tag(sync=True)
    span = traitlets.Int(SPAN).tag(sync=True)
    picture = traitlets.Int(0).tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    rotation = traitlets.Float(0.0).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
    code = traitlets.Int(-1).tag(sync=True)  # the nearest
    j = traitlets.Float(10.0).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    threshold = traitlets.Float(0.0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class RBFView(LiveFigure):
    """See what F6 draws of a picture, and how the ten codes judge the drawing.

    The network runs in the page: the figure works without a kernel. A code that is
    chosen shows its penalty as the sum of 84 squares, equation 7. The posterior is
    that of `lenet_keras.posterior`, with a class for rubbish. The static picture shows
    every image, F6 and the nearest code.

    Args:
        network: LeNet-5 with RBF output, as `lenet_keras.lenet5(...)` returns it; also
            one that you have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it; digits or anything else. With more than one, small pictures choose.
        names: What the pictures are called, one name for each. Defaults to 1, 2, ...
        threshold: Where the slider of the rejection threshold starts: the smallest
            margin between the two smallest penalties at which an answer is given,
            from 0 to 100. `weights_card` has one for each set of weights. Defaults
            to 0, which rejects nothing.
        j: Where the slider of the rubbish class starts: its penalty, from 0.5 to 100.
            Defaults to 10, ours; the paper gives no value.
        scale: What the penalties are multiplied by in the posterior, a positive number
            up to 1: that of the `MaximumAPosterioriLoss` which trained the network.
            Defaults to 1.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5 with RBF output, an image has another
            size, `names` does not name each image once, or a number is out of range.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5, weights_card
    >>> from lenet_keras.live import RBFView
    >>> margin = weights_card("mnist")["rejection_threshold"]
    >>> images = np.zeros((1, 32, 32, 1))
    >>> figure = RBFView(lenet5(weights="mnist"), images, threshold=margin)
    >>> figure.alt[:31]
    'What F6 draws of 1 picture, and'

    Reference:
        Section II-B, equation 7, Fig. 3; section II-C, equation 9; section III-C,
        rejection.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        threshold: float = 0.0,
        j: float = 10.0,
        scale: float = 1.0,
        hint: str = _HINT,
    ):
        images = check_images(images)
        names = check_names(names, images)
        store = _rbf_store(network)
        maps = feature_maps(network, images)
        margin = f"a margin from 0 to {MOST:g}"
        penalty = f"a penalty from {LEAST_J} to {MOST:g}"
        view = _View(
            network=store,
            images=images.tobytes(),
            names=names,
            hint=hint,
            ends={"least": LEAST_J, "most": MOST},
            scale=check_number(scale, "scale", "a factor from 0.01 to 1", 0.01, 1.0),
            j=check_number(j, "j", penalty, LEAST_J, MOST),
            threshold=check_number(threshold, "threshold", margin, high=MOST),
        )
        colours = choice(view, "colours", "one scale for", SCALES)
        codes = network.get_layer("output").get_weights()[0]
        which = "1 picture" if len(names) == 1 else f"{len(names)} pictures"
        super().__init__(
            [view, more(*shifts(view, SPAN), turn(view), soil(view), colours)],
            view,
            lambda: nearest_codes(images, maps["F6"], codes, names),
            f"What F6 draws of {which}, and the code that is nearest to each drawing, "
            f"with its penalty. The pictures: {'; '.join(names)}.",
        )


def _rbf_store(network: keras.Model) -> NetworkStore:
    """The store of a network whose output units are RBF units."""
    store = network_store(network)
    kind = store.architecture["layers"][-1]["kind"]
    if kind != "rbf":
        raise ValueError(f"`network` must have RBF output units. Received: {kind}")
    return store
