"""What a run writes down: what decided its numbers, where and when, in whole files.

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
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import keras

from lenet_keras.results import SCHEMA, Circumstances

# Raise it whenever a change in layers, losses, model or training changes numbers, but
# not for the same sums in another order, which another processor may have as well.
NUMERICS = 2

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
    "choices",
    "chosen",
}
"""What a run found, not what it was told: no difference of settings."""


def library_versions() -> dict[str, str]:
    """The versions that numbers depend on.

    Example:

    >>> from lenet_keras.training.records import library_versions
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

    >>> from lenet_keras.training.records import identity
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
        "commit": commit_of(Path(__file__).parents[1]),
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


def write_json(path: Path, content: Any) -> None:
    """Writes a JSON file whole or not at all: a killed process leaves the old one."""
    path = Path(path)
    text = json.dumps(content, indent=1) + "\n"
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def differences(old: Any, new: Any) -> str:
    """What was set otherwise in two results: each setting, its new and its old value.

    Args:
        old: A result, as `read_run` gives it.
        new: Another one, or the settings and versions of one.

    Example:

    >>> from lenet_keras.training.records import differences
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
