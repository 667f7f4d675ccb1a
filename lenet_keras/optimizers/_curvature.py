"""The diagonal of the Hessian, as the paper estimates it: one number per weight."""

import math

import keras
from keras import ops

from lenet_keras._arguments import one_of
from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D
from lenet_keras.losses import (
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    posterior,
)
from lenet_keras.optimizers._vjp import vjp

READINGS = ("connections", "unit")

_UNITS = (keras.layers.Conv2D, SparseConv2D, keras.layers.Dense, Subsampling2D)
_FIXED = (
    keras.layers.Activation,
    keras.layers.AveragePooling2D,
    keras.layers.MaxPooling2D,
    keras.layers.Flatten,
    keras.layers.Reshape,
    keras.layers.Dropout,
)
_KNOWN = (*_UNITS, *_FIXED, RBF)
# An entry of their output depends on several entries of their input.
_COUPLING = (
    keras.activations.softmax,
    keras.activations.log_softmax,
    keras.activations.sparsemax,
    keras.activations.glu,
)


def diagonal_curvature(model, loss, x, y, coefficient: str = "connections") -> list:
    """h_kk of every trainable weight: the diagonal curvature of the loss.

    The second derivative of the loss by each connection, approximated as
    Gauss and Newton do and so never negative, is added up over the connections that
    share the weight and averaged over the patterns. It is neither a squared gradient
    nor the diagonal of J^T J: positions and units are squared first and added after.

    Args:
        model: A built chain of our layers and of Keras' Conv2D, Dense, pooling,
            Activation, Flatten, Reshape and Dropout, an RBF layer only at its end.
        loss: `MaximumLikelihoodLoss` or `MaximumAPosterioriLoss`.
        x: Patterns, array of shape `(n, height, width, channels)`.
        y: Their classes, integers of shape `(n,)`; of shape `(n, height, width)` if
            the model answers at each position, which then counts as a pattern.
        coefficient: How the shared coefficient of a sub-sampling map counts.
            `"connections"`, the default: as one weight shared by all connections of a
            window, which is how equations 23 and 25 read. `"unit"`: as the weight of
            one connection whose input is the sum of the window.

    Returns:
        A list with a tensor for each of `model.trainable_variables`, of its shape,
        zero or positive.

    Raises:
        ValueError: If the model is no chain, or has a layer, or the loss is one,
            whose curvature is not known here, or if `y` does not fit the penalties.

    Example:

    >>> from lenet_keras import lenet5
    >>> h = diagonal_curvature(
    ...     lenet5(), MaximumLikelihoodLoss(), np.zeros((2, 32, 32, 1)), [3, 5]
    ... )
    >>> len(h), float(keras.ops.min(h[0])) >= 0
    (12, True)

    Reference:
        Appendix C, equations 23, 24, 25 and 27.
    """
    one_of(coefficient, READINGS, "coefficient")
    layers = _chain(model)
    x = ops.convert_to_tensor(x, dtype=model.compute_dtype)
    inputs = []
    for layer in layers:
        inputs.append(x)
        x = ops.stop_gradient(layer(x, training=False))
    slope, share, scale = _derivatives(loss, _labels(y, x.shape[:-1]), x)
    patterns = math.prod(x.shape[:-1])

    # Of equation 9 by each penalty; zero for equation 8.
    g = scale**2 * share * (1 - share)
    found = {}
    for layer, x in zip(reversed(layers), reversed(inputs), strict=True):
        if isinstance(layer, RBF):
            g, by_codes = _through_rbf(layer, x, slope, share, scale)
            found[layer.codes.path] = by_codes
        elif isinstance(layer, _UNITS):
            g = _through_units(layer, x, g, coefficient, found)
        else:
            g = _through_fixed(layer, x, g)
    # Fast convolutions round sums of squares to values just below zero.
    return [ops.maximum(found[v.path] / patterns, 0) for v in model.trainable_variables]


def _chain(model) -> list:
    """The layers that compute, in order, if each takes the output of the one before."""
    layers = [m for m in model.layers if not isinstance(m, keras.layers.InputLayer)]
    for layer in layers:
        if not isinstance(layer, _KNOWN):
            known = ", ".join(known.__name__ for known in _KNOWN)
            _refuse(layer, f"The curvature is known for {known}")
        if isinstance(layer, RBF) and layer is not layers[-1]:
            _refuse(layer, "An RBF layer must be the last one")
        if getattr(layer, "activation", None) in _COUPLING:
            _refuse(layer, "Activations must act on each unit by itself")
        if isinstance(layer, keras.layers.AveragePooling2D) and layer.padding == "same":
            _refuse(layer, "Windows must have one size: average pooling needs 'valid'")
        if layer.compute_dtype != layer.variable_dtype:
            _refuse(layer, "Layers must compute in the precision of their weights")
    if not (model.built and layers and _in_a_row(model)):
        raise ValueError(
            "The model must be a built chain of different layers, each on the one "
            f"before. Received: model {model.name!r}"
        )
    return layers


def _refuse(layer, expected: str) -> None:
    raise ValueError(
        f"{expected}. Received: layer {layer.name!r} of class {type(layer).__name__}"
    )


def _in_a_row(model) -> bool:
    if isinstance(model, keras.Sequential):
        return len({id(layer) for layer in model.layers}) == len(model.layers)
    if not getattr(model, "outputs", None):  # a subclass of Model with its own `call`
        return False
    given = [layer.output for layer in model.layers]
    taken = [*(layer.input for layer in model.layers[1:]), *model.outputs]
    return [id(tensor) for tensor in given] == [id(tensor) for tensor in taken]


def _labels(y, shape):
    labels = ops.convert_to_tensor(y, dtype="int32")
    if math.prod(labels.shape) != math.prod(shape):
        raise ValueError(
            f"`y` must hold one class for each vector of penalties: shape "
            f"{tuple(shape)}. Received: shape {tuple(labels.shape)}"
        )
    return ops.reshape(labels, shape)


def _derivatives(loss, labels, penalties):
    """dE/dy of each pattern, the posterior p, and the scale s of the penalties.

    With them, d2E/dy_i dy_k = s^2 p_i (d_ik - p_k).
    """
    if not isinstance(loss, MaximumLikelihoodLoss | MaximumAPosterioriLoss):
        raise ValueError(
            "`loss` must be MaximumLikelihoodLoss or MaximumAPosterioriLoss. "
            f"Received: {loss!r}"
        )
    right = ops.one_hot(labels, penalties.shape[-1], dtype=penalties.dtype)
    if isinstance(loss, MaximumLikelihoodLoss):
        return right, ops.zeros_like(right), 1.0
    share = posterior(loss.scale * penalties, loss.j)[..., :-1]
    return loss.scale * (right - share), share, loss.scale


def _through_rbf(layer, x, slope, share, scale):
    """The start of the recursion: the exact second derivative by the states of F6.

    With d_ij = x_j - w_ij it is 2 sum_i dE/dy_i plus 4 s^2 times the variance of d_ij
    under the posterior, so never negative.
    """
    d = ops.expand_dims(x, -2) - layer.codes
    p = ops.expand_dims(share, -1)
    variance = ops.sum(p * d**2, axis=-2) - ops.sum(p * d, axis=-2) ** 2
    g = 2 * ops.sum(slope, axis=-1, keepdims=True) + 4 * scale**2 * variance
    slope = ops.expand_dims(slope, -1)
    by_codes = 2 * ops.maximum(slope, 0) + 4 * scale**2 * p * (1 - p) * d**2
    return ops.maximum(g, 0), ops.sum(by_codes, axis=tuple(range(len(x.shape) - 1)))


def _through_units(layer, x, g, coefficient, found):
    """One layer of units with weights: equations 27, 25 and 23, in this order."""
    variable = layer.coefficient if isinstance(layer, Subsampling2D) else layer.kernel
    weight = ops.convert_to_tensor(variable.value)
    total = _sum(layer, x, weight)
    axis = 1 if getattr(layer, "data_format", None) == "channels_first" else -1
    if layer.bias is not None:
        shape = [1] * len(total.shape)
        shape[axis] = -1
        total = total + ops.reshape(layer.bias, shape)
    g = g * vjp(layer.activation, total, ops.ones_like(total)) ** 2
    others = [i for i in range(len(g.shape)) if i != axis % len(g.shape)]
    if layer.bias is not None:
        found[layer.bias.path] = ops.sum(g, axis=others)
    if isinstance(layer, Subsampling2D) and coefficient == "unit":
        inputs = _sum(layer, x, ops.ones_like(weight)) ** 2
        found[variable.path] = ops.sum(g * inputs, axis=others)
    else:
        found[variable.path] = vjp(lambda w: _sum_of_squares(layer, x**2, w), weight, g)
    return vjp(lambda v: _sum_of_squares(layer, v, weight**2), x, g)


def _sum(layer, x, weight):
    """The weighted sums of a layer, without bias: linear in x and in the weights."""
    if isinstance(layer, Subsampling2D):
        return layer.weighted_sum(x, weight)
    if isinstance(layer, keras.layers.Dense):
        return ops.matmul(x, weight)
    return layer.convolution_op(x, weight)


def _sum_of_squares(layer, squares, weight_squares):
    """The same sums, each connection counted with the square of its factors."""
    sums = _sum(layer, squares, weight_squares)
    if isinstance(layer, Subsampling2D) and layer.reduction == "mean":
        # A connection carries c / n: its square is c^2 / n^2, and one 1/n is there.
        return sums / math.prod(layer.pool_size)
    return sums


def _through_fixed(layer, x, g):
    """A layer without weights: squared connections of weight 1, 1/n or f'."""
    if isinstance(layer, keras.layers.Activation):
        return g * vjp(layer.activation, x, ops.ones_like(x)) ** 2
    back = vjp(lambda v: layer(v, training=False), x, g)
    if isinstance(layer, keras.layers.AveragePooling2D):
        return back / math.prod(layer.pool_size)
    return back
