"""What `import lenet_keras` costs beyond `import keras`.

    python benchmarks/import_time.py [--at-most SECONDS]

Each run is a fresh process that imports Keras first and then times our package.
Exits with 1 if the median exceeds the bound.
"""

import argparse
import statistics
import subprocess
import sys

PROBE = """
import time
start = time.perf_counter()
import keras
middle = time.perf_counter()
import lenet_keras
print(middle - start, time.perf_counter() - middle)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-most", type=float, default=0.1, metavar="SECONDS")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs = []
    for _ in range(arguments.runs):
        call = [sys.executable, "-c", PROBE]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        runs.append([float(word) for word in done.stdout.split()])
    keras, ours = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"import keras        {keras:.3f} s")
    print(f"import lenet_keras  {ours:.3f} s more, at most {arguments.at_most} wanted")
    return int(ours > arguments.at_most)


if __name__ == "__main__":
    sys.exit(main())
