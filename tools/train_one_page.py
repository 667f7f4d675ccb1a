"""Train the network of the page in full: ``python -m tools.train_one_page SEED``.

The page "LeNet-5 on one page" trains for some seconds only. This executes the same
cells, the last of which defines `train`, calls it, and writes the result beside those
of the other experiments.
"""

import argparse
import hashlib
from pathlib import Path

import nbformat

from lenet_keras.training import RECIPES, records
from tools.build_book import ROOT

PAGE = ROOT / "book" / "one_page.ipynb"
LAST_CELL = "page-train"
NAME = "one-page"
RECIPE = RECIPES["adam"]
"""What the page does, in the words of a recipe."""


def network_and_training() -> str:
    """The code of the page up to `train`, as one program."""
    code = [cell for cell in nbformat.read(PAGE, 4).cells if cell.cell_type == "code"]
    last = [cell.id for cell in code].index(LAST_CELL)
    return "\n\n".join(cell.source for cell in code[: last + 1]) + "\n"


def settings(seed: int) -> dict:
    """Everything that decides the numbers of the run."""
    program = network_and_training().encode()
    return {
        "recipe": RECIPE.to_dict(),
        "seed": seed,
        "trained_on": 60_000,
        "held_out": 0,
        "evaluated_on": "test",
        "page": hashlib.sha256(program).hexdigest(),
    }


def passes_of(history: dict[str, list[float]]) -> list[dict]:
    """What `fit` recorded after each pass, in the form of our results."""
    columns = ("loss", "error", "val_error")
    rows = zip(*(history[column] for column in columns), strict=True)
    return [
        {"pass": number, "train_loss": loss, "train_error": fitted, "error": error}
        for number, (loss, fitted, error) in enumerate(rows, start=1)
    ]


def main() -> None:
    """Train and write `runs/one-page/one-page-seed-SEED.json`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    seed = parser.parse_args().seed
    page: dict = {}
    exec(network_and_training(), page)
    model = page["train"](passes=RECIPE.passes, seed=seed)
    command = f"python -m tools.train_one_page {seed}"
    result = records.heading(NAME, settings(seed), command)
    result["passes"] = passes_of(model.history.history)
    folder = Path("runs") / NAME
    folder.mkdir(parents=True, exist_ok=True)
    records.write_json(folder / f"{NAME}-seed-{seed}.json", result)


if __name__ == "__main__":
    main()
