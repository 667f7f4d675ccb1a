"""A Dask worker that dies in the middle of a run, once."""

import os
from pathlib import Path

from lenet_keras.training import records


def die_at(run: str, passes: int, mark: Path) -> None:
    """Lets this process die as soon as a run has written that many passes.

    Args:
        run: Name of the run's folder.
        passes: After how many passes.
        mark: A file that tells all workers that one has died.
    """
    write_json = records.write_json

    def write_and_die(path, content):
        write_json(path, content)
        if Path(path).parent.name == run and len(content["passes"]) == passes:
            mark.touch(exist_ok=False)
            os._exit(1)

    records.write_json = write_and_die
