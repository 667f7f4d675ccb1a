"""Sphinx extension: what search engines, messages and language models learn of a page.

`book/descriptions.yml` has a sentence for each page. It becomes the page's description
and, through sphinxext-opengraph, that of its preview; structured data say that pages
are chapters of a book. Where the site's address is known, each page has a card.
"""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
DESCRIPTIONS = ROOT / "book" / "descriptions.yml"
BEFORE_OPENGRAPH, AFTER_OPENGRAPH = 400, 600  # priorities; handlers have 500
LOST = "404"  # the page of sphinx-notfound-page
MAP = "sitemap.xml"  # of sphinx-sitemap
ADDRESS = re.compile(r'<meta property="og:url"[^>]*>\s*')


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
    if base := config.html_baseurl:
        about["url"] = base + app.builder.get_target_uri(page)
        if not is_book:
            first = app.builder.get_target_uri(config.root_doc)
            about["isPartOf"]["url"] = base + first
    return about


def correct(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Takes back what others said of a page: half an address, and a wrong root.

    The page for lost readers is shown at any depth; its scripts look for others from
    the root of the server.
    """
    context.setdefault("metatags", "")
    if not app.config.html_baseurl:
        context["metatags"] = ADDRESS.sub("", context["metatags"])
    if pagename == LOST:
        context["content_root"] = app.config.notfound_urls_prefix
        context["pageurl"] = None
        context["metatags"] += '<meta name="robots" content="noindex">\n'


def welcome_robots(app: Sphinx, exception: Exception | None) -> None:
    """Leads search engines to the map of the site, where its address is known."""
    if not exception and app.builder.name == "html" and app.config.html_baseurl:
        lines = "User-agent: *", "Allow: /", f"Sitemap: {app.config.html_baseurl}{MAP}"
        Path(app.outdir, "robots.txt").write_text("\n".join(lines) + "\n", "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell of each page when it is written."""
    app.connect("html-page-context", describe, priority=BEFORE_OPENGRAPH)
    app.connect("html-page-context", correct, priority=AFTER_OPENGRAPH)
    app.connect("build-finished", welcome_robots)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
