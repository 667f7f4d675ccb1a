"""The other networks that the paper trains: LeNet-1, LeNet-4 and fully connected ones.

All take the input of LeNet-5, 32x32, and see the middle of it that the paper gives
them. The units of the last layer squash, too, and an RBF layer with a code for each
class, +1 for its own unit and -1 for all others, turns them into penalties: equation 8
then is the squared error, the least penalty the greatest unit.
"""

from collections.abc import Callable, Sequence

import keras

from lenet_keras import paper
from lenet_keras.activations import scaled_tanh
from lenet_keras.initializers import FanInUniform
from lenet_keras.layers import RBF, PatchConv2D, SparseConv2D, Subsampling2D

# "Handwritten digit recognition with a back-propagation network", 1990, Table 1: the H2
# maps that each H3 map sees, six of them two of the maps, and six more the other two.
_HALF = ((0,), (0, 1), (0, 1), (1,), (0, 1), (0, 1))
LENET1_CONNECTIONS = (*_HALF, *(tuple(s + 2 for s in maps) for maps in _HALF))

# The paper prints no tables for LeNet-4. These are ours: with 60 and 560 kernels the
# network has the parameters and the connections that the paper says, which a full layer
# of 120 units on 400 inputs, 48,120 parameters alone, can not have.
LENET4_C3_CONNECTIONS = (
    *(tuple(sorted((k + step) % 8 for step in range(4))) for k in range(8)),
    *((k, k + 1, k + 4, (k + 5) % 8) for k in range(4)),
    *(tuple(sorted((k, (k + 2) % 8, (k + 5) % 8))) for k in range(0, 8, 2)),
)
LENET4_C5_CONNECTIONS = tuple(
    tuple(sorted((unit + step * (1 + unit // 16 * 2)) % 16 for step in range(maps)))
    for unit, maps in ((unit, 4 if unit % 3 == 0 else 5) for unit in range(120))
)

Layers = list[keras.layers.Layer]


class _Maker:
    """Layers with the initial weights and the squashing function of all networks.

    Args:
        scale: Initial kernels are uniform in plus or minus `scale` by a power of the
            fan-in.
        exponent: That power.
        seed: As in `lenet5`.
    """

    def __init__(self, scale: float, exponent: float, seed: int | None):
        self.scale, self.exponent = scale, exponent
        self.draws = None if seed is None else keras.random.SeedGenerator(seed)

    def __call__(self, kind: type, name: str, **arguments) -> keras.layers.Layer:
        if kind is Subsampling2D:
            return Subsampling2D(
                paper.POOL_SIZE,
                activation=scaled_tanh,
                data_format="channels_last",
                name=name,
            )
        if kind is not keras.layers.Dense:
            arguments |= {
                "kernel_size": paper.KERNEL_SIZE,
                "data_format": "channels_last",
            }
        kernels = FanInUniform(self.scale, self.exponent, seed=self.draws)
        return kind(
            kernel_initializer=kernels, activation=scaled_tanh, name=name, **arguments
        )


def _lenet1(make: _Maker, implementation: str) -> Layers:
    conv2d = PatchConv2D if implementation == "patches" else keras.layers.Conv2D
    table = {"connections": LENET1_CONNECTIONS, "implementation": implementation}
    return [
        _middle(28),
        make(conv2d, "H1", filters=4),
        make(Subsampling2D, "H2"),
        make(SparseConv2D, "H3", filters=12, **table),
        make(Subsampling2D, "H4"),
        keras.layers.Flatten(data_format="channels_last"),
    ]


def _lenet4(make: _Maker, implementation: str, full: bool = False) -> Layers:
    conv2d = PatchConv2D if implementation == "patches" else keras.layers.Conv2D
    tables = [
        {"connections": table, "implementation": implementation}
        for table in (LENET4_C3_CONNECTIONS, LENET4_C5_CONNECTIONS)
    ]
    if full:
        c5 = make(conv2d, "C5", filters=120)
    else:
        c5 = make(SparseConv2D, "C5", filters=120, **tables[1])
    return [
        make(conv2d, "C1", filters=4),
        # Each map of C1 twice, one beside the other: S2 has a pair for each.
        keras.layers.Reshape((28 * 28, 4, 1)),
        keras.layers.UpSampling2D((1, 2), data_format="channels_last"),
        keras.layers.Reshape((28, 28, 8)),
        make(Subsampling2D, "S2"),
        make(SparseConv2D, "C3", filters=16, **tables[0]),
        make(Subsampling2D, "S4"),
        c5,
        keras.layers.Flatten(data_format="channels_last"),
    ]


def _perceptron(side: int, *hidden: int) -> Callable[[_Maker, str], Layers]:
    """Fully connected layers of so many units on the middle of the input."""

    def layers(make: _Maker, implementation: str) -> Layers:
        return [
            *([_middle(side)] if side < paper.IMAGE_SIZE else []),
            keras.layers.Flatten(data_format="channels_last"),
            *(
                make(keras.layers.Dense, f"hidden{number}", units=units)
                for number, units in enumerate(hidden, start=1)
            ),
        ]

    return layers


def _middle(side: int) -> keras.layers.Layer:
    border = (paper.IMAGE_SIZE - side) // 2
    return keras.layers.Cropping2D(border, data_format="channels_last")


ARCHITECTURES: dict[str, Callable[..., Layers]] = {
    "lenet1": _lenet1,
    "lenet4": _lenet4,
    "lenet4-full": lambda make, implementation: _lenet4(make, implementation, True),
    "28x28-300-10": _perceptron(28, 300),
    "20x20-300-10": _perceptron(20, 300),
    "28x28-1000-10": _perceptron(28, 1_000),
    "28x28-300-100-10": _perceptron(28, 300, 100),
    "28x28-500-150-10": _perceptron(28, 500, 150),
}
"""The layers of each network up to the last but one, by name."""


def network(
    architecture: str,
    start: tuple[float, float],
    implementation: str = "conv",
    seed: int | None = None,
) -> keras.Model:
    """One of the networks that the paper compares with LeNet-5, with fresh weights.

    Args:
        architecture: A key of `ARCHITECTURES`.
        start: Initial kernels are uniform in plus or minus the first / fan-in ** the
            second; biases are zero, sub-sampling starts as averaging.
        implementation: As in `lenet5`.
        seed: As in `lenet5`.

    Returns:
        A model that gives ten penalties for an image of 32x32.

    Example:

    >>> from lenet_keras.inspection import count
    >>> from lenet_keras.training import network
    >>> layers = count(network("lenet1", start=(2.4, 0.5)))
    >>> sum(layer.parameters for layer in layers)
    2578

    Reference:
        Section III-C, 5 to 8; for LeNet-1, LeCun et al., "Handwritten digit recognition
        with a back-propagation network", 1990.
    """
    make = _Maker(*start, seed)
    image = keras.Input((paper.IMAGE_SIZE, paper.IMAGE_SIZE, 1), name="image")
    x = image
    for layer in _ended(ARCHITECTURES[architecture](make, implementation), make):
        x = layer(x)
    name = architecture if architecture[0].isalpha() else f"perceptron-{architecture}"
    return keras.Model(image, x, name=name)


def _ended(layers: Sequence[keras.layers.Layer], make: _Maker) -> Layers:
    codes = 2 * keras.ops.eye(paper.CLASSES) - 1
    last = make(keras.layers.Dense, "units", units=paper.CLASSES)
    return [*layers, last, RBF(keras.ops.convert_to_numpy(codes), name="output")]
