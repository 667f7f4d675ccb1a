"""How a network is trained, as data."""

from dataclasses import asdict, dataclass

import keras

from lenet_keras.losses import MaximumAPosterioriLoss, MaximumLikelihoodLoss
from lenet_keras.metrics import ErrorRate
from lenet_keras.model import lenet5


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome of a training run, but data and seed.

    Args:
        loss: `"maximum_a_posteriori"` (equation 9) or `"maximum_likelihood"`
            (equation 8).
        j: The penalty of the rubbish class in equation 9. Not used by equation 8.
        optimizer: Name of a Keras optimizer.
        learning_rate: Its rate at the first step, a positive number.
        schedule: `"cosine"`, to zero over all passes, or `"constant"`.
        batch_size: Patterns to an update.
        passes: Passes over the training patterns.
        start: Initial weights, as `lenet5(start=...)` takes it.

    Example:

    >>> RECIPES["adam"].optimizer
    'adam'

    Reference:
        Section III-B tells the paper's own training; this form holds stock
        optimizers.
    """

    loss: str = "maximum_a_posteriori"
    j: float = 10.0
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    batch_size: int = 32
    passes: int = 20
    start: str = "square_root"

    def __post_init__(self):
        for name in ("j", "learning_rate", "batch_size", "passes"):
            if not getattr(self, name) > 0:
                raise ValueError(
                    f"`{name}` must be positive. Received: {getattr(self, name)!r}"
                )
        for name, choices in (
            ("loss", tuple(_LOSSES)),
            ("schedule", ("cosine", "constant")),
        ):
            if getattr(self, name) not in choices:
                raise ValueError(
                    f"`{name}` must be one of {choices}. "
                    f"Received: {getattr(self, name)!r}"
                )

    def compiled_model(self, patterns: int) -> keras.Model:
        """A fresh LeNet-5, compiled to be trained on that many patterns."""
        model = lenet5(start=self.start)
        steps = -(-patterns // self.batch_size) * self.passes
        rate = self.learning_rate
        if self.schedule == "cosine":
            rate = keras.optimizers.schedules.CosineDecay(rate, steps)
        optimizer = keras.optimizers.get(
            {"class_name": self.optimizer, "config": {"learning_rate": rate}}
        )
        model.compile(optimizer, _LOSSES[self.loss](self), metrics=[ErrorRate()])
        return model

    def to_dict(self) -> dict:
        """The fields by name, for a result file."""
        return asdict(self)


_LOSSES = {
    "maximum_a_posteriori": lambda recipe: MaximumAPosterioriLoss(recipe.j),
    "maximum_likelihood": lambda recipe: MaximumLikelihoodLoss(),
}

RECIPES = {"adam": Recipe()}
