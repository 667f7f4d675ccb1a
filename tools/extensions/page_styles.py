"""Sphinx extension: pages load one style sheet, with the rules that they can use.

The theme and the extensions bring a dozen sheets, and most of their rules are for
things that the book never shows. A browser paints nothing before it has them all. Here
those that every page loads become one: a rule stays where each class, id, attribute and
element that it asks for is named by some page or script, and a custom property where
something reads it.
"""

import hashlib
import html
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import tinycss2
from sphinx.application import Sphinx
from tinycss2.ast import Node

from tools.site_pages import common, page_paths

LAST = 900  # a priority: when icons, fonts and scripts are as pages will have them
SHEET = "page.css"
LINK = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]+)"[^>]*>\s*')
IMPORT = re.compile(r'@import\s+(?:url\()?["\']([^"\']+)["\']\)?;')
URL = re.compile(r"""url\((["']?)(?!["']?(?:data:|#|/|https?:))([^"')]+)\1\)""")
TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z][\w-]*)(?:="([^"]*)")?')
TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`[^`]*`')
WORD = re.compile(r"-{0,2}[A-Za-z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
BY_BROWSER = {"open", "hidden", "disabled"}  # attributes that come and go
GROUPS = {"media", "supports", "layer", "container"}  # at-rules that hold rules


@dataclass
class Rule:
    """A rule or a group of them, as much of it as is kept."""

    head: str
    declarations: list[tuple[str, str]] = field(default_factory=list)
    rules: list["Rule"] = field(default_factory=list)

    def __str__(self) -> str:
        texts = [*(text for _, text in self.declarations), *map(str, self.rules)]
        inside = "".join(texts)
        return f"{self.head}{{{inside}}}" if inside else ""

    def walk(self) -> Iterator["Rule"]:
        yield self
        for rule in self.rules:
            yield from rule.walk()


def named_by_page(page: str) -> set[str]:
    """The elements, attributes, classes and ids of a page.

    >>> sorted(named_by_page('<p class="a b" hidden>text</p>'))
    ['a', 'b', 'class', 'hidden', 'p']
    """
    names = set()
    for tag, inside in TAG.findall(page):
        names.add(tag)
        for attribute, value in ATTRIBUTE.findall(inside):
            names.add(attribute)
            if attribute in ("class", "id"):
                names.update(html.unescape(value).split())
    return names


def named_by_script(script: str) -> set[str]:
    """The words in the texts of a script: it may give them to elements.

    >>> sorted(named_by_script("let other; e.classList.add('on', `is-${o}`)"))
    ['is-', 'o', 'on']
    """
    return {word for text in TEXT.findall(script) for word in WORD.findall(text)}


def squeezed(tokens: Iterable[Node]) -> str:
    """Tokens as text, without comments and with single spaces."""
    shown = (token for token in tokens if token.type != "comment")
    return " ".join(tinycss2.serialize(shown).split())


def asked_for(selector: list[Node]) -> set[str]:
    """What a selector asks for, outside of parentheses.

    >>> (rule,) = tinycss2.parse_stylesheet('ul.a[b="c"] > #d:not(.e)::before{}')
    >>> sorted(asked_for(rule.prelude))
    ['a', 'b', 'd', 'ul']
    """
    names, before = set(), " "
    for token in selector:
        if token.type == "hash" or token.type == "ident" and before != ":":
            names.add(token.value)
        elif token.type == "[] block":
            inside = (part.value for part in token.content if part.type == "ident")
            names.update([next(inside)])
        before = token.value if token.type == "literal" else " "
    return names


def split(selectors: list[Node]) -> list[list[Node]]:
    """The selectors of a list."""
    found: list[list[Node]] = [[]]
    for token in selectors:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def kept(nodes: Iterable[Node], names: set[str]) -> list[Rule]:
    """The rules that apply to something among `names`."""
    rules = []
    for node in nodes:
        head = squeezed(node.prelude)
        if node.type == "qualified-rule":
            selectors = [s for s in split(node.prelude) if asked_for(s) <= names]
            head = ",".join(map(squeezed, selectors))
            rule = Rule(head, declared(node.content)) if selectors else Rule("")
        elif node.lower_at_keyword in GROUPS and node.content is not None:
            inside = tinycss2.parse_rule_list(node.content, True, True)
            rule = Rule(f"@{node.at_keyword} {head}", rules=kept(inside, names))
        elif node.content is not None:
            rule = Rule(f"@{node.at_keyword} {head}", [("", squeezed(node.content))])
        else:
            continue  # @charset: the sheet is UTF-8 as the page is
        rules.append(rule)
    return rules


def declared(content: list[Node]) -> list[tuple[str, str]]:
    """The declarations in a rule, each with its property's name."""
    found = []
    for node in tinycss2.parse_blocks_contents(content, True, True):
        if node.type == "declaration":
            important = "!important" if node.important else ""
            text = f"{node.name}:{squeezed(node.value)}{important};"
            found.append((node.name, text))
        else:
            found.append(("", squeezed([node])))
    return found


def drop_unread(rules: list[Rule], names: set[str]) -> None:
    """Drops the custom properties that neither a rule nor anything else reads."""
    every = [rule for top in rules for rule in top.walk()]
    while True:
        texts = " ".join(text for rule in every for _, text in rule.declarations)
        read = names | set(re.findall(r"var\(\s*(--[\w-]+)", texts))
        dropped = False
        for rule in every:
            left = [
                (name, text)
                for name, text in rule.declarations
                if not name.startswith("--") or name in read
            ]
            dropped |= left != rule.declarations
            rule.declarations = left
        if not dropped:
            return


def reduced(css: str, names: set[str]) -> str:
    """A style sheet without what nothing among `names` uses.

    >>> reduced(".a, .b {--c: 1; --d: 2; width: var(--d)} @media print {.b {}}", {"a"})
    '.a{--d:2;width:var(--d);}'
    """
    rules = kept(tinycss2.parse_stylesheet(css, True, True), names)
    drop_unread(rules, names)
    return "".join(map(str, rules))


def read_sheet(path: Path, static: Path) -> str:
    """A style sheet with what it imports, its addresses seen from `static`."""

    def rebased(found: re.Match) -> str:
        return f"url({os.path.relpath(path.parent / found[2], static)})"

    css = path.read_text("utf8")
    imported = [read_sheet(path.parent / one, static) for one in IMPORT.findall(css)]
    return "\n".join([*imported, URL.sub(rebased, IMPORT.sub("", css))])


def join_sheets(app: Sphinx, exception: Exception | None) -> None:
    """Puts one style sheet in the place of those that every page loads."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    pages = {path: path.read_text("utf8") for path in page_paths(site)}
    lists = [[*map(static_name, LINK.findall(text))] for text in pages.values()]
    sheets = common([names for names in lists if names])
    names = set(BY_BROWSER)
    for text in pages.values():
        names |= named_by_page(text) | set(PROPERTY.findall(text))
        for script in SCRIPT.findall(text):
            names |= named_by_script(script)
    for path in static.rglob("*.js"):
        script = path.read_text("utf8")
        names |= named_by_script(script) | set(PROPERTY.findall(script))
    paths = [static / sheet for sheet in sheets]
    for path in set(static.rglob("*.css")) - set(paths):
        names |= set(PROPERTY.findall(path.read_text("utf8")))
    css = reduced("\n".join(read_sheet(path, static) for path in paths), names)
    (static / SHEET).write_text(css, "utf8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for path, text in pages.items():
        path.write_text(linked(text, sheets, version), "utf8")
    imports = (
        path.parent / one
        for path in paths
        for one in IMPORT.findall(path.read_text("utf8"))
    )
    for path in [*imports, *paths]:
        path.unlink()


def static_name(address: str) -> str:
    """A file's name below `_static`.

    >>> static_name("../_static/styles/theme.css?digest=55")
    'styles/theme.css'
    """
    return address.partition("_static/")[2].partition("?")[0]


def linked(page: str, sheets: list[str], version: str) -> str:
    """The page with the one style sheet in the place of the first of `sheets`."""
    places = []

    def replaced(found: re.Match) -> str:
        if static_name(found[1]) not in sheets:
            return found[0]
        places.append(found)
        address = f"{found[1].partition('_static/')[0]}_static/{SHEET}?v={version}"
        link = f'<link rel="stylesheet" href="{address}">\n'
        return link if len(places) == 1 else ""

    return LINK.sub(replaced, page)


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the style sheets when everything else is in its place."""
    app.connect("build-finished", join_sheets, priority=LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
