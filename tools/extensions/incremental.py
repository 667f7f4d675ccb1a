"""Sphinx extension: a build of what changed equals one from nothing.

Sphinx writes the pages again whose sources changed. Other pages show something of
them, too: titles in the table of contents and in the links to the next page, numbers
of figures, labels, citations. Where any of that changed, all pages are written.

The pages are finished in a copy of what Sphinx wrote: what finishes them (handlers of
`build-finished`) changes files in place, and the next build wants them unfinished.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

FINISHED = "finished"
FIRST, LAST = 0, 1000  # priorities; handlers have 500
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # in memory
PLACES = {"line", "lineno"}  # in a source: no page shows them
SHOWN = ("titles", "tocs", "toc_secnumbers", "toc_fignumbers", "toctree_includes")


def plain(value: Any) -> str:
    """A nested value in words that do not depend on any order or on places.

    >>> plain({"b": {2, 1}, "a": (None, "x")})
    "[a:[None,'x'],b:[1,2]]"
    """
    if isinstance(value, nodes.Node):
        return value.pformat()
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        items = sorted((str(k), v) for k, v in value.items() if k not in PLACES)
        return f"[{','.join(f'{k}:{plain(v)}' for k, v in items)}]"
    if isinstance(value, set | frozenset):
        return f"[{','.join(sorted(map(plain, value)))}]"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(plain, value))}]"
    return ADDRESS.sub("", repr(value))


def shown_elsewhere(env: BuildEnvironment) -> str:
    """A hash of what pages show of other pages."""
    known = [plain(getattr(env, name)) for name in SHOWN]
    for domain in env.domaindata.values():
        for found in domain.values():
            if isinstance(found, list):  # as they were read: changed pages come last
                found = set(map(plain, found))
            known.append(plain(found))
    return hashlib.sha256("".join(known).encode()).hexdigest()


def pages_to_write(app: Sphinx, env: Any) -> Iterable[str]:
    """All pages if any may show what it did not."""
    before = getattr(env, "shown_elsewhere", None)
    env.shown_elsewhere = shown_elsewhere(env)
    return [] if before == env.shown_elsewhere else env.found_docs


def finish_a_copy(app: Sphinx, exception: Exception | None) -> None:
    """Copies the pages to where they are finished, without pictures of earlier ones."""
    if exception or app.builder.format != "html":
        return
    fresh = Path(app.outdir).parent / FINISHED
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(app.outdir, fresh)
    pictures = {name for _, name in app.env.images.values()}
    for path in (fresh / "_images").glob("*"):
        if path.name not in pictures:
            path.unlink()
    # Sphinx' own search, which no page loads; in it words that are gone stay.
    (fresh / "searchindex.js").unlink(missing_ok=True)
    app.outdir = app.builder.outdir = type(app.outdir)(fresh)


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at all pages when they are read, and copy them when they are written."""
    app.connect("env-get-updated", pages_to_write, priority=LAST)
    app.connect("build-finished", finish_a_copy, priority=FIRST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
