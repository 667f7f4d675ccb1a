"""Whether images are as the network takes them."""

import numpy as np
from keras import ops

from lenet_keras import paper

_LOOKED_AT = 100


def unprepared(x) -> str | None:
    """Says what is wrong with the scale of the first images, or nothing.

    Args:
        x: Images, an array or a tensor. Anything else is not looked into.

    Returns:
        One line for pixels from 0 to 1 or from 0 to 255; `None` if all seems well.

    Raises:
        ValueError: If the images are 28x28 pixels.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.digits import unprepared
    >>> unprepared(np.ones((1, 32, 32, 1)))[-34:]
    'which the network was not made for'
    """
    if not (isinstance(x, np.ndarray) or ops.is_tensor(x)):
        return None
    if (28, 28) in (tuple(x.shape), tuple(x.shape[1:3])):
        raise ValueError(
            f"`x` must be images of {paper.IMAGE_SIZE}x{paper.IMAGE_SIZE} pixels: "
            "use `lenet_keras.prepare` on pictures of 28x28. "
            f"Received: shape {tuple(x.shape)}"
        )
    some = ops.convert_to_numpy(x[:_LOOKED_AT])
    if not some.size or some.min() < 0 or some.max() == 0:
        return None
    return (
        f"`x` must be scaled as `lenet_keras.prepare` does it: {paper.BACKGROUND} "
        f"for the background, {paper.FOREGROUND} for ink. Received: pixels from "
        f"{some.min():g} to {some.max():g}, which the network was not made for"
    )
