"""Joins JavaScript modules as text: a widget takes one file, and Node is not needed."""

import base64
import json
import re
from pathlib import Path

from lenet_keras.live._hot_reload import reloadable

LIVE = Path(__file__).parent
MODULE = "Module"  # begins the remark above each module of a bundle or a style
_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"(\.[\w./]+)\.js";\n', re.MULTILINE)
_FILE = re.compile(r'new URL\("(\.[\w./-]+\.wasm)", import\.meta\.url\)')
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
_COMMENT = re.compile(
    r"""
    ^[ \t]*(?: //[^\n]* | /\*\*(?:(?!\*/).)*\*/[ \t]* )\n  # on lines of its own
    # What may look like such a line, or like what begins a text, is left as it is:
    | ( //[^\n]* | /\*.*?\*/ | `(?:\\.|[^\\`])*`
      | "(?:\\.|[^\\"\n])*" | '(?:\\.|[^\\'\n])*' )
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_REMARK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)  # of CSS


@reloadable(LIVE)
def bundle(name: str, live: Path = LIVE) -> str:
    """One ES module out of `NAME/NAME.js` and the modules that it imports.

    Imports are written `import { a, b } from "../js/module.js";`, nothing renamed, so
    names are unique over all modules that meet in a bundle. A WebAssembly program that
    a module names `new URL("./file.wasm", import.meta.url)` travels along, as an
    address that holds it. Comments on lines of their own, `//` and `/** */`, do not
    travel: readers find the sources with comments in the repository.

    Args:
        name: Name of a figure's folder, of a module in `js/`, or of one elsewhere with
            its folder, such as `"learning/worker"`.
        live: The folder of both. Defaults to this one.

    Returns:
        The source: each module once, after those that it imports, each below a line
        with its name, `export default` being that of the module itself.

    Raises:
        ValueError: If there is no such module, or modules import each other in a ring.

    Example:

    >>> from lenet_keras.live._javascript import bundle
    >>> "import" in bundle("network")
    False
    """
    modules: dict[Path, str] = {}
    folder = name if (live / name).is_dir() else "." if "/" in name else "js"
    _collect(live / folder / name, modules, ())
    return "\n".join(
        f"// {MODULE} {module.relative_to(live).as_posix()}\n{source}"
        for module, source in modules.items()
    )


@reloadable(LIVE)
def stylesheet(*names: str, live: Path = LIVE) -> str:
    """The style that all figures share, and those of some, each below its name.

    Comments on lines of their own do not travel.

    Args:
        names: Names of figures' folders with a style of their own.
        live: The folder of all. Defaults to this one.
    """
    files = ["js/live.css", *(f"{one}/{one}.css" for one in names)]
    return "\n".join(
        f"/* {MODULE} {file} */\n{_REMARK.sub('', (live / file).read_text('utf-8'))}"
        for file in files
    )


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
    source = _without_comments(path.read_text("utf-8"))
    for needed in _IMPORT.findall(source):
        _collect((path.parent / needed).resolve(), modules, (*importers, module))
    source = _FILE.sub(lambda file: _address(path.parent / file[1]), source)
    modules[module] = _EXPORT.sub("", _IMPORT.sub("", source))


def _without_comments(source: str) -> str:
    return _COMMENT.sub(lambda found: found[1] or "", source)


def _address(program: Path) -> str:
    """An address that holds a program, in quotation marks."""
    text = base64.b64encode(program.read_bytes()).decode()
    return json.dumps(f"data:application/wasm;base64,{text}")
