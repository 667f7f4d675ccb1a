"""One kernel of C1 at work, live: unit after unit, with every number."""

from collections.abc import Sequence

import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras import paper
from lenet_keras.figures import kernel_answers
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_images, check_map, check_names
from lenet_keras.live._controls import choice, more, number, switch
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.live._view import DigitView

# Their numbers are what the page knows; the kernels of C1 come first.
OTHER_KERNELS = "edge", "blur", "yours"
SPEEDS = "2 a second", "20 a second", "200 a second"
_PLACES = paper.IMAGE_SIZE - paper.KERNEL_SIZE + 1
_HINT = (
    "Try: press Play, or move over the pictures. Where are the products large, and "
    "what must the kernel meet for a red unit, for a blue one? Change the numbers: "
    "can you write a kernel that finds only horizontal strokes?"
)


class _View(DigitView):
    """A kernel on its way over an image."""

    _esm = bundle("kernel_animator")
    _css = stylesheet("kernel_animator")
    kernels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    kernel = traitlets.Int(0).tag(sync=True)
    # The reader's: 25 weights and a bias. It begins as the one that copies its input.
    own = traitlets.List(traitlets.Float(), [0.0] * 12 + [1.0] + [0.0] * 13).tag(
        sync=True
    )
    position = traitlets.Int(_PLACES**2 // 2 + _PLACES // 2).tag(sync=True)
    speed = traitlets.Int(1).tag(sync=True)
    whole = traitlets.Bool(False).tag(sync=True)


class KernelAnimator(LiveFigure):
    """Slide a kernel of C1 over a digit and read what each unit computes.

    One unit at a time: the 5x5 pixels it sees, the kernel, the 25 products, their sum,
    the bias, the state, and the feature map so far. It plays, steps, or goes where you
    point. Beside the kernels of C1 there are an edge, a blur, and one whose numbers you
    write. All is computed in the page, without a kernel of the other kind.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, small pictures choose the digit.
        names: What a screen reader says of each image. Defaults to 1, 2, ...
        kernel: The map of C1, from 0, whose kernel is shown first. Defaults to 0.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, C1 has no such map, there is no
            image, an image has another size, or `names` does not name each image once.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import KernelAnimator
    >>> figure = KernelAnimator(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:28]
    'A digit of 32x32 pixels, and'

    Reference:
        Section II-A: the units of a map share one kernel, moved over the input.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        kernel: int = 0,
        hint: str = _HINT,
    ):
        images = check_images(images)
        names = check_names(names, images)
        store = network_store(network)
        maps = network.get_layer("C1").filters
        view = _View(
            network=store,
            images=images.tobytes(),
            names=names,
            kernels=[*map(str, range(maps)), *OTHER_KERNELS],
            kernel=check_map(kernel, "kernel", "C1", maps),
            hint=hint,
        )
        controls = [
            number(view, "position", "unit", 0, _PLACES**2 - 1, 1),
            choice(view, "speed", "speed", SPEEDS),
            switch(view, "whole", "show the whole map"),
        ]
        kernels = np.moveaxis(network.get_layer("C1").get_weights()[0], -1, 0)[..., 0]
        states = np.moveaxis(feature_maps(network, images[:1])["C1"][0], -1, 0)
        titles = [f"map {m}" for m in range(maps)]
        super().__init__(
            [view, more(*controls)],
            view,
            lambda: kernel_answers(images[0, ..., 0], kernels, states, titles, 3),
            f"A digit of 32x32 pixels, and the {maps} kernels of C1, each above the "
            "map of 28x28 units that it makes of the digit.",
        )
