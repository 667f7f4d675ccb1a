import math

import keras
from keras import ops

from lenet_keras._arguments import image_data_format, one_of, pair


@keras.saving.register_keras_serializable(package="lenet_keras")
class Subsampling2D(keras.layers.Layer):
    """S2 and S4: pooling with one trainable coefficient and one bias for each map.

    The states in a window are added, multiplied by the coefficient of the map, and
    its bias is added. A small coefficient makes a unit that merely blurs; a large one
    makes, after the squashing function, a noisy OR or a noisy AND of its inputs,
    depending on the bias.

    Args:
        pool_size: Integer or pair (height, width) of the window, in pixels. Defaults
            to 2.
        strides: Integer or pair, in pixels. `None`, the default, takes `pool_size`:
            the windows touch and do not overlap. Rows and columns that do not fill
            a window are left out.
        reduction: `"sum"`, the default (section II-B, the description of LeNet-5), or
            `"mean"` (section II-A, the general description).
        data_format: `"channels_last"` or `"channels_first"`. Defaults to the image
            data format of the Keras configuration.
        activation: Activation function. Defaults to none.
        coefficient_initializer: `None`, the default, starts as average pooling: with
            1 / window area for sums, with 1 for means.
        bias_initializer: Defaults to `"zeros"`.
        coefficient_regularizer: Optional regularizer of the coefficients.
        bias_regularizer: Optional regularizer of the biases.
        coefficient_constraint: Optional constraint of the coefficients.
        bias_constraint: Optional constraint of the biases.
        **kwargs: Arguments of `keras.layers.Layer`.

    Input shape:
        `(batch, height, width, maps)` with `data_format="channels_last"`.

    Output shape:
        `(batch, new_height, new_width, maps)` with `data_format="channels_last"`.

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import Subsampling2D
    >>> s2 = Subsampling2D(2, coefficient_initializer="ones")
    >>> float(s2(np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1))[0, 0, 0, 0])
    10.0

    Reference:
        Section II-A for the role of coefficient and bias, section II-B for LeNet-5.
    """

    def __init__(
        self,
        pool_size: int | tuple[int, int] = 2,
        strides: int | tuple[int, int] | None = None,
        reduction: str = "sum",
        data_format: str | None = None,
        activation=None,
        coefficient_initializer=None,
        bias_initializer="zeros",
        coefficient_regularizer=None,
        bias_regularizer=None,
        coefficient_constraint=None,
        bias_constraint=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.pool_size = pair(pool_size, "pool_size")
        self.strides = self.pool_size if strides is None else pair(strides, "strides")
        self.reduction = one_of(reduction, ("sum", "mean"), "reduction")
        self.data_format = image_data_format(data_format)
        self.activation = keras.activations.get(activation)
        if coefficient_initializer is None:
            coefficient_initializer = keras.initializers.Constant(
                1 / math.prod(self.pool_size) if reduction == "sum" else 1.0
            )
        self.coefficient_initializer = keras.initializers.get(coefficient_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.coefficient_regularizer = keras.regularizers.get(coefficient_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.coefficient_constraint = keras.constraints.get(coefficient_constraint)
        self.bias_constraint = keras.constraints.get(bias_constraint)
        self._channel_axis = -1 if self.data_format == "channels_last" else 1

    def build(self, input_shape):
        maps = input_shape[self._channel_axis]
        if maps is None:
            raise ValueError(
                "`input_shape` must have a known number of maps. "
                f"Received: {tuple(input_shape)}"
            )
        self.input_spec = keras.layers.InputSpec(
            ndim=4, axes={self._channel_axis: maps}
        )
        self.coefficient = self.add_weight(
            name="coefficient",
            shape=(maps,),
            initializer=self.coefficient_initializer,
            regularizer=self.coefficient_regularizer,
            constraint=self.coefficient_constraint,
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(maps,),
            initializer=self.bias_initializer,
            regularizer=self.bias_regularizer,
            constraint=self.bias_constraint,
        )

    def _pool(self, inputs):
        means = ops.average_pool(
            inputs, self.pool_size, strides=self.strides, data_format=self.data_format
        )
        return means * math.prod(self.pool_size) if self.reduction == "sum" else means

    def weighted_sum(self, inputs, coefficient):
        """The sums without bias, for any values of the coefficients."""
        return self._by_map(coefficient) * self._pool(inputs)

    def _by_map(self, values):
        shape = [1, 1, 1, 1]
        shape[self._channel_axis] = -1
        return ops.reshape(values, shape)

    def call(self, inputs):
        sums = self.weighted_sum(inputs, self.coefficient)
        return self.activation(sums + self._by_map(self.bias))

    def compute_output_shape(self, input_shape):
        return self._pool(keras.KerasTensor(input_shape)).shape

    def get_config(self):
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "strides": self.strides,
            "reduction": self.reduction,
            "data_format": self.data_format,
            "activation": keras.activations.serialize(self.activation),
            "coefficient_initializer": keras.initializers.serialize(
                self.coefficient_initializer
            ),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
            "coefficient_regularizer": keras.regularizers.serialize(
                self.coefficient_regularizer
            ),
            "bias_regularizer": keras.regularizers.serialize(self.bias_regularizer),
            "coefficient_constraint": keras.constraints.serialize(
                self.coefficient_constraint
            ),
            "bias_constraint": keras.constraints.serialize(self.bias_constraint),
        }
