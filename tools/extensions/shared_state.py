r"""Sphinx extension: what live figures have in common is loaded once.

A page holds the state of its widgets: their JavaScript, their styles and the weights of
the network among it. Most of that is the same from figure to figure and from page to
page. Here it moves into scripts that the browser keeps, each with what the same pages
need, and the page's own runtime (`tools/runtime/widgets.js`) puts it back. As plain
scripts they load from `file:` addresses, too.

In the state, `{"shared": NAME}` stands for a text, and a list of texts for their join.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FOLDER = "_static/live"
STATE = re.compile(r'(widget-state\+json">)(.*?)(</script>)', re.DOTALL)
RUNTIME = re.compile(r'<script[^>]* src="([^"]*)_static/vendor/widgets\.js')
LOADED = re.compile(rf'<script[^>]* src="[^"]*{FOLDER}/[^"]*"></script>\s*')
PARTS = re.compile(r"^(?=(?://|/\*) Module )", re.MULTILINE)  # of bundles and styles
BEGIN, END = "Object.assign((window.liveShared ??= {}),\n", ");\n"
LEAST = 500  # characters that are worth a place of their own
TEXTS = ("_esm", "_css")  # of a widget, what may be shared beside its buffers

Part = str | dict[str, str]


def name_of(text: str) -> str:
    """A name for a text, the same wherever it stands."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class PageState:
    """The widgets of a page, with all texts in their place.

    Args:
        page: The page, as HTML, with or without shared texts.
        shared: What shared texts are, by name.
    """

    def __init__(self, page: str, shared: dict[str, str]):
        self.page = LOADED.sub("", page)
        found = STATE.search(page)
        self.content: dict[str, Any] = json.loads(found[2]) if found else {"state": {}}
        self.change(lambda text: [joined(text, shared)])

    def change(self, divide: Any) -> None:
        """Puts `divide(text)`, a list of parts, in the place of each text."""
        for widget in self.content["state"].values():
            state = widget["state"]
            for name in TEXTS:
                if name in state:
                    state[name] = alone(divide(state[name]))
            for buffer in widget.get("buffers", ()):
                buffer["data"] = alone(divide(buffer["data"]))

    def parts(self) -> list[str]:
        """The texts of the page, modules apart."""
        found: list[str] = []

        def note(text: str) -> list[str]:
            found.extend(part for part in PARTS.split(text) if len(part) >= LEAST)
            return [text]

        self.change(note)
        return found

    def written(self, shared: Iterable[str], files: Iterable[str]) -> str:
        """The page with some texts replaced by their names, and the files with them."""
        names = set(shared)

        def divide(text: str) -> list[Part]:
            parts = ((name_of(part), part) for part in PARTS.split(text) if part)
            return [{"shared": n} if n in names else part for n, part in parts]

        self.change(divide)
        content = json.dumps(self.content).replace("</", "<\\/")
        page = STATE.sub(lambda found: f"{found[1]}{content}{found[3]}", self.page)
        scripts, files = RUNTIME.search(page), list(files)
        if scripts is None or not files:
            return page
        tags = "\n    ".join(
            f'<script defer="defer" src="{scripts[1]}{FOLDER}/{file}"></script>'
            for file in files
        )
        return f"{page[: scripts.start()]}{tags}\n    {page[scripts.start() :]}"


def joined(text: Part | list[Part], shared: dict[str, str]) -> str:
    """A text out of its parts."""
    parts = text if isinstance(text, list) else [text]
    return "".join(shared[p["shared"]] if isinstance(p, dict) else p for p in parts)


def alone(parts: list[Part]) -> Part | list[Part]:
    """A single part as it is, several as a list."""
    return parts[0] if len(parts) == 1 else parts


def groups(pages: dict[Path, list[str]]) -> dict[frozenset[Path], dict[str, str]]:
    """What occurs more than once, by the pages that it occurs in."""
    times = Counter(part for parts in pages.values() for part in parts)
    users: defaultdict[str, set[Path]] = defaultdict(set)
    for path, parts in pages.items():
        for part in parts:
            users[part].add(path)
    found: defaultdict[frozenset[Path], dict[str, str]] = defaultdict(dict)
    for part, paths in users.items():
        if times[part] > 1:
            found[frozenset(paths)][name_of(part)] = part
    return dict(found)


def share(app: Sphinx, exception: Exception | None) -> None:
    """Moves what pages have in common out of them, when all are written."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    before: dict[str, str] = {}  # of pages that were not written anew
    for path in folder.glob("*.js"):
        before |= json.loads(path.read_text("utf8").removeprefix(BEGIN)[: -len(END)])
    states = {}
    for path in sorted(site.rglob("*.html")):
        page = path.read_text("utf8")
        if STATE.search(page):
            states[path] = PageState(page, before)
    files: dict[str, frozenset[Path]] = {}
    names: set[str] = set()
    for users, texts in groups({p: s.parts() for p, s in states.items()}).items():
        content = BEGIN + json.dumps(texts) + END
        file = f"{name_of(content)}.js"
        (folder / file).write_text(content, "utf8")
        files[file] = users
        names |= texts.keys()
    for path, state in states.items():
        used = sorted(file for file, users in files.items() if path in users)
        path.write_text(state.written(names, used), "utf8")
    for stale in set(folder.glob("*.js")) - {folder / file for file in files}:
        stale.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Share when all pages are written."""
    app.connect("build-finished", share)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
