"""`lenet-keras predict`."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from lenet_keras import paper
from lenet_keras.digits import image_batches
from lenet_keras.rejection import Limits, margins, verdicts
from lenet_keras.weights import shipped_weights, weights_card
from lenet_keras_cli._messages import complain
from lenet_keras_cli._networks import network, penalties


def run(arguments, command: str) -> int:
    """Tells what a network takes the images of each file for."""
    model = network(arguments.weights)
    classes = model.output_shape[-1]
    if classes != paper.CLASSES:
        raise ValueError(
            f"{arguments.weights}: expected a network that reads single digits, of "
            f"{paper.CLASSES} classes. Received: one of {classes} classes"
        )
    limits = _limits(arguments)
    show = _show_json if arguments.json else _show
    code = 0
    for file in arguments.files:
        try:
            for name, answer in _answers(model, file, limits):
                show(name, answer)
        except (ValueError, OSError, ImportError) as error:
            complain(error, file)
            code = 2
    return code


def _limits(arguments) -> Limits:
    """What the user asks of a sure answer, or what the card of the weights does."""
    if arguments.limits is not None:
        return Limits(*arguments.limits)
    known = arguments.weights if arguments.weights in shipped_weights() else "mnist"
    return Limits(**weights_card(known)["verdict_limits"])


def _answers(model, file: str, limits: Limits) -> Iterator[tuple[str, dict]]:
    """A name and an answer for each image of a file."""
    number = 0
    for images in image_batches(file):
        alone = number == 0 and len(images) == 1
        rows = penalties(model, images)
        if np.isnan(rows).any():
            raise ValueError("expected penalties that are numbers. Received: nan")
        found = zip(rows, margins(rows), verdicts(rows, limits), strict=True)
        for row, margin, verdict in found:
            yield (
                file if alone else f"{file}[{number}]",
                {
                    "file": file,
                    "image": number,
                    "answer": int(row.argmin()),
                    "verdict": str(verdict),
                    "margin": float(margin),
                    "penalty": float(row.min()),
                    "limits": limits._asdict(),
                    "penalties": row.tolist(),
                },
            )
            number += 1


def _show(name: str, answer: dict[str, Any]) -> None:
    print(
        f"{name}: {answer['answer']} {answer['verdict']} "
        f"(margin {answer['margin']:.1f}, penalty {answer['penalty']:.1f})"
    )
    listed = "  ".join(f"{n}: {y:.1f}" for n, y in enumerate(answer["penalties"]))
    print(f"  penalties  {listed}")


def _show_json(name: str, answer: dict[str, Any]) -> None:
    print(json.dumps(answer))
