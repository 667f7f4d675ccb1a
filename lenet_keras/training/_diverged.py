"""When a training run fails by its own numbers."""

from pathlib import Path

from lenet_keras.results import Result


class DivergedError(ValueError):
    """A run whose loss or penalties ceased to be numbers; it is not to be repeated.

    Args:
        directory: Folder of the run, which keeps what was finished.
        record: The result: `diverged` is the pass in which it happened, `passes`
            holds those before it.

    Example:

    >>> from lenet_keras.training import DivergedError
    >>> from lenet_keras.training import RECIPES
    >>> record = {"recipe": RECIPES["adam"].to_dict(), "diverged": 2, "passes": [{}]}
    >>> str(DivergedError("runs/fast", record)).partition("Received: ")[2]
    'one that is not a finite number in pass 2, at the learning rate 0.001'
    """

    def __init__(self, directory: str | Path, record: Result):
        super().__init__(
            f"{directory}: expected a loss that stays finite; a smaller learning rate "
            "may help. Received: one that is not a finite number in pass "
            f"{record['diverged']}, at the learning rate "
            f"{record['recipe']['learning_rate']:g}"
        )
        self.record = record
