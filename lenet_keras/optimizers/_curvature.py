"""The diagonal of the Hessian, as the paper estimates it: one number per weight."""

import math

import keras
from keras import ops

from lenet_keras._arguments import class_labels, one_of
from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D
from lenet_keras.layers.chains import chain
from lenet_keras.layers.gradients import vjp
from lenet_keras.losses import (
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    posterior,
)

READINGS = ("connections", "unit")

_UNITS = (keras.layers.Conv2D, SparseConv2D, keras.layers.Dense, Subsampling2D)
# Each entry of their output depends on the entry of their input at its place.
_POINTWISE = (
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.Rescaling,
)
_FIXED = (
    *_POINTWISE,
    keras.layers.AveragePooling2D,
    keras.layers.Cropping2D,
    keras.layers.GlobalAveragePooling2D,
    keras.layers.MaxPooling2D,
    keras.layers.UpSampling2D,
    keras.layers.ZeroPadding2D,
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
            Activation, ReLU, Rescaling, ZeroPadding2D, Cropping2D, UpSampling2D,
            Flatten, Reshape and Dropout, an RBF layer or a softmax only at its end. A
            `keras.Sequential` may hold further chains.
        loss: `MaximumLikelihoodLoss`, `MaximumAPosterioriLoss` or, from a softmax or
            from logits, `keras.losses.SparseCategoricalCrossentropy`.
        x: Patterns, array of shape `(n, height, width, channels)`.
        y: Their classes, integers of shape `(n,)`; of shape `(n, height, width)` if
            the model answers at each position, which then counts as a pattern.
        coefficient: How the shared coefficient of a sub-sampling map counts.
            `"connections"`, the default: as one weight shared by all connections of a
            window, which is how equations 23 and 25 read. `"unit"`: as the weight of
            one connection whose input is the sum of the window. The paper does not
            spell out which is meant; the second is 2 to 4 times as large.

    Returns:
        A list with a tensor for each of `model.trainable_variables`, of its shape,
        zero or positive.

    Raises:
        ValueError: If the model is no chain, or has a layer, or the loss is one,
            whose curvature is not known here, if it computes in half precision, or if
            `y` holds no class indices that fit the penalties.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import MaximumLikelihoodLoss, diagonal_curvature, lenet5
    >>> h = diagonal_curvature(
    ...     lenet5(), MaximumLikelihoodLoss(), np.zeros((2, 32, 32, 1)), [3, 5]
    ... )
    >>> len(h), float(keras.ops.min(h[0])) >= 0
    (12, True)

    Reference:
        Appendix C, equations 23, 24, 25 and 27.
    """
    one_of(coefficient, READINGS, "coefficient")
    layers = _layers(model, loss)
    x = ops.convert_to_tensor(x, dtype=model.compute_dtype)
    inputs = []
    for layer in layers:
        inputs.append(x)
        x = ops.stop_gradient(layer(x, training=False))
    slope, share, scale = _derivatives(loss, y, x)
    patterns = math.prod(x.shape[:-1])

    # Of equation 9 by each penalty; zero for equation 8.
    g = scale**2 * share * (1 - share)
    found: dict = {}
    for layer, x in zip(reversed(layers), reversed(inputs), strict=True):
        if isinstance(layer, RBF):
            g, own = _through_rbf(layer, x, slope, share, scale)
        elif isinstance(layer, _UNITS):
            g, own = _through_units(layer, x, g, coefficient)
        else:
            g, own = _through_fixed(layer, x, g), {}
        found |= own
    # Fast convolutions round sums of squares to values just below zero.
    return [ops.maximum(found[id(v)] / patterns, 0) for v in model.trainable_variables]


def _layers(model, loss) -> list:
    """The layers that compute, in order, if the curvature of each is known."""
    layers = chain(model)
    for layer in layers:
        last = layer is layers[-1]
        if not isinstance(layer, _KNOWN):
            names = ", ".join(known.__name__ for known in _KNOWN)
            _refuse(layer, f"be made of {names}, whose curvature is known")
        if isinstance(layer, RBF) and not last:
            _refuse(layer, "have an RBF layer at its end only")
        if _couples(layer) and not (last and _takes_probabilities(loss)):
            _refuse(layer, "have activations that act on each unit by itself")
        if last and _takes_probabilities(loss) and not _is_softmax(layer):
            _refuse(layer, "end in a softmax, or the loss take logits")
        if isinstance(layer, keras.layers.AveragePooling2D) and layer.padding == "same":
            _refuse(layer, "average over windows of one size, with padding='valid'")
        if getattr(layer, "interpolation", "nearest") != "nearest":
            _refuse(layer, "repeat pixels as they are, with interpolation='nearest'")
        if layer.compute_dtype != layer.variable_dtype:
            _refuse(layer, "compute in the precision of its weights")
        if getattr(layer, "lora_enabled", False):
            _refuse(layer, "have plain kernels, without LoRA")
    return layers


def _refuse(layer, expected: str) -> None:
    raise ValueError(
        f"`model` must {expected}. "
        f"Received: layer {layer.name!r} of class {type(layer).__name__}"
    )


def _couples(layer) -> bool:
    return getattr(layer, "activation", None) in _COUPLING


def _is_softmax(layer) -> bool:
    return getattr(layer, "activation", None) is keras.activations.softmax


def _is_cross_entropy(loss) -> bool:
    kind = keras.losses.SparseCategoricalCrossentropy
    return isinstance(loss, kind) and loss.ignore_class is None


def _takes_probabilities(loss) -> bool:
    return _is_cross_entropy(loss) and not loss.from_logits


def _derivatives(loss, y, penalties):
    """dE/dy of each pattern, the posterior p, and the scale s of the penalties.

    With them, d2E/dy_i dy_k = s^2 p_i (d_ik - p_k).
    """
    ours = isinstance(loss, MaximumLikelihoodLoss | MaximumAPosterioriLoss)
    if not (ours or _is_cross_entropy(loss)):
        raise ValueError(
            "`loss` must be MaximumLikelihoodLoss, MaximumAPosterioriLoss or "
            "SparseCategoricalCrossentropy that ignores no class. "
            f"Received: {loss!r}"
        )
    *places, classes = penalties.shape
    labels = class_labels(y, classes, places, type(loss).__name__)
    right = ops.one_hot(labels, penalties.shape[-1], dtype=penalties.dtype)
    if isinstance(loss, MaximumLikelihoodLoss):
        return right, ops.zeros_like(right), 1.0
    if _is_cross_entropy(loss):
        # By the logits, which a softmax at the end turned into p.
        share = ops.softmax(penalties) if loss.from_logits else penalties
        return share - right, share, 1.0
    share = posterior(loss.scale * penalties, loss.j)[..., :-1]
    return loss.scale * (right - share), share, loss.scale


def _through_rbf(layer, x, slope, share, scale):
    """The start of the recursion: the exact second derivative by the states of F6.

    With d_ij = x_j - w_ij it is 2 sum_i dE/dy_i plus 4 s^2 times the variance of d_ij
    under the posterior, so never negative.
    """
    d = ops.expand_dims(x, -2) - layer.centers
    p = ops.expand_dims(share, -1)
    variance = ops.sum(p * d**2, axis=-2) - ops.sum(p * d, axis=-2) ** 2
    g = 2 * ops.sum(slope, axis=-1, keepdims=True) + 4 * scale**2 * variance
    slope = ops.expand_dims(slope, -1)
    by_centers = 2 * ops.maximum(slope, 0) + 4 * scale**2 * p * (1 - p) * d**2
    by_centers = ops.sum(by_centers, axis=tuple(range(len(x.shape) - 1)))
    return ops.maximum(g, 0), {id(layer.centers): by_centers}


def _through_units(layer, x, g, coefficient):
    """One layer of units with weights: equations 27, 25 and 23, in this order."""
    found: dict = {}
    variable = layer.coefficient if isinstance(layer, Subsampling2D) else layer.kernel
    weight = ops.convert_to_tensor(variable.value)
    total = _sum(layer, x, weight)
    axis = 1 if getattr(layer, "data_format", None) == "channels_first" else -1
    if layer.bias is not None:
        shape = [1] * len(total.shape)
        shape[axis] = -1
        total = total + ops.reshape(layer.bias, shape)
    if not _is_softmax(layer):
        g = g * vjp(layer.activation, total, ops.ones_like(total)) ** 2
    others = [i for i in range(len(g.shape)) if i != axis % len(g.shape)]
    if layer.bias is not None:
        found[id(layer.bias)] = ops.sum(g, axis=others)
    if isinstance(layer, Subsampling2D) and coefficient == "unit":
        inputs = _sum(layer, x, ops.ones_like(weight)) ** 2
        found[id(variable)] = ops.sum(g * inputs, axis=others)
    else:
        found[id(variable)] = vjp(lambda w: _sum_of_squares(layer, x**2, w), weight, g)
    return vjp(lambda v: _sum_of_squares(layer, v, weight**2), x, g), found


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
    if _is_softmax(layer):  # at the end: `g` is by what it is given
        return g
    if isinstance(layer, _POINTWISE):
        return g * vjp(layer, x, ops.ones_like(x)) ** 2
    back = vjp(lambda v: layer(v, training=False), x, g)
    if isinstance(layer, keras.layers.GlobalAveragePooling2D):
        return back * (math.prod(g.shape) / math.prod(x.shape))
    if isinstance(layer, keras.layers.AveragePooling2D):
        return back / math.prod(layer.pool_size)
    return back
