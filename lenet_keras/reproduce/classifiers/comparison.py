"""The experiments of chapter 15 whose classifiers are networks, or made of such."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from lenet_keras.reproduce.classifiers.boosting import BoostedRun
from lenet_keras.reproduce.classifiers.catalogue import CATALOGUE, SEEDS
from lenet_keras.reproduce.classifiers.last_layer import LAST_LAYERS, LastLayerRun
from lenet_keras.reproduce.classifiers.networks import (
    NETWORKS,
    SEARCH,
    SEARCH_DATABASES,
    NetworkClassifierRun,
)
from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.questions import QUESTIONS
from lenet_keras.reproduce.runs import HELD_OUT

TRAININGS_NAME = "classifier-trainings"


class Source(NamedTuple):
    """Where the network of a classifier comes from, and what is made of it.

    Attributes:
        kind: What is measured.
        name: Name of the experiment that trains the network.
        experiment: That experiment.
        label: The network's label there.
    """

    kind: type[NetworkClassifierRun]
    name: str
    experiment: Experiment
    label: str


@dataclass(frozen=True)
class NetworkClassifiersExperiment:
    """Classifiers that are networks: each is trained where it is not yet, and tested.

    Args:
        question: What it answers, one line.
        sources: By label.
        seeds: How many of each.
    """

    question: str
    sources: Mapping[str, Source]
    seeds: int = SEEDS

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classifiers."""
        return tuple(self.sources)

    def runs(self, name: str, seeds: int | None = None) -> list[NetworkClassifierRun]:
        """The runs, classifier by classifier.

        Args:
            name: Name of this experiment.
            seeds: Other number of seeds than the experiment's own.
        """
        return [
            source.kind(name, label, training)
            for label, source in self.sources.items()
            for training in source.experiment.runs_of(
                source.label, source.name, seeds or self.seeds
            )
        ]

    def smoke_run(self, name: str) -> NetworkClassifierRun:
        """The last classifier, trained and tested on a few hundred digits."""
        *_, (label, source) = self.sources.items()
        training = source.experiment.smoke_run(source.name)
        return source.kind(name, label, training).small()


RATES_EXPERIMENT = Experiment(
    QUESTIONS["classifier-rates"],
    SEARCH,
    held_out=HELD_OUT,
    databases=SEARCH_DATABASES,
)

TRAININGS = Experiment(
    QUESTIONS[TRAININGS_NAME],
    {label: entry.recipe for label, entry in NETWORKS.items()},
    seeds=SEEDS,
    databases={label: entry.database for label, entry in NETWORKS.items()},
)

_LENET1 = NETWORKS["lenet1"].recipe
_OTHERWISE = {
    "lenet1-passes-60": replace(_LENET1, passes=60),
    "lenet1-distorted": replace(_LENET1, distorted=True),
    "lenet1-equation-9": replace(
        _LENET1, loss="maximum_a_posteriori", curvature_loss="maximum_likelihood"
    ),
}
LENET1_OTHERWISE = Experiment(
    QUESTIONS["classifier-lenet1"],
    _OTHERWISE,
    seeds=3,
    databases=dict.fromkeys(_OTHERWISE, "reduced"),
)


def network_classifiers(lenet5: Experiment) -> NetworkClassifiersExperiment:
    """All classifiers of Fig. 9 that are networks.

    Args:
        lenet5: The experiment that trains LeNet-5 as `paper` does.
    """
    made: dict[str, tuple[type[NetworkClassifierRun], str]] = {
        "lenet4-boosted": (BoostedRun, "lenet4-distorted"),
        **{label: (LastLayerRun, "lenet4") for label in LAST_LAYERS},
        **{label: (NetworkClassifierRun, label) for label in NETWORKS},
    }
    return NetworkClassifiersExperiment(
        QUESTIONS["classifier-networks"],
        {
            "lenet5": Source(NetworkClassifierRun, "learning-curves", lenet5, "paper"),
            **{
                label: Source(kind, TRAININGS_NAME, TRAININGS, training)
                for label, (kind, training) in made.items()
            },
        },
    )


class Described(NamedTuple):
    """What the book says of a classifier beside its numbers.

    Attributes:
        bar: What Fig. 9 calls it; `None` where it has no such bar.
        differs: What differs from the paper, or is not said there, in a sentence.
    """

    bar: str | None
    differs: str


def descriptions() -> dict[str, Described]:
    """The classifiers, by the label of their results.

    Example:

    >>> from lenet_keras.reproduce.classifiers import descriptions
    >>> descriptions()["neighbours-deslanted"].bar
    '[deslant] K-NN Euclidean'
    """
    return {
        **{k: Described(one.bar, one.differs) for k, one in CATALOGUE.items()},
        **{k: Described(one.bar, one.differs) for k, one in NETWORKS.items()},
        **{k: Described(bar, differs) for k, (bar, _, differs) in LAST_LAYERS.items()},
        "lenet4-boosted": Described(
            "[dist] boosted LeNet-4",
            "The ranges of distortions, and how many digits each network learns from, "
            "are not said; here a filter ends after 30 distortions of each digit.",
        ),
        "lenet5": Described(
            "LeNet-5",
            "A fifth of the printed rates, twice the printed mu and another start: "
            "with the printed ones the network does not learn.",
        ),
    }
