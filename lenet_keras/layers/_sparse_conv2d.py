import keras
from keras import ops

from lenet_keras._arguments import (
    image_data_format,
    one_of,
    pair,
    positive_integer,
)
from lenet_keras.layers._connections import connection_lists, dense_places
from lenet_keras.layers._patches import convolve_patches


@keras.saving.register_keras_serializable(package="lenet_keras")
class SparseConv2D(keras.layers.Layer):
    """C3: a convolution in which each output map sees its own choice of input maps.

    Only the kernels that connect two maps exist: one `kernel_size` kernel for each
    connection and one bias for each output map. With Table I of the paper, 6 input
    and 16 output maps are joined by 60 kernels: 1,516 parameters instead of 2,416.
    With a full table the layer is `keras.layers.Conv2D`.

    Initial kernels are drawn with the fan-in of the unit they belong to: for 5x5
    kernels 75, 100 or 150, as an output map sees 3, 4 or 6 input maps.

    Args:
        filters: Number of output maps.
        kernel_size: Integer or pair (height, width), in pixels.
        connections: Which input maps each output map sees. Either a sequence of
            `filters` sequences of input map indices, or a boolean matrix of shape
            `(input_maps, filters)`, laid out as Table I is printed.
        strides: Integer or pair, in pixels. Defaults to 1.
        padding: `"valid"`, the default, or `"same"`.
        dilation_rate: Integer or pair, in pixels. Defaults to 1. Strides and dilation
            above 1 exclude each other.
        data_format: `"channels_last"` or `"channels_first"`. Defaults to the image
            data format of the Keras configuration.
        activation: Activation function. Defaults to none.
        use_bias: Whether each output map has a bias. Defaults to `True`.
        implementation: `"conv"`, the default: the convolution of the backend.
            `"patches"`: a product of patches with a matrix, faster on a CPU when
            compiled and given one image at a time. The results are the same.
        kernel_initializer: Defaults to `"glorot_uniform"`.
        bias_initializer: Defaults to `"zeros"`.
        kernel_regularizer: Optional regularizer of the kernels.
        bias_regularizer: Optional regularizer of the biases.
        kernel_constraint: Optional constraint of the kernels.
        bias_constraint: Optional constraint of the biases.
        **kwargs: Arguments of `keras.layers.Layer`.

    Input shape:
        `(batch, height, width, input_maps)` with `data_format="channels_last"`.

    Output shape:
        `(batch, new_height, new_width, filters)` with `data_format="channels_last"`.

    Raises:
        ValueError: If an argument is out of range, or if the table is of no use: an
            output map without input, an index that is no input map, a map twice in
            one list, a ragged matrix. The message names the map.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import SparseConv2D
    >>> c3 = SparseConv2D(2, 5, connections=[[0, 1, 2], [1, 2, 3]])
    >>> tuple(c3(np.zeros((1, 14, 14, 4))).shape)
    (1, 10, 10, 2)
    >>> c3.count_params()  # 6 kernels of 25 weights, 2 biases
    152

    Reference:
        Section II-B and Table I.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        connections,
        strides: int | tuple[int, int] = 1,
        padding: str = "valid",
        dilation_rate: int | tuple[int, int] = 1,
        data_format: str | None = None,
        activation=None,
        use_bias: bool = True,
        implementation: str = "conv",
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
        bias_regularizer=None,
        kernel_constraint=None,
        bias_constraint=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = positive_integer(filters, "filters")
        self.kernel_size = pair(kernel_size, "kernel_size")
        self.connections = connection_lists(connections, self.filters)
        self.strides = pair(strides, "strides")
        self.padding = one_of(padding, ("valid", "same"), "padding")
        self.dilation_rate = pair(dilation_rate, "dilation_rate")
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                "`strides` or `dilation_rate` must be 1. "
                f"Received: strides={strides!r}, dilation_rate={dilation_rate!r}"
            )
        self.data_format = image_data_format(data_format)
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias
        self.implementation = one_of(
            implementation, ("conv", "patches"), "implementation"
        )
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)
        self.bias_constraint = keras.constraints.get(bias_constraint)
        self._channel_axis = -1 if self.data_format == "channels_last" else 1

    def build(self, input_shape):
        input_maps = input_shape[self._channel_axis]
        if input_maps is None:
            raise ValueError(
                "`input_shape` must have a known number of input maps. "
                f"Received: {tuple(input_shape)}"
            )
        for output_map, inputs in enumerate(self.connections):
            if inputs[-1] >= input_maps:
                raise ValueError(
                    f"`connections` must name input maps from 0 to {input_maps - 1}: "
                    f"the input has shape {tuple(input_shape)}. Received: input map "
                    f"{inputs[-1]} for output map {output_map}"
                )
        self.input_spec = keras.layers.InputSpec(
            ndim=4, axes={self._channel_axis: input_maps}
        )
        self._places = dense_places(self.connections, input_maps)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, sum(map(len, self.connections))),
            initializer=self._initial_kernel,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.filters,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _initial_kernel(self, shape, dtype):
        # One draw for each fan-in that occurs, of which each output map keeps its
        # column: every unit gets its own fan-in, and a full table draws as Conv2D.
        draws = {
            n: self.kernel_initializer((*shape[:2], n, self.filters), dtype=dtype)
            for n in {len(inputs) for inputs in self.connections}
        }
        kernels = [
            draws[len(inputs)][..., output_map]
            for output_map, inputs in enumerate(self.connections)
        ]
        return ops.concatenate(kernels, axis=-1)

    @property
    def dense_kernel(self):
        """All kernels as one array with zeros where two maps are not connected.

        Returns:
            Tensor of shape `(kernel_height, kernel_width, input_maps, filters)`.
        """
        return self._dense(ops.convert_to_tensor(self.kernel))

    def _dense(self, kernel):
        # One row a kernel: looking up rows is what every exporter knows.
        rows = ops.transpose(ops.reshape(kernel, (-1, kernel.shape[-1])))
        dense = ops.take(ops.pad(rows, ((0, 1), (0, 0))), self._places, axis=0)
        dense = ops.reshape(dense, (*self._places.shape, *self.kernel_size))
        return ops.transpose(dense, (2, 3, 0, 1))

    def convolution_op(self, inputs, kernel):
        """The sums without bias, for any values of the connected kernels."""
        if self.implementation == "patches":
            return convolve_patches(
                inputs,
                self._dense(kernel),
                self.strides,
                self.padding,
                self.data_format,
                self.dilation_rate,
            )
        return self._convolve(inputs, self._dense(kernel))

    def _convolve(self, inputs, dense_kernel):
        # Not every device convolves channels first; all convolve channels last.
        first = self.data_format == "channels_first"
        outputs = ops.conv(
            ops.transpose(inputs, (0, 2, 3, 1)) if first else inputs,
            dense_kernel,
            strides=self.strides,
            padding=self.padding,
            data_format="channels_last",
            dilation_rate=self.dilation_rate,
        )
        return ops.transpose(outputs, (0, 3, 1, 2)) if first else outputs

    def call(self, inputs):
        outputs = self.convolution_op(inputs, ops.convert_to_tensor(self.kernel))
        if self.bias is not None:
            shape = [1, 1, 1, 1]
            shape[self._channel_axis] = self.filters
            outputs = outputs + ops.reshape(self.bias, shape)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape):
        input_maps = input_shape[self._channel_axis]
        kernel_shape = (*self.kernel_size, input_maps, self.filters)
        return self._convolve(
            keras.KerasTensor(input_shape), keras.KerasTensor(kernel_shape)
        ).shape

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "connections": self.connections,
            "strides": self.strides,
            "padding": self.padding,
            "dilation_rate": self.dilation_rate,
            "data_format": self.data_format,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "implementation": self.implementation,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
            "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": keras.regularizers.serialize(self.bias_regularizer),
            "kernel_constraint": keras.constraints.serialize(self.kernel_constraint),
            "bias_constraint": keras.constraints.serialize(self.bias_constraint),
        }
