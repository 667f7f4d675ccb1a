"""Makes shipped weights and their card out of a finished training run.

    python -m tools.ship_weights mnist RUN --held-out HELD_OUT_RUN --verdicts RESULT
    python -m tools.ship_weights mnist-strings RUN --held-out HELD_OUT_RUN --rows RESULT

Weights are rounded to multiples of 1/512, in the kernels of C5, which are four fifths
of all, of 1/128: a page then loads a network in half the bytes. The error is measured
after that, so that every user of them computes the same answers. If the run kept the
network of every pass (`lenet-keras train --keep-passes`), they are shipped as well.
"""

import argparse
import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from lenet_keras import paper, results
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.results import Pass, Result
from lenet_keras.training import Recipe, records
from lenet_keras.weights import Card, checkpoint_name, checkpoints, load_checkpoint

C5_KERNEL = 8  # its place in the list of weights
STEPS = 512
C5_STEPS = 128

FOLDER = Path(__file__).parent.parent / "lenet_keras" / "data" / "weights"


def ship(
    name: str, run_directory: Path, held_out_directory: Path, verdicts: Path
) -> Card:
    """Writes `NAME.weights.h5` and `NAME.json`; returns the card."""
    run, held_out = _read(run_directory, held_out_directory)
    chosen = results.read_run(verdicts)
    if chosen.get("training") != held_out["identity"]:
        raise SystemExit("Expected limits that the held-out network chose.")
    threshold = held_out["rejection_threshold"]
    if threshold is None:
        raise SystemExit("Expected a margin that keeps the held-out errors down.")
    card: Card = {
        **_ship_weights(name, run, held_out, run_directory),
        "rejection_threshold": threshold,
        "rejection_rule": (
            "A digit is rejected if its two smallest penalties differ by less than "
            "the threshold: the smallest margin at which at most 0.5 % of the answers "
            "to the 10,000 held-out training digits were wrong, in the same training "
            "without them."
        ),
        "verdict_limits": chosen["limits"],
    }
    records.write_json(FOLDER / f"{name}.json", card)
    _ship_passes(name, run, run_directory)
    return card


def ship_for_rows(
    name: str, run_directory: Path, held_out_directory: Path, rows: Path
) -> Card:
    """The same for a network that reads rows of digits."""
    run, held_out = _read(run_directory, held_out_directory)
    read = results.read_run(rows)
    if read.get("training") != run["identity"]:
        raise SystemExit("Expected rows that this network read.")
    errors = {
        (one["reader"], one["length"], *one["gaps"]): one["error"]
        for one in read["measurements"]
    }
    card: Card = {
        **_ship_weights(name, run, held_out, run_directory),
        "characters": paper.DIGITS + " ",
        "row_error_percent": round(100 * errors["path", 5, *paper.GAPS], 4),
    }
    records.write_json(FOLDER / f"{name}.json", card)
    return card


def _read(run_directory: Path, held_out_directory: Path) -> tuple[Result, Result]:
    run = results.read_run(run_directory / "run.json")
    held_out = results.read_run(held_out_directory / "run.json")
    if run["evaluated_on"] != "test" or held_out["evaluated_on"] != "validation":
        raise SystemExit("Expected a run on all training patterns and a held-out run.")
    if run["recipe"] != held_out["recipe"]:
        raise SystemExit("Expected two runs of one recipe.")
    if len(run["passes"]) < run["recipe"]["passes"]:
        raise SystemExit("Expected a finished run.")
    return run, held_out


def _ship_weights(name: str, run: Result, held_out: Result, directory: Path) -> Card:
    """Writes `NAME.weights.h5`; returns what every card says."""
    last = len(run["passes"])
    # Whatever way to compute convolutions the run chose.
    model = Recipe(**run["recipe"]).network()
    model.set_weights(_out_of_steps(_rounded(directory / checkpoint_name(last))))
    test = load_mnist().test
    penalties = model.predict(prepare(test.images), batch_size=500, verbose=0)
    share = results.error_share(penalties.argmin(axis=-1), test.labels)
    errors = round(len(test.labels) * share)
    part = FOLDER / "part.weights.h5"
    model.save_weights(part)
    file = FOLDER / f"{name}.weights.h5"
    os.replace(part, file)
    return {
        "name": name,
        "name_of_run": run["name"],
        "name_of_held_out_run": held_out["name"],
        "parameters": paper.TOTAL_PARAMETERS,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rounded_to": f"multiples of 1/{STEPS}, in the kernels of C5 of 1/{C5_STEPS}",
        "test_errors": errors,
        "test_error_percent": round(100 * errors / len(test.labels), 4),
        "test_error_percent_before_rounding": _percent(run["passes"][-1]),
        "test_error_percent_by_pass": [_percent(p) for p in run["passes"]],
        "held_out_error_percent": _percent(held_out["passes"][-1]),
        "seed_choice": "Seed 0, fixed beforehand.",
        "recipe": run["recipe"],
        "seed": run["seed"],
        "versions": run["versions"],
        "circumstances": run["circumstances"],
        "identity": run["identity"],
    }


def _steps(count: int) -> list[np.float32]:
    """Into how many steps the numbers of each of so many weights divide 1."""
    return [np.float32(C5_STEPS if n == C5_KERNEL else STEPS) for n in range(count)]


def _rounded(file: Path) -> list[np.ndarray]:
    """The weights of a network as whole numbers of steps."""
    return _in_steps(load_checkpoint(file).get_weights())


def _in_steps(weights: list[np.ndarray]) -> list[np.ndarray]:
    steps = _steps(len(weights))
    whole = [np.rint(w * s) for w, s in zip(weights, steps, strict=True)]
    if max(np.abs(numbers).max() for numbers in whole) >= 2**15:
        raise SystemExit(f"Expected weights smaller than {2**15 // STEPS}.")
    return [numbers.astype("int16") for numbers in whole]


def _out_of_steps(whole: list[np.ndarray]) -> list[np.ndarray]:
    return [n / s for n, s in zip(whole, _steps(len(whole)), strict=True)]


def _ship_passes(name: str, run: Result, run_directory: Path) -> None:
    files = checkpoints(run_directory)
    if len(files) < len(run["passes"]):
        return
    untrained = Recipe(**run["recipe"]).compiled_model(1, run["seed"]).get_weights()
    passes = [_in_steps(untrained), *(_rounded(file) for file in files)]
    arrays = {
        f"{number:02d}": np.stack(weights)
        for number, weights in enumerate(zip(*passes, strict=True))
    }
    arrays["steps"] = np.array(_steps(len(untrained)))
    part = FOLDER / "part.npz"
    write_small(part, arrays)
    os.replace(part, FOLDER / f"{name}.passes.npz")


def write_small(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Writes arrays for `numpy.load`, a third smaller than `savez_compressed` does."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for key, array in arrays.items():
            with archive.open(f"{key}.npy", "w") as file:
                np.lib.format.write_array(file, array)


def _percent(entry: Pass) -> float:
    return round(100 * entry["error"], 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help="name that lenet5(weights=NAME) will take")
    parser.add_argument("run", type=Path, help="folder of a run on all 60,000 digits")
    parser.add_argument("--held-out", type=Path, required=True)
    other = parser.add_mutually_exclusive_group(required=True)
    help_ = "result of `lenet-keras reproduce verdicts` for the held-out run"
    other.add_argument("--verdicts", type=Path, help=help_)
    help_ = "of a network for rows: result of `lenet-keras reproduce rows` for the run"
    other.add_argument("--rows", type=Path, help=help_)
    options = parser.parse_args()
    where = options.name, options.run, options.held_out
    if options.rows is None:
        card = ship(*where, options.verdicts)
    else:
        card = ship_for_rows(*where, options.rows)
    print(f"{card['name']}: {card['test_errors']} errors on the test digits")


if __name__ == "__main__":
    main()
