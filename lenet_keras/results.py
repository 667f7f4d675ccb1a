"""Results of training runs: one JSON file each, in one schema.

A run's identity is the hash of what decides its numbers: recipe, seed, data, the
version of the numeric code and the versions of the libraries. Commit, command,
machine and date are information beside it.
"""

import hashlib
import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

import keras
import numpy as np

SCHEMA = 1
# Raise it whenever a change in layers, losses, model or training changes numbers.
NUMERICS = 2


def library_versions() -> dict[str, str]:
    """The versions that numbers depend on.

    Example:

    >>> sorted(library_versions())[0]
    'backend'
    """
    backend = keras.backend.backend()
    return {
        "backend": f"{backend} {metadata.version(backend)}",
        "keras": metadata.version("keras"),
        "numpy": metadata.version("numpy"),
        "python": platform.python_version(),
    }


def identity(settings: dict) -> str:
    """The hash of everything that decides the numbers of a run.

    Args:
        settings: Recipe, seed, data: whatever a change of would change the numbers.
            Must be JSON-serialisable.

    Returns:
        A SHA-256 as 64 hexadecimal digits.

    Example:

    >>> len(identity({"seed": 0}))
    64
    """
    everything = {
        "settings": settings,
        "numerics": NUMERICS,
        "versions": library_versions(),
    }
    text = json.dumps(everything, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def heading(name: str, settings: dict, command: str) -> dict:
    """The beginning of every result: what was done, its identity, where and when.

    Args:
        name: Name of the experiment.
        settings: As `identity` takes them.
        command: The command line.
    """
    return {
        "schema": SCHEMA,
        "name": name,
        **settings,
        "identity": identity(settings),
        "versions": library_versions(),
        "circumstances": circumstances(command),
    }


def circumstances(command: str) -> dict:
    """Where and when a run was made: information, no part of its identity."""
    return {
        "command": command,
        "commit": _commit(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
    }


def _commit() -> str | None:
    """The commit of the package's source, marked if files differ from it."""
    here = Path(__file__).parent
    call = ["git", "-C", str(here), "describe", "--always", "--abbrev=40", "--dirty"]
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def write_json(path: Path, content: dict) -> None:
    """Writes a JSON file whole or not at all: a killed process leaves the old one."""
    path = Path(path)
    text = json.dumps(content, indent=1) + "\n"
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def read_run(path: Path) -> dict:
    """Reads the result file of one run.

    Args:
        path: A file that `train` wrote.

    Returns:
        The dictionary: `schema`, `name`, `recipe`, `seed`, `trained_on`, `held_out`,
        `evaluated_on`, `passes` (one entry per pass with `train_error`,
        `train_loss` and `error`, errors as shares), `identity`, `versions` and
        `circumstances`. With patterns held out also `rejection_threshold`, `None` if
        no margin keeps the errors down.

    Raises:
        ValueError: If the file is no result of this schema.
    """
    try:
        run = json.loads(Path(path).read_text("utf-8"))
        schema = run["schema"]
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise ValueError(
            f"Expected a result file of schema {SCHEMA}. Received: {path} ({error})"
        ) from None
    if schema != SCHEMA:
        raise ValueError(
            f"Expected a result file of schema {SCHEMA}. "
            f"Received: {path} of schema {schema!r}"
        )
    return run


def _shipped() -> Traversable:
    return resources.files("lenet_keras") / "data" / "results"


def shipped_experiments() -> list[str]:
    """The names of the experiments with committed runs.

    Example:

    >>> "learning-curves" in shipped_experiments()
    True
    """
    return sorted(entry.name for entry in _shipped().iterdir() if entry.is_dir())


def shipped_runs(experiment: str, label: str | None = None) -> list[dict]:
    """The committed runs of one experiment, by label and seed.

    Args:
        experiment: Name of a folder of `lenet_keras/data/results`.
        label: Only the runs of this recipe of the experiment, which are those with
            file names `LABEL-seed-N.json`. Defaults to all runs.

    Returns:
        A list of runs, as `read_run` gives them.

    Raises:
        ValueError: If there is no such experiment, or no such label in it.

    Example:

    >>> {run["recipe"]["optimizer"] for run in shipped_runs("adam")}
    {'adam'}
    """
    if experiment not in shipped_experiments():
        raise ValueError(
            f"`experiment` must be one of {shipped_experiments()}. "
            f"Received: {experiment!r}"
        )
    files = {
        _label_and_seed(file.name.removesuffix(".json")): file
        for file in (_shipped() / experiment).iterdir()
        if file.name.endswith(".json")
    }
    labels = sorted({one for one, _ in files})
    if label is not None and label not in labels:
        raise ValueError(f"`label` must be one of {labels}. Received: {label!r}")
    return [
        read_run(Path(str(files[key])))
        for key in sorted(files)
        if label in (None, key[0])
    ]


def shipped_run(card: dict) -> dict:
    """The committed run that shipped weights come from.

    Args:
        card: Of the weights, as `lenet_keras.weights_card` returns it.

    Example:

    >>> from lenet_keras import weights_card
    >>> shipped_run(weights_card("mnist"))["seed"]
    0
    """
    [run] = (
        run
        for run in shipped_runs(card["name_of_run"])
        if run["identity"] == card["identity"]
    )
    return run


def _label_and_seed(name: str) -> tuple[str, int]:
    label, _, seed = name.rpartition("-seed-")
    return (label, int(seed)) if label else (name, 0)


def by_pass(runs: list[dict], key: str = "error") -> np.ndarray:
    """What runs recorded after each pass, as a table.

    Args:
        runs: Runs of equally many passes.
        key: `"error"`, `"train_error"` (both shares) or `"train_loss"`.

    Returns:
        Array of shape `(runs, passes)`.

    Example:

    >>> by_pass(shipped_runs("adam", "adam")).shape
    (1, 20)
    """
    return np.array([[entry[key] for entry in run["passes"]] for run in runs])
