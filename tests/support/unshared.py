"""The curvature by its equations, on the matrix of all connections of each layer.

The matrices are read off by asking a layer for its sums, one input and one weight at
a time: the layer is neither fed squares nor traced back.
"""

from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lenet_keras import RBF, MaximumAPosterioriLoss, scaled_tanh

SLOPES = {
    None: np.ones_like,
    keras.activations.linear: np.ones_like,
    keras.activations.relu: lambda a: (a > 0).astype(float),
    keras.activations.softmax: np.ones_like,  # at the end, where the loss undoes it
    keras.activations.tanh: lambda a: 1 / np.cosh(a) ** 2,
    scaled_tanh: lambda a: 1.7159 * 2 / 3 / np.cosh(a * 2 / 3) ** 2,
}


def randomise(model, seed=6):
    draw = np.random.default_rng(seed).normal
    for weight in model.trainable_weights:
        weight.assign(draw(scale=0.7, size=weight.shape))
    return model


def by_path(model, curvature) -> dict:
    return {
        variable.path: ops.convert_to_numpy(h)
        for variable, h in zip(model.trainable_variables, curvature, strict=True)
    }


class Step(NamedTuple):
    """One layer, one pattern: sum_j u_ij x_j, squashed with the slope f'(a_i)."""

    u: np.ndarray
    slope: np.ndarray
    weights: list  # path, dU/dw of shape (weights, units, inputs), x


def unshared_curvature(model, loss, x, y) -> dict:
    """Equations 23, 25 and 27: h_kk of every trainable weight, by its path."""
    layers = opened(model)
    codes = None
    if isinstance(layers[-1], RBF):
        codes = ops.convert_to_numpy(layers.pop().centers).astype("float64")
    h = {v.path: np.zeros(v.shape) for v in model.trainable_variables}
    parts = [None] * len(layers)
    for pattern, labels in zip(np.asarray(x, "float32"), y, strict=True):
        state, trace = pattern, []
        for place, layer in enumerate(layers):
            parts[place] = parts[place] or connections(layer, state.shape)
            below = state
            state = ops.convert_to_numpy(layer(below[None], training=False))[0]
            trace.append(step(layer, parts[place], below, state))
        g, answers = start(codes, loss, state, labels)
        for u, slope, weights in reversed(trace):
            g = g * slope**2
            for path, part, incoming in weights:
                sums = np.einsum("kij,i,j->k", part**2, g, incoming**2)
                h[path] += sums.reshape(h[path].shape)
            g = np.einsum("ij,i->j", u**2, g)
    return {path: value / (len(x) * answers) for path, value in h.items()}


def opened(model) -> list:
    """The layers that compute, those of models inside the model among them."""
    layers = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            layers += opened(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            layers.append(layer)
    return layers


def start(codes, loss, state, labels):
    """d2E/dx_j^2 of the last states, and the number of answers they stand for."""
    vectors, g = state.reshape(-1, state.shape[-1]).astype("float64"), []
    for x, label in zip(vectors, np.reshape(labels, -1), strict=True):
        y = x if codes is None else ((x - codes) ** 2).sum(axis=1)
        p, scale = np.zeros(len(y)), 1.0
        if isinstance(loss, MaximumAPosterioriLoss):
            scale = loss.scale
            p = np.exp(-scale * y) / (np.exp(-loss.j) + np.exp(-scale * y).sum())
        if isinstance(loss, keras.losses.SparseCategoricalCrossentropy):
            p = np.exp(y - y.max()) / np.exp(y - y.max()).sum()
            p = p if loss.from_logits else y
        first = scale * (np.eye(len(y))[label] - p)
        second = scale**2 * (np.diag(p) - np.outer(p, p))
        if codes is None:
            g.append(np.diag(second))
        else:
            slopes = 2 * (x - codes)
            by_input = np.einsum("ij,ik,kj->j", slopes, second, slopes)
            g.append(2 * first.sum() + by_input)
    return np.concatenate(g), len(vectors)


def step(layer, parts, below, state) -> Step:
    (path, part), *bias = parts.items()
    x = below.ravel().astype("float64")
    u, weights = part[0], []
    if path:
        weights = [(path, part, x)]
        u = np.einsum("k,kij->ij", _values(layer, path), part)
    elif isinstance(layer, keras.layers.MaxPooling2D):
        u = (u > 0) & (state.reshape(-1, 1) == below.reshape(1, -1))
    total = u @ x
    for path, part in bias:
        weights.append((path, part, np.ones(1)))
        total = total + _values(layer, path) @ part[..., 0]
    activation = getattr(layer, "activation", None)
    if isinstance(layer, keras.layers.ReLU):
        activation = keras.activations.relu
    return Step(u, SLOPES[activation](total), weights)


def _values(layer, path):
    (weight,) = (w for w in layer.weights if w.path == path)
    return ops.convert_to_numpy(weight).ravel().astype("float64")


def connections(layer, shape) -> dict:
    """For each weight array, by path, which connections carry which weight, and how.

    A layer without weights has the one entry `None`: its connections. Those of
    maximum pooling are its windows.
    """
    kind = type(layer)
    if kind is keras.layers.MaxPooling2D:
        kind = keras.layers.AveragePooling2D
    config = {**layer.get_config(), "name": f"twin_of_{layer.name}"}
    if "activation" in config:
        config["activation"] = "linear"
    twin = kind.from_config(config)
    twin.build((None, *shape))
    inputs = int(np.prod(shape))
    each_input = np.eye(inputs, dtype="float32").reshape(inputs, *shape)

    def sums(x):
        return ops.convert_to_numpy(twin(x)).reshape(len(x), -1).T.astype("float64")

    if not layer.weights:
        nothing = sums(np.zeros((1, *shape), "float32"))
        return {None: (sums(each_input) - nothing)[None]}
    found = {}
    for place, weight in enumerate(layer.weights):
        is_bias = weight is getattr(layer, "bias", None)
        x = np.zeros((1, *shape), "float32") if is_bias else each_input
        parts = []
        for number in range(int(np.prod(weight.shape))):
            values = [np.zeros(w.shape, "float32") for w in layer.weights]
            values[place].flat[number] = 1
            twin.set_weights(values)
            parts.append(sums(x))
        found[weight.path] = np.array(parts)
        assert ((found[weight.path] != 0).sum(axis=0) <= 1).all()  # a weight each
    return found
