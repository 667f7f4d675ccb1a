"""Joins JavaScript modules as text: a widget takes one file, and Node is not needed."""

import re
from pathlib import Path

from lenet_keras.live._hot_reload import reloadable

LIVE = Path(__file__).parent
_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"(\.[\w./]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@reloadable(LIVE)
def bundle(name: str, live: Path = LIVE) -> str:
    """One ES module out of `NAME/NAME.js` and the modules that it imports.

    Imports are written `import { a, b } from "../js/module.js";`, nothing renamed, so
    names are unique over all modules that meet in a bundle.

    Args:
        name: Name of a figure's folder, or of a module in `js/`.
        live: The folder of both. Defaults to this one.

    Returns:
        The source: each module once, after those that it imports, `export default`
        being that of the module itself.

    Raises:
        ValueError: If there is no such module, or modules import each other in a ring.

    Example:

    >>> from lenet_keras.live._javascript import bundle
    >>> "import" in bundle("network")
    False
    """
    modules: dict[Path, str] = {}
    folder = name if (live / name).is_dir() else "js"
    _collect(live / folder / name, modules, ())
    return "\n".join(modules.values())


@reloadable(LIVE)
def stylesheet(name: str | None = None, live: Path = LIVE) -> str:
    """The style that all figures share, and that of one.

    Args:
        name: Name of a figure's folder with a style of its own. Defaults to none.
        live: The folder of all. Defaults to this one.
    """
    files = [live / "js" / "live.css"] + ([live / name / f"{name}.css"] if name else [])
    return "\n".join(path.read_text("utf-8") for path in files)


def _collect(
    module: Path, modules: dict[Path, str], importers: tuple[Path, ...]
) -> None:
    path = module.with_suffix(".js")
    if module in importers or not path.is_file():
        chain = (f"{one.parent.name}/{one.name}" for one in (*importers, module))
        raise ValueError(
            f"`name` must be a module in {LIVE.name}/ without imports in a ring. "
            f"Received: {' -> '.join(chain)}"
        )
    if module in modules:
        return
    source = path.read_text("utf-8")
    for needed in _IMPORT.findall(source):
        _collect((path.parent / needed).resolve(), modules, (*importers, module))
    modules[module] = _EXPORT.sub("", _IMPORT.sub("", source))
