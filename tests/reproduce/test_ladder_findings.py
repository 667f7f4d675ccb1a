"""What is made of the results of the ladder: means, differences, pairs of rows."""

import numpy as np
import pytest

from lenet_keras.reproduce.ladder import findings
from lenet_keras.reproduce.ladder.comparison import CHOSEN
from lenet_keras.reproduce.ladder.findings import (
    Row,
    changes,
    difference,
    panels,
    steps,
    trained_rows,
)
from lenet_keras.reproduce.ladder.rungs import ROWS, RUNGS, row_label


def row(rungs=(), errors=(1.0, 1.1, 1.3)):
    return Row(tuple(rungs), tuple(errors), (1.2,) * len(errors), 60_000, 340_908, None)


ALL = {label: row(rungs) for label, rungs in ROWS.items()}


def test_the_interval_is_that_of_student():
    errors = np.array([1.0, 1.1, 1.3, 0.9])
    half = 3.182446 * errors.std(ddof=1) / 2  # the quantile of three degrees of freedom
    value, low, high = row(errors=errors).mean
    assert value == pytest.approx(errors.mean())
    assert (low, high) == pytest.approx((value - half, value + half), rel=1e-5)
    assert row(errors=[1.0]).mean == (1.0, None, None)


def test_the_interval_of_a_difference_misses_one_in_twenty():
    rng = np.random.default_rng(0)
    missed = 0
    for _ in range(1_000):
        one, other = rng.normal(1.0, 0.1, 10), rng.normal(0.9, 0.05, 10)
        value, low, high = difference(row(errors=one), row(errors=other))
        assert value == pytest.approx(other.mean() - one.mean())
        missed += not low < -0.1 < high
    assert 30 <= missed <= 70
    assert difference(row(), row(errors=[1.0])).low is None


def test_each_way_has_the_rungs_that_were_trained_so():
    assert [*steps("climbed", ALL)] == [*RUNGS]
    assert {*RUNGS} - {*steps("alone", ALL)} == {"adam"}
    assert [*steps("removed", ALL)] == [*RUNGS[3:]]
    for way in ("climbed", "alone", "removed"):
        for rung, step in steps(way, ALL).items():
            assert {*ROWS[step.after]} - {*ROWS[step.before]} == {rung}
    with pytest.raises(ValueError, match="must be one of.*Received: 'down'"):
        steps("down", ALL)


def test_a_row_that_is_missing_is_left_out():
    some = {label: one for label, one in ALL.items() if "relu" not in one.rungs}
    assert [*steps("climbed", some)] == [*RUNGS[:4]]
    assert "relu" not in steps("alone", some) and not steps("removed", some)
    assert [len(rows) for rows in panels(some).values()] == [4, 10, 0]


def test_all_pairs_that_differ_by_a_rung_are_compared():
    pairs = {(one["before"], one["after"]) for one in changes(ALL)}
    told = {
        (ROWS[step.before], ROWS[step.after])
        for way in ("climbed", "alone", "removed")
        for step in steps(way, ALL).values()
    }
    assert told <= pairs
    assert all(len(after) - len(before) == 1 for before, after in pairs)
    assert not any("tutorial" in rung for pair in pairs for one in pair for rung in one)


def test_results_are_gathered_by_row_at_the_chosen_rate(monkeypatch):
    label = row_label(("equation-9", "adam"))

    def run(rate, error, seconds):
        found = {"error": error, "held_out_errors": [0.5, error + 0.001]}
        found |= {"train_error": error / 2, "rejected": 3 * error}
        found |= {"parameters": 1, "multiply_accumulates": 2, "train_seconds": seconds}
        recipe = {"rungs": ["equation-9", "adam"], "learning_rate": rate}
        return {"recipe": recipe, "measurements": [found]}

    rate = CHOSEN[label]
    runs = [run(rate, 0.01, None), run(rate, 0.012, 8.0), run(rate / 2, 0.5, 1.0)]
    monkeypatch.setattr(findings, "shipped_experiments", lambda: ["ladder"])
    monkeypatch.setattr(findings, "shipped_runs", lambda name: runs)
    ((name, found),) = trained_rows().items()
    assert name == label
    assert found.errors == pytest.approx((1.0, 1.2))
    assert found.held_out == pytest.approx((1.1, 1.3))
    assert found.training == pytest.approx((0.5, 0.6))
    assert found.rejected == pytest.approx((3.0, 3.6))
    assert (found.parameters, found.multiply_accumulates, found.seconds) == (1, 2, 8.0)
    monkeypatch.setattr(findings, "shipped_experiments", lambda: [])
    assert trained_rows() == {}
