"""The book as pages on which nothing moves: what the ePub packs and the PDF prints.

Sphinx' builder of ePubs renders them from the executed notebooks; the extension
`static_pages` makes them strict. They lie in `_build/static` until a source changes.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from nbconvert.filters import strip_ansi

from tools.build_book import (
    BUILD,
    BUILT_FROM,
    ROOT,
    SITE,
    BuildError,
    executed,
    hash_inputs,
)
from tools.extensions.formulas import FONT, STYLE, VENDOR
from tools.extensions.static_pages import TITLE
from tools.imprint import EPOCH, LOGO, date_of_sources, imprint

PAGES = BUILD / "static"
STAMP = PAGES / ".inputs-sha256"
ASSETS = BUILD / "static-assets"  # what becomes the pages' `_static`
STYLES = ("static.css", "reader.css")
COVER = ROOT / "book" / "cover.png"
# What ePubs may not have in styles: `direction`, and pictures that are no addresses.
FORBIDDEN = re.compile(r"^\s*(direction|[a-z-]*mask-image):.*\n", re.MULTILINE)
# Of the site's extensions those that make something of a page's text; what else the
# site has is its theme, its scripts, and what others learn of it.
OURS = ("chapter_numbers", "formulas", "live_figures", "spoken_pages", "static_pages")
EXTENSIONS = (
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "myst_nb",
    "jupyter_book",
    "sphinx_comments",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinx_multitoc_numbering",
    "sphinxcontrib.bibtex",
    *OURS,
)
OF_THE_SITE = ("html_", "notfound_", "ogp_", "sitemap_")  # how its settings begin
FOLDED = "nb_code_prompt_show"  # what is said of a cell that is folded
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


def static_pages() -> Path:
    """The folder of the static pages, up to date.

    Raises:
        BuildError: They cannot be rendered.
    """
    site = os.environ.get(SITE, "").rstrip("/")
    fingerprint = hash_inputs(ROOT, BUILT_FROM, site)
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        return PAGES
    cache = executed()
    gather_assets()
    fresh = render(settings(cache, site))
    shutil.rmtree(PAGES, ignore_errors=True)
    fresh.rename(PAGES)
    STAMP.write_text(fingerprint)
    return PAGES


def render(config: dict) -> Path:
    """Render all pages from clean and return their folder.

    Raises:
        BuildError: Jupyter Book failed or warned.
    """
    path, output = BUILD / "static.yml", BUILD / "next-static"
    path.write_text(yaml.safe_dump(config, sort_keys=False))  # order matters
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT)]
    command += ["-n", "-W", "--keep-going", "--config", str(path)]
    command += ["--path-output", str(output)]
    command += ["--builder", "custom", "--custom-builder", "epub"]
    dated = os.environ | {EPOCH: str(date_of_sources())}
    done = subprocess.run(
        command, env=dated, capture_output=True, text=True, check=False
    )
    if done.returncode:
        log = BUILD / "static.log"
        log.write_text(strip_ansi(done.stdout))
        raise BuildError(f"{strip_ansi(done.stderr)}More is in {log}.")
    return output / "_build" / "epub"


def gather_assets() -> None:
    """Put together what the pages load: the font of formulas, styles and the cover."""
    shutil.rmtree(ASSETS, ignore_errors=True)
    (ASSETS / FONT).parent.mkdir(parents=True)
    shutil.copy(VENDOR.parent / FONT, ASSETS / FONT)
    rules = (VENDOR.parent / STYLE).read_text("utf8")
    (ASSETS / STYLE).write_text(FORBIDDEN.sub("", rules), "utf8")
    for picture in (COVER, LOGO):
        shutil.copy(picture, ASSETS)
    for name in STYLES:
        shutil.copy(ROOT / "tools" / "static" / name, ASSETS)


def settings(cache: Path, site: str = "") -> dict:
    """The settings of the site, changed into those of an ePub.

    Args:
        cache: The executed notebooks.
        site: The address of the pages on which figures move, if it is known.
    """
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
    config["execute"]["cache"] = str(cache)
    given = config["sphinx"]["config"]
    kept = {n: v for n, v in given.items() if not n.startswith(OF_THE_SITE)}
    config["sphinx"] |= {
        "local_extensions": {name: str(ROOT / "tools/extensions") for name in OURS},
        "config": kept | of_the_epub(site) | {FOLDED: "Code"},
    }
    return config


def of_the_epub(site: str) -> dict:
    """Settings of Sphinx that an ePub alone has, or has otherwise."""
    about = imprint()
    return {
        "extensions": list(EXTENSIONS),
        "project": about.title,
        "version": about.version,
        "html_baseurl": f"{site}/" if site else "",
        "html_static_path": [str(ASSETS)],
        "html_css_files": [],
        "templates_path": [],
        "html_math_renderer": "mathml",
        "html_domain_indices": False,
        "pygments_style": "a11y-high-contrast-light",  # as in the pages
        "epub_css_files": list(STYLES),
        "epub_title": about.title,
        "epub_pre_files": [[f"{TITLE}.xhtml", "Title page"]],
        "epub_description": about.description,
        "epub_copyright": about.licence,
        "epub_identifier": about.identifier,
        "epub_uid": "identifier",
        "epub_tocscope": "includehidden",
        "epub_show_urls": "no",
        "epub_use_index": False,
    }
