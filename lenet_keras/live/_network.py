"""The network of a page: weights and architecture, held once for all its figures."""

import weakref
from typing import Any

import anywidget
import keras
import numpy as np
import traitlets

from lenet_keras.layers import RBF, Subsampling2D
from lenet_keras.live._javascript import bundle

LAYERS = ("C1", "S2", "C3", "S4", "C5", "F6", "output")
_FINEST = 11  # halvings of 1 in the smallest step
ACTIVATIONS = ("scaled_tanh", "tanh", "sigmoid", "relu", "linear")


class NetworkStore(anywidget.AnyWidget):
    """The forward pass of LeNet-5 in the page; figures ask it, nothing shows it.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it.

    Raises:
        ValueError: If the network is none, or has an activation that the page lacks.

    Reference:
        Section II-B.
    """

    _esm = bundle("network")
    architecture = traitlets.Dict().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)

    def __init__(self, network: keras.Model):
        architecture, weights = pack(network)
        super().__init__(architecture=architecture, weights=weights)


_stores: weakref.WeakKeyDictionary[keras.Model, NetworkStore]
_stores = weakref.WeakKeyDictionary()


def network_store(network: keras.Model) -> NetworkStore:
    """The store of a network with its present weights: one for all figures that ask.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it.

    Returns:
        The store that was made for these weights before, or a new one.

    Raises:
        ValueError: As `NetworkStore`.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live._network import network_store
    >>> network = lenet5(weights="mnist")
    >>> store = network_store(network)
    >>> len(store.weights)  # 60,000 weights and the ten codes, 2 bytes each
    121680
    >>> network_store(network) is store
    True
    """
    packed = pack(network)
    store = _stores.get(network)
    if store is None or (store.architecture, store.weights) != packed:
        _stores[network] = store = NetworkStore(network)
    return store


def pack(network: keras.Model) -> tuple[dict[str, Any], bytes]:
    """A network as it travels: its architecture, and its weights as bytes.

    Arrays of whole numbers of steps of one size, a power of two, travel as these
    whole numbers, in two bytes each: 0, -1, 1, -2, ... become 0, 1, 2, 3, ... If an
    array is none, all weights travel as they are, in two bytes if float16 holds each
    exactly, else in four. The first bytes of all weights come first, then the second
    ones: the highest are much alike, so that the page is compressed better.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it.

    Returns:
        The layers as `describe` has them, with the format, and for whole numbers of
        steps the size of the step in the place after the length; and the bytes.

    Raises:
        ValueError: As `describe`.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live._network import pack
    >>> architecture, weights = pack(lenet5(weights="mnist"))
    >>> architecture["format"], len(weights)
    ('uint16', 121680)
    """
    return pack_layers(*describe(network))


def pack_layers(
    layers: list[dict[str, Any]], numbers: np.ndarray
) -> tuple[dict[str, Any], bytes]:
    """Layers as they travel.

    Args:
        layers: A dictionary for each, with the names and lengths of its arrays, which
            get the size of their step.
        numbers: All arrays in a row, float32.

    Returns:
        As `pack`.
    """
    arrays = [array for layer in layers for array in layer["weights"]]
    parts = np.split(numbers, np.cumsum([size for _, size in arrays])[:-1])
    steps = [_step(part) for part in parts]
    if None not in steps:
        for array, step in zip(arrays, steps, strict=True):
            array.append(step)
        whole = np.concatenate(
            [part / step for part, step in zip(parts, steps, strict=True)]
        ).astype("<i2")
        packed = ((whole << 1) ^ (whole >> 15)).astype("<u2")
    else:
        half = numbers.astype("<f2")
        exact = bool((half == numbers).all())
        packed = half if exact else numbers.astype("<f4")
    planes = packed.view("u1").reshape(len(packed), -1).T
    architecture = {"format": packed.dtype.name, "layers": layers}
    return architecture, planes.tobytes()


def _step(numbers: np.ndarray) -> float | None:
    """The largest power of two of which numbers are multiples, few enough of it."""
    for step in 0.5 ** np.arange(_FINEST + 1):
        multiples = numbers / step
        if np.abs(multiples).max(initial=0) >= 2**15:
            return None
        if (multiples == np.rint(multiples)).all():
            return float(step)
    return None


def describe(network: keras.Model) -> tuple[list[dict[str, Any]], np.ndarray]:
    """What the page must know of a network: its layers, and all weights in a row.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it.

    Returns:
        A dictionary for each layer, with its number of maps, their side in units and
        the names and lengths of its arrays; and the weights as float32 array: kernels
        one after the other, each row by row, in the order of the connections.

    Raises:
        ValueError: If the network is no LeNet-5 for one grey image, or if it has an
            activation that the page lacks.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live._network import describe
    >>> layers, weights = describe(lenet5())
    >>> layers[1]["reduction"], layers[2]["connections"][0], weights.shape
    ('sum', [0, 1, 2], (60840,))
    """
    if not isinstance(network, keras.Model):
        raise ValueError(f"`network` must be a keras.Model. Received: {network!r}")
    found = {layer.name: layer for layer in network.layers}
    if not found.keys() >= set(LAYERS) or network.input_shape[3] != 1:
        raise ValueError(
            f"`network` must be a LeNet-5 with the layers {LAYERS} and one input "
            f"channel. Received: the layers {tuple(found)}"
        )
    layers: list[dict[str, Any]] = []
    numbers: list[np.ndarray] = []
    side, maps = 32, 1
    for name in LAYERS:
        layer = found[name]
        if name in ("S2", "S4"):
            side //= 2
            description, arrays = describe_subsampling(layer)
        elif name in ("C1", "C3", "C5"):
            side -= 4
            description, arrays = describe_convolution(layer, maps)
            maps = len(description["connections"])
        else:
            description, arrays = describe_dense(layer)
            maps = layer.output.shape[-1]
        layers.append(
            {
                "name": name,
                "maps": maps,
                "size": side,
                **description,
                "weights": [[key, int(array.size)] for key, array in arrays.items()],
            }
        )
        numbers += [np.ravel(array) for array in arrays.values()]
    return layers, np.concatenate(numbers).astype("float32")


def describe_convolution(layer, maps: int) -> tuple[dict, dict]:
    """The kernels of a convolution, connection by connection, and its biases."""
    if hasattr(layer, "connections"):
        connections = [list(inputs) for inputs in layer.connections]
        kernels = np.moveaxis(_array(layer.kernel), -1, 0)
    else:
        connections = [list(range(maps)) for _ in range(layer.filters)]
        kernels = np.transpose(_array(layer.kernel), (3, 2, 0, 1))
    return (
        {"kind": "convolution", "connections": connections, **_activation(layer)},
        {"kernels": kernels, "bias": _array(layer.bias)},
    )


def describe_subsampling(layer) -> tuple[dict, dict]:
    """What the page must know of sub-sampling, and its arrays by name."""
    if not isinstance(layer, Subsampling2D):
        plain = "max" if isinstance(layer, keras.layers.MaxPooling2D) else "average"
        return {"kind": "subsampling", "reduction": plain}, {}
    return (
        {"kind": "subsampling", "reduction": layer.reduction, **_activation(layer)},
        {"coefficient": _array(layer.coefficient), "bias": _array(layer.bias)},
    )


def describe_dense(layer) -> tuple[dict, dict]:
    """What the page must know of fully connected units, and their arrays by name."""
    if isinstance(layer, RBF):
        return {"kind": "rbf"}, {"kernels": _array(layer.centers)}
    arrays = {"kernels": _array(layer.kernel).T, "bias": _array(layer.bias)}
    if layer.name == "output":
        return {"kind": "softmax", "activation": "linear"}, arrays
    return {"kind": "dense", **_activation(layer)}, arrays


def _activation(layer) -> dict[str, str]:
    name = getattr(layer.activation, "__name__", str(layer.activation))
    if name not in ACTIVATIONS:
        raise ValueError(
            f"The activation of {layer.name} must be one of {ACTIVATIONS} to be "
            f"computed in a page. Received: {name!r}"
        )
    return {"activation": name}


def _array(weights) -> np.ndarray:
    return keras.ops.convert_to_numpy(weights)
