"""Run README.md as a user would: ``python -m tools.checks.run_readme WHEEL BACKEND``.

Sets up a virtual environment with nothing but the wheel, the extras that README.md uses
and one backend. There, in an empty folder, run all Python blocks as one program, and
all lines that begin with `lenet-keras`, but for those that need other data sets: those
that would train for minutes do the same with few digits.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
EXTRAS = "live,reproduce"
BACKENDS = ("tensorflow", "jax", "torch")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SMALL = "few-digits"
OWN_FILES = {"FOLDER", "fashion"}  # a call with one of these needs other data sets
QUICKLY = {"train": ["--passes", "1", "--data", SMALL], "reproduce": ["--smoke"]}
FEW_DIGITS = f"""
import gzip, shutil, struct
from pathlib import Path
import lenet_keras

folder = Path({SMALL!r})
folder.mkdir()
source = Path(lenet_keras.__file__).parent / "data" / "mnist"
for path in source.glob("*.gz"):
    content = gzip.decompress(path.read_bytes())
    header = 16 if "images" in path.name else 8
    count = struct.pack(">I", 200)
    size = 784 if "images" in path.name else 1
    digits = content[:4] + count + content[8 : header + 200 * size]
    (folder / path.name).write_bytes(gzip.compress(digits))
"""


def blocks(readme: str, language: str) -> list[str]:
    """The blocks of code in one language, in their order."""
    return [code for name, code in BLOCK.findall(readme) if name == language]


def commands(readme: str) -> list[list[str]]:
    """The calls of `lenet-keras` that need no other files, as words."""
    shell = "\n".join(blocks(readme, "sh")).replace("\\\n", " ")
    lines = [shlex.split(line, comments=True) for line in shell.splitlines()]
    calls = [words for words in lines if words[:1] == ["lenet-keras"]]
    return [words for words in calls if not OWN_FILES & set(words)]


def quickly(words: list[str]) -> list[str]:
    """A call that takes seconds where README.md has one that takes minutes."""
    return [*words, *QUICKLY.get(words[1], [])]


def requirement(backend: str) -> list[str]:
    """What pip installs for a backend, at the versions that the tests use."""
    lines = (ROOT / "tests" / "backends.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith(backend)]


def install(wheel: Path, backend: str, folder: Path) -> dict[str, str]:
    """A new virtual environment for the wheel; returns what to run in it with."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    extras = f"{EXTRAS},tensorflow" if backend == "tensorflow" else EXTRAS
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"{wheel}[{extras}]", *requirement(backend)], check=True)
    return {"PATH": os.pathsep.join([str(scripts), os.environ["PATH"]])}


def add(wheel: Path, folder: Path) -> dict[str, str]:
    """The wheel beside the libraries of this environment, for a quick look."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*pip, str(folder), str(wheel)], check=True)
    path = [str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    return {"PATH": os.pathsep.join(path), "PYTHONPATH": str(folder)}


def run(
    readme: str,
    environment: dict[str, str],
    installed: Path,
    work: Path,
    with_commands: bool = True,
) -> None:
    """Run what README.md shows in the folder `work`; what fails, raises.

    Args:
        readme: The text of README.md.
        environment: What to add to the variables of this process.
        installed: Where the package must be imported from.
        work: An empty folder.
        with_commands: Whether the calls of `lenet-keras` run, too.
    """
    variables = {**os.environ, "MPLBACKEND": "Agg", **environment}
    variables["TF_CPP_MIN_LOG_LEVEL"] = "3"

    def call(*words: str) -> None:
        print("+", *words, flush=True)
        subprocess.run(words, cwd=work, env=variables, check=True)

    here = f"assert lenet_keras.__file__.startswith({str(installed)!r}), lenet_keras"
    (work / "few_digits.py").write_text(f"{FEW_DIGITS}\n{here}\n", "utf-8")
    (work / "readme.py").write_text("\n".join(blocks(readme, "python")), "utf-8")
    call("python", "few_digits.py")
    call("python", "readme.py")
    for words in commands(readme) if with_commands else ():
        call(*quickly(words))


def main() -> int:
    """Run README.md on one backend and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("backend", choices=BACKENDS)
    options = parser.parse_args()
    readme = (ROOT / "README.md").read_text("utf-8")
    with TemporaryDirectory() as folder:
        environment, work = Path(folder).resolve() / "venv", Path(folder) / "work"
        work.mkdir()
        variables = install(options.wheel.resolve(), options.backend, environment)
        variables["KERAS_BACKEND"] = options.backend
        try:
            run(readme, variables, environment, work)
        except subprocess.CalledProcessError as error:
            print(f"README.md does not run on {options.backend}: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
