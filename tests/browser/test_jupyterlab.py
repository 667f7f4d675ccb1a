"""The same cell is live in JupyterLab with a kernel, also with weights of one's own."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, expect
from waits import expect_numbers

from tools.build_book import ROOT

CELL = """
import numpy as np
from IPython.display import display
from lenet_keras import live, lenet5
from lenet_keras.digits import load_mnist, prepare, shift
from lenet_keras.training import rates_by_pass
model, (images, labels) = lenet5(weights="mnist"), load_mnist().test
digits = prepare(images[:3])
display(
    live.ConnectedNetwork(model, digits),
    live.ShiftExplorer(model, digits), live.FieldExplorer(model, digits),
    live.KernelAnimator(model, digits), live.SubsamplingPlayground(model, digits),
    live.C3Table(model, images[:10], labels[:10]), live.RBFView(model, digits),
    live.TrainingReplay(rates_by_pass(samples=1)), live.DrawingPad(model, images[:3]),
    live.LiveTraining(model, images[:3], labels[:3]),
    live.OcclusionExplorer(model, digits), live.AnswerTurner(model, digits),
    live.BarWeigher())
own = lenet5(seed=7)  # a network that no page ships
moved = np.asarray(own(shift(digits[:1], dx=2)))
print("EXPECTED", [round(float(p), 1) for p in moved[0]])
live.ShiftExplorer(own, digits[:2], ["7", "2"])
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that has a notebook of this one cell."""
    folder: Path = tmp_path_factory.mktemp("lab")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = new_notebook(cells=[new_code_cell(CELL)], metadata=kernel)
    nbformat.write(notebook, folder / "figures.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--IdentityProvider.token="]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    private = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "IPYTHONDIR")
    }
    paths = {"PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    log = folder / "server.log"
    with (
        log.open("w") as file,
        subprocess.Popen(
            command,
            env={**os.environ, **private, **paths},
            stdout=file,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            wait_for_server(f"http://127.0.0.1:{port}/api/status", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for_server(address: str, server: subprocess.Popen, log: Path) -> None:
    """Returns as soon as the server answers; fails with what it said if it does not."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = server.wait(timeout=0.2)
            pytest.fail(f"JupyterLab ended with status {code}:\n{log.read_text()}")
    pytest.fail(f"JupyterLab did not answer within 60 s:\n{log.read_text()}")


@pytest.fixture(scope="module")
def page(browser: Browser, lab: str) -> Iterator[Page]:
    """JupyterLab after the notebook has run: its kernel takes long to start."""
    page = browser.new_context(viewport={"width": 1280, "height": 1600}).new_page()
    page.goto(f"{lab}/lab/tree/figures.ipynb?reset")
    cell = page.locator(".jp-Notebook .jp-CodeCell").first
    expect(cell, "the notebook is open").to_be_visible(timeout=60_000)
    expect(page.get_by_text("| Idle"), "the kernel is ready").to_be_visible(
        timeout=60_000
    )
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    figures = page.locator(".ll-figure")
    expect(figures, "all figures are there").to_have_count(14, timeout=120_000)
    yield page
    page.context.close()


@pytest.mark.slow
def test_every_figure_is_live_in_jupyterlab(page: Page, pictures: Path):
    for number, figure in enumerate(page.locator(".ll-figure").all()):
        expect(figure.locator(".ll-told").first).not_to_be_empty()
        figure.screenshot(path=pictures / f"jupyterlab-{number}.png")
    learner = page.locator(".ll-live-training")
    learner.get_by_role("button", name="One digit").click()
    expect(learner.locator(".ll-told")).to_contain_text("1 digit seen", timeout=60_000)


@pytest.mark.slow
def test_own_weights_are_live_in_jupyterlab(page: Page, pictures: Path):
    kind = page.locator(".ll-shift-explorer")
    column = page.locator(".ll-column").filter(has=kind).last
    figure = column.locator(kind)
    figure.get_by_role("button", name="More settings").click()
    slider = column.locator(".widget-slider .noUi-handle").first
    for _ in range(2):
        slider.press("ArrowRight")
    expect(figure.locator(".ll-told")).to_contain_text("2 px right")
    output = page.locator(".jp-OutputArea-output", has_text="EXPECTED").inner_text()
    expected = json.loads(re.search(r"\[.*\]", output)[0])
    bars = figure.locator(".ll-near-number")
    expect_numbers(
        page,
        lambda: [float(text) for text in bars.all_inner_texts()],
        expected,
        atol=0.11,
    )
    figure.locator(".ll-input .ll-map-box").press("Home")  # the kernel hears of it too
    expect(column.locator(".widget-slider .widget-readout").first).to_have_text("0")
    page.screenshot(path=pictures / "jupyterlab.png")
