"""The programs in the pages are those that the C source makes."""

import gzip
from importlib.metadata import version
from pathlib import Path

import pytest

from tools.build_trainer import FOLDER, PROGRAMS, build

LOCK = Path(__file__).parents[2] / "requirements.lock"
LARGEST = 15_000  # bytes, compressed


@pytest.mark.slow
@pytest.mark.skipif(
    f"ziglang=={version('ziglang')} " not in LOCK.read_text("utf-8"),
    reason="another compiler makes other bytes of the same source",
)
def test_the_programs_are_what_the_source_compiles_to(tmp_path):
    for path in build(tmp_path):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), (
            f"{path.name} is not of this lenet5.c: run `python -m tools.build_trainer`"
        )


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_small(name):
    assert len(gzip.compress((FOLDER / name).read_bytes())) <= LARGEST
