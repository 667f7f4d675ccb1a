"""The layers of section II-B, if a model has them as they are there."""

import keras

from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D

_KINDS: dict[str, tuple] = {
    "C1": (keras.layers.Conv2D,),
    "S2": (Subsampling2D,),
    "C3": (SparseConv2D,),
    "S4": (Subsampling2D,),
    "C5": (keras.layers.Conv2D,),
    "F6": (keras.layers.Dense,),
    "output": (RBF,),
}
_PLAIN = {
    "data_format": "channels_last",
    "padding": "valid",
    "strides": (1, 1),
    "dilation_rate": (1, 1),
    "groups": 1,
}


def layers_of_the_paper(model: keras.Model, *names: str) -> list:
    """The layers of these names, if their kinds and windows are those of the paper.

    Raises:
        ValueError: If one is missing, of another kind, or has other windows.
    """
    by_name = {layer.name: layer for layer in model.layers}
    layers = []
    for name in names:
        layer = by_name.get(name)
        plain = {**_PLAIN, "strides": getattr(layer, "pool_size", (1, 1))}
        if not isinstance(layer, _KINDS[name]) or any(
            getattr(layer, option, value) != value for option, value in plain.items()
        ):
            raise ValueError(
                "`model` must have the layers of `lenet5()`, with trainable "
                "sub-sampling and RBF output, channels last, windows without padding, "
                "strides or dilation. Received: layer "
                f"{name!r} of class {type(layer).__name__}"
            )
        layers.append(layer)
    return layers
