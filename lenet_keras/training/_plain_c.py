"""LeNet-5 learning in plain C, for networks and optimizers of Keras."""

import ctypes
from typing import NoReturn

import keras
import numpy as np
from keras import ops

from lenet_keras import paper
from lenet_keras._arguments import class_labels, one_of
from lenet_keras.layers import RBF
from lenet_keras.losses import (
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    shows_rubbish,
)
from lenet_keras.optimizers import READINGS, SDLM
from lenet_keras.training._c_program import (
    Integer,
    Learner,
    compiled_program,
    in_a_row,
    out_of_a_row,
    pointer,
    setting_type,
    whole,
)

_SDLM, _MOMENTUM, _ADAM = 1, 2, 3
_NOT_KNOWN = (
    *("clipnorm", "global_clipnorm", "clipvalue", "use_ema", "nesterov", "amsgrad"),
    *("gradient_accumulation_steps", "loss_scale_factor"),
)


class PlainC:
    """A pass as `CompiledPass` makes it, in plain C: twice as fast.

    Only for the standard LeNet-5 with any codes, equations 8 and 9, and some
    optimizers. Weights and the state of the optimizer are the model's before and after
    each call. It is one and the same program, `lenet5.c`, that trains in the pages of
    the book.

    Args:
        model: The standard `lenet5`, compiled with `MaximumLikelihoodLoss` or
            `MaximumAPosterioriLoss` and with `SDLM` or with Keras' SGD or Adam.

    Raises:
        FileNotFoundError: If there is no C compiler: neither the one that the
            environment variable CC names, nor the package ziglang, clang, cc or gcc.
        ValueError: If the model, its loss or its optimizer is another one.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.training import RECIPES, PlainC
    >>> recipe = RECIPES["best"]
    >>> model = recipe.compiled_model(patterns=2)
    >>> x, y = np.zeros((2, 32, 32, 1)), np.array([1, 2])
    >>> recipe.prepare_pass(model, 1, x, y, seed=0)
    >>> sorted(PlainC(model)(x, y, verbose=0))  # doctest: +SKIP
    ['error_rate', 'loss']

    Reference:
        Equation 3; section III-B; Appendix C, equations 21, 23, 25 and 27.
    """

    def __init__(self, model: keras.Model):
        self.model = model
        shapes = [tuple(variable.shape) for variable in model.trainable_variables]
        if shapes != _SHAPES:
            _refuse(model, f"weights of the shapes {shapes}")
        self.codes = _codes(model)
        _setting(model.loss, self.codes)
        _method(model.optimizer)
        self._library = compiled_program(len(self.codes))
        # Networks with the same weights may yet sub-sample or squash in another way.
        x = np.random.default_rng(0).random((1, *_IMAGE), np.float32)
        theirs = ops.convert_to_numpy(model(x, training=False))
        if not np.allclose(self.penalties(x), theirs, 1e-3, 1e-2, equal_nan=True):
            _refuse(model, "other penalties")

    def __call__(self, x, y, verbose: int | str = "auto") -> dict[str, float]:
        """Runs the pass, without a progress bar.

        Args:
            x: As in `CompiledPass`: patterns of shape `(n, 32, 32, 1)`.
            y: Their classes, integers of shape `(n,)`.
            verbose: Not used.

        Returns:
            As `CompiledPass` does. The loss is not a number if the weights no longer
            are.

        Raises:
            ValueError: If `x` and `y` do not fit the network.
        """
        model, optimizer = self.model, self.model.optimizer
        classes = len(self.codes)
        x, y = _patterns(x, y, classes + shows_rubbish(model.loss))
        optimizer.build(model.trainable_variables)
        done = int(optimizer.iterations)
        rates = _rates(optimizer, done, len(y))
        weights = in_a_row(model.trainable_variables)
        state = [in_a_row(part) for part in _state(optimizer)]
        if isinstance(optimizer, SDLM):
            if not (state[0] >= 0).all():
                raise RuntimeError("SDLM needs the curvature before the first step.")
            rows = [1 / (state[0] + np.float32(optimizer.mu))]
        else:
            rows = state or [np.zeros_like(weights)]
        learner = Learner(
            _method(optimizer),
            decay=optimizer.weight_decay or 0.0,
            momentum=getattr(optimizer, "momentum", 0.0),
            weights=pointer(weights),
            one=pointer(rows[0]),
            two=pointer(rows[-1]),
        )
        wrong = Integer()
        loss = self._library.learn(
            *(ctypes.byref(_setting(model.loss, self.codes)), ctypes.byref(learner)),
            *(pointer(rates), pointer(x), whole(y), len(y), ctypes.byref(wrong)),
        )
        _give_back(weights, model.trainable_variables)
        if not isinstance(optimizer, SDLM):
            for row, part in zip(rows, _state(optimizer), strict=False):
                _give_back(row, part)
        optimizer.iterations.assign(done + len(y))
        finite = np.isfinite(weights).all()
        return {
            "loss": float(loss) if finite else float("nan"),
            "error_rate": wrong.value / max(1, int(np.sum(y < classes))),
        }

    def penalties(self, x) -> np.ndarray:
        """The penalties of all classes, equation 7.

        Args:
            x: Patterns of shape `(n, 32, 32, 1)`.

        Returns:
            float32 array of shape `(n, classes)`.
        """
        x, _ = _patterns(x, np.zeros(len(x), int), 1)
        weights = in_a_row(self.model.trainable_variables)
        found = np.zeros((len(x), len(self.codes)), np.float32)
        setting = ctypes.byref(_setting(self.model.loss, self.codes))
        self._library.answer(
            setting, pointer(weights), pointer(x), len(x), pointer(found)
        )
        if not np.isfinite(weights).all():
            found[:] = np.nan
        return found

    def curvature(self, loss, x, y, coefficient: str = READINGS[0]) -> list:
        """h_kk of every weight, as `diagonal_curvature` gives it.

        Args:
            loss: The loss whose curvature is meant.
            x: Patterns of shape `(n, 32, 32, 1)`.
            y: Their classes, integers of shape `(n,)`.
            coefficient: As in `diagonal_curvature`.

        Returns:
            A list with an array for each of the model's trainable variables.
        """
        one_of(coefficient, READINGS, "coefficient")
        x, y = _patterns(x, y, len(self.codes))
        weights = in_a_row(self.model.trainable_variables)
        found = np.zeros_like(weights)
        self._library.curvature(
            ctypes.byref(_setting(loss, self.codes)),
            *(pointer(weights), int(coefficient == "unit")),
            *(pointer(x), whole(y), len(y), pointer(found)),
        )
        return out_of_a_row(found / len(y), self.model.trainable_variables)


_IMAGE = (paper.IMAGE_SIZE, paper.IMAGE_SIZE, 1)
_SHAPES = [(5, 5, 1, 6), (6,), (6,), (6,), (5, 5, 60), (16,), (16,), (16,)]
_SHAPES += [(5, 5, 16, 120), (120,), (120, 84), (84,)]


def _refuse(model, received: str) -> NoReturn:
    raise ValueError(
        "`model` must be the standard LeNet-5. "
        f"Received: {model.name!r} with {received}"
    )


def _codes(model) -> np.ndarray:
    """The centres of the RBF units, one for each class."""
    layer = model.layers[-1]
    if not isinstance(layer, RBF):
        _refuse(model, f"the output {layer.name!r}")
    return ops.convert_to_numpy(layer.centers)


def _setting(loss, codes: np.ndarray) -> ctypes.Structure:
    if not isinstance(loss, MaximumLikelihoodLoss | MaximumAPosterioriLoss):
        raise ValueError(
            "The loss must be MaximumLikelihoodLoss or MaximumAPosterioriLoss. "
            f"Received: {loss!r}"
        )
    kind = 8 if isinstance(loss, MaximumLikelihoodLoss) else 9
    setting = setting_type(len(codes))(kind)
    setting.j, setting.scale = getattr(loss, "j", 0.0), getattr(loss, "scale", 1.0)
    setting.codes[:] = codes.ravel().tolist()
    setting.c1.kernels = paper.C1_MAPS
    setting.c1.target[: paper.C1_MAPS] = range(paper.C1_MAPS)
    pairs = [(s, t) for t, maps in enumerate(paper.C3_CONNECTIONS) for s in maps]
    setting.c3.kernels = len(pairs)
    for number, (source, target) in enumerate(pairs):
        setting.c3.source[number], setting.c3.target[number] = source, target
    return setting


def _method(optimizer) -> int:
    config = optimizer.get_config()
    other = [name for name in _NOT_KNOWN if config.get(name)]
    kinds = {SDLM: _SDLM, keras.optimizers.SGD: _MOMENTUM, keras.optimizers.Adam: _ADAM}
    method = kinds.get(type(optimizer))
    usual = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
    other += [name for name in usual if config.get(name, usual[name]) != usual[name]]
    if method is None or other:
        raise ValueError(
            "The optimizer must be SDLM, SGD or Adam, with learning_rate, mu, momentum "
            f"and weight_decay alone. Received: {optimizer.name} with {config}"
        )
    if method == _ADAM and optimizer.weight_decay:
        raise ValueError("Adam is known without weight decay. Received: weight_decay")
    return method


def _state(optimizer) -> list:
    """What the optimizer remembers: lists with an entry for each variable."""
    if isinstance(optimizer, SDLM):
        return [optimizer.curvature]
    if isinstance(optimizer, keras.optimizers.Adam):
        return [optimizer._momentums, optimizer._velocities]
    return [optimizer.momentums] if optimizer.momentum else []


def _rates(optimizer, done: int, steps: int) -> np.ndarray:
    """The rate of each step, Adam's corrections of its running means in it."""
    rate = optimizer.get_config()["learning_rate"]
    numbers = np.arange(done, done + steps)
    if isinstance(rate, dict):
        rate = keras.optimizers.schedules.deserialize(rate)(numbers)
    rates = np.broadcast_to(ops.convert_to_numpy(rate), (steps,)).astype("float32")
    if isinstance(optimizer, keras.optimizers.Adam):
        past = numbers + 1.0
        rates = rates * np.sqrt(1 - 0.999**past) / (1 - 0.9**past)
    return np.ascontiguousarray(rates, "float32")


def _patterns(x, y, classes: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.ascontiguousarray(x, "float32")
    if x.shape[1:] != _IMAGE or len(x) == 0:
        raise ValueError(
            f"`x` must hold patterns of shape {_IMAGE}. Received: shape {x.shape}"
        )
    y = class_labels(y, classes, (len(x),), loss="training")
    return x, np.ascontiguousarray(ops.convert_to_numpy(y), "int32")


def _give_back(row: np.ndarray, variables) -> None:
    for variable, value in zip(variables, out_of_a_row(row, variables), strict=True):
        variable.assign(value)
