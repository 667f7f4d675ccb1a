"""`lenet-keras predict`."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from lenet_keras.digits import image_batches
from lenet_keras.rejection import margins
from lenet_keras.weights import shipped_weights, weights_card
from lenet_keras_cli._messages import complain
from lenet_keras_cli._networks import network, penalties


def run(arguments, command: str) -> int:
    """Tells what a network takes the images of each file for."""
    threshold = arguments.threshold
    if threshold is None:
        own = arguments.weights not in shipped_weights()
        threshold = (
            0.0 if own else weights_card(arguments.weights)["rejection_threshold"]
        )
    model = network(arguments.weights)
    show = _show_json if arguments.json else _show
    code = 0
    for file in arguments.files:
        try:
            for name, answer in _answers(model, file, threshold):
                show(name, answer)
        except (ValueError, OSError, ImportError) as error:
            complain(error, file)
            code = 2
    return code


def _answers(model, file: str, threshold: float) -> Iterator[tuple[str, dict]]:
    """A name and an answer for each image of a file."""
    number = 0
    for images in image_batches(file):
        alone = number == 0 and len(images) == 1
        rows = penalties(model, images)
        if np.isnan(rows).any():
            raise ValueError("expected penalties that are numbers. Received: nan")
        for row, margin in zip(rows, margins(rows), strict=True):
            yield (
                file if alone else f"{file}[{number}]",
                {
                    "file": file,
                    "image": number,
                    "answer": int(row.argmin()),
                    "accepted": bool(margin >= threshold),
                    "margin": float(margin),
                    "threshold": threshold,
                    "penalties": row.tolist(),
                },
            )
            number += 1


def _show(name: str, answer: dict[str, Any]) -> None:
    verdict = "accepted" if answer["accepted"] else "rejected"
    print(
        f"{name}: {answer['answer']} {verdict} "
        f"(margin {answer['margin']:.1f}, threshold {answer['threshold']:.1f})"
    )
    listed = "  ".join(f"{n}: {y:.1f}" for n, y in enumerate(answer["penalties"]))
    print(f"  penalties  {listed}")


def _show_json(name: str, answer: dict[str, Any]) -> None:
    print(json.dumps(answer))
