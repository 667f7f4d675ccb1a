"""The program that learns in a page: ``python -m tools.build_trainer``.

Compiles `lenet_keras/training/lenet5.c` to WebAssembly, with the compiler that the
locked package ziglang brings, into `lenet_keras/live/learning/`: `lenet5.wasm`, which
computes four numbers at once, and `lenet5-scalar.wasm` for browsers that cannot.
"""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "lenet_keras"
SOURCE = PACKAGE / "training" / "lenet5.c"
FOLDER = PACKAGE / "live" / "learning"
EXPORTS = ("learn", "curvature", "answer", "explain", "distort", "__heap_base")
FLAGS = (
    *("-target", "wasm32-wasi", "-mexec-model=reactor"),
    *("-std=c11", "-O3", "-ffast-math"),
    f"-Wl,--strip-all,{','.join(f'--export={name}' for name in EXPORTS)}",
)
PROGRAMS = {"lenet5.wasm": ("-msimd128",), "lenet5-scalar.wasm": ()}


def build(folder: Path = FOLDER) -> list[Path]:
    """Compile both programs into a folder and return their paths."""
    compiler = (sys.executable, "-m", "ziglang", "cc")
    paths = [folder / name for name in PROGRAMS]
    for path in paths:
        flags = (*FLAGS, *PROGRAMS[path.name])
        subprocess.run([*compiler, *flags, SOURCE, "-o", path], check=True)
        path.chmod(0o644)
    return paths


if __name__ == "__main__":
    for path in build():
        print(f"{path}: {path.stat().st_size:,} bytes")
