"""Setting up tells each failure in one line, with what to do."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import set_up

SCRIPT = Path(set_up.__file__)


def test_old_pythons_can_read_it() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 7))


def test_a_python_of_another_version_looks_for_one_of_the_right(monkeypatch) -> None:
    monkeypatch.setattr(set_up, "VERSIONS", ((2, 6),))
    monkeypatch.setattr(set_up.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert set_up.find_python() == "/usr/bin/python2.6"


def test_without_a_python_of_the_right_version_it_says_what_to_do(
    monkeypatch, capsys
) -> None:
    monkeypatch.setattr(set_up, "VERSIONS", ((2, 6),))
    monkeypatch.setattr(set_up.shutil, "which", lambda name: None)
    assert set_up.main() == 1
    words = capsys.readouterr().err.strip()
    assert "\n" not in words
    assert words.startswith("Python 3.11, 3.12 or 3.13 is needed")
    version = ".".join(map(str, sys.version_info[:2]))
    assert words.endswith(f"Received: Python {version}")


@pytest.fixture
def pip_in(tmp_path: Path):
    """Installs one package from an index that is not there, and says what pip says."""

    def install(**settings: str) -> str:
        command = [sys.executable, *set_up.PIP, "--target", str(tmp_path / "there")]
        command += ["--retries", "0", "--timeout", "2", "--no-deps"]
        done = subprocess.run(
            [*command, "no-such-package-of-ours"],
            env={**os.environ, "PIP_CONFIG_FILE": os.devnull, **settings},
            capture_output=True,
            text=True,
        )
        assert done.returncode
        return done.stdout + done.stderr

    return install


@pytest.mark.slow
def test_no_network_is_told_as_such(pip_in) -> None:
    nobody = "http://127.0.0.1:9/simple"  # the port `discard`
    words = pip_in(PIP_INDEX_URL=nobody, PIP_NO_PROXY="*", NO_PROXY="*")
    assert "is there a network?" in set_up.meaning(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that the lock names"),
        ("certificate verify failed: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("ERROR: No matching distribution found for x==1", "There is no x==1 for this"),
    ],
)
def test_what_pip_says_is_said_plainly(words: str, told: str) -> None:
    assert told in set_up.meaning(words)
    assert "\n" not in set_up.meaning(words)


def test_a_disk_without_room_is_full_whatever_is_said(monkeypatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr(set_up.shutil, "disk_usage", lambda path: usage)
    assert set_up.meaning("ensurepip failed") == set_up.FULL


def test_progress_tells_the_time_left(capsys) -> None:
    progress = set_up.Progress(4)
    progress.hear("Collecting a==1")
    progress.hear("Collecting b==1")
    assert progress.told().startswith("2 of about 4 packages found, about ")
    progress.hear("Installing collected packages: a, b")
    assert progress.told().startswith("installing 2 packages, about 7")
    progress.installing -= 1000
    assert progress.told() == "installing for 1000 s, longer than expected"
