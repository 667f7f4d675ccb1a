"""What an answer hangs on: pixels that are hidden, pixels that are changed a little."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lenet_keras import paper
from lenet_keras.layers import RBF
from lenet_keras.layers.gradients import vjp

GREY = (paper.BACKGROUND + paper.FOREGROUND) / 2
_AT_ONCE = 256  # images
_STEPS = 40  # more than enough: three or four usually do
_BEYOND = 0.02  # a little over the border, in each step by more


class SmallestChange(NamedTuple):
    """What `smallest_change` found.

    Attributes:
        change: What is added to the image, an array of its shape.
        answer: The answer to the changed image.
        found: Whether it is another answer, or the one that was wanted.
    """

    change: np.ndarray
    answer: int
    found: bool


def occlusion_map(
    model: keras.Model, image, size: int = 7, cover: float = GREY
) -> np.ndarray:
    """How sure a network stays of its answer while a square hides a part of the image.

    The lead is the penalty of the next class minus that of the class that the whole
    image is answered with, or the like difference of probabilities. Below 0 another
    class wins.

    Args:
        model: `lenet_keras.lenet5()`, or another classifier of such images.
        image: Array of shape `(height, width, 1)`, scaled as `lenet_keras.prepare`
            does it.
        size: Side of the square in pixels, an odd number, 1 or more.
        cover: The value of the pixels in the square. Defaults to grey, half way
            between paper and ink.

    Returns:
        float32 array of shape `(height, width)`: the lead with the square's middle at
        each pixel.

    Raises:
        ValueError: If `size` is no odd number, 1 or more.

    Example:

    >>> from lenet_keras import lenet5, load_mnist, prepare
    >>> from lenet_keras.inspection import occlusion_map
    >>> seven = prepare(load_mnist().test.images[:1])[0]
    >>> leads = occlusion_map(lenet5(weights="mnist"), seven, size=5)
    >>> leads.shape, bool(leads[0, 0] > 0)
    ((32, 32), True)

    Reference:
        Not in the paper; Zeiler and Fergus (2014) made such maps known.
    """
    if size < 1 or size % 2 != 1:
        raise ValueError(f"`size` must be an odd number, 1 or more. Received: {size}")
    image = np.asarray(image, "float32")
    height, width = image.shape[:2]
    answer = int(_penalties(model, image[np.newaxis])[0].argmin())
    hidden = np.repeat(image[np.newaxis], height * width, axis=0)
    reach = size // 2
    for place, one in enumerate(hidden):
        row, column = divmod(place, width)
        rows = slice(max(0, row - reach), row + reach + 1)
        one[rows, max(0, column - reach) : column + reach + 1] = cover
    return _lead(_penalties(model, hidden), answer).reshape(height, width)


def image_gradient(model: keras.Model, image, by) -> np.ndarray:
    """How much each pixel changes a weighted sum of a network's outputs.

    Args:
        model: `lenet_keras.lenet5()`, or another classifier of such images.
        image: Array of shape `(height, width, 1)`, scaled as `lenet_keras.prepare`
            does it.
        by: The weight of each output, an array of shape `(classes,)`. With 1 for one
            class and 0 for the others it is the gradient of its penalty.

    Returns:
        float32 array of the shape of the image.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import image_gradient
    >>> paper = np.full((32, 32, 1), -0.1)
    >>> image_gradient(lenet5(seed=0), paper, np.eye(10)[3]).shape
    (32, 32, 1)

    Reference:
        Section II-A: the gradient of the loss is propagated to the input alike.
    """
    x = ops.convert_to_tensor(np.asarray(image, "float32")[np.newaxis])
    cotangent = ops.convert_to_tensor(np.asarray(by, "float32")[np.newaxis])
    gradient = vjp(lambda x: model(x, training=False), x, cotangent)
    return ops.convert_to_numpy(gradient)[0]


def smallest_change(
    model: keras.Model, image, wanted: int | None = None
) -> SmallestChange:
    """The smallest change of the pixels found that turns a network's answer.

    Near an image the lead of one class over another is nearly a plane, so the shortest
    way to where they are level is straight along its gradient. That is walked, again
    from where it leads, until the answer is the one that is wanted. Pixels stay between
    paper and ink. What goes beyond the border is taken back. There may be smaller
    changes.

    Args:
        model: `lenet_keras.lenet5()`, or another classifier of such images.
        image: Array of shape `(height, width, 1)`, scaled as `lenet_keras.prepare`
            does it.
        wanted: The class to turn the answer into. None means whichever is nearest.

    Returns:
        A `SmallestChange`.

    Raises:
        ValueError: If `wanted` is no class.

    Example:

    >>> from lenet_keras import lenet5, load_mnist, prepare
    >>> from lenet_keras.inspection import smallest_change
    >>> seven = prepare(load_mnist().test.images[:1])[0]
    >>> turned = smallest_change(lenet5(weights="mnist"), seven)
    >>> turned.found, turned.answer != 7, turned.change.shape
    (True, True, (32, 32, 1))

    Reference:
        Not in the paper. The search is that of Moosavi-Dezfooli, Fawzi and Frossard
        (2016), with pixels kept between paper and ink.
    """
    classes = range(model.output_shape[-1])
    if wanted is not None and wanted not in classes:
        raise ValueError(
            f"`wanted` must be None or a class from 0 to {classes[-1]}. "
            f"Received: {wanted!r}"
        )
    image = np.asarray(image, "float32")
    changed = image.copy()
    penalties = _penalties(model, changed[np.newaxis])[0]
    first = now = int(penalties.argmin())

    def is_there(answer: int) -> bool:
        return answer != first if wanted is None else answer == wanted

    for number in range(_STEPS):
        if is_there(now):
            break
        targets = [c for c in classes if c != first] if wanted is None else [wanted]
        ways = [_way(model, changed, penalties, now, target) for target in targets]
        _, lead, square, way = min(ways, key=lambda one: one[0])
        step = (1 + _BEYOND * (number + 1)) * lead / square
        changed = np.clip(changed - step * way, paper.BACKGROUND, paper.FOREGROUND)
        penalties = _penalties(model, changed[np.newaxis])[0]
        now = int(penalties.argmin())
    change, found = changed - image, is_there(now)
    if found:
        share = _border(lambda part: is_there(_answer(model, image + part * change)))
        change *= np.float32(share)
    return SmallestChange(change, _answer(model, image + change), found)


def _border(holds: Callable[[float], bool]) -> float:
    """The smallest share, from 0 to 1 in thousandths, from which `holds` holds."""
    low, high = (1000 if holds(0.0) else 0), 1000
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle / 1000):
            high = middle
        else:
            low = middle
    return high / 1000


def _way(
    model, image, penalties, now: int, target: int
) -> tuple[float, float, float, np.ndarray]:
    """To where two classes are level: its length, the lead, its gradient squared."""
    by = np.zeros(len(penalties))
    by[target], by[now] = 1, -1
    lead = float(penalties @ by)
    way = image_gradient(model, image, _sign(model) * by)
    # Paper cannot become lighter, nor full ink darker.
    darker = -lead * way > 0
    stuck = np.where(darker, image >= paper.FOREGROUND, image <= paper.BACKGROUND)
    way = np.where(stuck, 0, way)
    square = float(np.sum(way**2)) + 1e-12
    return abs(lead) / np.sqrt(square), lead, square, way


def _penalties(model, images) -> np.ndarray:
    """Penalties, or what grows as the probabilities of another output fall."""
    parts = np.array_split(images, -(-len(images) // _AT_ONCE))
    outputs = [ops.convert_to_numpy(model(part, training=False)) for part in parts]
    return _sign(model) * np.concatenate(outputs)


def _sign(model) -> int:
    return 1 if isinstance(model.layers[-1], RBF) else -1


def _answer(model, image) -> int:
    return int(_penalties(model, image[np.newaxis])[0].argmin())


def _lead(penalties: np.ndarray, answer: int) -> np.ndarray:
    others = np.delete(penalties, answer, axis=-1)
    return others.min(axis=-1) - penalties[:, answer]
