"""The experiments of chapter 17: which rate for each row, then seeds at that rate."""

from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.ladder.run import LadderRun
from lenet_keras.reproduce.ladder.rungs import ROWS, RUNGS, row_label, with_rungs
from lenet_keras.reproduce.networks import NetworksExperiment
from lenet_keras.reproduce.questions import QUESTIONS
from lenet_keras.reproduce.runs import HELD_OUT

SEEDS = 10


def _climbed(*highest: str) -> list[str]:
    return [row_label(RUNGS[: RUNGS.index(one) + 1]) for one in highest]


_OF_ADAM = (3e-4, 1e-3, 3e-3)
RATES_TRIED: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(ROWS, _OF_ADAM),
    "exact": (3e-5, 1e-4, 3e-4, 1e-3),
    "exact-equation-9": (1e-4, 3e-4, 1e-3, 3e-3),
    **dict.fromkeys(_climbed(*RUNGS[3:9], *RUNGS[10:]), (*_OF_ADAM, 1e-2)),
    "tutorial-tanh-average": (1e-4, *_OF_ADAM),
}
"""Those of the first pass that are tried on held-out digits, for each row.

Where the best of three is the first or the last, one more beyond it is tried.
"""

CHOSEN: dict[str, float] = {
    **dict.fromkeys(ROWS, 1e-3),
    "exact": 3e-4,
    **dict.fromkeys(_climbed(*RUNGS[3:7], *RUNGS[10:]), 3e-3),
    **dict.fromkeys(_climbed(*RUNGS[7:9]), 1e-2),
    "tutorial-tanh-average": 3e-4,
}
"""The rate with the least error on held-out digits in "ladder-rates"."""


def label(row: str, rate: float) -> str:
    """The label of a row that learns at a rate.

    Args:
        row: A key of `ROWS`.
        rate: Of the first pass.

    Example:

    >>> from lenet_keras.reproduce.ladder.comparison import label
    >>> label("exact-adam", 1e-3)
    'exact-adam-rate-0.001'
    """
    return f"{row}-rate-{rate:g}"


RATES = Experiment(
    QUESTIONS["ladder-rates"],
    {
        label(row, rate): with_rungs(rungs, rate)
        for row, rungs in ROWS.items()
        for rate in RATES_TRIED[row]
    },
    held_out=HELD_OUT,
)

LADDER = NetworksExperiment(
    QUESTIONS["ladder"],
    {label(row, rate): ("ladder-rates", RATES) for row, rate in CHOSEN.items()},
    seeds=SEEDS,
    measurement=LadderRun,
)
