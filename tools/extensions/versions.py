"""Sphinx extension: a menu with the versions of the book, where its address is known.

The theme has such a menu; it reads `versions.json` at the book's address, which
`tools.place_versions` writes. A release is built with LENET_VERSION=v1.2.3 and calls
itself 1.2; without it, pages are the latest. The canonical address of every page is
that of the latest, for the books of releases are built for the same address.
"""

import os
import re

from sphinx.application import Sphinx
from sphinx.config import Config

LATEST = "latest"
TAG = re.compile(r"v(\d+\.\d+)\.\d+")
MENU = "version-switcher.html"


def minor_version(tag: str) -> str:
    """What the book of a release calls itself, or the latest without a tag.

    >>> minor_version("v1.2.3"), minor_version("")
    ('1.2', 'latest')
    """
    if not tag:
        return LATEST
    found = TAG.fullmatch(tag)
    if not found:
        raise ValueError(f"LENET_VERSION must be a tag such as v1.2.3. Received: {tag}")
    return found[1]


def offer(app: Sphinx, config: Config) -> None:
    """Gives the theme what its menu needs."""
    if not config.html_baseurl:
        return
    config.html_theme_options |= {
        "switcher": {
            "json_url": f"{config.html_baseurl}versions.json",
            "version_match": minor_version(os.environ.get("LENET_VERSION", "")),
        },
        "check_switcher": False,  # the list is written when all books are there
        "primary_sidebar_end": [MENU],
    }


def setup(app: Sphinx) -> dict[str, bool]:
    """Ask for the menu before the theme reads its settings."""
    app.connect("config-inited", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
