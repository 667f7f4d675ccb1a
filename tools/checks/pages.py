"""The rendered book as pages, for whoever checks it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx_external_toc.parsing import parse_toc_yaml

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
# What a browser loads by itself; links that a reader follows are not among them.
LOADING = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
}


@dataclass(frozen=True)
class Page:
    """One rendered page below the site's root folder."""

    site: Path
    path: Path

    @cached_property
    def name(self) -> str:
        """The path below the root, for findings."""
        return self.path.relative_to(self.site).as_posix()

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.path.read_text(encoding="utf8"), "html.parser")

    @cached_property
    def article(self) -> Tag | None:
        """What the author wrote, without navigation."""
        return self.soup.select_one("article") or self.soup.select_one("main")

    @cached_property
    def addresses(self) -> list[tuple[str, str]]:
        """What the page names or loads: the tag, and the address."""
        return list(_addresses(self.soup))

    @cached_property
    def anchors(self) -> set[str]:
        """The targets that a link's #fragment can name."""
        return {str(tag["id"]) for tag in self.soup.select("[id]")}

    def recall(self, addresses: list[tuple[str, str]], anchors: Iterable[str]) -> None:
        """Takes over what is known of the page, which then need not be parsed."""
        vars(self).update(addresses=addresses, anchors=set(anchors))

    @cached_property
    def widget_models(self) -> dict[str, dict]:
        """The state of the page's widgets by model id."""
        scripts = self.soup.find_all("script", type=WIDGET_STATE)
        states = [json.loads(script.string or "{}") for script in scripts]
        return {k: m for state in states for k, m in state.get("state", {}).items()}


def _addresses(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all(["a", *LOADING]):
        for attribute in LOADING.get(tag.name, ("href",)):
            address = str(tag.get(attribute, ""))
            if attribute != "srcset" and address and address != "#":
                yield tag.name, address


def read_toc(toc: Path) -> list[str]:
    """The names of the pages in the table of contents, without suffix."""
    return list(parse_toc_yaml(toc))


def read_pages(site: Path) -> list[Page]:
    """All HTML pages below `site` but the copied static files."""
    paths = sorted(site.rglob("*.html"))
    return [Page(site, path) for path in paths if site / "_static" not in path.parents]
