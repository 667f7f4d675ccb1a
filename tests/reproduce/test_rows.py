"""Rows of digits as an experiment: who reads them, and what counts as an error."""

from pathlib import Path

import numpy as np
import pytest

from lenet_keras import load_mnist
from lenet_keras.digits import INK, Row, random_rows
from lenet_keras.paper import DIGITS
from lenet_keras.reading._segmenter import centred
from lenet_keras.reproduce import EXPERIMENTS, rows
from lenet_keras.results import read_run, shipped_experiments, shipped_runs
from lenet_keras.training import RECIPES

SMOKE = Path(__file__).parents[1] / "smoke"


def test_a_row_is_misread_if_a_digit_is_wrong_missing_or_too_many():
    row = Row(np.zeros((32, 99, 1)), np.array([1, 2, 3]), np.zeros(3))
    assert rows._misread([row] * 5, ["123", "124", "12", "1233", ""]) == [1, 2, 3, 4]


def test_a_segmenter_that_knows_the_digits_reads_what_is_apart(monkeypatch):
    """The measurement on rows whose digits a perfect reader is given one by one."""
    run = EXPERIMENTS["rows"].runs("rows", seeds=1)[-1]
    assert run.label == "distorted" and not run.training.held_out
    digits = load_mnist().test
    some = random_rows(digits, 20, 3, rng=1, gaps=(3, 4))
    seen = {image.tobytes(): label for image, label in placed(some)}

    def penalties(network, images):
        found = np.full((len(images), 10), 40.0)
        for answer, image in zip(found, images, strict=True):
            if image.tobytes() in seen:
                answer[seen[image.tobytes()]] = 0.0
        return found

    monkeypatch.setattr(rows, "_of_single_digits", penalties)
    readings = dict(
        (reader["reader"], texts)
        for reader, texts in run._readings(None, [row.picture for row in some])
    )
    assert set(readings) == set(rows.CHOSEN_COSTS)
    expected = ["".join(DIGITS[one] for one in row.labels) for row in some]
    assert readings["cuts between ink"] == expected


def placed(some):
    """Each digit of some rows as the segmenter hands it to its network."""
    for row in some:
        inked = np.any(row.picture[..., 0] > INK, axis=0)
        edges = np.flatnonzero(np.diff(np.pad(inked, 1).astype(int)))
        pieces = list(zip(edges[::2], edges[1::2], strict=True))
        for label, middle in zip(row.labels, row.middles, strict=True):
            for left, right in pieces:
                if left <= middle < right:
                    yield centred(row.picture[:, left:right]), int(label)


def test_held_out_rows_choose_the_costs_and_the_network():
    """What `rows` uses is what erred least on rows of held-out digits."""
    if "rows-held-out" not in shipped_experiments():
        pytest.skip("no results are committed yet")
    runs = shipped_runs("rows-held-out")
    found = [
        (one["error"], one["reader"], one.get("cost"), run["recipe"])
        for run in runs
        for one in run["measurements"]
    ]
    for reader, cost in rows.CHOSEN_COSTS.items():
        error, _, chosen, recipe = min(one for one in found if one[1] == reader)
        assert chosen == cost
        assert recipe == RECIPES["distorted"].to_dict()
    _, _, _, recipe = min(one for one in found if one[1] == "path")
    assert recipe == RECIPES["strings"].to_dict()


def test_the_small_run_comes_out_again(tmp_path):
    run = EXPERIMENTS["rows"].smoke_run("rows")
    found = run.execute(tmp_path / "rows", command="test")
    expected = read_run(SMOKE / "rows.json")
    assert found["identity"] == expected["identity"]
    assert kinds(found) == kinds(expected)
    assert len(kinds(found)) == 2 * len(rows.SETS)


def kinds(record) -> list[tuple]:
    """Who read which rows."""
    found = record["measurements"]
    return [(one["reader"], one["length"], one["gaps"]) for one in found]
