import keras
from keras import ops

from lenet_keras._arguments import positive_number

_NOT_SET = -1.0  # no curvature is negative


@keras.saving.register_keras_serializable(package="lenet_keras")
class SDLM(keras.optimizers.Optimizer):
    """Stochastic diagonal Levenberg-Marquardt: each weight has a step size of its own.

    Gradient descent in which weight k moves by eta / (mu + h_kk) times its gradient.
    h_kk, the diagonal curvature of the loss, is estimated before each pass and kept
    fixed during the pass: give `fit` the callback `EstimateCurvature`.

    Args:
        learning_rate: eta, a positive float or a `LearningRateSchedule`. Defaults to
            0.0005, the paper's rate of the first two passes.
        mu: The floor that keeps steps small where the curvature is small, a positive,
            finite number. Defaults to 0.02, the paper's.
        name: Defaults to `"sdlm"`.
        **kwargs: Arguments of `keras.optimizers.Optimizer`.

    Raises:
        ValueError: If `mu` is not positive and finite.
        RuntimeError: In training, if no curvature was ever set.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import SDLM
    >>> optimizer = SDLM(learning_rate=0.1, mu=0.5)
    >>> weight = keras.Variable([1.0, 1.0])
    >>> optimizer.set_curvature([weight], [np.array([0.0, 1.5])])
    >>> optimizer.apply([np.array([1.0, 1.0], "float32")], [weight])
    >>> keras.ops.convert_to_numpy(weight)
    array([0.8 , 0.95], dtype=float32)

    Reference:
        Appendix C, equations 18 and 21; section III-B for the numbers.
    """

    def __init__(
        self,
        learning_rate=0.0005,
        mu: float = 0.02,
        name: str = "sdlm",
        **kwargs,
    ):
        super().__init__(learning_rate=learning_rate, name=name, **kwargs)
        self.mu = positive_number(mu, "mu")
        # A Python value, as a compiled step cannot ask what a variable holds.
        self._curvature_is_set = False

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self._curvature = self.add_optimizer_variables(
            variables, "curvature", initializer=keras.initializers.Constant(_NOT_SET)
        )

    @property
    def curvature(self) -> list:
        """h_kk of every weight, in the order of the variables; -1 until set."""
        return self._curvature

    def set_curvature(self, variables, curvature) -> None:
        """Sets h_kk of every weight.

        Args:
            variables: The trainable variables of the model.
            curvature: For each an array of its shape, zero or positive.

        Raises:
            ValueError: If a variable is unknown, or an array has another shape, or
                numbers that are negative or NaN.
        """
        self.build(variables)
        for variable, h in zip(variables, curvature, strict=True):
            try:
                held = self._curvature[self._get_variable_index(variable)]
            except KeyError:
                raise ValueError(
                    "`variables` must be those that the optimizer was built for. "
                    f"Received: {variable.path}"
                ) from None
            h = ops.cast(h, held.dtype)
            if not ops.all(h >= 0):
                raise ValueError(
                    "`curvature` must be zero or positive everywhere. "
                    f"Received: {h} for {variable.path}"
                )
            held.assign(h)
        self._curvature_is_set = self._all_set()

    def _all_set(self) -> bool:
        return self.built and all(bool(ops.all(h >= 0)) for h in self._curvature)

    def update_step(self, gradient, variable, learning_rate):
        if not self._curvature_is_set:
            raise RuntimeError(
                "SDLM needs the curvature of the loss before the first step: give "
                "`fit` the callback `lenet_keras.EstimateCurvature`, or call "
                "`set_curvature`. Received: no curvature"
            )
        h = self._curvature[self._get_variable_index(variable)]
        eta = ops.cast(learning_rate, variable.dtype)
        gradient = ops.cast(gradient, variable.dtype)
        # Equation 21.
        rate = ops.divide(eta, ops.add(ops.cast(h, variable.dtype), self.mu))
        self.assign_sub(variable, ops.multiply(rate, gradient))

    def load_own_variables(self, store):
        super().load_own_variables(store)
        self._curvature_is_set = self._all_set()

    def get_config(self):
        return {**super().get_config(), "mu": self.mu}
