"""The command `lenet-keras`: train, evaluate, predict, export, reproduce.

It stands beside the package: `import lenet_keras` imports Keras, which takes seconds,
so that Keras knows our layers; help and mistyped words are answered before.
"""

import argparse
import importlib
import math
import os
import shlex
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from lenet_keras_cli._messages import complain, silent
from lenet_keras_cli._vocabulary import CHANGES, FORMATS, QUESTIONS, RECIPES

BAD_INPUT = 2
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(
            BAD_INPUT, f"{self.prog}: error: {message} (--help lists the options)\n"
        )


def main(argv: list[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: The words after `lenet-keras`. Defaults to those of the command line.

    Returns:
        The exit code: 0; 2 if the input was bad, which one line on the standard error
        explains; 130 after Ctrl-C.
    """
    argv = sys.argv[1:] if argv is None else argv
    arguments = _parser().parse_args(argv)
    words = shlex.join(["lenet-keras", *argv])
    try:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with silent():
            importlib.import_module("lenet_keras")
        command = importlib.import_module(f"lenet_keras_cli._{arguments.command}")
        return command.run(arguments, words)
    except (ValueError, OSError, ImportError) as error:
        complain(error)
        return BAD_INPUT
    except KeyboardInterrupt:
        complain(f"interrupted. {_HOW_TO_GO_ON.get(arguments.command, '')}{words}")
        return INTERRUPTED


_HOW_TO_GO_ON = {
    "train": "What is finished is kept; the same command goes on after it: ",
    "reproduce": "What is finished is kept; the same command goes on after it: ",
}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lenet-keras",
        description="LeNet-5 of 1998: train, evaluate, predict, export, reproduce.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add_train(commands.add_parser("train", help="train a network, pass by pass"))
    _add_evaluate(commands.add_parser("evaluate", help="error rate on a test set"))
    _add_predict(commands.add_parser("predict", help="classify pictures of digits"))
    _add_export(
        commands.add_parser("export", help="write a network as ONNX or safetensors")
    )
    _add_reproduce(
        commands.add_parser(
            "reproduce",
            help="run an experiment of the book again",
            epilog="Experiments: "
            + "; ".join(f"{name}: {question}" for name, question in QUESTIONS.items()),
        )
    )
    return parser


class _Version(argparse.Action):
    def __call__(self, parser, *_):
        print(f"lenet-keras {metadata.version('lenet-keras')}")
        parser.exit()


def _add_train(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "output", type=_path, help="folder of the run; a run that was killed goes on"
    )
    command.add_argument(
        "--recipe", choices=RECIPES, default="adam", help="default: adam"
    )
    command.add_argument("--seed", type=_count, default=0, help="default: 0")
    command.add_argument(
        "--name", help="name of the experiment, for the result; default: the recipe"
    )
    command.add_argument(
        "--hold-out",
        type=_count,
        default=0,
        metavar="N",
        help="judge every pass on the last N training images, not on the test set",
    )
    _add_data(command)
    command.add_argument(
        "--keep-passes", action="store_true", help="keep the network of every pass"
    )
    _add_plain_c(command)
    changes = command.add_argument_group("changes to the recipe")
    for name, kind in CHANGES.items():
        option = "--" + name.replace("_", "-")
        if kind is bool:
            changes.add_argument(
                option, action=argparse.BooleanOptionalAction, default=None
            )
        else:
            reader: Callable = _number if kind is float else kind
            changes.add_argument(option, type=reader, metavar=kind.__name__.upper())


def _add_evaluate(command: argparse.ArgumentParser) -> None:
    _add_weights(command)
    _add_data(command)


def _add_predict(command: argparse.ArgumentParser) -> None:
    _add_weights(command)
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="PNG, JPEG or IDX file"
    )
    command.add_argument(
        "--limits",
        nargs=3,
        type=_number,
        metavar=("MARGIN", "PENALTY", "FAR"),
        help="what a sure answer must keep, and the penalty beyond which a picture is "
        "probably not a digit; default: the limits on the card of "
        "shipped weights, those of mnist for other weights",
    )
    command.add_argument(
        "--json", action="store_true", help="print an object for each image, in a line"
    )


def _add_export(command: argparse.ArgumentParser) -> None:
    _add_weights(command)
    command.add_argument(
        "--format", choices=FORMATS, help="default: what the file's name ends in"
    )
    command.add_argument("output", type=_path, metavar="FILE", help="file to write")


def _add_reproduce(command: argparse.ArgumentParser) -> None:
    command.add_argument("experiment", choices=sorted(QUESTIONS), metavar="NAME")
    command.add_argument(
        "--seeds", type=_positive, metavar="N", help="seeds 0 to N - 1, not the book's"
    )
    command.add_argument(
        "--label", help="only the runs of this label, one of those in the result"
    )
    command.add_argument(
        "--data", type=_path, help="where the files of another data set than MNIST lie"
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
        type=_path,
        default=Path("runs"),
        help="folder; finished runs in it are skipped, others go on; default: runs",
    )
    _add_plain_c(command)
    command.add_argument(
        "--smoke",
        action="store_true",
        help="one run on a few hundred digits, to see whether it would work",
    )


def _add_plain_c(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--plain-c",
        action="store_true",
        help="train by the same network in plain C, about twice as fast, where "
        "weights are updated after each pattern; needs a C compiler or ziglang",
    )


def _add_weights(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--weights",
        type=_word,
        default="mnist",
        help="name of shipped weights, a .weights.h5, .safetensors or .npz file, or a "
        "run's folder; default: mnist",
    )


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data", type=_path, help="folder with the four IDX files of a data set"
    )
    command.add_argument(
        "--split", help="which set of a folder with several, such as emnist-digits"
    )
    command.add_argument(
        "--transpose",
        action=argparse.BooleanOptionalAction,
        help="change places of rows and columns; default: for EMNIST",
    )


def _word(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"must not be empty. Received: {text!r}")
    return text


def _path(text: str) -> Path:
    return Path(_word(text)).expanduser()


def _integer(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise argparse.ArgumentTypeError(
            f"must be a whole number, {least} or more. Received: {text}"
        )
    return number


def _count(text: str) -> int:
    return _integer(text, 0)


def _positive(text: str) -> int:
    return _integer(text, 1)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"must be a finite number. Received: {text}")
    return number
