"""Which four files of a folder are a data set."""

import os
import re
from pathlib import Path

from lenet_keras.digits._idx import DataError

_FILE = re.compile(
    r"((?P<set>\w[\w-]*)-)??(?P<part>train|t10k|test)-(?P<kind>images|labels)"
    r"[-.]idx\d-(ubyte|int)(\.gz)?"
)
_PARTS = (("train",), ("t10k", "test"))


def idx_set(
    directory: str | os.PathLike[str], split: str | None = None
) -> tuple[Path, ...]:
    """The files of a data set: training images and labels, test images and labels.

    Args:
        directory: Folder with the files, or with a folder `NAME/raw` or `raw` of them.
        split: As in `load_mnist`.

    Raises:
        DataError: if a file is missing, or the folder holds several sets.
    """
    folder = _folder(Path(directory).expanduser())
    sets: dict[str, dict[tuple[str, str], Path]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: (not p.is_file(), p.name)):
        if found := _FILE.fullmatch(path.name):
            files = sets.setdefault(found["set"] or "", {})
            files.setdefault((found["part"], found["kind"]), path)
    name = split
    if name is None:
        name = next(iter(sets)) if len(sets) == 1 else ""
    if name not in sets and sets:
        raise DataError(
            f"{folder}: expected a split among the sets in it, {sorted(sets)}. "
            f"Received: {split!r}"
        )
    files = sets.get(name, {})
    return tuple(
        _file(folder, name, files, parts, kind)
        for parts in _PARTS
        for kind in ("images", "labels")
    )


def _folder(directory: Path) -> Path:
    if not directory.is_dir():
        raise DataError(
            f"{directory}: expected a folder with the four IDX files. Received: "
            + ("a file" if directory.exists() else "a path that does not exist")
        )
    inner = [directory / "MNIST" / "raw", directory / "raw"]
    inner += sorted(directory.glob("*/raw"))
    for folder in (directory, *inner):
        if folder.is_dir() and any(_FILE.fullmatch(p.name) for p in folder.iterdir()):
            return folder
    return directory


def _file(folder: Path, name: str, files: dict, parts, kind: str) -> Path:
    for part in parts:
        if (part, kind) in files:
            return files[part, kind]
    start = f"{name}-" if name else ""
    plain = f"{start}{parts[0]}-{kind}-idx{3 if kind == 'images' else 1}-ubyte"
    dotted = plain.replace("-idx", ".idx")
    names = ", ".join((plain, f"{plain}.gz", dotted, f"{dotted}.gz"))
    raise DataError(f"{folder}: expected one of {names}. Received: none of them")
