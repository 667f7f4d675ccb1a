"""Joins JavaScript modules as text: a widget takes one file, and Node is not needed."""

import functools
import re
from pathlib import Path

SOURCES = Path(__file__).parent / "js"
_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@functools.cache
def bundle(name: str) -> str:
    """One ES module out of `js/NAME.js` and the modules that it imports.

    Imports are written `import { a, b } from "./module.js";`, nothing renamed, so
    names are unique over all modules that meet in a bundle.

    Args:
        name: Name of the module without suffix.

    Returns:
        The source: each module once, after those that it imports, `export default`
        being that of the module itself.

    Raises:
        ValueError: If there is no such module, or modules import each other in a ring.

    Example:

    >>> "import" in bundle("network")
    False
    """
    modules: dict[str, str] = {}
    _collect(name, modules, ())
    return "\n".join(modules.values())


def stylesheet(*names: str) -> str:
    """The style that all figures share, and that of some.

    Args:
        *names: Of those that have a `js/NAME.css` of their own.
    """
    files = [SOURCES / f"{name}.css" for name in ("live", *names)]
    return "\n".join(path.read_text("utf-8") for path in files)


def _collect(name: str, modules: dict[str, str], importers: tuple[str, ...]) -> None:
    path = SOURCES / f"{name}.js"
    if name in importers or not path.is_file():
        raise ValueError(
            f"`name` must be a module in {SOURCES.name}/ without imports in a ring. "
            f"Received: {' -> '.join((*importers, name))}"
        )
    if name in modules:
        return
    source = path.read_text("utf-8")
    for needed in _IMPORT.findall(source):
        _collect(needed, modules, (*importers, name))
    modules[name] = _EXPORT.sub("", _IMPORT.sub("", source))
