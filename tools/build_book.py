"""Build the book: ``python -m tools.build_book [--clean]``.

Fetches the page runtime, executes the notebooks in parallel, renders the pages,
checks them, and leaves them in `_build/html`. Does nothing when nothing changed, and
only what a change asks for. Notebooks that the tests have just executed
(`tools.keep_outputs`) are taken from there. The steps are in `tools/building/`.

When the environment variable LENET_REPOSITORY_URL holds the repository's address,
the pages get buttons that lead there, to Colab and to Binder. When LENET_SITE_URL holds
the address at which they will stand, they say so, with a map of the site and previews.
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from tools.building.failures import told
from tools.building.places import BUILD, BUILT_FROM, HTML, ROOT, BuildError, hash_inputs
from tools.building.progress import Reporter, words

STAMP = HTML / ".inputs-sha256"
REPOSITORY, SITE = "LENET_REPOSITORY_URL", "LENET_SITE_URL"


def main() -> int:
    """Build the book and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", action="store_true", help="forget earlier builds")
    if parser.parse_args().clean:
        shutil.rmtree(BUILD, ignore_errors=True)
    with told("The book was not built."):
        build()
    return 0


def build() -> None:
    """Bring `_build/html` up to date with the book's sources."""
    start = time.perf_counter()
    repository, site = (
        os.environ.get(one, "").rstrip("/") for one in (REPOSITORY, SITE)
    )
    fingerprint = hash_inputs(ROOT, BUILT_FROM, repository + site)
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        print("The book is up to date.")
        return
    # Imported here, since they take seconds and a build of nothing should not.
    from tools.building.checked import check
    from tools.building.pages import render

    reporter = Reporter()
    fresh = render(executed(reporter), repository, site, reporter=reporter)
    if findings := check(fresh, reporter):
        raise BuildError("\n".join(findings))
    put_in_place(fresh)
    STAMP.write_text(fingerprint)
    print(f"Built {HTML} in {words(time.perf_counter() - start)}.")


def put_in_place(fresh: Path) -> None:
    """The finished site takes the place of the one before it."""
    old = HTML.with_name("html-before")
    shutil.rmtree(old, ignore_errors=True)
    if HTML.exists():
        HTML.rename(old)
    fresh.rename(HTML)
    shutil.rmtree(old, ignore_errors=True)


def executed(reporter: Reporter | None = None) -> Path:
    """The cache of this version's executed notebooks, all of them there."""
    from tools.building import notebooks
    from tools.building.runtime import prepare

    reporter = reporter or Reporter()
    os.environ.update(notebooks.kernel_environment())
    prepare(reporter)
    cache = notebooks.cache_folder()
    notebooks.execute(notebooks.notebooks(), cache, notebooks.tested(), reporter)
    return cache


if __name__ == "__main__":
    sys.exit(main())
