"""Convolution as one matrix product."""

from keras import ops


def convolve_patches(inputs, kernel, strides, padding, data_format, dilation_rate):
    """What `keras.ops.conv` computes in 2D, by multiplying patches with a matrix.

    Compiled for a CPU, it lets a network learn from single images more than twice as
    fast as the convolutions of XLA do: see `benchmarks/single_patterns.py`. The patches
    lie side by side, in a long row for each weight of a kernel: copied and multiplied
    that way they take about half the time of patches one below the other.
    """
    if data_format == "channels_last":
        inputs = ops.transpose(inputs, (0, 3, 1, 2))
    height, width, channels, filters = kernel.shape
    reaches = [
        (size - 1) * step
        for size, step in zip((height, width), dilation_rate, strict=True)
    ]
    if padding == "same":
        missing = [
            max((-(-side // stride) - 1) * stride + reach + 1 - side, 0)
            for side, stride, reach in zip(
                inputs.shape[2:], strides, reaches, strict=True
            )
        ]
        before = [pixels // 2 for pixels in missing]
        sides = [(b, pixels - b) for b, pixels in zip(before, missing, strict=True)]
        inputs = ops.pad(inputs, ((0, 0), (0, 0), *sides))
    rows, columns = (
        [
            slice(place * step, place * step + side - reach, stride)
            for place in range(size)
        ]
        for size, step, side, reach, stride in zip(
            (height, width),
            dilation_rate,
            inputs.shape[2:],
            reaches,
            strides,
            strict=True,
        )
    )
    # First the places of a row of the kernel, then its rows: ten pieces for 5x5.
    wide = ops.concatenate([inputs[..., column] for column in columns], axis=1)
    patches = ops.concatenate([wide[:, :, row] for row in rows], axis=1)
    weights, places = height * width * channels, tuple(patches.shape[2:])
    matrix = ops.reshape(kernel, (weights, filters))
    if places == (1, 1):  # as in C5: one row for each image
        outputs = ops.matmul(ops.reshape(patches, (-1, weights)), matrix)
    else:
        patches = ops.reshape(patches, (-1, weights, places[0] * places[1]))
        outputs = ops.matmul(ops.transpose(matrix), patches)
    outputs = ops.reshape(outputs, (-1, filters, *places))
    if data_format == "channels_last":
        outputs = ops.transpose(outputs, (0, 2, 3, 1))
    return outputs
