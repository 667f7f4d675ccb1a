"""The network that a command asks, and its answers."""

from pathlib import Path

import keras
import numpy as np

from lenet_keras.digits import prepare
from lenet_keras.model import lenet5
from lenet_keras.weights import last_checkpoint, load_checkpoint, shipped_weights


def network(weights: str) -> keras.Model:
    """The network of shipped weights, of a file of weights or of a run's folder.

    Raises:
        ValueError: If there is none, or one of its weights is not a finite number.
    """
    path = Path(weights).expanduser()
    if weights in shipped_weights():
        model = lenet5(weights=weights)
    elif path.is_dir():
        model = load_checkpoint(last_checkpoint(path))
    elif path.is_file() and path.suffix not in (".npz", ".safetensors"):
        model = _with_weights(path)
    else:
        model = lenet5(weights=weights)
    for variable in model.weights:
        if not np.isfinite(keras.ops.convert_to_numpy(variable)).all():
            raise ValueError(
                f"{weights}: expected a network of finite weights. "
                f"Received: {variable.path} with nan or infinity"
            )
    return model


def _with_weights(path: Path) -> keras.Model:
    try:
        return lenet5(weights=str(path))
    except Exception as error:  # a damaged file raises nearly anything in h5py
        reason = " ".join(str(error).split())
        raise ValueError(
            f"{path}: expected a .weights.h5 file of LeNet-5. Received: {reason}"
        ) from error


def penalties(model: keras.Model, images: np.ndarray, batch: int = 2_000) -> np.ndarray:
    """The answers to uint8 images, prepared a few at a time to spare memory."""
    answers = [
        model.predict(prepare(images[start : start + batch]), batch_size=500, verbose=0)
        for start in range(0, len(images), batch)
    ]
    return np.concatenate(answers)
