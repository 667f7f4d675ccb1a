"""The rungs between the training of 1998 and that of today, and how they combine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras

from lenet_keras import paper
from lenet_keras.metrics import ErrorRate
from lenet_keras.reproduce.ladder.cross_entropy import CrossEntropy
from lenet_keras.reproduce.ladder.network import changed_network, tutorial_network
from lenet_keras.training import RECIPES, Recipe

PASSES = 20  # as the paper
AVERAGED = 0.999
"""The momentum of averaged weights: an average over some 1,000 updates."""


@dataclass(frozen=True)
class Rung:
    """One change, from a habit of 1998 to one of today.

    Args:
        title: What it is called in tables.
        was: What it takes the place of.
        changes: The fields of the recipe that it changes. What it changes in the
            network, `LadderRecipe` knows by its name.
    """

    title: str
    was: str
    changes: Mapping = field(default_factory=dict)


_NOT_SDLM = {"mu": None, "curvature_loss": None, "coefficient": None}
_DISTORTED = ("distorted", "elastic", "translation")

LADDER_RUNGS: dict[str, Rung] = {
    "equation-9": Rung(
        "Equation 9",
        "equation 8",
        {
            "loss": "maximum_a_posteriori",
            "scale": 0.5,
            "curvature_loss": "maximum_likelihood",
        },
    ),
    "adam": Rung(
        "Adam, 32 digits an update",
        "SDLM, an update after each digit",
        {"optimizer": "adam", "batch_size": 32, **_NOT_SDLM},
    ),
    "softmax": Rung("Softmax cross-entropy", "equation 9 with its rubbish class"),
    "logits": Rung("Ten logits", "the RBF layer with the codes of Fig. 3"),
    "relu": Rung("ReLU", "the scaled tanh"),
    "max-pooling": Rung("Max pooling", "trainable sub-sampling"),
    "full-c3": Rung("Full C3", "the table of C3"),
    "batch-normalisation": Rung("Batch normalisation", "nothing"),
    "dropout": Rung("Dropout of a fifth of C5", "nothing"),
    "elastic": Rung(
        "Elastic distortions",
        "the digits as they are",
        {name: getattr(RECIPES["distorted"], name) for name in _DISTORTED},
    ),
    "averaging": Rung("Averaged weights", "the last weights"),
    "cosine": Rung("Cosine schedule", "the steps of the paper", {"schedule": "cosine"}),
}
"""From the bottom to the top; a rung may need those of `_NEEDED` below it."""

RUNGS = tuple(LADDER_RUNGS)
"""Their names, from the bottom to the top."""

BASE = ("equation-9", "adam")
"""What single rungs are added to: batch normalisation needs a batch, SDLM has none."""

TUTORIALS = {
    "tutorial-tanh-average": ("tanh", "average"),
    "tutorial-relu-max": ("relu", "max"),
}
"""The usual "LeNet-5": its squashing function and its pooling."""

_ON_LOSS_OR_TRAINING = {"equation-9", "adam", "softmax", "elastic", "averaging"}
_ON_NETWORK = {*RUNGS} - _ON_LOSS_OR_TRAINING - {"cosine"}


@dataclass(frozen=True)
class LadderRecipe(Recipe):
    """A recipe for LeNet-5 with some rungs, or for the network of tutorials.

    Args:
        rungs: Names of rungs, or one of a tutorial. `with_rungs` sets the other fields
            that they stand for.
    """

    rungs: tuple[str, ...] = ()

    def network(self, implementation: str = "conv", seed: int | None = None):
        """The network that learns, as `Recipe.network`."""
        for name in self.rungs:
            if name in TUTORIALS:
                return tutorial_network(*TUTORIALS[name], seed)
        if not _ON_NETWORK.isdisjoint(self.rungs):
            return changed_network(self.rungs, self.start, seed)
        return super().network(implementation, seed)

    def compiled_model(self, patterns: int, seed: int | None = None) -> keras.Model:
        """A fresh network, compiled, as `Recipe.compiled_model`.

        Where `fit` trains it, it is told how it does so fastest on a processor.
        """
        model = super().compiled_model(patterns, seed)
        optimizer, loss = model.optimizer, model.loss
        if self.batch_size == 1:
            return model
        if "averaging" in self.rungs:
            average = {
                "use_ema": True,
                "ema_momentum": AVERAGED,
                # `fit`, which makes one pass, does so at its end in any case.
                "ema_overwrite_frequency": -(-patterns // self.batch_size),
            }
            config = {**optimizer.get_config(), **average}
            optimizer = type(optimizer).from_config(config)
        if "softmax" in self.rungs or not TUTORIALS.keys().isdisjoint(self.rungs):
            loss = CrossEntropy(self.scale or 1.0)
        fast = {"jit_compile": False, "steps_per_execution": 50}
        model.compile(optimizer, loss, metrics=[ErrorRate()], **fast)
        return model

    def prepare_pass(
        self, model: keras.Model, number: int, x, y, seed: int, curvature=None
    ) -> None:
        """Sets the rate of a pass, as `Recipe.prepare_pass`, and what dropout draws.

        What it draws depends on seed and pass alone: a run that was killed goes on as
        if it had not been.
        """
        super().prepare_pass(model, number, x, y, seed, curvature)
        for layer in model.layers:
            if isinstance(layer, keras.layers.Dropout):
                layer.seed_generator.state.assign([seed, number << 20])

    def to_dict(self) -> dict:
        """The fields that apply, by name, for a result file."""
        return {**super().to_dict(), "rungs": [*self.rungs]}


def with_rungs(rungs: Sequence[str], rate: float) -> LadderRecipe:
    """The exact network and its training, or those of a tutorial, with some rungs.

    Args:
        rungs: Names of rungs, in the order of `RUNGS`, or the name of a tutorial.
        rate: Of the first pass.

    Example:

    >>> from lenet_keras.reproduce.ladder.rungs import with_rungs
    >>> with_rungs(["cosine"], rate=1e-4).schedule
    'cosine'
    """
    settings: dict[str, Any] = {
        "loss": "maximum_likelihood",
        "optimizer": "sdlm",
        "batch_size": 1,
        "mu": 2 * paper.MU,
        "coefficient": RECIPES["tuned"].coefficient,
        "schedule": "paper",
    }
    changes = [LADDER_RUNGS[name].changes for name in rungs if name in LADDER_RUNGS]
    if "logits" in rungs:
        changes.append({"scale": None})
    if not TUTORIALS.keys().isdisjoint(rungs):
        changes = [
            {"loss": "maximum_a_posteriori", "schedule": "constant"},
            LADDER_RUNGS["adam"].changes,
        ]
    for change in changes:
        settings |= change
    return LadderRecipe(
        **settings, learning_rate=rate, passes=PASSES, rungs=tuple(rungs)
    )


def row_label(rungs: Sequence[str]) -> str:
    """The name of a row: the exact network, then every rung that it has.

    Args:
        rungs: As in `with_rungs`.

    Example:

    >>> from lenet_keras.reproduce.ladder.rungs import row_label
    >>> row_label(["equation-9", "adam"]), row_label(["tutorial-relu-max"])
    ('exact-equation-9-adam', 'tutorial-relu-max')
    """
    if not TUTORIALS.keys().isdisjoint(rungs):
        return "-".join(rungs)
    return "-".join(["exact", *rungs])


def row_title(rungs: Sequence[str]) -> str:
    """A row in words.

    Args:
        rungs: As in `with_rungs`.

    Example:

    >>> from lenet_keras.reproduce.ladder.rungs import RUNGS, row_title
    >>> row_title([]), row_title(["equation-9", "adam", "relu"])
    ('Exact network', 'Equation 9, Adam and ReLU')
    >>> row_title(RUNGS[:4]), row_title(RUNGS[1:])
    ('All rungs up to ten logits', 'All rungs but equation 9')
    """
    for name in rungs:
        if name in TUTORIALS:
            squash, pooling = TUTORIALS[name]
            return f"Tutorials, {squash.replace('relu', 'ReLU')} and {pooling} pooling"
    missing = [rung for rung in RUNGS if rung not in rungs]
    if not missing:
        return "All rungs"
    if len(missing) == 1:
        return f"All rungs but {_inside(missing[0])}"
    if len(rungs) > len(BASE) and tuple(rungs) == RUNGS[: len(rungs)]:
        return f"All rungs up to {_inside(rungs[-1])}"
    first, last = rungs[:-1], rungs[-1:]
    words = [", ".join(_inside(rung) for rung in part) for part in (first, last)]
    joined = " and ".join(filter(None, words))
    return joined[:1].upper() + joined[1:] or "Exact network"


def _inside(rung: str) -> str:
    """A title as it stands within a sentence."""
    title = LADDER_RUNGS[rung].title.partition(",")[0]
    name = title.startswith(("Adam", "ReLU"))
    return title if name else title[0].lower() + title[1:]


def _rows() -> dict[str, tuple[str, ...]]:
    climbed = [RUNGS[:height] for height in range(len(RUNGS) + 1)]
    alone = [("adam",), *((*BASE, rung) for rung in RUNGS[4:])]
    without = [tuple(r for r in RUNGS if r != rung) for rung in RUNGS[3:-1]]
    tutorials = [(name,) for name in TUTORIALS]
    return {row_label(row): row for row in (*climbed, *alone, *without, *tutorials)}


ROWS = _rows()
"""All that is trained, by label: the climb, each rung alone, all but one, tutorials."""
