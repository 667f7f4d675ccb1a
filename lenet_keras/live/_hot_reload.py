"""In development, figures follow the files of their scripts and styles."""

import functools
import importlib.util
import logging
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ParamSpec, cast

_P = ParamSpec("_P")
_Join = Callable[_P, str]
_log = logging.getLogger(__name__)


def reloadable(folder: Path) -> Callable[[_Join[_P]], _Join[_P]]:
    """A decorator: what a function joins from the files of a folder follows the files.

    anywidget lets single files be followed where the environment has ANYWIDGET_HMR=1.
    So does this, with watchfiles, for texts out of several: when a script or a style
    changes, so do `_esm` and `_css` of all widgets that have such a text. Without the
    variable, and where the package was installed for good, the function stays as it is.

    Args:
        folder: The folder to watch, with all folders in it.

    Returns:
        The decorator.
    """
    wanted = os.environ.get("ANYWIDGET_HMR") == "1"
    if wanted and not importlib.util.find_spec("watchfiles"):
        _log.warning("Live figures are not reloaded without watchfiles; install it")
        wanted = False

    def decorate(join: _Join[_P]) -> _Join[_P]:
        if not wanted or "site-packages" in folder.parts:
            return join

        @functools.wraps(join)
        def following(*args: _P.args, **kwargs: _P.kwargs) -> str:
            text = _watcher(folder).follow(functools.partial(join, *args, **kwargs))
            return cast(str, text)  # as far as anywidget is concerned

        return following

    return decorate


class Watcher:
    """Renews texts whenever a script or a style in a folder changes.

    Args:
        folder: The folder, with all folders in it.
    """

    def __init__(self, folder: Path):
        import watchfiles

        self._texts: list[tuple[Any, Callable[[], str]]] = []
        changes = watchfiles.watch(folder, watch_filter=_is_source)
        threading.Thread(target=self._run, args=(changes,), daemon=True).start()

    def follow(self, join: Callable[[], str]) -> Any:
        """What anywidget takes as `_esm` or `_css`: a text that tells of its changes.

        Args:
            join: Joins files of the folder.
        """
        # Private, but what anywidget makes of a file is no text of several.
        from anywidget._file_contents import VirtualFileContents

        text = VirtualFileContents(join())
        self._texts.append((text, join))
        return text

    def _run(self, changes: Iterable) -> None:
        # All are new each time: a figure draws itself again when its own text is new,
        # and what changed may be the network that it asks, whose text comes first.
        for number, _ in enumerate(changes, 1):
            for text, join in self._texts:
                try:
                    text.contents = f"{join()}\n/* {number} */\n"
                except (OSError, ValueError) as error:  # half saved, or mistyped
                    _log.warning("A live figure is not reloaded: %s", error)


_watcher = functools.cache(Watcher)


def _is_source(change: object, path: str) -> bool:
    return path.endswith((".js", ".css"))
