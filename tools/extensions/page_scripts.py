"""Sphinx extension: a page loads the scripts that it uses, and none holds it up.

The theme and the extensions put their scripts before the page, where a browser waits
for each. Here those that a page has no use for go, those that every page loads become
one, and all wait until the page is there.

The theme draws its icons by a script that looks through the whole page, though its font
has them; and brings all of Bootstrap for one menu, which `menus.js` opens. Both go.
"""

import hashlib
import re
from pathlib import Path

from sphinx.application import Sphinx

from tools.site_pages import common, page_paths

BEFORE_STYLES = 800  # a priority
BUNDLE = "page.js"
REPLACED = {"scripts/fontawesome.js", "scripts/bootstrap.js"}
# What the text of a page has that uses a script.
USED_BY = {"design-tabs.js": "sd-tab-set"}
SCRIPT = re.compile(r'<script\b(?=[^>]*\bsrc="([^"]+)")[^>]*></script>\s*')
PRELOAD = re.compile(r'<link\b(?=[^>]*\brel="preload")(?=[^>]*\bas="script")[^>]*>\s*')
SETTING = re.compile(r"<script>(DOCUMENTATION_OPTIONS\.\w+ = .*?;)</script>\s*")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
STATE = re.compile(r'<script [^>]*widget-state\+json">.*?</script>\s*', re.DOTALL)
TIP = re.compile(r' data-bs-toggle="tooltip"| data-bs-placement="\w+"')


def script_name(address: str) -> str:
    """A script's name in the site's folder of static files, or beside it.

    >>> script_name("../_static/scripts/bootstrap.js?digest=55")
    'scripts/bootstrap.js'
    >>> script_name("../searchindex.js")
    'searchindex.js'
    """
    path = address.partition("?")[0]
    _, folder, name = path.partition("_static/")
    return name if folder else path.rpartition("/")[2]


def is_used(name: str, page: str) -> bool:
    """Whether a page uses a script."""
    return name not in REPLACED and USED_BY.get(name, "") in page


def lean(page: str) -> str:
    """The page without scripts that it does not use, and without waiting for others.

    The state of the figures stood before the page, too; now it comes after.
    """

    def seen(found: re.Match) -> str:
        if not is_used(script_name(found[1]), page):
            return ""
        if re.search(r"\b(?:defer|async|type=)", found[0]):
            return found[0]
        return found[0].replace("<script ", "<script defer ", 1)

    page = SCRIPT.sub(seen, PRELOAD.sub("", page))
    page = TIP.sub("", page).replace(" data-bs-title=", " title=")
    if state := STATE.search(page):
        page = page[: state.start()] + page[state.end() :]
        before, end, after = page.rpartition("</body>")
        page = f"{before}{state[0]}{end}{after}"
    return page


def loaded(page: str) -> list[str]:
    """What a page loads in order: the names of its scripts, and its settings.

    >>> loaded('<script defer src="_static/a.js"></script>')
    ['a.js']
    """
    scripts = ((m.start(), script_name(m[1])) for m in SCRIPT.finditer(page))
    settings = ((m.start(), m[1]) for m in SETTING.finditer(page))
    return [one for _, one in sorted([*scripts, *settings])]


def joined(page: str, parts: list[str], version: str) -> str:
    """The page with the one script in the place of the first that it is made of."""
    address = f'_static/{BUNDLE}?v={version}"></script>\n'
    places = []

    def replaced(found: re.Match) -> str:
        if script_name(found[1]) not in parts:
            return found[0]
        places.append(found)
        base = found[1].partition("_static/")[0]
        return f'<script defer src="{base}{address}' if len(places) == 1 else ""

    return SETTING.sub("", SCRIPT.sub(replaced, page))


def join_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Leaves each page the scripts that it uses, those of all pages as one."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    read = {path: path.read_text("utf8") for path in page_paths(site)}
    pages = {path: lean(text) for path, text in read.items() if SCRIPT.search(text)}
    lists = [loaded(text) for text in pages.values()]
    every = common(lists)
    files = [one for one in every if one.endswith(".js")]
    parts = ((static / one).read_text("utf8") if one in files else one for one in every)
    code = SOURCE_MAP.sub("", "\n;\n".join(parts))
    (static / BUNDLE).write_text(code, "utf8")
    version = hashlib.sha256(code.encode()).hexdigest()[:8]
    for path, text in pages.items():
        path.write_text(joined(text, files, version), "utf8")
    used = {name for names in lists for name in names} - set(files)
    for name in {*files, *REPLACED, *USED_BY} - used:
        (static / name).unlink(missing_ok=True)
    for path in static.rglob("*.map"):
        path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the scripts when all pages are written."""
    app.add_js_file("menus.js")
    app.connect("build-finished", join_scripts, priority=BEFORE_STYLES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
