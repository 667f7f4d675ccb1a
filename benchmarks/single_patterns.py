"""Updates after single patterns: our compiled pass against the usual ways.

    python benchmarks/single_patterns.py [--at-least RATIO]

The same LeNet-5 (Table I, sub-sampling on the sum, RBF output, equation 8) learns from
one digit at a time: with SDLM in our compiled pass, its convolutions computed as
patches times a matrix or by XLA; with SDLM in Keras' `fit`; with plain SGD in PyTorch,
C3 as one masked convolution, eager and compiled, on one thread and on two; and with
SDLM in the plain C of this package, on one core. Contenders run in turn, each in a
process of its own, and the median of the rounds counts. What a contender needs and
does not find stands in its row. Exits with 1 if we are not RATIO times as fast as the
better eager PyTorch, or if a contender fails.
"""

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def compiled_pass(implementation: str) -> float:
    from lenet_keras.training import CompiledPass

    model, x, y = keras_model(implementation, 10_000)
    one_pass = CompiledPass(model)
    one_pass(x[:2_000], y[:2_000], verbose=0)
    return _rate(len(x), lambda: one_pass(x, y, verbose=0))


def keras_fit() -> float:
    model, x, y = keras_model("conv", 1_000)
    model.fit(x[:50], y[:50], batch_size=1, verbose=0)
    return _rate(
        len(x), lambda: model.fit(x, y, batch_size=1, shuffle=False, verbose=0)
    )


def c_loop() -> float | str:
    from lenet_keras.training import PlainC

    model, x, y = keras_model("patches", 10_000)
    try:
        one_pass = PlainC(model)
    except FileNotFoundError as error:
        return str(error)
    one_pass(x[:2_000], y[:2_000])
    return _rate(len(x), lambda: one_pass(x, y))


def pytorch(threads: int, compiled: bool = False) -> float | str:
    if importlib.util.find_spec("torch") is None:
        return "PyTorch is not installed: pip install -r tests/backends.txt"
    if compiled and not _compiles_cpp():
        return "no C++ compiler with Python's headers found"
    import torch

    from lenet_keras import load_mnist, paper, prepare

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    size = paper.KERNEL_SIZE
    mask = torch.zeros(paper.C3_MAPS, paper.C1_MAPS, 1, 1)
    for one_map, inputs in enumerate(paper.C3_CONNECTIONS):
        mask[one_map, list(inputs)] = 1

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.c1 = torch.nn.Conv2d(1, paper.C1_MAPS, size)
            self.c3 = torch.nn.Conv2d(paper.C1_MAPS, paper.C3_MAPS, size)
            self.c5 = torch.nn.Conv2d(paper.C3_MAPS, paper.C5_MAPS, size)
            self.f6 = torch.nn.Linear(paper.C5_MAPS, paper.F6_UNITS)
            for name, maps in (("s2", paper.C1_MAPS), ("s4", paper.C3_MAPS)):
                coefficient = torch.full((maps, 1, 1), 0.25)
                self.register_parameter(name, torch.nn.Parameter(coefficient))
                bias = torch.nn.Parameter(torch.zeros(maps, 1, 1))
                self.register_parameter(f"{name}_bias", bias)
            self.register_buffer("codes", torch.tensor(paper.digit_codes()))

        def forward(self, x):
            def squash(a):
                return paper.AMPLITUDE * torch.tanh(paper.SLOPE * a)

            def sums(a):
                return 4 * torch.nn.functional.avg_pool2d(a, 2)

            x = squash(self.c1(x))
            x = squash(self.s2 * sums(x) + self.s2_bias)
            kernel = self.c3.weight * mask
            x = squash(torch.nn.functional.conv2d(x, kernel, self.c3.bias))
            x = squash(self.s4 * sums(x) + self.s4_bias)
            x = squash(self.f6(squash(self.c5(x)).flatten(1)))
            return ((x[:, None] - self.codes) ** 2).sum(-1)

    digits = load_mnist().train
    x = torch.tensor(prepare(digits.images[:1_500])).permute(0, 3, 1, 2).contiguous()
    y = torch.tensor(digits.labels[:1_500].astype("int64"))
    network = Network()
    optimizer = torch.optim.SGD(network.parameters(), 1e-4)
    penalties = torch.compile(network) if compiled else network

    def learn(first, last):
        for number in range(first, last):
            optimizer.zero_grad()
            penalties(x[number : number + 1])[0, y[number]].backward()
            optimizer.step()

    learn(0, 100)
    return _rate(1_400, lambda: learn(100, 1_500))


def keras_model(implementation: str, patterns: int):
    """LeNet-5 with SDLM whose curvature is set, and patterns to learn from."""
    from lenet_keras import (
        SDLM,
        MaximumLikelihoodLoss,
        diagonal_curvature,
        lenet5,
        load_mnist,
        prepare,
    )

    digits = load_mnist().train
    x, y = prepare(digits.images[:patterns]), digits.labels[:patterns]
    model = lenet5(implementation=implementation, seed=0)
    model.compile(SDLM(1e-4), MaximumLikelihoodLoss())
    curvature = diagonal_curvature(model, model.loss, x[:500], y[:500])
    model.optimizer.set_curvature(model.trainable_variables, curvature)
    return model, x, y


def _compiles_cpp() -> bool:
    """Looks for what `torch.compile` needs, and names the compiler to it."""
    names = (os.environ.get("CXX", "g++"), "c++", "clang++")
    compiler = next(filter(shutil.which, names), None)
    if compiler is not None:
        os.environ["CXX"] = compiler
    headers = Path(sysconfig.get_path("include"), "Python.h")
    return compiler is not None and headers.is_file()


def _rate(patterns: int, work) -> float:
    start = time.perf_counter()
    work()
    return patterns / (time.perf_counter() - start)


OURS = "compiled pass, SDLM"
EAGER = ("PyTorch, 1 thread, SGD", "PyTorch, 2 threads, SGD")
CONTENDERS = {
    OURS: lambda: compiled_pass("patches"),
    "same, XLA convolutions": lambda: compiled_pass("conv"),
    "Keras fit, SDLM": keras_fit,
    EAGER[0]: lambda: pytorch(1),
    EAGER[1]: lambda: pytorch(2),
    "torch.compile, 1 thread, SGD": lambda: pytorch(1, compiled=True),
    "torch.compile, 2 threads, SGD": lambda: pytorch(2, compiled=True),
    "plain C, 1 core, SDLM": c_loop,
}
FAILED = "failed, as told above"


def ask(name: str) -> float | str:
    """Runs a contender in a process of its own: patterns per second, or why not."""
    call = [sys.executable, __file__, "--only", name]
    done = subprocess.run(call, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if not done.returncode else FAILED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-least", type=float, default=5.0, metavar="RATIO")
    parser.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    parser.add_argument("--only", choices=CONTENDERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(CONTENDERS[arguments.only]()))
        return 0
    rates: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    reasons: dict[str, str] = {}
    for _ in range(arguments.rounds):
        for name in CONTENDERS:
            if name in reasons:
                continue
            answer = ask(name)
            if isinstance(answer, str):
                reasons[name] = answer
            else:
                rates[name].append(answer)
    medians = {
        name: statistics.median(values)
        for name, values in rates.items()
        if name not in reasons
    }
    for name in CONTENDERS:
        row = reasons.get(name) or f"{medians[name]:8,.0f} patterns/s"
        if name != OURS and {name, OURS} <= medians.keys():
            row += f", ours is {medians[OURS] / medians[name]:.1f} times as fast"
        print(f"{name:30} {row}")
    if FAILED in reasons.values():
        return 1
    eager = [medians[name] for name in EAGER if name in medians]
    if not eager:
        print("not compared with eager PyTorch, which is not installed")
        return 0
    ratio = medians[OURS] / max(eager)
    print(f"ratio to eager PyTorch {ratio:.1f}, at least {arguments.at_least} wanted")
    return int(ratio < arguments.at_least)


if __name__ == "__main__":
    sys.exit(main())
