"""Sphinx extension: live figures without scripts, and in the API reference.

A live figure comes as widgets, a picture and the picture's words. A page gets the
widgets, and the picture for readers without JavaScript; the ePub and the PDF get the
picture alone, with a link to the page if its address is known. All take the words as
alternative text. Questions to the reader come as widgets and as a text, which takes the
place of the picture.

The API reference shows the arguments of their classes, which `__new__`, common to all
widgets, hides from autodoc.
"""

import inspect
import re
import reprlib
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

WIDGETS = "application/vnd.jupyter.widget-view+json"
PICTURE = "image/png"
WORDS = "text/plain"
TEXT = "text/html"
LIVE, HERO = "live-cell", "tag_hero"  # classes of cells
HIDDEN = "(*args, **kwargs)"  # what autodoc makes of a widget
LINK = "Move this figure in its live page"
STATIC_BUILDER = "epub"  # of the pages that `tools.static_book` renders


class PlacePictures(SphinxPostTransform):
    """Puts the forms of each live figure where they belong."""

    default_priority = 3  # before MyST-NB keeps one form of each output

    def run(self, **kwargs: Any) -> None:
        for output in list(self.document.findall(is_output)):
            forms = {form["mime_type"]: form for form in output.children}
            if WIDGETS not in forms or not {PICTURE, TEXT} & set(forms):
                continue
            still = still_form(forms)
            if self.env.app.builder.name == STATIC_BUILDER:
                moving = self.link(cell_of(output)) if PICTURE in forms else []
                output.replace_self([*still, *moving])
                continue
            begin = nodes.raw("", "<noscript>", format="html")
            end = nodes.raw("", "</noscript>", format="html")
            cell_of(output)["classes"] += classes_of(forms)
            output.replace_self([*forms[WIDGETS].children, begin, *still, end])

    def link(self, cell: nodes.Element) -> list[nodes.Node]:
        """A way to where the figure moves, if the address of the site is known."""
        site = self.config.html_baseurl
        if not site:
            return []
        section = cell
        while not isinstance(section, nodes.section):
            section = section.parent
        address = f"{site}{self.env.docname}.html#{section['ids'][0]}"
        link = nodes.reference("", LINK, refuri=address, internal=False)
        return [nodes.paragraph("", "", link, classes=["live-link"])]


def still_form(forms: dict[str, nodes.Element]) -> list[nodes.Node]:
    """What is shown where nothing moves: the picture, or else the text."""
    if PICTURE not in forms:
        return forms[TEXT].children
    (picture,) = forms[PICTURE].findall(nodes.image)
    picture["alt"] = forms[WORDS].astext().strip()
    return [picture]


def classes_of(forms: dict[str, nodes.Element]) -> list[str]:
    """Which figure a cell holds, or how many questions: so much room is kept for it."""
    if PICTURE not in forms:
        return ["asks", f"asks-{forms[TEXT].children[0].astext().count('<ul>')}"]
    found = re.search(r'"kind": "(\w+)"', forms[WIDGETS].children[0].astext())
    return [LIVE, *([f"live-{found[1].replace('_', '-')}"] if found else [])]


def cell_of(node: nodes.Node) -> nodes.Element:
    """The cell that a part of its output belongs to."""
    while "cell" not in node.get("classes", ()):
        node = node.parent
    return node


def style_first_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """A page with the hero among its cells has rules of its own.

    They could ask for it with `body:has(...)`, but then a browser looks through the
    whole page again whenever a figure changes a word.
    """
    cells = doctree.findall(nodes.container) if doctree else ()
    if any(HERO in cell["classes"] for cell in cells):
        app.add_css_file("hero.css")


def is_output(node: nodes.Node) -> bool:
    """Whether a node holds the forms of one output of a cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def show_arguments(
    app: Sphinx,
    what: str,
    name: str,
    item: Any,
    options: Any,
    arguments: str | None,
    returned: str | None,
) -> tuple[str | None, str | None]:
    """The arguments of a class as its constructor has them, long texts shortened."""
    if what == "class" and arguments == HIDDEN:
        taken = inspect.signature(item).parameters.values()
        arguments = f"({', '.join(map(argument, taken))})"
    return arguments, returned


def argument(taken: inspect.Parameter) -> str:
    """One argument, with its default if it has one."""
    if taken.default is taken.empty:
        return taken.name
    return f"{taken.name}={reprlib.repr(taken.default)}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Run the transform on every page, and name arguments in the API reference."""
    app.add_post_transform(PlacePictures)
    app.connect("html-page-context", style_first_page)
    app.connect("autodoc-process-signature", show_arguments)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
