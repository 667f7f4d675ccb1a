"""Names that the command line knows before Keras, which takes seconds, is imported."""

import json
from importlib.util import find_spec
from pathlib import Path

FORMATS = ("onnx", "safetensors")
RECIPES = ("adam", "best", "distorted", "noise", "paper", "strings", "tuned")

CHANGES: dict[str, type] = {
    "loss": str,
    "j": float,
    "optimizer": str,
    "learning_rate": float,
    "schedule": str,
    "batch_size": int,
    "passes": int,
    "start": str,
    "mu": float,
    "curvature_loss": str,
    "coefficient": str,
    "momentum": float,
    "scale": float,
    "distorted": bool,
    "elastic": float,
    "translation": float,
    "weight_decay": float,
    "noise": float,
    "rubbish": float,
    "blanks": float,
    "architecture": str,
}
"""What `lenet-keras train` changes in a recipe: the fields of `Recipe`."""

_PACKAGE = find_spec("lenet_keras")  # found, and not imported
QUESTIONS: dict[str, str] = json.loads(
    (Path(_PACKAGE.origin).parent / "data" / "questions.json").read_text("utf-8")
    if _PACKAGE and _PACKAGE.origin
    else "{}"
)
"""The experiments of `lenet-keras reproduce`, and what each answers."""
