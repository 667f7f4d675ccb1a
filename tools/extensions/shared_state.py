r"""Sphinx extension: what live figures hold is loaded once, and when it is needed.

A page holds the state of its widgets: their JavaScript, their styles and the weights of
the network among it. Most of that is the same from figure to figure and from page to
page. Here it moves into scripts that the browser keeps, each with what the same pages
need, and what only one widget needs into one of its own. The page's runtime
(`tools/runtime/`) loads them when a figure starts. As plain scripts they load from
`file:` addresses, too.

In the state, `{"shared": NAME, "file": FILE}` stands for a text, and a list of texts
for their join.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FOLDER = "_static/live"
STATE = re.compile(r'(widget-state\+json">)(.*?)(</script>)', re.DOTALL)
PARTS = re.compile(r"^(?=(?://|/\*) Module )", re.MULTILINE)  # of bundles and styles
BEGIN, END = "Object.assign((window.liveShared ??= {}),\n", ");\n"
LEAST = 500  # characters that are worth a place of their own
TEXTS = ("_esm", "_css")  # of a widget, what may be shared beside its buffers

Part = str | dict[str, str]
Users = frozenset[Path] | frozenset[tuple[Path, str]]  # pages, or a widget of one


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
        self.page = page
        found = STATE.search(page)
        self.content: dict[str, Any] = json.loads(found[2]) if found else {"state": {}}
        self.change(lambda text, widget: [joined(text, shared)])

    def change(self, divide: Any) -> None:
        """Puts `divide(text, widget)`, a list of parts, in the place of each text."""
        for name, widget in self.content["state"].items():
            state = widget["state"]
            for trait in TEXTS:
                if trait in state:
                    state[trait] = alone(divide(state[trait], name))
            for buffer in widget.get("buffers", ()):
                buffer["data"] = alone(divide(buffer["data"], name))

    def parts(self) -> list[tuple[str, str]]:
        """The texts of the page, modules apart, each with the widget that has it."""
        found: list[tuple[str, str]] = []

        def note(text: str, widget: str) -> list[str]:
            parts = (part for part in PARTS.split(text) if len(part) >= LEAST)
            found.extend((part, widget) for part in parts)
            return [text]

        self.change(note)
        return found

    def written(self, files: dict[str, str]) -> str:
        """The page with texts replaced by their names and files.

        Of a layout stays only what is set.
        """

        def divide(text: str, widget: str) -> list[Part]:
            parts = ((name_of(part), part) for part in PARTS.split(text) if part)
            return [
                {"shared": name, "file": files[name]} if name in files else part
                for name, part in parts
            ]

        self.change(divide)
        for widget in self.content["state"].values():
            if widget.get("model_name") == "LayoutModel":
                traits = widget["state"].items()
                widget["state"] = {k: v for k, v in traits if v is not None}
        content = json.dumps(self.content).replace("</", "<\\/")
        return STATE.sub(lambda found: f"{found[1]}{content}{found[3]}", self.page)


def joined(text: Part | list[Part], shared: dict[str, str]) -> str:
    """A text out of its parts."""
    parts = text if isinstance(text, list) else [text]
    return "".join(shared[p["shared"]] if isinstance(p, dict) else p for p in parts)


def alone(parts: list[Part]) -> Part | list[Part]:
    """A single part as it is, several as a list."""
    return parts[0] if len(parts) == 1 else parts


def groups(
    pages: dict[Path, list[tuple[str, str]]],
) -> dict[Users, dict[str, str]]:
    """The texts by who needs them: several pages, one page, or a widget alone."""
    times = Counter(part for parts in pages.values() for part, _ in parts)
    users: defaultdict[str, set[Any]] = defaultdict(set)
    for path, parts in pages.items():
        for part, widget in parts:
            users[part].add(path if times[part] > 1 else (path, widget))
    found: defaultdict[Users, dict[str, str]] = defaultdict(dict)
    for part, who in users.items():
        found[frozenset(who)][name_of(part)] = part
    return dict(found)


def share(app: Sphinx, exception: Exception | None) -> None:
    """Moves the long texts out of the pages, when all are written."""
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
    files: dict[str, str] = {}  # by the names of texts
    for texts in groups({p: s.parts() for p, s in states.items()}).values():
        content = BEGIN + json.dumps(texts) + END
        file = f"{name_of(content)}.js"
        (folder / file).write_text(content, "utf8")
        files |= dict.fromkeys(texts, file)
    for path, state in states.items():
        path.write_text(state.written(files), "utf8")
    for stale in set(folder.glob("*.js")) - {folder / file for file in files.values()}:
        stale.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Share when all pages are written."""
    app.connect("build-finished", share)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
