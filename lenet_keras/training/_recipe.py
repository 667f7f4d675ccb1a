"""How a network is trained, as data."""

import math
from dataclasses import asdict, dataclass

import keras

from lenet_keras import paper
from lenet_keras._arguments import one_of
from lenet_keras.losses import MaximumAPosterioriLoss, MaximumLikelihoodLoss
from lenet_keras.metrics import ErrorRate
from lenet_keras.model import STARTS, lenet5
from lenet_keras.optimizers import READINGS, SDLM, estimate_curvature
from lenet_keras.training._architectures import ARCHITECTURES, network


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the outcome of a training run, but data and seed.

    Args:
        loss: `"maximum_a_posteriori"` (equation 9) or `"maximum_likelihood"`
            (equation 8).
        j: The penalty of the rubbish class in equation 9. Not used by equation 8.
        optimizer: `"sdlm"`, or the name of a Keras optimizer.
        learning_rate: Its rate at the first step, a positive number.
        schedule: `"cosine"`, to zero over all passes; `"constant"`; or `"paper"`: the
            rates of section III-B, in proportion to that of the first pass.
        batch_size: Patterns to an update. With 1 the pass is one compiled loop.
        passes: Passes over the training patterns.
        start: Initial weights, as `lenet5(start=...)` takes it.
        mu: The floor of `SDLM`, a positive number; for no other optimizer.
        curvature_loss: The loss whose curvature `SDLM` divides by, named as `loss`.
            None means the loss itself.
        coefficient: As in `diagonal_curvature`: our reading of a point that the paper
            leaves open. None means its default.
        momentum: The momentum of Keras' `"sgd"`, above 0 and below 1; for no other.
        scale: The `scale` of equation 9, a positive number. None means 1.
        distorted: Whether each pass distorts the patterns anew, as Fig. 7 shows.
        elastic: With `distorted`: the largest displacement of a node, in pixels, of
            the elastic distortions of `random_elastic`, a positive number. None means
            planar affine maps alone.
        translation: With `distorted`: the largest shift, in pixels, a positive number.
            None means the default of `random_elastic` or `random_affine`.
        weight_decay: The `weight_decay` of the optimizer, a positive number. None
            means none.
        noise: Probability with which each pass inverts a pixel, above 0 and below 1.
            None means no noise.
        rubbish: With equation 9: how many pictures of no digit, made anew, are added to
            each pass, as a share of its digits, above 0 and below 1. None means none.
        blanks: How many blank windows `random_windows` adds to each pass, as a share
            of its digits, a positive number; the digits stand in rows then, and an
            eleventh class, the space of Fig. 3, is the blank one. None means single
            digits.
        architecture: Another network of the paper, by its name in `ARCHITECTURES`.
            None means LeNet-5.

    Example:

    >>> from lenet_keras.training import RECIPES
    >>> RECIPES["adam"].optimizer
    'adam'

    Reference:
        Section III-B tells the paper's own training.
    """

    loss: str = "maximum_a_posteriori"
    j: float = 10.0
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    batch_size: int = 32
    passes: int = 20
    start: str = "square_root"
    mu: float | None = None
    curvature_loss: str | None = None
    coefficient: str | None = None
    momentum: float | None = None
    scale: float | None = None
    distorted: bool = False
    elastic: float | None = None
    translation: float | None = None
    weight_decay: float | None = None
    noise: float | None = None
    rubbish: float | None = None
    blanks: float | None = None
    architecture: str | None = None

    def __post_init__(self):
        self._check_ranges()
        self._check_together()

    def _check_ranges(self) -> None:
        """Refuses values that no recipe can have."""
        for name in (
            *("j", "learning_rate", "batch_size", "passes", "scale"),
            *("elastic", "translation", "weight_decay", "blanks"),
        ):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ValueError(f"`{name}` must be positive. Received: {value!r}")
            if value == math.inf:
                raise ValueError(f"`{name}` must be finite. Received: {value!r}")
        for name in ("momentum", "noise", "rubbish"):
            value = getattr(self, name)
            if value is not None and not 0 < value < 1:
                raise ValueError(
                    f"`{name}` must be None or above 0 and below 1. Received: {value!r}"
                )
        for name, choices in (
            ("loss", tuple(_LOSSES)),
            ("schedule", ("cosine", "constant", "paper")),
        ):
            one_of(getattr(self, name), choices, name)
        if self.architecture is not None:
            one_of(self.architecture, tuple(ARCHITECTURES), "architecture")

    def _check_together(self) -> None:
        """Refuses values that do not go with others."""
        if (self.optimizer == "sdlm") != bool(self.mu and self.mu > 0):
            raise ValueError(
                '`mu` must be positive with optimizer="sdlm", and None with others. '
                f"Received: mu={self.mu!r}, optimizer={self.optimizer!r}"
            )
        for name, choices in (
            ("curvature_loss", tuple(_LOSSES)),
            ("coefficient", READINGS),
        ):
            value = getattr(self, name)
            if value is not None and (self.mu is None or value not in choices):
                raise ValueError(
                    f'`{name}` must be None or, with "sdlm", one of {choices}. '
                    f"Received: {value!r}, optimizer={self.optimizer!r}"
                )
        if not self.distorted and (self.elastic or self.translation):
            raise ValueError(
                "`elastic` and `translation` go with distorted=True. "
                f"Received: elastic={self.elastic!r}, translation={self.translation!r}"
            )
        if self.rubbish is not None and (
            self.blanks or self.loss != "maximum_a_posteriori"
        ):
            raise ValueError(
                '`rubbish` goes with loss="maximum_a_posteriori" and without `blanks`. '
                f"Received: loss={self.loss!r}, blanks={self.blanks!r}"
            )
        if self.architecture is not None and (self.blanks or self.rubbish):
            raise ValueError(
                "`blanks` and `rubbish` go with LeNet-5. "
                f"Received: architecture={self.architecture!r}"
            )
        if self.momentum is not None and self.optimizer != "sgd":
            raise ValueError(
                '`momentum` goes with optimizer="sgd". '
                f"Received: optimizer={self.optimizer!r}"
            )

    def compiled_model(self, patterns: int, seed: int | None = None) -> keras.Model:
        """A fresh LeNet-5, compiled to be trained on that many patterns.

        Args:
            patterns: Number of patterns in a pass.
            seed: As in `lenet5`.
        """
        implementation = "patches" if self.batch_size == 1 else "conv"
        model = self.network(implementation, seed)
        patterns += self.others(patterns)
        steps = -(-patterns // self.batch_size) * self.passes
        rate = self.learning_rate
        if self.schedule == "cosine":
            rate = keras.optimizers.schedules.CosineDecay(rate, steps)
        if self.mu is not None:
            optimizer = SDLM(rate, self.mu, weight_decay=self.weight_decay)
        else:
            config = {"learning_rate": rate}
            if self.momentum is not None:
                config["momentum"] = self.momentum
            if self.weight_decay is not None:
                config["weight_decay"] = self.weight_decay
            optimizer = keras.optimizers.get(
                {"class_name": self.optimizer, "config": config}
            )
        metric = ErrorRate(rubbish=self.rubbish is not None)
        model.compile(optimizer, _LOSSES[self.loss](self), metrics=[metric])
        return model

    def others(self, digits: int) -> int:
        """How many patterns of no digit a pass has beside its digits.

        Args:
            digits: How many digits it has.
        """
        return round(digits * (self.rubbish or self.blanks or 0))

    def network(self, implementation: str = "conv", seed: int | None = None):
        """The network that learns, with fresh weights.

        Args:
            implementation: As in `lenet5`.
            seed: As in `lenet5`.
        """
        if self.architecture is not None:
            start = STARTS[self.start]
            return network(self.architecture, start, implementation, seed)
        codes = paper.codes_of(paper.DIGITS + " ") if self.blanks else None
        return lenet5(
            start=self.start, codes=codes, implementation=implementation, seed=seed
        )

    def prepare_pass(
        self, model: keras.Model, number: int, x, y, seed: int, curvature=None
    ) -> None:
        """Sets the rate of a pass and, for `SDLM`, the curvature.

        Args:
            model: The model that `compiled_model` built.
            number: Number of the pass, from 1.
            x: All training patterns of the pass.
            y: Their classes.
            seed: Seed of the run.
            curvature: What computes it, such as `PlainC.curvature`. Defaults to
                `diagonal_curvature` of the model.
        """
        if self.schedule == "paper":
            rates = paper.GLOBAL_RATES
            share = rates[min(number, len(rates)) - 1] / rates[0]
            model.optimizer.learning_rate = self.learning_rate * share
        if self.mu is not None:
            estimate_curvature(
                model,
                x,
                y,
                [seed, number, paper.CURVATURE_PATTERNS],
                paper.CURVATURE_PATTERNS,
                self.coefficient or READINGS[0],
                self.curvature_loss and _LOSSES[self.curvature_loss](self),
                curvature,
            )

    def to_dict(self) -> dict:
        """The fields that apply, by name, for a result file."""
        fields = asdict(self).items()
        return {name: value for name, value in fields if value not in (None, False)}


_LOSSES = {
    "maximum_a_posteriori": lambda recipe: MaximumAPosterioriLoss(
        recipe.j, recipe.scale or 1.0, rubbish=recipe.rubbish is not None
    ),
    "maximum_likelihood": lambda recipe: MaximumLikelihoodLoss(),
}
