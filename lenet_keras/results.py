"""Results of runs, as the package ships them: one JSON file each, in one schema."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import numpy as np

SCHEMA = 1

Pass = TypedDict(
    "Pass", {"pass": int, "train_loss": float, "train_error": float, "error": float}
)
"""What is recorded after a pass, numbered from 1; errors are shares."""


class Circumstances(TypedDict):
    """Where and when a run was made."""

    command: str
    commit: str | None
    date: str
    machine: str


class Result(TypedDict):
    """The result of one run, as its file holds it.

    All have the fields up to `circumstances`, and `passes` if they trained a network
    or `measurements` if they measured something.

    Attributes:
        recipe: The fields of the `lenet_keras.training.Recipe`.
        data: The hash of all patterns and labels.
        program: `"plain C"` if `lenet_keras.training.PlainC` made the passes.
        rejection_threshold: With patterns held out, the margin to demand; `None` if
            no margin keeps the errors down.
        training: Of a measurement, the identity of the run that trained the network.
        trainings: The same of several networks.
        limits: Of a measurement of verdicts, `margin` and `penalty` as chosen.
        choices: Of a classifier, the error of each candidate on held-out digits;
            `chosen` is the one that was tested.
        diverged: In which pass the loss ceased to be a number. `passes` then holds
            those before it, and the result is complete.
    """

    schema: int
    name: str
    identity: str
    versions: dict[str, str]
    circumstances: Circumstances
    recipe: NotRequired[dict[str, Any]]
    seed: NotRequired[int]
    trained_on: NotRequired[int]
    held_out: NotRequired[int]
    evaluated_on: NotRequired[str]
    data: NotRequired[str]
    program: NotRequired[str]
    passes: NotRequired[list[Pass]]
    rejection_threshold: NotRequired[float | None]
    diverged: NotRequired[int]
    training: NotRequired[str]
    trainings: NotRequired[list[str]]
    limits: NotRequired[dict[str, float]]
    choices: NotRequired[list[dict[str, Any]]]
    chosen: NotRequired[dict[str, Any]]
    measurements: NotRequired[list[dict[str, Any]]]


def error_share(answers, labels) -> float:
    """The share of wrong answers, from 0 to 1.

    Args:
        answers: Classes that were answered, an array of shape `(n,)`.
        labels: The right ones.

    Example:

    >>> from lenet_keras.results import error_share
    >>> import numpy as np
    >>> error_share(np.array([7, 2, 1]), np.array([7, 2, 8])).__round__(2)
    0.33
    """
    return float(np.mean(answers != labels))


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
        fault = _fault_of(run)
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

    >>> from lenet_keras.results import shipped_experiments
    >>> "learning-curves" in shipped_experiments()
    True
    """
    return sorted(entry.name for entry in _shipped().iterdir() if entry.is_dir())


def shipped_labels(experiment: str) -> list[str]:
    """The labels of the committed runs of an experiment, of which there may be none.

    Args:
        experiment: Name of the experiment.

    Example:

    >>> from lenet_keras.results import shipped_labels
    >>> shipped_labels("noise"), shipped_labels("planned")
    (['noise'], [])
    """
    if experiment not in shipped_experiments():
        return []
    return sorted({label for label, _ in _shipped_files(experiment)})


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

    >>> from lenet_keras.results import shipped_runs
    >>> {run["recipe"]["optimizer"] for run in shipped_runs("adam")}
    {'adam'}
    """
    if experiment not in shipped_experiments():
        raise ValueError(
            f"`experiment` must be one of {shipped_experiments()}. "
            f"Received: {experiment!r}"
        )
    files = _shipped_files(experiment)
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

    >>> from lenet_keras.results import shipped_run
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


def _shipped_files(experiment: str) -> dict[tuple[str, int], Traversable]:
    return {
        _label_and_seed(file.name.removesuffix(".json")): file
        for file in (_shipped() / experiment).iterdir()
        if file.name.endswith(".json")
    }


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

    >>> from lenet_keras.results import by_pass, shipped_runs
    >>> by_pass(shipped_runs("noise", "noise")).shape
    (5, 20)
    """
    lengths = sorted({len(run["passes"]) for run in runs})
    if len(lengths) > 1:
        raise ValueError(
            f"`runs` must be runs of equally many passes. Received: runs of {lengths}"
        )
    passes: list[list[Any]] = [list(run["passes"]) for run in runs]
    return np.array([[entry[key] for entry in entries] for entries in passes])


def _fault_of(run) -> str | None:
    """What is wrong with the content of a result file, or None."""
    if not isinstance(run, dict):
        return "not an object"
    if run.get("schema") != SCHEMA:
        return f"schema {run.get('schema')!r}"
    for field, kind in (
        ("name", str),
        ("identity", str),
        ("versions", dict),
        ("circumstances", dict),
        ("measurements" if "measurements" in run else "passes", list),
    ):
        if not isinstance(run.get(field), kind):
            return f"without {field}"
    for number, one in enumerate(run.get("passes", ()), start=1):
        if not isinstance(one, dict) or not set(Pass.__annotations__) <= set(one):
            return f"entry {number} of its passes is none"
    return None
