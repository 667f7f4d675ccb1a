"""Results of training runs: one JSON file each, in one schema.

A run's identity is the hash of what decides its numbers: recipe, seed, data, the
version of the numeric code and the versions of the libraries. Commit, command,
machine and date are information beside it.
"""

import hashlib
import importlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from lenet_keras._records import SCHEMA as SCHEMA
from lenet_keras._records import Circumstances as Circumstances
from lenet_keras._records import Pass as Pass
from lenet_keras._records import Result as Result
from lenet_keras._records import differences as differences
from lenet_keras._records import fault_of

# Raise it whenever a change in layers, losses, model or training changes numbers.
NUMERICS = 2


def library_versions() -> dict[str, str]:
    """The versions that numbers depend on.

    Example:

    >>> sorted(library_versions())[0]
    'backend'
    """
    backend = keras.backend.backend()
    try:
        version = metadata.version(backend)
    except metadata.PackageNotFoundError:  # such as tensorflow-cpu
        version = importlib.import_module(backend).__version__
    return {
        "backend": f"{backend} {version}",
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


def heading(name: str, settings: dict, command: str) -> dict[str, Any]:
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


def circumstances(command: str) -> Circumstances:
    """Where and when a run was made: information, no part of its identity."""
    return {
        "command": command,
        "commit": commit_of(Path(__file__).parent),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
    }


def commit_of(package: Path) -> str | None:
    """The commit of a package's source tree, marked if files differ from it.

    `None` if the folder above the package is not itself a repository that holds the
    package: one that is installed somewhere inside a repository has another's commits.
    """

    def git(*words: str) -> str:
        call = ["git", "-C", str(package), *words]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        if not os.path.samefile(git("rev-parse", "--show-toplevel"), package.parent):
            return None
        git("ls-files", "--error-unmatch", "__init__.py")
        return git("describe", "--always", "--abbrev=40", "--dirty")
    except (OSError, subprocess.CalledProcessError):
        return None


def error_share(answers, labels) -> float:
    """The share of wrong answers, from 0 to 1.

    Args:
        answers: Classes that were answered, an array of shape `(n,)`.
        labels: The right ones.

    Example:

    >>> import numpy as np
    >>> error_share(np.array([7, 2, 1]), np.array([7, 2, 8])).__round__(2)
    0.33
    """
    return float(np.mean(answers != labels))


def write_json(path: Path, content: Any) -> None:
    """Writes a JSON file whole or not at all: a killed process leaves the old one."""
    path = Path(path)
    text = json.dumps(content, indent=1) + "\n"
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def read_run(path: str | Path) -> Result:
    """Reads the result file of one run.

    Args:
        path: A file that `train` or `lenet-keras reproduce` wrote.

    Returns:
        The dictionary, a `Result`.

    Raises:
        ValueError: If the file is no result of this schema.

    Example:

    >>> read_run("runs/mine/run.json")["passes"][-1]["error"]  # doctest: +SKIP
    0.0109
    """
    try:
        run = json.loads(Path(path).read_text("utf-8"))
        fault = fault_of(run)
    except OSError as error:
        fault = error.strerror or str(error)
    except ValueError as error:
        fault = str(error)
    if fault:
        raise ValueError(
            f"Expected a result file of schema {SCHEMA}. Received: {path} ({fault})"
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


def shipped_runs(experiment: str, label: str | None = None) -> list[Result]:
    """The committed runs of one experiment, by label and seed.

    Args:
        experiment: Name of a folder of `lenet_keras/data/results`.
        label: Only the runs of this recipe of the experiment, which are those with
            file names `LABEL-seed-N.json`. Defaults to all runs.

    Returns:
        A list of runs, as `read_run` gives them. One that diverged has `diverged`.

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


def shipped_run(card: Mapping[str, Any]) -> Result:
    """The committed run that shipped weights come from.

    Args:
        card: Of the weights, as `lenet_keras.weights_card` returns it.

    Returns:
        The run, as `read_run` gives it.

    Raises:
        ValueError: If no committed run has the identity on the card.

    Example:

    >>> from lenet_keras import weights_card
    >>> shipped_run(weights_card("mnist"))["seed"]
    0
    """
    for run in shipped_runs(card["name_of_run"]):
        if run["identity"] == card["identity"]:
            return run
    raise ValueError(
        "`card` must be that of weights whose run is among the shipped runs of "
        f"{card['name_of_run']!r}. Received: identity={card['identity']!r}"
    )


def _label_and_seed(name: str) -> tuple[str, int]:
    label, _, seed = name.rpartition("-seed-")
    return (label, int(seed)) if label else (name, 0)


def by_pass(runs: Sequence[Result], key: str = "error") -> np.ndarray:
    """What runs recorded after each pass, as a table.

    Args:
        runs: Runs of equally many passes.
        key: `"error"`, `"train_error"` (both shares) or `"train_loss"`.

    Returns:
        Array of shape `(runs, passes)`.

    Raises:
        ValueError: If the runs have different numbers of passes, as a run that
            diverged has.

    Example:

    >>> by_pass(shipped_runs("adam", "adam")).shape
    (1, 20)
    """
    lengths = sorted({len(run["passes"]) for run in runs})
    if len(lengths) > 1:
        raise ValueError(
            f"`runs` must be runs of equally many passes. Received: runs of {lengths}"
        )
    passes: list[list[Any]] = [list(run["passes"]) for run in runs]
    return np.array([[entry[key] for entry in entries] for entries in passes])
