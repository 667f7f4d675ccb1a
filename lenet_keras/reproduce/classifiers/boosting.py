"""Section III-C, 9: three LeNet-4, later ones trained on what is hard for earlier."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras.digits import MNIST, Digits, prepare, random_affine
from lenet_keras.rejection import margins
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.classifiers.networks import NetworkClassifierRun, costs
from lenet_keras.reproduce.runs import SMOKE_JUDGED, first
from lenet_keras.training import Recipe, train
from lenet_keras.weights import load_into

DISTORTIONS = 30  # of each digit, to filter from
CONFIDENT = (0.5, 1.0, 1.5, 2.0)
"""By how much the first network's best unit leads where the others are not asked."""


@dataclass(frozen=True)
class BoostedRun(NetworkClassifierRun):
    """Boosting by filtering: the outputs of three networks are added.

    The first learns from all digits, as `training` says. Then digits are distorted anew
    again and again. The second learns from those that the first gets wrong, and as many
    that it gets right; the third from those of which the first two say different
    things. Each filter ends after 30 distortions of each digit.

    Reference:
        Section III-C, 9; Drucker, Schapire and Simard, "Improving performance in neural
        networks using a boosting algorithm", 1993.
    """

    rounds: int = DISTORTIONS

    @property
    def steps(self) -> int:
        """The three networks."""
        return 3

    def small(self) -> Self:
        """The same, judged on few digits, with filters that end soon."""
        return replace(self, judged=SMOKE_JUDGED, rounds=2)

    def _settings(self) -> dict:
        return {**super()._settings(), "rounds": self.rounds}

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`, of which there is one, as those of networks.

        `learned_from` says how many digits each network learned from; `asked`, for each
        lead of the first network, the share of the digits of which the other two are
        asked, and the error then.
        """
        data = replace(self.training, held_out=0).data()
        test = first(data.test, self.judged)
        one, seconds = self.trained(output)
        on_step(1)
        learned_from, networks = [len(data.train.labels)], [one]
        for keeps in (half_wrong, disagreed):
            number = len(networks) + 1
            filtered = self._filtered(output, data.train, networks, keeps, number)
            learned_from.append(len(filtered.labels))
            networks.append(self._next(output, filtered, test, number))
            on_step(number)
        x = prepare(test.images)
        units = np.stack([answers(network, x) for network in networks])
        together = units.sum(axis=0)
        each = costs(one)
        return {
            "measurements": [
                {
                    **judged(together, test.labels),
                    "variables": 3 * each["variables"],
                    "multiply_accumulates": 3 * each["multiply_accumulates"],
                    "learned_from": learned_from,
                    "alone": [
                        float(np.mean(own.argmax(axis=1) != test.labels))
                        for own in units
                    ],
                    "asked": _asked(units[0], together, test.labels),
                }
            ],
        }

    def _filtered(self, output, digits, networks, keeps, number: int) -> Digits:
        """The digits that the next network learns from; they are kept on disk."""
        path = Path(output) / self.name / f"filtered-{number}.npz"
        if path.exists():
            with np.load(path) as kept:
                return Digits(kept["images"], kept["labels"])
        seed = [self.seed, number]
        stream = distorted(digits, seed, self.rounds)
        found = filtered(stream, networks, keeps, np.random.default_rng([*seed, 6]))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name("part.npz")
        np.savez(part, images=found.images, labels=found.labels)
        part.replace(path)
        return found

    def _next(self, output, digits: Digits, test: Digits, number: int) -> keras.Model:
        """A network that has learned from the filtered digits as they are."""
        recipe: Recipe = replace(self.training.recipe, distorted=False)
        nothing = Digits(digits.images[:0], digits.labels[:0])
        folder = Path(output) / self.name / f"network-{number}"
        seed = 3 * self.seed + number
        train(recipe, MNIST(digits, nothing, test), folder, seed, verbose=0)
        model = recipe.network()
        load_into(model, folder, recipe.network)
        return model


def distorted(digits: Digits, seed: list[int], rounds: int) -> Iterator[Digits]:
    """All digits, distorted anew each time, in the greys of a picture.

    Args:
        digits: Digits of at most 32x32 pixels.
        seed: Decides the distortions.
        rounds: How many times.

    Yields:
        Digits of 32x32 pixels.
    """
    x = prepare(digits.images)
    scale = 255 / (paper.FOREGROUND - paper.BACKGROUND)
    for number in range(rounds):
        moved = random_affine(x, [*seed, number, 5], share=1.0)
        grey = np.clip((moved[..., 0] - paper.BACKGROUND) * scale + 0.5, 0, 255)
        yield Digits(grey.astype("uint8"), digits.labels)


def filtered(
    stream: Iterator[Digits],
    networks: list[keras.Model],
    keeps: Callable,
    rng: np.random.Generator,
) -> Digits:
    """What a filter keeps of a stream of digits.

    Args:
        stream: Digits.
        networks: Those that have learned so far.
        keeps: Takes the answers of each network, an array `(networks, n)`, the labels
            and `rng`, and gives the indices of the digits to keep.
        rng: Decides what is left to chance.

    Returns:
        The digits.
    """
    images, labels = [], []
    for digits in stream:
        x = prepare(digits.images)
        said = np.stack([answers(one, x).argmax(axis=1) for one in networks])
        kept = keeps(said, digits.labels, rng)
        images.append(digits.images[kept])
        labels.append(digits.labels[kept])
    return Digits(np.concatenate(images), np.concatenate(labels))


def half_wrong(said, labels, rng: np.random.Generator) -> np.ndarray:
    """Which digits the second network learns from: half of them the first gets wrong.

    Args:
        said: The answers of the first network, an array `(1, n)`.
        labels: The right ones.
        rng: Chooses among those that it gets right.

    Returns:
        Indices in ascending order, as many right ones as wrong ones.

    Example:

    >>> from lenet_keras.reproduce.classifiers.boosting import half_wrong
    >>> import numpy as np
    >>> said, labels = np.array([[1, 7, 3]]), np.array([1, 2, 6])
    >>> half_wrong(said, labels, np.random.default_rng(0)).tolist()
    [0, 2]
    """
    right = np.flatnonzero(said[0] == labels)
    wrong = np.flatnonzero(said[0] != labels)
    number = min(len(right), len(wrong))
    few = [rng.choice(some, number, replace=False) for some in (right, wrong)]
    return np.sort(np.concatenate(few))


def disagreed(said, labels, rng: np.random.Generator) -> np.ndarray:
    """Which digits the third network learns from: those the first two differ on.

    Args:
        said: The answers of two networks, an array `(2, n)`.
        labels: Not looked at.
        rng: Not used.

    Returns:
        Indices in ascending order.
    """
    return np.flatnonzero(said[0] != said[1])


def answers(network: keras.Model, x) -> np.ndarray:
    """The outputs of the units of a network, of which the greatest is the answer.

    Args:
        network: A network of `ARCHITECTURES`.
        x: Prepared images.

    Returns:
        float32 array `(n, 10)`.
    """
    units = keras.Model(network.input, network.get_layer("units").output)
    return units.predict(x, batch_size=500, verbose=0)


def _asked(alone, together, labels) -> list[dict[str, float]]:
    lead = margins(-alone)
    found = []
    for confident in CONFIDENT:
        sure = lead >= confident
        said = np.where(sure, alone.argmax(axis=1), together.argmax(axis=1))
        error = float(np.mean(said != labels))
        asked = float(np.mean(~sure))
        found.append({"lead": confident, "asked": asked, "error": error})
    return found
