"""How much faster a row is read by one wide network than window by window.

    python benchmarks/replicated_row.py [--width PIXELS] [--at-least RATIO]

Both give the penalties at every fourth pixel, and the same ones: this is checked first.
The two take turns, as compiled batches; the median of the rounds counts. The ratio of
connections, counted by code, is printed beside it. Exits with 1 if reading window by
window takes less than RATIO times as long.
"""

import argparse
import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROUNDS = 15
ROWS = 16


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--at-least", type=float, default=3.0, metavar="RATIO")
    options = parser.parse_args()

    import numpy as np

    from lenet_keras import count, lenet5

    single = lenet5(weights="mnist")
    wide = lenet5((32, options.width, 1), weights="mnist")
    places = range(0, options.width - 31, 4)
    rng = np.random.default_rng(0)
    size = (ROWS, 32, options.width, 1)
    rows = rng.uniform(-0.1, 1.175, size).astype("float32")
    windows = np.concatenate([rows[:, :, place : place + 32] for place in places])

    def whole():
        return wide.predict_on_batch(rows)

    def piece_by_piece():
        return single.predict_on_batch(windows)

    together = piece_by_piece().reshape(len(places), ROWS, 10)
    np.testing.assert_allclose(whole()[:, 0], together.swapaxes(0, 1), rtol=1e-3)

    seconds: dict = {whole: [], piece_by_piece: []}
    for _ in range(ROUNDS):
        for work, times in seconds.items():
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    whole_time, piecewise = (statistics.median(times) for times in seconds.values())
    one, all_at_once = (
        sum(layer.connections for layer in count(model)) for model in (single, wide)
    )
    ratio = piecewise / whole_time
    print(
        f"{options.width} pixels, {len(places)} outputs: window by window takes "
        f"{ratio:.1f} times as long; connections: "
        f"{one * len(places):,} against {all_at_once:,}, "
        f"{one * len(places) / all_at_once:.1f} times as many"
    )
    return int(ratio < options.at_least)


if __name__ == "__main__":
    sys.exit(main())
