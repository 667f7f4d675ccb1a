"""Convolution as one matrix product."""

from keras import ops


def convolve_patches(inputs, kernel, strides, padding, data_format, dilation_rate):
    """What `keras.ops.conv` computes in 2D, by multiplying patches with a matrix.

    Compiled for a CPU, it lets a network learn from single images about twice as fast
    as the convolutions of XLA do: see `benchmarks/single_patterns.py`.
    """
    if data_format == "channels_first":
        inputs = ops.transpose(inputs, (0, 2, 3, 1))
    height, width, channels, filters = kernel.shape
    reaches = [
        (size - 1) * step
        for size, step in zip((height, width), dilation_rate, strict=True)
    ]
    if padding == "same":
        missing = [
            max((-(-side // stride) - 1) * stride + reach + 1 - side, 0)
            for side, stride, reach in zip(
                inputs.shape[1:3], strides, reaches, strict=True
            )
        ]
        before = [pixels // 2 for pixels in missing]
        sides = [(b, pixels - b) for b, pixels in zip(before, missing, strict=True)]
        inputs = ops.pad(inputs, ((0, 0), *sides, (0, 0)))
    rows, columns = (
        [
            slice(place * step, place * step + side - reach, stride)
            for place in range(size)
        ]
        for size, step, side, reach, stride in zip(
            (height, width),
            dilation_rate,
            inputs.shape[1:3],
            reaches,
            strides,
            strict=True,
        )
    )
    patches = ops.concatenate(
        [inputs[:, row, column] for row in rows for column in columns], axis=-1
    )
    matrix = ops.reshape(kernel, (height * width * channels, filters))
    outputs = ops.matmul(patches, matrix)
    if data_format == "channels_first":
        outputs = ops.transpose(outputs, (0, 3, 1, 2))
    return outputs
