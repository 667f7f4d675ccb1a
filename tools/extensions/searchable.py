"""Sphinx extension: the texts that the book's search ranks and shows.

Sphinx ranks whole pages; a reader looks for a section. `search_texts.js` holds each
section of the pages, each term of the glossary and each name of the reference with its
anchor, and `tools/runtime/search.js` looks through them in the page.

What a page says is noted when it is written; notes of earlier builds serve the others.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx

from tools.extensions.findable import descriptions

TEXTS = "_static/search_texts.js"
NOTES = "_search"
BEGIN, END = "window.bookTexts = ", ";\n"
UNSAID = "script, style, noscript, svg, annotation, .headerlink, .copybtn"
HEADINGS = ["h1", "h2", "h3", "h4"]
ENTRIES = "dl.glossary > dt[id], dl.py > dt[id]"
# What a reader rarely looks for first.
ASIDES = re.compile(r"exercise|summary$|sources$|id\d+$")
REFERENCE = ("api", "bibliography", "changelog", "reproducibility")  # beginnings

Section = tuple[str, str, str, bool]  # anchor, title, text, aside


def words_of(tag: Tag) -> str:
    """What is said in a part of the page, in one line."""
    return " ".join(tag.get_text().split())


def entries(article: Tag, aside: bool) -> Iterator[Section]:
    """The terms of a glossary and the names of a reference; takes them out."""
    for term in article.select(ENTRIES):
        if term.find_parent("dl", class_="py") and term.find_parent("dd"):
            continue  # a method is said with its class
        meaning = term.find_next_sibling("dd")
        anchor = str(term["id"])
        is_name = "sig" in term.get_attribute_list("class")
        title = anchor.rpartition(".")[2] if is_name else words_of(term)
        text = f"{words_of(term)} " if is_name else ""
        yield anchor, title, text + (words_of(meaning) if meaning else ""), aside
        for part in (term, meaning):
            if part:
                part.extract()


def sections(article: Tag, aside: bool) -> Iterator[Section]:
    """The sections of a page, each without those within it."""
    for unsaid in article.select(UNSAID):
        unsaid.decompose()
    yield from entries(article, aside)
    for section in reversed(article.select("section")):  # the inner ones first
        heading = section.find(HEADINGS, recursive=False)
        if heading is None:
            continue
        title, anchor = words_of(heading.extract()), str(section["id"])
        is_page = heading.name == "h1"
        said = words_of(section.extract())
        late = aside or bool(ASIDES.match(anchor))
        yield "" if is_page else anchor, title, said, late


def note_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Notes what a page says."""
    if app.builder.name != "html" or pagename not in descriptions():
        return
    body = BeautifulSoup(context["body"], "html.parser")
    found = list(sections(body, Path(pagename).name.startswith(REFERENCE)))[::-1]
    note = Path(app.outdir, NOTES, pagename).with_suffix(".json")
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(found), "utf8")


def write_texts(app: Sphinx, exception: Exception | None) -> None:
    """Puts the notes on all pages together."""
    if exception or app.builder.name != "html":
        return
    site, texts = Path(app.outdir), {}
    for name, sentence in descriptions().items():
        note = Path(site, NOTES, name).with_suffix(".json")
        if name in app.env.titles and note.is_file():
            found = json.loads(note.read_text("utf8"))
            title = next((title for anchor, title, *_ in found if not anchor), "")
            texts[f"{name}.html"] = {
                "title": title,
                "about": sentence,
                "sections": found,
            }
    shutil.rmtree(site / NOTES, ignore_errors=True)
    content = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    (site / TEXTS).write_text(BEGIN + content + END, "utf8")


def read_texts(path: Path) -> dict[str, Any]:
    """The texts, as they were written."""
    return json.loads(path.read_text("utf8").removeprefix(BEGIN).removesuffix(END))


def setup(app: Sphinx) -> dict[str, bool]:
    """Give pages the search, and write its texts when all pages are noted."""
    app.add_js_file("search.js", defer="defer")
    app.connect("html-page-context", note_page)
    app.connect("build-finished", write_texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
