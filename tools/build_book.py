"""Build the book: ``python -m tools.build_book [--clean]``.

Fetches the page runtime, executes the notebooks in parallel, renders the pages,
checks them, and leaves them in `_build/html`. Does nothing when nothing changed.
Notebooks that the tests have just executed (`tools.keep_outputs`) are taken from there.

The executed notebooks are kept per version of the package: Jupyter's cache alone
looks only at the cells, and would show old results after `lenet_keras` changed.

When the environment variable LENET_REPOSITORY_URL holds the repository's address,
the pages get buttons that lead there, to Colab and to Binder. When LENET_SITE_URL holds
the address at which they will stand, they say so, with a map of the site and previews.
"""

import argparse
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import JupyterCacheAbstract
from jupyter_cache.executors import load_executor
from nbconvert.filters import strip_ansi

from tools import page_runtime
from tools.checks.check_site import check_site
from tools.checks.pages import read_toc

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "_build"
HTML = BUILD / "html"
STAMP = HTML / ".inputs-sha256"
REPOSITORY, SITE = "LENET_REPOSITORY_URL", "LENET_SITE_URL"
EXECUTED_FROM = ("lenet_keras", "requirements.lock")
BUILT_FROM = (*EXECUTED_FROM, "book", "tools", "_config.yml", "_toc.yml")
NOT_INPUTS = {"__pycache__", "node_modules", "vendor", ".ipynb_checkpoints"}
UNLISTED = ["404.html", "genindex.html", "py-modindex.html", "search.html"]
CELL_TIMEOUT = 300  # seconds
LOG = logging.getLogger(__name__)
KERNEL_CONFIG = """\
c.IPKernelApp.capture_fd_output = False
c.IPKernelApp.log_level = "ERROR"
"""
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


class BuildError(Exception):
    """The book cannot be built; the message says why."""


def main() -> int:
    """Build the book and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", action="store_true", help="forget earlier builds")
    if parser.parse_args().clean:
        shutil.rmtree(BUILD, ignore_errors=True)
    try:
        build()
    except (BuildError, page_runtime.FetchError) as error:
        print(f"\nThe book was not built.\n{error}", file=sys.stderr)
        return 1
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
    fresh = render(executed(), repository, site)
    if findings := check_site(fresh, ROOT / "_toc.yml"):
        raise BuildError("\n".join(findings))
    shutil.rmtree(HTML, ignore_errors=True)
    fresh.rename(HTML)
    STAMP.write_text(fingerprint)
    print(f"Built {HTML} in {time.perf_counter() - start:.0f} s.")


def executed() -> Path:
    """The cache of this version's executed notebooks, all of them there."""
    os.environ.update(kernel_environment())
    if page_runtime.fetch():
        print("Fetched the page runtime.")
    write_learning()
    cache = BUILD / "executed" / hash_inputs(ROOT, EXECUTED_FROM)
    execute(notebooks(), cache, tested())
    return cache


def write_learning() -> None:
    """What pages need to learn; apart, for the package brings threads, and we fork."""
    command = [sys.executable, "-m", "tools.page_learning"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(done.stderr)


def tested() -> Path:
    """Where the tests leave the notebooks that they executed with this package."""
    return BUILD / "tested" / hash_inputs(ROOT, EXECUTED_FROM)


def hash_inputs(root: Path, names: tuple[str, ...], extra: str = "") -> str:
    """SHA-256 over the paths and contents of all files under `names`."""
    digest = hashlib.sha256(extra.encode())
    for path in sorted(_input_files(root, names)):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _input_files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for top in (root / name for name in names):
        for path in top.rglob("*") if top.is_dir() else [top]:
            if path.is_file() and not NOT_INPUTS & set(path.relative_to(root).parts):
                yield path


def kernel_environment() -> dict[str, str]:
    """What notebooks run with: this checkout's package, and no settings of a user.

    Python's warnings reach the page, where they fail the build. What TensorFlow's
    C++ writes to stderr as it is imported cannot be switched off, and does not.
    """
    profile = BUILD / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG)
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {
        "IPYTHONDIR": str(profile.parent),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "KERAS_BACKEND": os.environ.get("KERAS_BACKEND", "tensorflow"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def notebooks() -> list[Path]:
    """The notebooks that the table of contents names."""
    pages = [ROOT / f"{name}.ipynb" for name in read_toc(ROOT / "_toc.yml")]
    return [page for page in pages if page.is_file()]


def execute(
    paths: list[Path],
    folder: Path,
    ready: Path | None = None,
    executor: str = "local-parallel",
) -> None:
    """Execute notebooks that `folder` does not hold yet.

    Args:
        paths: The notebooks.
        folder: The cache of executed notebooks.
        ready: Where some may lie executed already, each under its name.
        executor: One of jupyter-cache's. The default forks this process, which must
            have no other threads; `"local-serial"` does not.

    Raises:
        BuildError: a cell failed, or a notebook ran without any output.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.parent.iterdir():
        if old != folder:
            shutil.rmtree(old)
    cache = get_cache(folder)
    for path in paths:
        cache.add_nb_to_project(str(path))
        if ready and (ready / path.name).is_file():
            cache.cache_notebook_file(
                str(ready / path.name), uri=str(path), overwrite=True
            )
    LOG.setLevel(logging.ERROR)  # failures of cells are told below
    run = load_executor(executor, cache, LOG)
    run.run_and_cache(filter_uris=[str(path) for path in paths], timeout=CELL_TIMEOUT)
    if failures := [reason for path in paths for reason in _failure(path, cache)]:
        raise BuildError("\n".join(failures))


def _failure(path: Path, cache: JupyterCacheAbstract) -> Iterator[str]:
    """Why a notebook is not in the cache with outputs, if it is not."""
    name = path.relative_to(ROOT)
    try:
        _, done = cache.merge_match_into_notebook(nbformat.read(path, 4))
    except KeyError:
        trace = cache.get_project_record(str(path)).traceback or ""
        # nbclient's own frames stand before the cell and its traceback.
        _, _, reason = strip_ansi(trace).rpartition("CellExecutionError: ")
        yield f"{name} failed. {reason or trace or 'See the messages above.'}"
    else:
        if not any(cell.get("outputs") for cell in done.cells):
            yield f"{name} ran, but no cell has an output."


def render(
    cache: Path, repository: str = "", site: str = "", builder: str = "html"
) -> Path:
    """Render all pages from clean with Jupyter Book and return their folder.

    Raises:
        BuildError: Jupyter Book failed or warned.
    """
    config = BUILD / "config.yml"
    settings = make_config(cache, repository, site)
    config.write_text(yaml.safe_dump(settings, sort_keys=False))  # order matters
    output = BUILD / f"next-{builder}"
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT)]
    command += ["-n", "-W", "--keep-going", "--config", str(config)]
    command += ["--path-output", str(output), "--builder", builder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        log = BUILD / "jupyter-book.log"
        log.write_text(strip_ansi(done.stdout))
        raise BuildError(f"{strip_ansi(done.stderr)}More is in {log}.")
    return output / "_build" / builder


def make_config(cache: Path, repository: str = "", site: str = "") -> dict:
    """`_config.yml` with the executed notebooks and, if known, the two addresses."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["execute"]["cache"] = str(cache)
    extensions = config["sphinx"]["local_extensions"]
    for name, path in extensions.items():
        extensions[name] = str(ROOT / path)
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


if __name__ == "__main__":
    sys.exit(main())
