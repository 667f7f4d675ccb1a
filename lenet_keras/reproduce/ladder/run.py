"""What is measured on a network of the ladder."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lenet_keras.digits import prepare
from lenet_keras.inspection import count
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.classifiers.networks import NetworkClassifierRun
from lenet_keras.reproduce.runs import first
from lenet_keras.results import read_run

_OF_ANSWERS = "error", "interval", "rejected"


@dataclass(frozen=True)
class LadderRun(NetworkClassifierRun):
    """A network of the ladder: its errors, what it is made of, how long it learned.

    It has learned from all training digits but the last 10,000, which judge each pass.
    The test digits judge it once, after the last.
    """

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`, of which there is one.

        That is `error` on the test digits, with its `interval`, and the share of them
        that must be `rejected` so that at most 0.5 % of the others are wrong;
        `held_out_errors`, pass by pass; `train_error`, that of the last pass, on digits
        as it saw them; `parameters` and `multiply_accumulates`, counted;
        `train_seconds` and `test_seconds` of a processor, the first `None` if the
        network had been trained before.
        """
        model, train_seconds = self.trained(output)
        folder = output.parent / self.training.experiment / self.training.name
        passes = read_run(folder / "run.json")["passes"]
        digits = first(replace(self.training, held_out=0).data().test, self.judged)
        x = prepare(digits.images)
        begin = time.process_time()
        penalties = model.predict(x, batch_size=500, verbose=0)
        test_seconds = round(time.process_time() - begin, 2)
        on_step(1)
        answers = judged(-penalties, digits.labels)
        layers = count(model)
        return {
            "measurements": [
                {
                    **{name: answers[name] for name in _OF_ANSWERS},
                    "held_out_errors": [one["error"] for one in passes],
                    "train_error": passes[-1]["train_error"],
                    "parameters": sum(layer.parameters for layer in layers),
                    "multiply_accumulates": sum(layer.connections for layer in layers),
                    "train_seconds": train_seconds,
                    "test_seconds": test_seconds,
                }
            ],
        }
