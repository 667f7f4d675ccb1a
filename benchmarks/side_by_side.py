"""Two seeds side by side: how much longer a pass takes when another one runs.

    python benchmarks/side_by_side.py [--at-most RATIO]

Two processes, each with one thread on a core of its own, learn from single patterns in
our compiled pass: in turns each alone and both at once. The medians of the rounds
count. Exits with 1 if a pass takes more than RATIO times as long in company as alone.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time

ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


def work(core: int, patterns: int) -> None:
    """Runs a pass for each line of the input and prints the seconds it took."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})

    from single_patterns import keras_model

    from lenet_keras.training import CompiledPass

    model, x, y = keras_model("patches", patterns)
    one_pass = CompiledPass(model)
    one_pass(x[:2_000], y[:2_000], verbose=0)
    for _ in sys.stdin:
        start = time.perf_counter()
        one_pass(x, y, verbose=0)
        print(time.perf_counter() - start, flush=True)


def start(core: int, patterns: int) -> subprocess.Popen:
    call = [sys.executable, __file__, "--core", str(core), "--patterns", str(patterns)]
    pipe = subprocess.PIPE
    environment = os.environ | ONE_THREAD
    return subprocess.Popen(call, stdin=pipe, stdout=pipe, text=True, env=environment)


def seconds(processes) -> list[float]:
    """Lets processes run one pass each, at the same time."""
    for process in processes:
        print("go", file=process.stdin, flush=True)
    return [float(process.stdout.readline()) for process in processes]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-most", type=float, default=1.15, metavar="RATIO")
    parser.add_argument("--patterns", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5, help="default %(default)s")
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.core is not None:
        work(arguments.core, arguments.patterns)
        return 0
    usable = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    cores = sorted(usable(0))[:2]
    if len(cores) < 2:
        print("not measured: this machine has one core")
        return 0
    alone: list[float] = []
    together: list[float] = []
    with contextlib.ExitStack() as stack:
        both = [stack.enter_context(start(core, arguments.patterns)) for core in cores]
        seconds(both)  # each is ready before the first is timed
        for _ in range(arguments.rounds):
            for one in both:
                alone += seconds([one])
            together += seconds(both)
    for name, times in (("alone", alone), ("side by side", together)):
        median = statistics.median(times)
        print(
            f"{name:14}{median:7.2f} s {arguments.patterns / median:8,.0f} patterns/s"
        )
    ratio = statistics.median(together) / statistics.median(alone)
    print(f"ratio {ratio:.2f}, at most {arguments.at_most} wanted")
    return int(ratio > arguments.at_most)


if __name__ == "__main__":
    sys.exit(main())
