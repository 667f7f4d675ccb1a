"""What a result file holds."""

from typing import Any, NotRequired, TypedDict

SCHEMA = 1

_OUTCOME = {
    "schema",
    "name",
    "identity",
    "circumstances",
    "passes",
    "rejection_threshold",
    "diverged",
    "features",
    "measurements",
}
"""What a run found, not what it was told: no difference of settings."""

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
        rejection_threshold: With patterns held out, the margin to demand; `None` if
            no margin keeps the errors down.
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
    passes: NotRequired[list[Pass]]
    rejection_threshold: NotRequired[float | None]
    diverged: NotRequired[int]
    measurements: NotRequired[list[dict[str, Any]]]


def differences(old: Any, new: Any) -> str:
    """What was set otherwise in two results: each setting, its new and its old value.

    Args:
        old: A result, as `read_run` gives it.
        new: Another one, or the settings and versions of one.

    Example:

    >>> differences({"seed": 0, "recipe": {"j": 10.0}}, {"seed": 1, "recipe": {}})
    'j none instead of 10.0, seed 1 instead of 0'
    """

    def settings(result):
        kept = {k: v for k, v in result.items() if k not in _OUTCOME}
        recipe, versions = kept.pop("recipe", {}), kept.pop("versions", {})
        return {**recipe, **kept, **versions}

    before, now = settings(old), settings(new)
    found = [
        f"{name} {_brief(now.get(name))} instead of {_brief(before.get(name))}"
        for name in {**before, **now}
        if now.get(name) != before.get(name)
    ]
    return ", ".join(found) or "another version of the numeric code"


def _brief(value) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= 40 else text[:8] + "..."


def fault_of(run) -> str | None:
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
        ("passes" if "recipe" in run or "passes" in run else "measurements", list),
    ):
        if not isinstance(run.get(field), kind):
            return f"without {field}"
    for number, one in enumerate(run.get("passes", ()), start=1):
        if not isinstance(one, dict) or not set(Pass.__annotations__) <= set(one):
            return f"entry {number} of its passes is none"
    return None
