"""Renders the pages with Jupyter Book: only those that changed, where that is enough.

Sphinx keeps what it read and what it wrote in `_build/sphinx`, which no reader sees. A
change of a page's source makes it read that page again, and write it, and with it those
that show something of it (`tools.extensions.incremental`). Any other change, of a tool,
a style or the package, and every failure makes it begin from nothing.

What finishes the pages works on a copy of them, all pages at once, and so does not know
what changed: a site is finished as if it had been rendered from nothing, and a build
that fails leaves the site before it as it was.
"""

import io
import re
import shutil
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from nbconvert.filters import strip_ansi

from tools.building import places
from tools.building.hush import hushed
from tools.building.places import BUILT_FROM, BuildError, hash_surroundings
from tools.building.progress import Counter, Reporter
from tools.extensions.incremental import FINISHED

ALL, CHANGED = "all pages", "the changed pages"
SAID = re.compile(r"(reading|writing) (?:sources|output)\.\.\. \[ *(\d+)%\]")
COMPLAINT = re.compile(r"\b(WARNING|ERROR|CRITICAL): |\w(Error|Exception)\b")
PARTS = ("reading", "writing", "finishing")
UNLISTED = ["404.html", "genindex.html", "py-modindex.html", "search.html"]


def render(
    cache: Path,
    repository: str = "",
    site: str = "",
    reporter: Reporter | None = None,
) -> Path:
    """Render the pages and return the folder of the finished site.

    Raises:
        BuildError: Jupyter Book failed or warned.
    """
    folder = places.BUILD / "sphinx"
    around = hash_surroundings(places.ROOT, BUILT_FROM, f"{repository} {site}")
    stamp = folder / "rendered-with"
    # sphinx-sitemap lists only the pages that it sees written.
    if site or not stamp.is_file() or stamp.read_text() != around:
        shutil.rmtree(folder, ignore_errors=True)
    step = ALL if not stamp.is_file() else CHANGED
    stamp.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.yml"
    settings = make_config(cache, repository, site)
    config.write_text(yaml.safe_dump(settings, sort_keys=False))  # order matters
    reporter = reporter or Reporter()
    with reporter.step(step, f"Rendering {step}", PARTS) as counter:
        _run_sphinx(folder, config, Watcher(counter))
    stamp.write_text(around)
    return folder / FINISHED


def _run_sphinx(folder: Path, config: Path, watcher: "Watcher") -> None:
    from jupyter_book.sphinx import build_sphinx  # takes seconds

    warnings = io.StringIO()
    with hushed(), redirect_stdout(watcher), redirect_stderr(warnings):
        failed = build_sphinx(
            str(places.ROOT),
            str(folder / "rendered"),
            doctreedir=str(folder / "doctrees"),
            path_config=str(config),
            noconfig=True,
            confoverrides={
                "external_toc_path": str(places.ROOT / "_toc.yml"),
                "latex_individualpages": False,
                "nitpicky": True,
            },
            builder="html",
            warningiserror=True,
            keep_going=True,
        )
    if isinstance(failed, KeyboardInterrupt | OSError):
        raise failed
    log = places.BUILD / "jupyter-book.log"
    complaints = strip_ansi(warnings.getvalue())
    log.write_text(strip_ansi(watcher.getvalue()) + complaints, "utf8")
    if failed:
        lines = complaints.strip().splitlines()
        told = [line for line in lines if COMPLAINT.search(line)] or lines[-3:]
        told.append(f"Mend what it says; a warning is an error here. Details: {log}")
        raise BuildError("\n".join(told))
    watcher.end()


class Watcher(io.StringIO):
    """Takes the place of stdout for Sphinx, and tells how far it is."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.now = PARTS[0]
        self.since = time.perf_counter()

    def write(self, text: str) -> int:
        if found := SAID.search(strip_ansi(text)):
            part = PARTS[0] if found[1] == "reading" else PARTS[1]
            if part != self.now:
                self.end()
            self.counter.done(part, part=min(int(found[2]) / 100, 0.99))
            if part == PARTS[1] and found[2] == "100":
                self.end()
        return super().write(text)

    def end(self) -> None:
        """A part has ended."""
        now = time.perf_counter()
        self.counter.done(self.now, now - self.since)
        self.since = now
        self.now = PARTS[min(PARTS.index(self.now) + 1, len(PARTS) - 1)]


def make_config(cache: Path, repository: str = "", site: str = "") -> dict:
    """`_config.yml` with the executed notebooks and, if known, the two addresses."""
    config = yaml.safe_load((places.ROOT / "_config.yml").read_text())
    config["execute"]["cache"] = str(cache)
    config["sphinx"]["config"]["extensions"].append("incremental")
    extensions = config["sphinx"]["local_extensions"]
    extensions["incremental"] = "tools/extensions"
    for name, path in extensions.items():
        extensions[name] = str(places.ROOT / path)
    if repository:
        # The branch that `tools.make_launch_notebooks` prepares.
        config["repository"] |= {"url": repository, "branch": "launch"}
        config["parse"]["myst_substitutions"]["repository"] = (
            f"[the book's repository]({repository})"
        )
        config["html"]["use_repository_button"] = True
        config["html"]["use_issues_button"] = True
        config["launch_buttons"] |= {
            "notebook_interface": "jupyterlab",
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
        }
    if site:
        _tell_address(config["sphinx"]["config"], f"{site}/")
    return config


def _tell_address(settings: dict, site: str) -> None:
    """Settings of Sphinx for pages that know where they stand."""
    settings["extensions"].append("sphinx_sitemap")
    settings["sitemap_url_scheme"] = "{link}"
    settings["html_baseurl"] = settings["ogp_site_url"] = site
    settings["sitemap_excludes"] = UNLISTED
    settings["notfound_urls_prefix"] = root = urlsplit(site).path
    lost = settings["notfound_context"]
    lost["body"] = lost["body"].replace('href="/', f'href="{root}')
