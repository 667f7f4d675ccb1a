"""Pytest plugin: the notebooks that nbval runs are those that the book shows.

`python -m pytest -p tools.keep_outputs --nbval-lax book/` executes every cell as a
test. Here what the kernel says is kept too, as Jupyter keeps it, outputs and the state
of widgets, so that `tools.build_book` need not execute the notebooks a second time. A
notebook of which a cell failed is not kept.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell

from tools.building.notebooks import kernel_environment, tested

RECORD = pytest.StashKey["Record"]()


class Record:
    """One notebook, and what its kernel has said so far."""

    def __init__(self, path: Path, kernel: RunningKernel):
        self.notebook = nbformat.read(path, 4)
        self.cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self.passed = 0
        self._client = NotebookClient(self.notebook, record_timing=False)
        self._client.reset_execution_trackers()
        self._client.clear_before_next_output = False
        self._client.kc = kernel.kc
        reply = kernel.kc.kernel_info(reply=True, timeout=60)
        self.notebook.metadata["language_info"] = reply["content"]["language_info"]
        self._receive = kernel.get_message
        kernel.get_message = self.receive  # nbval's own way to the messages

    def receive(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        """Nbval's next message, which is noted on the way."""
        message = self._receive(stream, timeout)
        asked = message["parent_header"].get("msg_type") == "execute_request"
        if stream == "iopub" and asked and self.passed < len(self.cells):
            cell = self.cells[self.passed]
            place = self.notebook.cells.index(cell)
            with suppress(CellExecutionComplete):
                self._client.process_message(message, cell, place)
        return message

    def keep(self, folder: Path, name: str) -> None:
        """Writes the executed notebook."""
        self._client.set_widgets_metadata()
        for number, cell in enumerate(self.cells, start=1):
            cell.execution_count = number
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(self.notebook, folder / name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the executed notebooks go."""
    parser.addoption("--keep-outputs-in", type=Path, metavar="FOLDER")


def pytest_configure(config: pytest.Config) -> None:
    """Kernels of the tests start as those of the book."""
    os.environ.update(kernel_environment())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Notes what the cell's kernel says, and writes it all after the last cell."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    notebook = item.parent
    if RECORD not in notebook.stash:
        notebook.stash[RECORD] = Record(item.path, notebook.kernel)
    record = notebook.stash[RECORD]
    result = yield
    record.passed += 1
    if record.passed == len(record.cells):
        record.keep(
            item.config.getoption("keep_outputs_in") or tested(), item.path.name
        )
    return result
