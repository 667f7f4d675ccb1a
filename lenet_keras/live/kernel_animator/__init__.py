"""One kernel of C1 at work, live: unit after unit, with every number."""

from collections.abc import Sequence

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lenet_keras import paper
from lenet_keras.figures import kernel_answers
from lenet_keras.inspection import feature_maps
from lenet_keras.live._controls import choice, column, number, pictures, switch
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store

# Their numbers are what the page knows; the kernels of C1 come first.
OTHER_KERNELS = "edge", "blur", "yours"
SPEEDS = "2 a second", "20 a second", "200 a second"
_AREA = paper.KERNEL_SIZE**2
_PLACES = paper.IMAGE_SIZE - paper.KERNEL_SIZE + 1
_HINT = (
    "Try: press Play, or move over the pictures. Where are the products large, and "
    "what must the kernel meet for a red unit, for a blue one? Change the numbers: "
    "can you write a kernel that finds only horizontal strokes?"
)


class KernelAnimator(anywidget.AnyWidget):
    """A kernel on its way over an image; `kernel_animator` puts controls to it."""

    _esm = bundle("kernel_animator")
    _css = stylesheet("kernel_animator")
    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    hint = traitlets.Unicode(_HINT).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    kernel = traitlets.Int(0).tag(sync=True)
    # The reader's: 25 weights and a bias. It begins as the one that copies its input.
    own = traitlets.List(traitlets.Float(), [0.0] * 12 + [1.0] + [0.0] * 13).tag(
        sync=True
    )
    position = traitlets.Int(_PLACES**2 // 2 + _PLACES // 2).tag(sync=True)
    speed = traitlets.Int(1).tag(sync=True)
    whole = traitlets.Bool(False).tag(sync=True)


def kernel_animator(
    model,
    images,
    names: Sequence[str] | None = None,
    kernel: int = 0,
    hint: str = _HINT,
) -> LiveFigure:
    """Slide a kernel of C1 over a digit and read what each unit computes.

    One unit at a time: the 5x5 pixels it sees, the kernel, the 25 products, their sum,
    the bias, the state, and the feature map so far. It plays, steps, or goes where you
    point. Beside the kernels of C1 there are an edge, a blur, and one whose numbers you
    write. All is computed in the page, without a kernel of the other kind.

    Args:
        model: LeNet-5, as any `lenet_keras.lenet5(...)` returns it.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, buttons choose the digit.
        names: What the buttons say, one name for each image. Defaults to 1, 2, ...
        kernel: The map of C1, from 0, whose kernel is shown first. Defaults to 0.
        hint: The line under the figure that says what to try.

    Returns:
        A `LiveFigure`.

    Raises:
        ValueError: If C1 has no such map, there is no image, an image has another
            size, or `names` does not name each image once.

    Example:

    >>> from lenet_keras import lenet5
    >>> figure = kernel_animator(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:28]
    'A digit of 32x32 pixels, and'

    Reference:
        Section II-A: the units of a map share one kernel, moved over the input.
    """
    images, names = pictures(images, names)
    states = feature_maps(model, images[:1])["C1"][0]
    maps = states.shape[-1]
    if kernel not in range(maps):
        raise ValueError(
            f"`kernel` must be the number of a map of C1, 0 to {maps - 1}. "
            f"Received: {kernel!r}"
        )
    animator = KernelAnimator(
        network=network_store(model),
        images=images.tobytes(),
        kernel=int(kernel),
        hint=hint,
    )
    kernels = [*map(str, range(maps)), *OTHER_KERNELS]
    digits = [choice(animator, "digit", "digit", names)] if len(names) > 1 else []
    controls: list[ipywidgets.Widget] = [
        *digits,
        choice(animator, "kernel", "kernel", kernels),
        number(animator, "position", "unit", 0, _PLACES**2 - 1, 1),
        choice(animator, "speed", "speed", SPEEDS),
        switch(animator, "whole", "show the whole map"),
    ]

    def picture():
        weights = np.moveaxis(model.get_layer("C1").get_weights()[0], -1, 0)[..., 0]
        titles = [f"map {m}" for m in range(maps)]
        return kernel_answers(
            images[0, ..., 0], weights, np.moveaxis(states, -1, 0), titles
        )

    return LiveFigure(
        column([*controls, animator]),
        picture,
        f"A digit of 32x32 pixels, and the {maps} kernels of C1, each above the map "
        "of 28x28 units that it makes of the digit.",
    )
