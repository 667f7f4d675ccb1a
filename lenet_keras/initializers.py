import math

import keras

from lenet_keras._arguments import positive_integer, positive_number


@keras.saving.register_keras_serializable(package="lenet_keras")
class FanInUniform(keras.initializers.Initializer):
    """The paper's initial weights: uniform in +-2.4 / F, F the fan-in of the unit.

    The fan-in is the number of inputs of the unit that a weight belongs to. Dividing
    by F itself assumes strongly correlated inputs; dividing by its square root
    (`exponent=0.5`) assumes independent ones, as the authors advise elsewhere.

    Args:
        scale: The numerator, a positive number. Defaults to 2.4.
        exponent: The power of F to divide by: 1 in the paper. Defaults to 1.0.
        fan_in: Number of inputs of a unit, a positive integer. `None`, the default,
            takes it from the shape of the weights as Keras does: all axes but the
            last multiplied. Give it where the shape cannot tell, as for a bias.
        seed: An integer, for the same values at every call; a
            `keras.random.SeedGenerator`, for new values at every call, which it
            decides; or `None` for new values at every call, drawn from the state that
            `keras.utils.set_random_seed` sets.

    Raises:
        ValueError: If `scale` is not positive and finite, `exponent` not finite, or
            `fan_in` no positive integer.

    Example:

    >>> import keras
    >>> from lenet_keras import FanInUniform
    >>> kernel = FanInUniform(seed=0)((5, 5, 1, 6))
    >>> bool(keras.ops.max(keras.ops.abs(kernel)) <= 2.4 / 25)
    True

    Reference:
        Appendix A. For the square root: LeCun, Bottou, Orr, Mueller, "Efficient
        BackProp", 1998, section 4.6.
    """

    def __init__(
        self,
        scale: float = 2.4,
        exponent: float = 1.0,
        fan_in: int | None = None,
        seed: int | keras.random.SeedGenerator | dict | None = None,
    ):
        if not math.isfinite(exponent):
            raise ValueError(
                f"`exponent` must be a finite number. Received: {exponent!r}"
            )
        self.scale = positive_number(scale, "scale")
        self.exponent = exponent
        self.fan_in = fan_in if fan_in is None else positive_integer(fan_in, "fan_in")
        if isinstance(seed, dict):  # how a generator is stored in a configuration
            seed = keras.saving.deserialize_keras_object(seed)
        self.seed = seed

    def __call__(self, shape, dtype=None):
        fan_in = self.fan_in or max(math.prod(shape[:-1]), 1)
        limit = self.scale / fan_in**self.exponent
        draw = keras.initializers.RandomUniform(-limit, limit, seed=self.seed)
        return draw(shape, dtype=dtype)

    def get_config(self):
        return {
            "scale": self.scale,
            "exponent": self.exponent,
            "fan_in": self.fan_in,
            "seed": keras.saving.serialize_keras_object(self.seed),
        }
