"""The command `lenet-keras`: train, evaluate, predict, reproduce."""

import argparse
import dataclasses
import shlex
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import keras
import numpy as np

from lenet_keras.digits import load_mnist, prepare, read_images
from lenet_keras.model import lenet5
from lenet_keras.rejection import margins
from lenet_keras.reproduce import EXPERIMENTS, AnyRun
from lenet_keras.training import RECIPES, Recipe, train
from lenet_keras.weights import weights_card


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"{self.prog}: error: {message} (--help lists the options)\n")


def main(argv: list[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: The words after `lenet-keras`. Defaults to those of the command line.

    Returns:
        The exit code: 0, or 2 if the input was bad, which one line on the standard
        error explains.
    """
    argv = sys.argv[1:] if argv is None else argv
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments, shlex.join(["lenet-keras", *argv]))
    except (ValueError, OSError, ImportError) as error:
        _complain(error)
        return 2


def _complain(error: Exception) -> None:
    print("lenet-keras: error:", " ".join(str(error).split()), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lenet-keras",
        description="LeNet-5 of 1998: train, evaluate, predict, reproduce.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("train", help="train a network, pass by pass")
    command.set_defaults(run=_train)
    command.add_argument(
        "output", type=Path, help="folder of the run; a run that was killed goes on"
    )
    command.add_argument(
        "--recipe", choices=sorted(RECIPES), default="adam", help="default: adam"
    )
    command.add_argument("--seed", type=int, default=0, help="default: 0")
    command.add_argument(
        "--name", help="name of the experiment, for the result; default: the recipe"
    )
    command.add_argument(
        "--hold-out",
        type=int,
        default=0,
        metavar="N",
        help="judge every pass on the last N training images, not on the test set",
    )
    command.add_argument("--data", type=Path, help="folder with four IDX files")
    command.add_argument(
        "--keep-passes", action="store_true", help="keep the network of every pass"
    )
    changes = command.add_argument_group("changes to the recipe")
    for name, hint in get_type_hints(Recipe).items():
        option = "--" + name.replace("_", "-")
        kind = next(iter(get_args(hint)), hint)  # float of `float | None`
        if kind is bool:
            changes.add_argument(
                option, action=argparse.BooleanOptionalAction, default=None
            )
        else:
            changes.add_argument(option, type=kind, metavar=kind.__name__.upper())

    command = commands.add_parser("evaluate", help="error rate on a test set")
    command.set_defaults(run=_evaluate)
    _add_weights(command)
    command.add_argument("--data", type=Path, help="folder with four IDX files")

    command = commands.add_parser("predict", help="classify pictures of digits")
    command.set_defaults(run=_predict)
    _add_weights(command)
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="PNG, JPEG or IDX file"
    )
    command.add_argument(
        "--threshold",
        type=float,
        help="reject if the two smallest penalties differ by less; default: the "
        "threshold on the card of shipped weights, 0 for other weights",
    )

    command = commands.add_parser(
        "reproduce",
        help="run an experiment of the book again",
        epilog="Experiments: "
        + "; ".join(f"{name}: {entry.question}" for name, entry in EXPERIMENTS.items()),
    )
    command.set_defaults(run=_reproduce)
    command.add_argument("experiment", choices=sorted(EXPERIMENTS), metavar="NAME")
    command.add_argument(
        "--seeds", type=_positive, metavar="N", help="seeds 0 to N - 1, not the book's"
    )
    command.add_argument(
        "--label", help="only the runs of this label, one of those in the result"
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler, tcp://HOST:PORT; default: one worker for each core",
    )
    command.add_argument(
        "--workers", type=_positive, metavar="N", help="so many instead"
    )
    command.add_argument(
        "--output",
        type=Path,
        default=Path("runs"),
        help="folder; finished runs in it are skipped, others go on; default: runs",
    )
    command.add_argument(
        "--smoke",
        action="store_true",
        help="one run on a few hundred digits, to see whether it would work",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more. Received: {text}")
    return number


def _add_weights(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--weights",
        default="mnist",
        help="name of shipped weights, a .weights.h5 file, or the folder of a run; "
        "default: mnist",
    )


def _train(arguments, command: str) -> int:
    changes = {
        field.name: getattr(arguments, field.name)
        for field in dataclasses.fields(Recipe)
        if getattr(arguments, field.name) is not None
    }
    run = train(
        dataclasses.replace(RECIPES[arguments.recipe], **changes),
        load_mnist(arguments.hold_out, arguments.data),
        arguments.output,
        seed=arguments.seed,
        name=arguments.name or arguments.recipe,
        command=command,
        verbose="auto" if sys.stdout.isatty() else 2,
        keep_passes=arguments.keep_passes,
    )
    last = run["passes"][-1]
    print(
        f"{arguments.output}: pass {last['pass']}, {run['evaluated_on']} error "
        f"{100 * last['error']:.2f} %, training error {100 * last['train_error']:.2f} %"
    )
    return 0


def _reproduce(arguments, command: str) -> int:
    name = arguments.experiment
    experiment = EXPERIMENTS[name]
    runs: list[AnyRun]
    if arguments.smoke:
        runs = [experiment.smoke_run(name)]
    else:
        runs = [*experiment.runs(name, arguments.seeds)]
    if arguments.label is not None:
        if arguments.label not in experiment.labels:
            raise ValueError(
                f"--label: expected one of {experiment.labels}. "
                f"Received: {arguments.label}"
            )
        runs = [run for run in runs if run.label == arguments.label]
    from lenet_keras.reproduce.schedule import reproduce  # needs Dask

    folder = arguments.output / ("smoke" if arguments.smoke else name)
    found = reproduce(
        runs, folder, command, arguments.scheduler, workers=arguments.workers
    )
    print(f"{experiment.question} Error at the last step:")
    for label in dict.fromkeys(run.label for run in runs):
        errors = [
            100 * (result.get("passes") or result["measurements"])[-1]["error"]
            for run, result in zip(runs, found, strict=True)
            if run.label == label
        ]
        listed = ", ".join(f"{error:.2f}" for error in errors)
        print(f"  {label}: mean {np.mean(errors):.3f} % ({listed})")
    print(f"Results: {folder}")
    return 0


def _network(weights: str) -> keras.Model:
    if not Path(weights).is_dir():
        return lenet5(weights=weights)
    checkpoints = sorted(Path(weights).glob("pass-*.keras"))
    if not checkpoints:
        raise ValueError(
            "--weights: expected a folder in which `lenet-keras train` has finished "
            f"at least one pass. Received: {weights}"
        )
    return keras.models.load_model(checkpoints[-1], compile=False)


def _penalties(model: keras.Model, images) -> np.ndarray:
    return model.predict(prepare(images), batch_size=500, verbose=0)


def _evaluate(arguments, command: str) -> int:
    test = load_mnist(directory=arguments.data).test
    answers = _penalties(_network(arguments.weights), test.images).argmin(axis=-1)
    wrong = int(np.sum(answers != test.labels))
    print(
        f"{arguments.weights}: {wrong} errors on {len(test.labels)} test images, "
        f"{100 * wrong / len(test.labels):.2f} %"
    )
    return 0


def _predict(arguments, command: str) -> int:
    threshold = arguments.threshold
    if threshold is None:
        is_file = Path(arguments.weights).exists()
        threshold = (
            0.0 if is_file else weights_card(arguments.weights)["rejection_threshold"]
        )
    model = _network(arguments.weights)
    code = 0
    for file in arguments.files:
        try:
            penalties = _penalties(model, read_images(file))
        except (ValueError, OSError, ImportError) as error:
            _complain(error)
            code = 2
            continue
        for number, (row, margin) in enumerate(
            zip(penalties, margins(penalties), strict=True)
        ):
            name = file if len(penalties) == 1 else f"{file}[{number}]"
            verdict = "rejected" if margin < threshold else "accepted"
            print(
                f"{name}: {row.argmin()} {verdict} "
                f"(margin {margin:.1f}, threshold {threshold:.1f})"
            )
            listed = "  ".join(f"{digit}: {y:.1f}" for digit, y in enumerate(row))
            print(f"  penalties  {listed}")
    return code


if __name__ == "__main__":
    sys.exit(main())
