"""Updates after single patterns: our compiled pass against the usual ways.

    python benchmarks/single_patterns.py [--at-least RATIO]

The same LeNet-5 (Table I, sub-sampling on the sum, RBF output, equation 8) learns from
one digit at a time: with SDLM in our compiled pass, its convolutions computed as
patches times a matrix or by XLA; with SDLM in Keras' `fit`; and with plain SGD in
eager PyTorch, C3 as one masked convolution, on one thread and on two. Contenders run
in turn, each in a process of its own, and the median of the rounds counts. Exits with
1 if we are not RATIO times as fast as the better PyTorch.
"""

import argparse
import statistics
import subprocess
import sys
import time


def compiled_pass(implementation: str) -> float:
    from lenet_keras.training.epoch import CompiledPass

    model, x, y = _keras_model(implementation, 10_000)
    one_pass = CompiledPass(model)
    one_pass(x[:2_000], y[:2_000], verbose=0)
    return _rate(len(x), lambda: one_pass(x, y, verbose=0))


def keras_fit() -> float:
    model, x, y = _keras_model("conv", 1_000)
    model.fit(x[:50], y[:50], batch_size=1, verbose=0)
    return _rate(
        len(x), lambda: model.fit(x, y, batch_size=1, shuffle=False, verbose=0)
    )


def pytorch(threads: int) -> float:
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

    def learn(first, last):
        for number in range(first, last):
            optimizer.zero_grad()
            network(x[number : number + 1])[0, y[number]].backward()
            optimizer.step()

    learn(0, 100)
    return _rate(1_400, lambda: learn(100, 1_500))


def _keras_model(implementation: str, patterns: int):
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
    model = lenet5(implementation=implementation)
    model.compile(SDLM(1e-4), MaximumLikelihoodLoss())
    curvature = diagonal_curvature(model, model.loss, x[:500], y[:500])
    model.optimizer.set_curvature(model.trainable_variables, curvature)
    return model, x, y


def _rate(patterns: int, work) -> float:
    start = time.perf_counter()
    work()
    return patterns / (time.perf_counter() - start)


CONTENDERS = {
    "compiled pass, SDLM": lambda: compiled_pass("patches"),
    "same, XLA convolutions": lambda: compiled_pass("conv"),
    "Keras fit, SDLM": keras_fit,
    "PyTorch, 1 thread, SGD": lambda: pytorch(1),
    "PyTorch, 2 threads, SGD": lambda: pytorch(2),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-least", type=float, default=5.0, metavar="RATIO")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=CONTENDERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(CONTENDERS[arguments.only]())
        return 0
    rates: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(arguments.rounds):
        for name in CONTENDERS:
            call = [sys.executable, __file__, "--only", name]
            done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
            rates[name].append(float(done.stdout.split()[-1]))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    for name, median in medians.items():
        print(f"{name:25}{median:8,.0f} patterns/s")
    ours, conv, _, *torch = medians.values()
    print(f"ratio of patches to XLA convolutions {ours / conv:.1f}")
    ratio = ours / max(torch)
    print(f"ratio to PyTorch {ratio:.1f}, at least {arguments.at_least} wanted")
    return int(ratio < arguments.at_least)


if __name__ == "__main__":
    sys.exit(main())
