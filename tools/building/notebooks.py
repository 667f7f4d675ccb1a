"""Executes the notebooks, several at once, and keeps what they showed.

The executed notebooks are kept in a cache of jupyter-cache, where MyST-NB looks for
them: a notebook whose code did not change is not executed again. Each version of the
package has a cache of its own, since the cache looks only at the cells, and would show
old results after `lenet_keras` changed. Which notebook needs which module does not
matter: nearly all import the network, whose layers most changes are about.
"""

import asyncio
import atexit
import os
import shutil
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from tools.building import places
from tools.building.places import EXECUTED_FROM, BuildError, hash_inputs
from tools.building.progress import Reporter
from tools.checks.pages import read_toc

CELL_TIMEOUT = 300  # seconds
AT_ONCE = max(2, os.cpu_count() or 2)
KERNEL_CONFIG = """\
c.IPKernelApp.capture_fd_output = False
c.IPKernelApp.log_level = "ERROR"
"""
STEP = "notebooks"


def kernel_environment() -> dict[str, str]:
    """What notebooks run with: this checkout's package, and no settings of a user.

    Python's warnings reach the page, where they fail the build. What TensorFlow's
    C++ writes to stderr as it is imported cannot be switched off, and does not.
    """
    profile = places.BUILD / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG)
    paths = [str(places.ROOT), os.environ.get("PYTHONPATH", "")]
    return {
        "IPYTHONDIR": str(profile.parent),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONDONTWRITEBYTECODE": "",  # else each kernel compiles TensorFlow anew
        "OMP_NUM_THREADS": "1",  # several run at once, and waiting threads would spin
        "KERAS_BACKEND": os.environ.get("KERAS_BACKEND", "tensorflow"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def notebooks() -> list[Path]:
    """The notebooks that the table of contents names."""
    names = read_toc(places.ROOT / "_toc.yml")
    pages = [places.ROOT / f"{name}.ipynb" for name in names]
    return [page for page in pages if page.is_file()]


def cache_folder() -> Path:
    """Where the executed notebooks of this version of the package are."""
    version = hash_inputs(places.ROOT, EXECUTED_FROM)
    return places.BUILD / "executed" / version


def tested() -> Path:
    """Where the tests leave the notebooks that they executed with this package."""
    return places.BUILD / "tested" / hash_inputs(places.ROOT, EXECUTED_FROM)


def execute(
    paths: list[Path],
    folder: Path,
    ready: Path | None = None,
    reporter: Reporter | None = None,
) -> None:
    """Execute notebooks that `folder` does not hold yet.

    Args:
        paths: The notebooks.
        folder: The cache of executed notebooks.
        ready: Where some may lie executed already, each under its name.
        reporter: Tells how far it is.

    Raises:
        BuildError: a cell failed, a notebook ran without any output, or one was
            changed in the meantime.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.parent.iterdir():
        if old != folder:
            shutil.rmtree(old)
    cache = get_cache(folder)
    for path in paths:
        if ready and (ready / path.name).is_file():
            _keep(cache, path, nbformat.read(ready / path.name, 4))
    missing = {p: nb for p in paths if (nb := _unless_kept(cache, p)) is not None}
    if missing:
        _execute_all(missing, cache, reporter or Reporter())
    changed = [path.name for path in paths if _unless_kept(cache, path) is not None]
    if changed:
        raise BuildError(f"{', '.join(changed)}: changed while it ran. Build again.")
    silent = [path for path in paths if not _shows_something(cache, path)]
    if silent:
        names = ", ".join(path.name for path in silent)
        raise BuildError(f"{names}: ran, but no cell has an output.")


def _unless_kept(cache: JupyterCacheAbstract, path: Path) -> NotebookNode | None:
    notebook = nbformat.read(path, 4)
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return notebook
    return None


def _shows_something(cache: JupyterCacheAbstract, path: Path) -> bool:
    _, done = cache.merge_match_into_notebook(nbformat.read(path, 4))
    return any(cell.get("outputs") for cell in done.cells)


def _keep(cache: JupyterCacheAbstract, path: Path, notebook: NotebookNode) -> None:
    bundle = CacheBundleIn(notebook, str(path))
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _execute_all(
    missing: dict[Path, NotebookNode], cache: JupyterCacheAbstract, reporter: Reporter
) -> None:
    """Execute notebooks, those first that take longest; keep each as it is done."""
    longest = {p: reporter.times.of(STEP, p.stem) or float("inf") for p in missing}
    ordered = sorted(missing, key=lambda path: -longest[path])
    title = f"Executing {len(missing)} notebook{'s' * (len(missing) > 1)}"
    words = places.BUILD / "kernels.log"
    running: dict[Path, NotebookClient] = {}
    faults: dict[Path, str] = {}

    def run(path: Path) -> float:
        start = time.perf_counter()
        running[path] = NotebookClient(
            missing[path], timeout=CELL_TIMEOUT, record_timing=False
        )
        kernel: dict[str, Any] = {"cwd": str(path.parent), "stdout": log, "stderr": log}
        try:
            asyncio.run(running[path].async_execute(**kernel))
        finally:  # where no kernel could start, nothing is left to be stopped
            atexit.unregister(running[path]._cleanup_kernel)
        return time.perf_counter() - start

    stems = [path.stem for path in ordered]
    with (
        words.open("wb") as log,
        reporter.step(STEP, title, stems, AT_ONCE) as counter,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        jobs: dict[Future[float], Path] = {pool.submit(run, p): p for p in ordered}
        try:
            for job in as_completed(jobs):
                path = jobs[job]
                if fault := job.exception():
                    faults[path] = _told(path, missing[path], fault)
                    continue
                _keep(cache, path, missing[path])
                counter.done(path.stem, job.result())
        except BaseException:  # Ctrl-C: without their kernels the threads end
            pool.shutdown(wait=False, cancel_futures=True)
            _stop(running.values())
            raise
    if faults:
        raise BuildError("\n".join(faults[path] for path in ordered if path in faults))


def _stop(clients: Iterable[NotebookClient]) -> None:
    for client in clients:
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None:
            process.kill()


def _told(path: Path, notebook: NotebookNode, fault: BaseException) -> str:
    """One line: which notebook, which cell, the last line of its error."""
    trace = strip_ansi(str(fault))
    log = places.BUILD / f"{path.stem}.log"
    log.write_text(trace, encoding="utf8")
    name = path.relative_to(places.ROOT)
    if isinstance(fault, CellExecutionError):
        cells = notebook.cells
        failed = next(n for n, cell in enumerate(cells) if _failed(cell))
        place = f", cell {failed + 1} ({_first_line(cells[failed])})"
        return f"{name}{place}: {fault.ename}: {fault.evalue}\nAll of it is in {log}."
    if isinstance(fault, DeadKernelError):
        return f"{name}: its Python ended. Is there enough memory? See {log}."
    if isinstance(fault, (CellControlSignal, TimeoutError)):
        return f"{name}: a cell took longer than {CELL_TIMEOUT} s. See {log}."
    return f"{name}: {type(fault).__name__}: {trace}"


def _failed(cell: NotebookNode) -> bool:
    return any(one.output_type == "error" for one in cell.get("outputs", ()))


def _first_line(cell: NotebookNode) -> str:
    return cell.source.strip().partition("\n")[0]
