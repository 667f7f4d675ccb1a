"""The book is served at an address that is told last, whatever else is served."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from tools import serve_book
from tools.building.places import ROOT

SERVE = """
import signal, sys; from pathlib import Path
from tools import serve_book
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background, too
serve_book.HTML = Path(sys.argv.pop(1))
serve_book.main()
"""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port in use, of which the next is free."""
    with socket.socket() as other:
        other.bind((serve_book.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_leads_to_the_next(tmp_path, taken):
    (tmp_path / "index.html").write_text("the book")
    command = [sys.executable, "-c", SERVE, str(tmp_path), "--port", str(taken)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as served:
        first, last = served.stdout.readline(), served.stdout.readline()
        assert first == f"Port {taken} is in use; this is the next that is free.\n"
        address = re.fullmatch(r"Ctrl-C ends\. The book is at (\S+)\n", last)[1]
        assert address != f"http://{serve_book.HOST}:{taken}/"
        with urllib.request.urlopen(address) as answer:
            assert answer.read() == b"the book"
        served.send_signal(signal.SIGINT)
        try:
            assert served.wait(30) == 0
        finally:
            served.kill()
        assert served.stderr.read() == ""


def test_without_a_book_it_says_how_to_build_one(tmp_path):
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "There is no book yet. Build it: make html"


@pytest.mark.parametrize(
    ("platform", "settings", "seen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ":0", "CI": "true"}, False),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "there"}, False),
    ],
)
def test_a_browser_is_opened_where_it_is_seen(monkeypatch, platform, settings, seen):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setitem(os.environ, name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert serve_book.sees_a_browser() is seen
