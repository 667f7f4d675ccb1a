"""What libraries write below Python is held back, and shown if something fails."""

import subprocess
import sys

import pytest

from tools.building.places import ROOT

HUSHED = """
import os
from tools.building.hush import hushed
with hushed():
    os.write(2, b"noise")
    {}
os.write(2, b"heard")
"""
IMPORT = "from tools.building.hush import hushed\nwith hushed():\n    import tensorflow"


def stderr_of(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True).stderr


def test_noise_is_held_back_and_what_follows_is_not() -> None:
    assert stderr_of(HUSHED.format("pass")) == "heard"


def test_noise_is_shown_before_a_failure() -> None:
    words = stderr_of(HUSHED.format("1 / 0"))
    assert words.startswith("noise") and "ZeroDivisionError" in words


@pytest.mark.slow
def test_nothing_is_heard_of_the_import_of_tensorflow() -> None:
    assert stderr_of(IMPORT) == ""
