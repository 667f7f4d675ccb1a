"""When is an answer sure? The limits of the verdict, and what passes them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lenet_keras.digits import PARTS_ARE_DIGITS, Digits, no_digits, prepare
from lenet_keras.rejection import Limits, verdict_limits, verdicts
from lenet_keras.reproduce.networks import NetworkMeasurement
from lenet_keras.results import error_share

KINDS = ("letters and signs", "scribbles", "two digits", "parts of a digit")
"""What `no_digits` draws, in its order, as many of each."""

COUNT = 4000
SURE = 0.955
"""The share of digits that the limits must call sure, at least."""

_SEEDS = {"known": 1, "unseen": 2}


@dataclass(frozen=True)
class VerdictsRun(NetworkMeasurement):
    """Limits chosen on held-out digits and known other pictures, tried on unseen ones.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe.
        training: The run that trains the network, without the held-out digits.
        count: How many pictures of no digit, a multiple of four.
        wrong: As in `verdict_limits`.
    """

    count: int = COUNT
    wrong: float = 0.002

    @property
    def steps(self) -> int:
        """One for the pictures to choose by, one for those to try them on."""
        return 2

    def small(self) -> "VerdictsRun":
        """The same with few other pictures."""
        return replace(self, count=40, wrong=1.0)

    def _settings(self) -> dict:
        training = self.training.new_result()
        return {
            "recipe": training["recipe"],
            "training": training["identity"],
            "evaluated_on": "test",
            "no_digits": {"count": self.count, "seeds": _SEEDS},
            "rule": {"sure": SURE, "wrong": self.wrong},
        }

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`limits`, and `measurements` of held-out and of unseen pictures.

        These are the `pictures`, whether they are `known`, the share that is `sure`,
        and the `error`: of digits the share of wrong answers among the sure ones, of
        other pictures, which have no right answer, the share of the sure ones.
        """
        network = self.training.network(output)
        data = self.training.data()

        def penalties(images) -> np.ndarray:
            return network.predict(prepare(images), batch_size=500, verbose=0)

        limits: Limits | None = None
        measurements: list[dict] = []
        for fonts, digits in (("known", data.validation), ("unseen", data.test)):
            others = penalties(self.strangers(digits, fonts))
            found = penalties(digits.images)
            if limits is None:
                rule = (SURE, self.wrong)
                limits = verdict_limits(found, digits.labels, others, *rule)
            about = {"known": fonts == "known"}
            measurements.append(
                {"pictures": "digits", **about, **_digits(found, digits, limits)}
            )
            for kind, rows in zip(KINDS, np.split(others, len(KINDS)), strict=True):
                share = float(np.mean(verdicts(rows, limits) == "sure"))
                shares = {"sure": share, "error": share}
                measurements.append({"pictures": kind, **about, **shares})
            on_step(len(measurements) // (1 + len(KINDS)))
        assert limits is not None
        return {"limits": limits._asdict(), "measurements": measurements}

    def strangers(self, digits: Digits, fonts: str) -> np.ndarray:
        """Pictures of no digit, made with some digits.

        Args:
            digits: To take two or parts of.
            fonts: `"known"` or `"unseen"`, as `no_digits` takes them.
        """
        whole = ~np.isin(digits.labels, PARTS_ARE_DIGITS)
        return no_digits(digits.images[whole], self.count, _SEEDS[fonts], fonts)


def _digits(penalties, digits: Digits, limits: Limits) -> dict[str, float]:
    """The share of digits that is sure, and of these the share that is wrong."""
    is_sure = verdicts(penalties, limits) == "sure"
    answers = penalties.argmin(axis=-1)
    error = error_share(answers[is_sure], digits.labels[is_sure])
    return {"sure": float(is_sure.mean()), "error": error}
