"""The book's tables show what is committed, and leave the rest empty, by name."""

import json
from pathlib import Path

import numpy as np
import pytest

from lenet_keras import paper, results
from lenet_keras.rejection import margins, rejection_threshold
from lenet_keras.reproduce.classifiers import CATALOGUE, compared, findings
from lenet_keras.reproduce.classifiers.answers import judged, rejection_interval

SMOKE = Path(__file__).parents[2] / "smoke"


@pytest.fixture
def shipped(monkeypatch, tmp_path):
    """A folder in the place of the committed results."""
    monkeypatch.setattr(results, "_shipped", lambda: tmp_path)
    return tmp_path


def commit(folder, label, seed, source="classifiers", **changes):
    """Writes a result with some numbers changed."""
    record = json.loads((SMOKE / f"{source}.json").read_text("utf-8"))
    record["measurements"][-1] |= changes
    (folder / source).mkdir(exist_ok=True)
    path = folder / source / f"{label}-seed-{seed}.json"
    path.write_text(json.dumps(record), "utf-8")


def test_every_bar_of_figure_9_has_a_finding_in_the_papers_order():
    named = [one.bar for one in findings() if one.bar]
    assert named == list(paper.printed_classifiers())
    assert all(one.differs.endswith(".") for one in findings())


def test_without_results_the_papers_numbers_stand_alone(shipped):
    printed, ours = compared("error")
    assert len(printed) == len(paper.printed_classifiers()) and ours == {}
    assert {len(one.measurements) for one in findings()} == {0}


def test_one_run_has_an_interval_and_several_have_a_spread(shipped):
    commit(shipped, "linear", 0, error=0.14, interval=[0.13, 0.15], variables=7_850)
    for seed, error in enumerate((0.03, 0.05)):
        commit(shipped, "gaussian-units", seed, error=error)
    commit(shipped, "lenet4", 0, "classifier-networks", error=0.011)
    _, ours = compared("error")
    assert ours["linear"] == pytest.approx((14, 13, 15))
    assert ours["1000 RBF + linear"] == pytest.approx((4, 3, 5))
    assert ours["LeNet-4"].value == pytest.approx(1.1)
    assert len(ours) == 3
    assert compared("variables")[1]["linear"] == (7.85, 7.85, 7.85)


def test_networks_without_a_bar_are_no_part_of_a_figure(shipped):
    commit(shipped, "lenet4-full", 0, "classifier-networks")
    assert compared("error")[1] == {}
    (found,) = [one for one in findings() if one.label == "lenet4-full"]
    assert found.bar is None and len(found.measurements) == 1


def test_what_is_printed_is_what_the_paper_prints():
    assert compared("rejected")[0] == paper.REJECTED
    assert compared("multiply_accumulates")[0]["LeNet-5"] == 401
    assert "LeNet-5" not in compared("rejected")[0]


def test_rejections_of_other_digits_lie_around_ours():
    rng = np.random.default_rng(0)
    labels = rng.integers(10, size=2_000)
    scores = rng.normal(size=(2_000, 10)) + 4 * np.eye(10)[labels]
    found = judged(scores, labels)
    low, high = rejection_interval(found["wrong"], 2_000)
    assert low < found["rejected"] < high
    # What the bootstrap draws are the digits themselves, judged as before.
    drawn = []
    for _ in range(300):
        some = rng.integers(2_000, size=2_000)
        limit = rejection_threshold(-scores[some], labels[some])
        drawn.append(np.mean(margins(-scores[some]) < limit))
    expected = np.quantile(drawn, [0.025, 0.975])
    np.testing.assert_allclose([low, high], expected, atol=0.02)


def test_a_classifier_that_is_always_right_rejects_nothing():
    assert rejection_interval([], 100) == [0, 0]


def test_all_classifiers_that_are_no_networks_are_read_from_their_experiment():
    assert set(CATALOGUE) <= {one.label for one in findings()}
