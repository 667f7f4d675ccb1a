"""Section VII: rows of digits, read by a replicated network or cut into pieces.

A row is read wrongly if any of its digits is wrong, missing or too many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras.digits import Row, random_rows
from lenet_keras.model import lenet5
from lenet_keras.reading import (
    Segmenter,
    read_pieces,
    read_row,
    row_penalties,
    sweep_row,
)
from lenet_keras.reproduce.networks import NetworkMeasurement

COUNT = 1_000
LENGTHS = (1, 2, 3, 4, 6, 8, 10)
CHOSEN_BY = (5, paper.GAPS)
"""Digits in a row and the range of the gaps between them: held-out rows choose."""

SETS = (
    *((length, paper.GAPS) for length in LENGTHS),
    CHOSEN_BY,
    *((5, (gap, gap)) for gap in range(paper.GAPS[0], paper.GAPS[1] + 1)),
)
"""What test rows are like: all gaps at several lengths, then five digits by gap."""

COSTS = (-20.0, -16.0, -12.0, -10.0, -8.0, -6.0, -4.0, -2.0, 0.0)
CHOSEN_COSTS = {"cuts between ink": -16.0, "cuts through ink": -8.0}
"""What each digit costs: that with the least error in "rows-held-out"."""

_AT_ONCE = 64


@dataclass(frozen=True)
class RowsRun(NetworkMeasurement):
    """The errors of one network on rows of digits that it has not seen.

    A network that learns with blank windows is replicated along the row, and read
    with the character model and without it. One for single digits reads the pieces of
    a segmenter that cuts between ink, or also through it.

    Args:
        experiment: As in `NetworkMeasurement`.
        label: As in `NetworkMeasurement`.
        training: As in `NetworkMeasurement`. If it holds digits out, rows of these are
            read, and a segmenter tries all `COSTS`; otherwise rows of test digits.
        count: How many rows of each kind.
    """

    count: int = COUNT

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return f"{self.label}-seed-{self.seed}"

    @property
    def steps(self) -> int:
        """How many kinds of rows it reads."""
        return len(self._sets())

    def small(self) -> "RowsRun":
        """The same on a few rows of each kind."""
        return replace(self, count=2)

    def _sets(self) -> tuple:
        return (CHOSEN_BY,) if self.training.held_out else SETS

    def _costs(self, name: str) -> tuple[float, ...]:
        return COSTS if self.training.held_out else (CHOSEN_COSTS[name],)

    def _settings(self) -> dict:
        settings = {
            **super()._settings(),
            "evaluated_on": "validation" if self.training.held_out else "test",
            "rows": self.count,
            "sets": [[length, list(gaps)] for length, gaps in self._sets()],
        }
        if not self.training.recipe.blanks:
            settings["costs"] = {name: [*self._costs(name)] for name in CHOSEN_COSTS}
        return settings

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`: by `reader`, `length` and `gaps` the `error`, and the rows.

        `wrong` holds the numbers of the rows that were misread; a segmenter has a
        `cost`, too. The rows of a kind are the same for all networks.
        """
        data = self.training.data()
        digits = data.validation if self.training.held_out else data.test
        network = self.training.network(output)
        if self.training.recipe.blanks:
            network = _replicated(network)
        measurements: list[dict] = []
        for number, (length, gaps) in enumerate(self._sets()):
            rows = random_rows(digits, self.count, length, [number, length], gaps)
            about = {"length": length, "gaps": list(gaps), "rows": self.count}
            for reader, texts in self._readings(network, [row.picture for row in rows]):
                wrong = _misread(rows, texts)
                error = len(wrong) / self.count
                measurements.append({**reader, **about, "error": error, "wrong": wrong})
            on_step(number + 1)
        return {"measurements": measurements}

    def _readings(
        self, network: keras.Model, pictures: list[np.ndarray]
    ) -> Iterator[tuple[dict, list[str]]]:
        """What each reader reads in some rows."""
        if self.training.recipe.blanks:
            penalties = row_penalties(network, pictures)
            yield {"reader": "path"}, [read_row(one).text for one in penalties]
            yield {"reader": "outputs"}, [sweep_row(one).text for one in penalties]
            return
        for name in CHOSEN_COSTS:
            segmenter = Segmenter(
                lambda x: _of_single_digits(network, x),
                through_ink=name == "cuts through ink",
            )
            graphs = [segmenter.graph(picture) for picture in pictures]
            for cost in self._costs(name):
                texts = [read_pieces(graph, cost).text for graph in graphs]
                yield {"reader": name, "cost": cost}, texts


def _replicated(network: keras.Model) -> keras.Model:
    """The network, swept along rows of any width."""
    codes = keras.ops.convert_to_numpy(network.get_layer("output").centers)
    wide = lenet5((paper.IMAGE_SIZE, None, 1), codes=codes)
    wide.set_weights(network.get_weights())
    return wide


def _of_single_digits(network: keras.Model, images: np.ndarray) -> np.ndarray:
    """The penalties of some images, in a batch of which there are few sizes."""
    missing = -len(images) % _AT_ONCE
    batch = np.pad(images, ((0, missing), (0, 0), (0, 0), (0, 0)))
    return network.predict_on_batch(batch)[: len(images)]


def _misread(rows: list[Row], texts: list[str]) -> list[int]:
    """The numbers of the rows whose digits are not those that were read."""
    return [
        number
        for number, (row, text) in enumerate(zip(rows, texts, strict=True))
        if text != row.text
    ]
