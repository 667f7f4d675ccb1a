"""By how much elastic distortions slow a pass down, on two seeds side by side.

    python benchmarks/elastic.py [--patterns NUMBER] [--at-most RATIO]

Two processes, a seed each, train at the same time, as runs of an experiment do. Each
makes passes with and without elastic distortions in turn, by the compiled pass of Keras
and by plain C, whose passes are half as long while NumPy distorts at the same pace; the
median of the rounds counts. Exits with 1 if a compiled pass with distortions takes more
than RATIO times as long.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROUNDS = 3


def seconds(seed: int, patterns: int) -> dict[str, tuple[float, float]]:
    """Seconds of a plain pass and of one with elastic distortions, by program."""
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    from dataclasses import replace

    from lenet_keras import load_mnist, prepare
    from lenet_keras.digits import Digits
    from lenet_keras.training import RECIPES, CompiledPass, PlainC
    from lenet_keras.training._pass_patterns import PassPatterns

    plain = RECIPES["best"]
    bent = replace(plain, distorted=True, elastic=2.5)
    train = Digits(*(part[:patterns] for part in load_mnist().train))
    x, y = prepare(train.images), train.labels
    made = {recipe: PassPatterns(recipe, train, seed) for recipe in (plain, bent)}
    model = plain.compiled_model(patterns, seed)
    plain.prepare_pass(model, 1, x, y, seed)
    found = {}
    for name, program in {"compiled": CompiledPass(model), "C": PlainC(model)}.items():
        program(x[:2_000], y[:2_000], verbose=0)
        taken: dict = {plain: [], bent: []}
        for number in range(1, ROUNDS + 1):
            for recipe, times in taken.items():
                begun = time.perf_counter()
                program(*made[recipe].of_pass(number), verbose=0)
                times.append(time.perf_counter() - begun)
        found[name] = tuple(statistics.median(times) for times in taken.values())
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patterns", type=int, default=20_000)
    parser.add_argument("--at-most", type=float, default=1.5, metavar="RATIO")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        runs = pool.starmap(seconds, [(seed, options.patterns) for seed in (0, 1)])
    worst = 0.0
    for seed, run in enumerate(runs):
        for name, (plain, bent) in run.items():
            if name == "compiled":
                worst = max(worst, bent / plain)
            print(
                f"seed {seed}, {name}: {plain:.2f} s a plain pass of "
                f"{options.patterns:,} patterns, {bent:.2f} s a distorted one: "
                f"{bent / plain:.2f} times as long"
            )
    return int(worst > options.at_most)


if __name__ == "__main__":
    sys.exit(main())
