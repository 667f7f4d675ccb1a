"""Sphinx extension: each page has a twin in Markdown, for whoever reads no HTML.

The twin is made of the page as it is shown: with what cells printed, formulas in TeX,
pictures and live figures in their words, references resolved. It lies beside the page;
`llms.txt` lists all.
"""

import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from markdownify import ATX, MarkdownConverter
from sphinx.application import Sphinx

from tools.extensions.findable import descriptions

LIST = "llms.txt"
UNSAID = "script, style, svg, button, .headerlink, summary :is(.expanded, .collapsed)"
LANGUAGE = re.compile(r"highlight-(\w+)")
PYTHON = {"ipython3", "ipython", "default"}
SILENT = {"none", "text", "myst"}  # what cells print
BLANK = re.compile(r"\n\s*\n\s*\n+")


class Twin(MarkdownConverter):
    """Writes a part of a page in Markdown."""

    def convert_math(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        annotation = el.find("annotation")
        tex = (annotation or el).get_text().strip()
        return f"\n\n$$\n{tex}\n$$\n\n" if el.get("display") == "block" else f"${tex}$"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split())
        return f"\n\n`{el.get_text().strip()}`\n" if is_name(el) else f"\n\n{words}\n"


def is_name(term: Tag) -> bool:
    """Whether a term is the name of something in the reference."""
    return "sig" in term.get_attribute_list("class")


def language(block: Tag) -> str:
    """The language of a block of code, by the class around it."""
    around = block.find_parent(class_=LANGUAGE)
    found = (
        LANGUAGE.search(" ".join(around.get_attribute_list("class")))
        if around
        else None
    )
    name = found[1] if found else "text"
    return "python" if name in PYTHON else "" if name in SILENT else name


def as_markdown(body: str) -> str:
    """The body of a page in Markdown."""
    soup = BeautifulSoup(body, "html.parser")
    for unsaid in soup.select(UNSAID):
        unsaid.decompose()
    for link in soup.select("a[title]"):
        del link["title"]
    text = Twin(
        heading_style=ATX,
        bullets="-",
        code_language_callback=language,
        escape_asterisks=False,
        escape_underscores=False,
    ).convert_soup(soup)
    return BLANK.sub("\n\n", text).strip() + "\n"


def write_twin(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Writes the twin of a page, when the page is written."""
    if app.builder.name == "html" and pagename in descriptions():
        twin = Path(app.outdir) / f"{pagename}.md"
        twin.parent.mkdir(parents=True, exist_ok=True)
        twin.write_text(as_markdown(context["body"]), "utf8")


def list_twins(app: Sphinx, exception: Exception | None) -> None:
    """Writes the list of twins, with the address of each where it is known."""
    if exception or app.builder.name != "html":
        return
    base = app.config.html_baseurl
    sentences = descriptions()
    lines = [f"# {app.config.project}", "", f"> {sentences[app.config.root_doc]}", ""]
    lines += ["## Pages", ""]
    for page, sentence in sentences.items():
        if page in app.env.titles:
            title = app.env.titles[page].astext()
            lines.append(f"- [{title}]({base}{page}.md): {sentence}")
    (Path(app.outdir) / LIST).write_text("\n".join(lines) + "\n", "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the twins with their pages, and the list at the end."""
    app.connect("html-page-context", write_twin)
    app.connect("build-finished", list_twins)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
