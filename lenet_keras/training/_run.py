"""One training run: killed at any moment, it goes on."""

import hashlib
import math
import operator
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, cast

import numpy as np

from lenet_keras import results
from lenet_keras._arguments import class_labels
from lenet_keras.digits import MNIST
from lenet_keras.rejection import rejection_threshold
from lenet_keras.results import Result
from lenet_keras.training import records
from lenet_keras.training._compiled_pass import CompiledPass
from lenet_keras.training._diverged import DivergedError
from lenet_keras.training._judge import Judge
from lenet_keras.training._lock import locked
from lenet_keras.training._pass_patterns import PassPatterns, judged
from lenet_keras.training._plain_c import PlainC
from lenet_keras.training._recipe import Recipe
from lenet_keras.weights import checkpoint_name, load_checkpoint

RECORD = "run.json"


def train(
    recipe: Recipe,
    data: MNIST,
    directory: str | Path,
    seed: int = 0,
    name: str = "run",
    command: str = "",
    verbose: int | str = "auto",
    on_pass: Callable[[Result], None] | None = None,
    keep_passes: bool = False,
    plain_c: bool = False,
) -> Result:
    """Trains a LeNet-5, pass by pass, and keeps weights and numbers of every pass.

    After each pass the whole state is on disk. A run that was killed goes on after
    the last finished pass and ends as it would have ended. One that is finished makes
    more passes if `recipe` has more, is the same otherwise, and has a schedule that
    does not depend on their number, as `"cosine"` does.

    Args:
        recipe: The recipe.
        data: Training, validation and test patterns. If there are validation
            patterns the error of each pass is theirs and the test set is not touched;
            otherwise it is the test error.
        directory: Folder of the run, made if missing.
        seed: Seed of initial weights and of the order of patterns, from 0.
        name: Name of the experiment, for the result file.
        command: The command line, for the result file.
        verbose: As in `keras.Model.fit`.
        on_pass: Called with the result so far after every pass that is safe on disk.
        keep_passes: Whether to keep the checkpoints of all passes. By default only
            that of the last one stays.
        plain_c: Whether `PlainC` makes the passes of a recipe that updates after each
            pattern, and says so in the result. It needs a C compiler.

    Returns:
        The result, as `lenet_keras.results.read_run` describes it.

    Raises:
        DivergedError: If the loss or a penalty is no longer a finite number. The
            folder keeps the passes before, and the result says `diverged`.
        ValueError: If `directory` holds a run with other settings, is a file, cannot
            be written to or is in use, or if a label is no class of the network.

    Example:

    >>> from lenet_keras.training import train
    >>> from lenet_keras.digits import load_mnist
    >>> from lenet_keras.training import RECIPES
    >>> mnist = load_mnist(validation=10_000)
    >>> run = train(RECIPES["best"], mnist, "runs/mine")  # doctest: +SKIP
    >>> run["passes"][-1]["error"]  # doctest: +SKIP
    0.0109

    Reference:
        Section III-B: passes, one order of patterns a pass, errors of each pass.
    """
    _check_seed(seed)
    directory = Path(directory).expanduser()
    if directory.exists() and not directory.is_dir():
        raise ValueError(f"`directory` must be a folder. Received: {directory}")
    plain_c = plain_c and recipe.batch_size == 1
    new = new_record(recipe, data, seed, name, command, plain_c)
    record = _begun(directory, new)
    if len(record["passes"]) == recipe.passes:
        return record
    with locked(directory):
        record = _begun(directory, new)  # as another process may have left it
        run = _Run(recipe, data, directory, seed, record, plain_c)
        while len(record["passes"]) < recipe.passes:
            run.make_pass(verbose, keep_passes)
            if on_pass is not None:
                on_pass(record)
    return record


class _Run:
    """A run under way: the network, and the patterns it learns from and is judged by.

    Args:
        recipe: As in `train`.
        data: As in `train`.
        directory: As in `train`.
        seed: As in `train`.
        record: The result so far, which `make_pass` completes.
        plain_c: As in `train`.
    """

    def __init__(
        self,
        recipe: Recipe,
        data: MNIST,
        directory: Path,
        seed: int,
        record: Result,
        plain_c: bool,
    ):
        self.recipe, self.directory = recipe, directory
        self.seed, self.record = seed, record
        self.patterns = PassPatterns(recipe, data.train, seed)
        self.held_out = len(data.validation.labels) > 0
        digits = data.validation if self.held_out else data.test
        self.x_judge, self.y_judge = judged(recipe, digits)
        done = len(record["passes"])
        if done:
            file = directory / checkpoint_name(done)
            self.model = load_checkpoint(file, compile=True)
        else:
            self.model = recipe.compiled_model(len(data.train.labels), seed)
        classes = self.model.output_shape[-1]
        for labels in (data.train.labels, self.y_judge):
            class_labels(labels, classes, loss="training and judging")
        self.one_pass: CompiledPass | PlainC
        if plain_c:
            self.one_pass = program = PlainC(self.model)
            self.penalties: Callable = program.penalties
            self.curvature: Callable | None = program.curvature
        else:
            self.one_pass = CompiledPass(self.model)
            self.penalties, self.curvature = Judge(self.model, recipe.network()), None

    def make_pass(self, verbose: int | str, keep_passes: bool) -> None:
        """Makes the next pass, and has its numbers and the network on disk."""
        number = len(self.record["passes"]) + 1
        logs = self._learn(number, verbose)
        penalties = self.penalties(self.x_judge)
        if not (math.isfinite(logs["loss"]) and np.isfinite(penalties).all()):
            self._diverge(number)
        self.record["passes"].append(
            {
                "pass": number,
                "train_loss": logs["loss"],
                "train_error": logs["error_rate"],
                "error": results.error_share(penalties.argmin(axis=-1), self.y_judge),
            }
        )
        if self.held_out:
            threshold = rejection_threshold(penalties, self.y_judge)
            # JSON has no infinity, which stands for "no margin is enough".
            finite = math.isfinite(threshold)
            self.record["rejection_threshold"] = threshold if finite else None
        _save(self.model, self.record, self.directory, number, keep_passes)

    def _learn(self, number: int, verbose: int | str) -> dict[str, float]:
        x, y = self.patterns.of_pass(number)
        try:
            self.recipe.prepare_pass(
                self.model, number, x, y, self.seed, self.curvature
            )
        except ValueError:
            if number == 1:
                raise
            self._diverge(number)  # what was right before the weights changed
        x, y = self.patterns.with_rubbish(x, y, number)
        order = np.random.default_rng([self.seed, number]).permutation(len(y))
        if self.recipe.batch_size == 1:
            return self.one_pass(x[order], y[order], verbose=verbose)
        history = self.model.fit(
            x[order],
            y[order],
            batch_size=self.recipe.batch_size,
            initial_epoch=number - 1,
            epochs=number,
            shuffle=False,
            verbose=verbose,
        ).history
        return {name: values[-1] for name, values in history.items()}

    def _diverge(self, number: int) -> NoReturn:
        self.record["diverged"] = number
        records.write_json(self.directory / RECORD, self.record)
        raise DivergedError(self.directory, self.record)


def new_record(
    recipe: Recipe,
    data: MNIST,
    seed: int,
    name: str,
    command: str,
    plain_c: bool = False,
) -> Result:
    """The result of a run before its first pass: what it is, and its identity.

    Args and reference are those of `train`.
    """
    settings = {
        "recipe": recipe.to_dict(),
        "seed": seed,
        "trained_on": len(data.train.labels),
        "held_out": len(data.validation.labels),
        "evaluated_on": "validation" if len(data.validation.labels) else "test",
        "data": _fingerprint(data),
    }
    if plain_c:
        settings["program"] = "plain C"
    return cast(Result, {**records.heading(name, settings, command), "passes": []})


def _begun(directory: Path, new: Result) -> Result:
    """The result to go on with: that of the folder, if it is of the same run.

    Args:
        directory: Folder of the run.
        new: The result of a run that has not begun.

    Raises:
        DivergedError: If the same run diverged.
        ValueError: If the folder holds another run.
    """
    if not (directory / RECORD).exists():
        return new
    old = results.read_run(directory / RECORD)
    if old["identity"] == new["identity"]:
        if "diverged" in old:
            raise DivergedError(directory, old)
        return old
    if _is_longer(old, new):
        return {**new, "passes": old["passes"]}
    raise ValueError(
        f"`directory` must be empty or hold the same run, and {directory} holds "
        f"another one. Received: {records.differences(old, new)}"
    )


def _is_longer(old: Result, new: Result) -> bool:
    """Whether one run is another one with more passes, none of which changes."""
    names = ("recipe", "seed", "trained_on", "held_out", "evaluated_on", "data")
    settings = {name: old.get(name) for name in names}
    if "program" in old:
        settings["program"] = old["program"]
    passes = new["recipe"]["passes"]
    more = {**settings, "recipe": {**old["recipe"], "passes": passes}}
    return (
        new["recipe"]["schedule"] != "cosine"
        and "diverged" not in old
        and len(old["passes"]) < passes
        and records.identity(settings) == old["identity"]
        and records.identity(more) == new["identity"]
    )


def _check_seed(seed: int) -> None:
    try:
        if operator.index(seed) >= 0:
            return
    except TypeError:
        pass
    raise ValueError(f"`seed` must be an integer, 0 or more. Received: {seed!r}")


def _fingerprint(data: MNIST) -> str:
    """The hash of all patterns and labels, in order."""
    digest = hashlib.sha256()
    for digits in data:
        for array in digits:
            digest.update(str(array.shape).encode() + array.tobytes())
    return digest.hexdigest()


def _save(
    model, record: Result, directory: Path, number: int, keep_passes: bool
) -> None:
    """Model first, record second: the record never names a model that is not there."""
    part = directory / "part.keras"
    model.save(part)
    os.replace(part, directory / checkpoint_name(number))
    records.write_json(directory / RECORD, record)
    if not keep_passes:
        (directory / checkpoint_name(number - 1)).unlink(missing_ok=True)
