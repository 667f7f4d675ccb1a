"""One pass of updates after single patterns, compiled into one loop."""

from collections.abc import Callable

import keras
import numpy as np

from lenet_keras._arguments import class_labels, positive_integer
from lenet_keras.losses import shows_rubbish
from lenet_keras.metrics import ErrorRate
from lenet_keras.model import LeNet5


class CompiledPass:
    """A pass over the training patterns: one update after each, in one compiled loop.

    What `fit` with `batch_size=1` computes, without going back to Python between
    patterns: the model's own forward pass, its loss with regularizers and all else
    that `compute_loss` adds, its optimizer. TensorFlow compiles the loop; on the other
    backends `fit` runs it.

    Args:
        model: A compiled model, whose loss is a `keras.losses.Loss` and whose layers
            XLA can compile. Build it with `lenet5(implementation="patches")`.
        chunk: Patterns between two updates of the progress bar. Defaults to 2,000.

    Raises:
        ValueError: If the model is not compiled, or its loss is not a
            `keras.losses.Loss`, or `chunk` is no positive integer.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import MaximumLikelihoodLoss, lenet5
    >>> from lenet_keras.training import CompiledPass
    >>> model = lenet5(implementation="patches")
    >>> model.compile(keras.optimizers.SGD(1e-4), MaximumLikelihoodLoss())
    >>> one_pass = CompiledPass(model, chunk=2)
    >>> sorted(one_pass(np.zeros((3, 32, 32, 1)), np.array([1, 2, 3]), verbose=0))
    ['error_rate', 'loss']

    Reference:
        Equation 3; section III-B: weights are updated after every single pattern.
    """

    def __init__(self, model: keras.Model, chunk: int = 2_000):
        if not isinstance(getattr(model, "loss", None), keras.losses.Loss):
            raise ValueError(
                "`model` must be compiled with a `keras.losses.Loss`. "
                f"Received: loss={getattr(model, 'loss', None)!r}"
            )
        self.model = model
        self.chunk = positive_integer(chunk, "chunk")
        self._run: Callable | None = None
        self._told: _Told | None = None

    def __call__(self, x, y, verbose: int | str = "auto") -> dict[str, float]:
        """Runs the pass.

        Args:
            x: Patterns, in the order of presentation: array of shape
                `(n, height, width, channels)`.
            y: Their classes, integers of shape `(n,)`; of shape `(n, height, width)`
                if the model answers at each position.
            verbose: As in `fit`: 0 for silence, 1 or `"auto"` for a progress bar, 2
                for one line.

        Returns:
            `loss` and `error_rate` (a share), both averaged over the pass while the
            weights change, as the paper's training error is.

        Raises:
            ValueError: If `x` and `y` differ in length, or `y` holds no class indices.
        """
        if len(x) != len(y) or len(x) == 0:
            raise ValueError(
                "`x` and `y` must describe the same patterns, at least one. "
                f"Received: {len(x)} and {len(y)}"
            )
        if isinstance(self.model, LeNet5):
            self.model.look_at(x)
        *places, classes = self.model(keras.KerasTensor((1, *np.shape(x)[1:]))).shape
        known = classes + shows_rubbish(self.model.loss)
        y = class_labels(
            y, known, (len(x), *places[1:]), type(self.model.loss).__name__
        )
        digits = max(1, int(np.sum(y < classes))) / y.size  # the others: rubbish
        if keras.backend.backend() != "tensorflow":
            return self._fit(x, y, verbose)
        self._run = run = self._run or self._compile()
        progress = keras.utils.Progbar(
            len(x),
            verbose=1 if verbose == "auto" else verbose,
            stateful_metrics=["loss", "error_rate"],
            unit_name="pattern",
        )
        loss = wrong = 0.0
        for start in range(0, len(x), self.chunk):
            some_x = np.asarray(x[start : start + self.chunk], "float32")
            some_y = y[start : start + self.chunk]
            count = len(some_y)
            if count < self.chunk:  # one shape, so one compilation
                some_x = np.resize(some_x, (self.chunk, *some_x.shape[1:]))
                some_y = np.resize(some_y, (self.chunk, *some_y.shape[1:]))
            more_loss, more_wrong = run(some_x, some_y, count)
            loss, wrong = loss + float(more_loss), wrong + float(more_wrong)
            done = start + count
            progress.update(done, [("loss", loss / done), ("error_rate", wrong / done)])
        return {"loss": loss / len(x), "error_rate": wrong / len(x) / digits}

    def _compile(self):
        import tensorflow as tf

        model, optimizer = self.model, self.model.optimizer
        optimizer.build(model.trainable_variables)

        def step(number, x, y, loss, wrong):
            pattern, label = x[number][None], y[number][None]
            with tf.GradientTape() as tape:
                penalties = model(pattern, training=True)
                one_loss = model.compute_loss(pattern, label, penalties)
                scaled = optimizer.scale_loss(one_loss)
            variables = [variable.value for variable in model.trainable_variables]
            gradients = tape.gradient(scaled, variables)
            optimizer.apply(gradients, model.trainable_variables)
            answer = tf.argmin(penalties, axis=-1, output_type=label.dtype)
            is_wrong = (answer != label) & (label < penalties.shape[-1])
            wrong += tf.reduce_mean(tf.cast(is_wrong, loss.dtype))
            return number + 1, x, y, loss + one_loss, wrong

        @tf.function(jit_compile=True, reduce_retracing=True)
        def run(x, y, count):
            zero = tf.constant(0.0)
            *_, loss, wrong = tf.while_loop(
                lambda number, *_: number < count,
                step,
                (tf.constant(0), x, y, zero, zero),
            )
            return loss, wrong

        return lambda x, y, count: run(x, y, tf.constant(count))

    def _fit(self, x, y, verbose) -> dict[str, float]:
        self._told = self._told or _Told(self.model)
        arguments = {"batch_size": 1, "shuffle": False, "verbose": verbose}
        history = self._told.fit(x, y, **arguments).history
        return {name: history[name][-1] for name in ("loss", "error_rate")}


class _Told(keras.Model):
    """A model that tells its error rate, whatever it was compiled to tell."""

    def __init__(self, model: keras.Model):
        super().__init__()
        self.model = model
        self.compile(
            model.optimizer,
            model.loss,
            loss_weights=model.get_compile_config().get("loss_weights"),
            metrics=[ErrorRate(rubbish=shows_rubbish(model.loss))],
            auto_scale_loss=False,
        )

    def call(self, x, training=None):
        return self.model(x, training=training)
