"""One training run: killed at any moment, it goes on."""

import hashlib
import math
import os
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from lenet_keras import results
from lenet_keras.digits import MNIST, prepare
from lenet_keras.rejection import rejection_threshold
from lenet_keras.training._compiled_pass import CompiledPass
from lenet_keras.training._recipes import Recipe

RECORD = "run.json"


def train(
    recipe: Recipe,
    data: MNIST,
    directory: str | Path,
    seed: int = 0,
    name: str = "run",
    command: str = "",
    verbose: int | str = "auto",
    on_pass: Callable[[dict], None] | None = None,
    keep_passes: bool = False,
) -> dict:
    """Trains a LeNet-5, pass by pass, and keeps weights and numbers of every pass.

    After each pass the whole state is on disk. A run that was killed goes on after
    the last finished pass and ends as it would have ended.

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

    Returns:
        The result, as `lenet_keras.results.read_run` describes it.

    Raises:
        ValueError: If `directory` holds a run with other settings, or is a file.

    Reference:
        Section III-B: passes, one order of patterns a pass, errors of each pass.
    """
    directory = Path(directory)
    if directory.exists() and not directory.is_dir():
        raise ValueError(f"`directory` must be a folder. Received: {directory}")
    directory.mkdir(parents=True, exist_ok=True)
    record = new_record(recipe, data, seed, name, command)
    if (directory / RECORD).exists():
        previous = results.read_run(directory / RECORD)
        if previous["identity"] != record["identity"]:
            raise ValueError(
                f"`directory` must be empty or hold the same run: {directory} holds a "
                "run with another recipe, seed, data or library version. "
                f"Received: recipe={recipe}, seed={seed}"
            )
        record = previous
    if len(record["passes"]) == recipe.passes:
        return record

    x, y = prepare(data.train.images), data.train.labels
    judge = data.validation if len(data.validation.labels) else data.test
    x_judge = prepare(judge.images)
    done = len(record["passes"])
    if done:
        model = keras.models.load_model(directory / _checkpoint(done))
    else:
        model = recipe.compiled_model(len(y), seed)
    one_pass = CompiledPass(model)
    for number in range(done + 1, recipe.passes + 1):
        order = np.random.default_rng([seed, number]).permutation(len(y))
        x_pass = recipe.patterns(x, number, seed)
        recipe.prepare_pass(model, number, x_pass, y, seed)
        if recipe.batch_size == 1:
            logs = one_pass(x_pass[order], y[order], verbose=verbose)
        else:
            history = model.fit(
                x_pass[order],
                y[order],
                batch_size=recipe.batch_size,
                initial_epoch=number - 1,
                epochs=number,
                shuffle=False,
                verbose=verbose,
            ).history
            logs = {name: values[-1] for name, values in history.items()}
        penalties = model.predict(x_judge, batch_size=500, verbose=0)
        record["passes"].append(
            {
                "pass": number,
                "train_loss": logs["loss"],
                "train_error": logs["error_rate"],
                "error": float(np.mean(penalties.argmin(axis=-1) != judge.labels)),
            }
        )
        if judge is data.validation:
            threshold = rejection_threshold(penalties, judge.labels)
            # JSON has no infinity, which stands for "no margin is enough".
            finite = math.isfinite(threshold)
            record["rejection_threshold"] = threshold if finite else None
        _save(model, record, directory, number, keep_passes)
        if on_pass is not None:
            on_pass(record)
    return record


def new_record(recipe: Recipe, data: MNIST, seed: int, name: str, command: str) -> dict:
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
    return {**results.heading(name, settings, command), "passes": []}


def _fingerprint(data: MNIST) -> str:
    """The hash of all patterns and labels, in order."""
    digest = hashlib.sha256()
    for digits in data:
        for array in digits:
            digest.update(str(array.shape).encode() + array.tobytes())
    return digest.hexdigest()


def _checkpoint(number: int) -> str:
    return f"pass-{number:03d}.keras"


def _save(model, record, directory: Path, number: int, keep_passes: bool) -> None:
    """Model first, record second: the record never names a model that is not there."""
    part = directory / "part.keras"
    model.save(part)
    os.replace(part, directory / _checkpoint(number))
    results.write_json(directory / RECORD, record)
    if not keep_passes:
        (directory / _checkpoint(number - 1)).unlink(missing_ok=True)
