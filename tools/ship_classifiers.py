"""Makes the small classifiers of a live figure, and chooses its prototypes.

    python -m tools.ship_classifiers RUNS

RUNS is the folder of `lenet-keras reproduce`: networks that are there already are not
trained again. Weights are rounded to multiples of a power of two, so that a page loads
them quickly; those of the hidden units, nearly all, in steps that are the coarser the
less a pixel varies. Errors are counted after that.
"""

import argparse
import os
from pathlib import Path
from typing import Any

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras.digits import DATABASES, load_mnist, prepare
from lenet_keras.inspection import middle, shipped_prototypes, small_classifiers
from lenet_keras.layers import PatchConv2D, SparseConv2D, Subsampling2D
from lenet_keras.live._network import (
    describe_convolution,
    describe_dense,
    describe_subsampling,
)
from lenet_keras.reproduce.classifiers import CATALOGUE, TRAININGS, ClassifierRun
from lenet_keras.reproduce.classifiers.comparison import TRAININGS_NAME
from lenet_keras.reproduce.classifiers.rbf import prototypes
from lenet_keras.reproduce.representations import pixels
from lenet_keras.training import records
from tools.ship_weights import write_small

FOLDER = Path(__file__).parent.parent / "lenet_keras" / "data" / "classifiers"
SEED = 0
STEP = 2.0**-10
COARSE = {"hidden1/kernels": 2.0**-5}  # for the pixels that vary the most
NAMES = {"linear": "linear", "28x28-300-10": "28x28-300-10", "lenet1": "LeNet-1"}
PROTOTYPES = 25  # of each class
_SIDE = 28  # of what a network sees
_MOST = 2**10  # how much coarser a step may be

Layer = dict[str, Any]
Arrays = dict[str, np.ndarray]
_CONVOLUTIONS = keras.layers.Conv2D, PatchConv2D, SparseConv2D


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, help="folder of `lenet-keras reproduce`")
    runs = parser.parse_args().runs
    networks: dict[str, Any] = {}
    kept: Arrays = {}
    for label, name in NAMES.items():
        one, arrays = (_linear if label == "linear" else _network)(runs, label)
        networks[name] = one
        for layer in one["layers"]:
            layer["weights"] = []
            for key, array in arrays[layer["name"]].items():
                step = COARSE.get(f"{layer['name']}/{key}", STEP)
                whole = np.rint(np.ravel(array) / step).astype("int16")
                layer["weights"].append([key, whole.size, step])
                kept[f"{name}/{layer['name']}/{key}"] = whole
    card: dict[str, Any] = {
        "networks": networks,
        "prototypes": _prototypes(),
        "versions": records.library_versions(),
        "circumstances": records.circumstances("python -m tools.ship_classifiers RUNS"),
    }
    FOLDER.mkdir(exist_ok=True)
    write_small(FOLDER / "part.npz", kept)
    os.replace(FOLDER / "part.npz", FOLDER / "classifiers.npz")
    records.write_json(FOLDER / "classifiers.json", card)
    _judge(card)
    records.write_json(FOLDER / "classifiers.json", card)


def _linear(runs: Path, label: str) -> tuple[dict, dict[str, Arrays]]:
    """The linear units that held-out digits choose, as a layer of a network."""
    run = ClassifierRun("classifiers", label)
    record = run.execute(runs / "classifiers", "python -m tools.ship_classifiers RUNS")
    number = record["chosen"]["candidate"]
    method = CATALOGUE[label].candidates[number]
    images, labels = load_mnist().train
    *kernels, bias = method.weights(pixels(images), labels)
    # They are for pixels from 0 to 1, and a network sees others.
    scale = 1 / (paper.FOREGROUND - paper.BACKGROUND)
    arrays = {
        "kernels": scale * np.transpose(kernels),
        "bias": bias - paper.BACKGROUND * scale * np.sum(kernels, axis=0),
    }
    layer = {"name": "units", "kind": "dense", "maps": len(bias), "size": 1}
    layer["activation"] = "linear"  # squashed or not, the order is the same
    one = {
        "database": "regular",
        "layers": [layer],
        "identity": record["identity"],
        "chosen": method.settings(),
        "percent_before_rounding": 100 * record["measurements"][-1]["error"],
    }
    return one, {"units": arrays}


def _network(runs: Path, label: str) -> tuple[dict, dict[str, Arrays]]:
    """A network of Fig. 9, trained if it has not been."""
    (run,) = TRAININGS.runs_of(label, TRAININGS_NAME, SEED + 1)
    model = run.network(runs / TRAININGS_NAME)
    layers, arrays = described(model)
    if "hidden1" in arrays:
        arrays["hidden1"] = _coarser(**arrays["hidden1"])
    told = run.new_result()
    x = prepare(DATABASES[run.database](load_mnist().test.images))
    answers = model.predict(x, batch_size=500, verbose=0).argmin(axis=1)
    one = {
        "database": run.database,
        "layers": layers,
        "identity": told["identity"],
        "recipe": told["recipe"],
        "seed": run.seed,
        "percent_before_rounding": _percent(answers),
    }
    return one, arrays


def described(model: keras.Model) -> tuple[list[Layer], dict[str, Arrays]]:
    """The layers of a network as a page takes them, and their arrays by layer.

    Args:
        model: A network of `ARCHITECTURES`. The layer after the units, which turns
            them into penalties, is left out.
    """
    layers: list[Layer] = []
    arrays: dict[str, Arrays] = {}
    side, maps = _SIDE, 1
    for layer in model.layers:
        if isinstance(layer, _CONVOLUTIONS):
            side -= paper.KERNEL_SIZE - 1
            found, kept = describe_convolution(layer, maps)
            maps = len(found["connections"])
        elif isinstance(layer, Subsampling2D):
            side //= paper.POOL_SIZE
            found, kept = describe_subsampling(layer)
        elif isinstance(layer, keras.layers.Dense):
            found, kept = describe_dense(layer)
            kept["kernels"] = _map_by_map(kept["kernels"], side, maps)
            side, maps = 1, layer.units
        else:
            continue
        layers.append({"name": layer.name, "maps": maps, "size": side, **found})
        arrays[layer.name] = kept
    return layers, arrays


def _map_by_map(kernels: np.ndarray, side: int, maps: int) -> np.ndarray:
    """Kernels on maps that Keras interleaves, for maps that follow one another."""
    interleaved = kernels.reshape(len(kernels), side, side, maps)
    return interleaved.transpose(0, 3, 1, 2).reshape(len(kernels), -1)


def _coarser(kernels: np.ndarray, bias: np.ndarray) -> Arrays:
    """Kernels on pixels, the less exact the less a pixel varies.

    What is lost on an average digit goes into the bias.
    """
    x = middle(prepare(load_mnist().train.images)).reshape(-1, _SIDE**2)
    spread, mean = x.std(axis=0), x.mean(axis=0)
    times = np.floor(np.log2(spread.max() / np.maximum(spread, spread.max() / _MOST)))
    steps = COARSE["hidden1/kernels"] * 2.0**times
    rounded = np.rint(kernels / steps) * steps
    return {"kernels": rounded, "bias": bias + (kernels - rounded) @ mean}


def _prototypes() -> dict[str, Any]:
    """The training digits next to the means of groups of digits of each class."""
    images, labels = load_mnist().train
    x = pixels(images)
    means, _ = prototypes(x, labels, PROTOTYPES, SEED)
    chosen = []
    for number, mean in enumerate(means):
        same = np.flatnonzero(labels == number // PROTOTYPES)
        chosen.append(int(same[((x[same] - mean) ** 2).sum(axis=1).argmin()]))
    return {
        "digits": chosen,
        "rule": f"K-means makes {PROTOTYPES} groups of the training digits of each "
        "class; of each group the digit nearest to its mean is kept.",
        "seed": SEED,
    }


def _judge(card: dict[str, Any]) -> None:
    """Counts the errors of what was written."""
    images = load_mnist().test.images
    for name, one in small_classifiers().items():
        answers = one.scores(prepare(DATABASES[one.database](images))).argmax(axis=1)
        card["networks"][name]["percent"] = _percent(answers)
        before = card["networks"][name]["percent_before_rounding"]
        print(f"{name}: {_percent(answers)} %, before rounding {before} %")
    answers = shipped_prototypes().scores(prepare(images)).argmax(axis=1)
    card["prototypes"]["percent"] = _percent(answers)
    print(f"prototypes: {_percent(answers)} %")


def _percent(answers: np.ndarray) -> float:
    return round(100 * float(np.mean(answers != load_mnist().test.labels)), 4)


if __name__ == "__main__":
    main()
