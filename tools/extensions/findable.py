"""Sphinx extension: what search engines, messages and language models learn of a page.

`book/descriptions.yml` has a sentence for each page. It becomes the page's description
and, through sphinxext-opengraph, that of its preview; structured data say that pages
are chapters of a book. `llms.txt` lists the pages, each with a twin in Markdown.
"""

import html
import json
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import yaml
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
DESCRIPTIONS = ROOT / "book" / "descriptions.yml"
BEFORE_OPENGRAPH = 400  # a priority; handlers have 500
LANGUAGE = "python"
SKIPPED = {"remove-cell", "remove-input"}


@cache
def descriptions() -> dict[str, str]:
    """The sentence of each page, by its name."""
    return yaml.safe_load(DESCRIPTIONS.read_text("utf8"))


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Writes the description, and hands it to sphinxext-opengraph in the page's fields.

    Left alone, that library describes a page by its first words.
    """
    sentence = descriptions().get(pagename)
    if sentence is None:
        return
    context["meta"] = {
        **(context["meta"] or {}),
        "ogp_description_length": "0",
        "og:description": sentence,
        "og:image:alt": f"A card: the page's title, and {app.config.project}",
    }
    about = structured(app, pagename, context["title"], sentence)
    data = json.dumps(about).replace("</", r"<\/")
    context["metatags"] += (
        f'<meta name="description" content="{html.escape(sentence)}">\n'
        f'<script type="application/ld+json">{data}</script>\n'
    )


def structured(app: Sphinx, page: str, title: str, sentence: str) -> dict[str, Any]:
    """A page as schema.org knows it: the book, or a chapter of it."""
    config = app.config
    is_book = page == config.root_doc
    name = config.project if is_book else BeautifulSoup(title, "html.parser").text
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book" if is_book else "Chapter",
        "name": name,
        "description": sentence,
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": {"@type": "Organization", "name": config.author},
    }
    if not is_book:
        about["isPartOf"] = {"@type": "Book", "name": config.project}
    if config.html_baseurl:
        about["url"] = config.html_baseurl + app.builder.get_target_uri(page)
    return about


def as_markdown(source: Path) -> str:
    """A page in Markdown: a notebook's text and code, in their order."""
    if source.suffix != ".ipynb":
        return source.read_text("utf8")
    cells = nbformat.read(source, 4).cells
    shown = (c for c in cells if not SKIPPED & set(c.metadata.get("tags", ())))
    return "\n\n".join(
        c.source if c.cell_type == "markdown" else f"```{LANGUAGE}\n{c.source}\n```"
        for c in shown
    )


def write_plain_pages(app: Sphinx, exception: Exception | None) -> None:
    """Writes the twins of the pages, and the list of them."""
    if exception or app.builder.name != "html":
        return
    site, base = Path(app.outdir), app.config.html_baseurl
    lines = [f"# {app.config.project}", "", f"> {descriptions()[app.config.root_doc]}"]
    lines += ["", "## Pages", ""]
    for page, sentence in descriptions().items():
        if page not in app.env.titles:
            continue
        twin = site / f"{page}.md"
        twin.parent.mkdir(parents=True, exist_ok=True)
        twin.write_text(as_markdown(Path(app.env.doc2path(page))), "utf8")
        title = app.env.titles[page].astext()
        lines.append(f"- [{title}]({base}{page}.md): {sentence}")
    (site / "llms.txt").write_text("\n".join(lines) + "\n", "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell of each page when it is written, and of all at the end."""
    app.connect("html-page-context", describe, priority=BEFORE_OPENGRAPH)
    app.connect("build-finished", write_plain_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
