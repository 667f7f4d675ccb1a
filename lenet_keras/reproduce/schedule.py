"""Runs an experiment on all cores of a machine, or of a cluster, with Dask."""

import logging
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from lenet_keras import results
from lenet_keras._extras import missing
from lenet_keras.reproduce.experiments import AnyRun
from lenet_keras.results import Result
from lenet_keras.training import records

try:
    import dask
    from dask.base import tokenize
    from dask.distributed import Client, LocalCluster, as_completed, get_worker
    from tqdm import tqdm
except ImportError as error:
    raise missing("Running experiments", "reproduce", error) from error

TOPIC = "lenet-keras-passes"

_MEMORY = {
    f"distributed.nanny.pre-spawn-environ.MALLOC_{name}_THRESHOLD_": bytes_
    for name, bytes_ in (("MMAP", 2**25), ("TRIM", 2**30))
}
"""Dask's workers give freed memory back at once, and ask for it again for each batch of
images: distorting them then takes four times as long."""


def reproduce(
    runs: Sequence[AnyRun],
    output: str | Path,
    command: str = "",
    scheduler: str | None = None,
    workers: int | None = None,
) -> list[Result]:
    """Executes runs side by side and writes the result of each as soon as it ends.

    A run whose result is there is not repeated; one that was interrupted goes on. The
    run of a worker that dies is given to another one.

    Args:
        runs: The runs, of one experiment.
        output: Folder for results, `NAME.json` for each run, and for the states of
            unfinished runs. Workers on other machines need the same folder under the
            same path to go on after an interruption; results reach this process in
            any case.
        command: The command line, for the result files.
        scheduler: Address of a Dask scheduler, such as `tcp://host:8786`. Defaults to
            workers of this machine, started for this call.
        workers: How many to start, if no scheduler is given. Defaults to one for each
            core.

    Returns:
        The results, in the order of `runs`.

    Raises:
        ValueError: If `output` holds a result of something else.
        OSError: If no scheduler answers at the address.
    """
    output = Path(output).absolute()
    output.mkdir(parents=True, exist_ok=True)
    found = {run: _finished(run, output) for run in runs}
    done = {run: result for run, result in found.items() if result is not None}
    to_do = [run for run in runs if run not in done]
    if not to_do:
        return [done[run] for run in runs]

    with ExitStack() as stack:
        if scheduler is None:
            stack.enter_context(dask.config.set(_MEMORY))
            scheduler = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=":0",
                    silence_logs=logging.ERROR,  # no warnings after Ctrl-C
                )
            )
        client = stack.enter_context(Client(scheduler))
        _check_versions(client)
        bar = stack.enter_context(
            tqdm(total=sum(run.steps for run in to_do), unit="pass")
        )
        reached: dict[str, int] = {}

        def count(event):
            _, (name, number) = event
            bar.update(max(0, number - reached.get(name, 0)))
            reached[name] = max(number, reached.get(name, 0))

        client.subscribe_topic(TOPIC, count)
        futures = {
            client.submit(_execute, run, output, command, key=_key(run), pure=True): run
            for run in to_do
        }
        for future in as_completed(futures):
            run = futures[future]
            done[run] = future.result()
            records.write_json(output / f"{run.name}.json", done[run])
    return [done[run] for run in runs]


def _finished(run: AnyRun, output: Path) -> Result | None:
    """The result in `output`, or None if there is none."""
    path = output / f"{run.name}.json"
    if not path.exists():
        return None
    result = results.read_run(path)
    new = run.new_result()
    if result["identity"] != new["identity"]:
        raise ValueError(
            f"{path}: expected the result of this run with these versions of code "
            "and libraries, or no file; name another folder with --output. "
            f"Received: a run that now has {records.differences(result, new)}"
        )
    return result


def _check_versions(client: Client) -> None:
    """Other versions would compute other numbers than the results' names promise."""
    here = _versions()
    for worker, there in client.run(_versions).items():
        if there != here:
            raise ValueError(
                f"Workers must run the versions of this process, {here}. "
                f"Received: {there} at {worker}"
            )


def _versions() -> dict:
    return {**records.library_versions(), "numerics": records.NUMERICS}


def _key(run: AnyRun) -> str:
    """One key for one run: no scheduler works on it twice at a time."""
    return f"{run.experiment}/{run.name}-{tokenize(run)[:12]}"


def _execute(run: AnyRun, output: Path, command: str) -> Result:
    # One core for one run; TensorFlow reads these when it computes first.
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    worker = get_worker()

    def report(steps):
        worker.log_event(TOPIC, (run.name, steps))

    return run.execute(output, command, on_step=report)
