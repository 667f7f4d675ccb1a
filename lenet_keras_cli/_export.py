"""`lenet-keras export`."""

import json
from pathlib import Path

from lenet_keras.export import write_onnx, write_safetensors
from lenet_keras.weights import shipped_weights, weights_card
from lenet_keras_cli._networks import network

_WRITERS = {"onnx": write_onnx, "safetensors": write_safetensors}
_USE = (
    "Images are 32x32, background -0.1, ink 1.175, the digit centred: "
    "lenet_keras.prepare makes them. The class with the smallest penalty wins."
)


def run(arguments, command: str) -> int:
    """Writes a network for other programs."""
    kind = arguments.format or arguments.output.suffix.removeprefix(".")
    if kind not in _WRITERS:
        raise ValueError(
            f"{arguments.output}: expected a name that ends in "
            f"{' or '.join(f'.{known}' for known in _WRITERS)}, or --format. "
            f"Received: {arguments.output.suffix or 'no ending'}"
        )
    model = network(arguments.weights)
    _WRITERS[kind](model, arguments.output, _about(arguments.weights))
    print(f"{arguments.output}: {kind}, {arguments.output.stat().st_size:,} bytes")
    return 0


def _about(weights: str) -> dict[str, str]:
    """What the file tells about the network."""
    about = {"name": Path(weights).name, "use": _USE}
    if weights in shipped_weights():
        about["card"] = json.dumps(weights_card(weights))
    return about
