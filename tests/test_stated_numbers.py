"""Errors that prose states: computed from committed results, or the paper's.

Every percentage and every count of errors in a sentence of the book stands in the table
below, with what gives its value. One that is not there is a failure.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lenet_keras import paper
from lenet_keras.reproduce.verdicts import SURE, VerdictsRun
from lenet_keras.results import by_pass, shipped_runs

BOOK = Path(__file__).parents[1] / "book"
NUMBER = re.compile(r"(?<!\d[.,])\b(\d+(?:\.\d+)?)\s*(?:\\?%|percent\b|errors\b)")


def sampling(percent: float, digits: int = 10_000) -> float:
    """The standard deviation of an error on so many digits, in percent."""
    return float(np.sqrt(percent * (100 - percent) / digits))


def of_features(name: str, round_: int) -> float:
    """The test error of a linear classifier in a round of the duel, in percent."""
    (run,) = shipped_runs("features", name)
    return 100 * run["measurements"][round_]["error"]


def of_finished_networks() -> float:
    """The mean test error of LeNet-5 with the updates of round six in round one."""
    runs = shipped_runs("equal-updates", "best-patterns-1875-repeated")
    return 100 * float(by_pass(runs)[:, -1].mean())


def of_seeds(label: str) -> list[float]:
    """The last test errors of the runs behind the learning curves, in percent."""
    errors = by_pass(shipped_runs("learning-curves", label))[:, -1]
    return [100 * float(error) for error in errors]


def apart_by_seed() -> float:
    """Two deviations of how far two runs lie apart that differ in the seed alone."""
    variances = [
        by_pass(shipped_runs("losses-seeds", label))[:, -1].var(ddof=1)
        for label in ("tuned-equation-8-rate-0.00015", "tuned-rate-0.0006")
    ]
    return 100 * 2 * float(np.sqrt(2 * np.mean(variances)))


def printed_neighbours() -> float:
    return paper.printed_classifiers()["K-NN Euclidean"]["error"]


def printed_errors() -> int:
    return len(paper.printed_errors())


RULE = "no result: a rule, a guess, a figure of the exercise"
PRINTED = "the paper's"  # and in no table of `lenet_keras.paper`
ON_THE_PAGE = "on the page of the authors with the database"
ASSERTED = "a cell of the same section asserts it"
STATED: dict[tuple[str, str, str], str | float | Callable[[], float]] = {
    ("01_automatic_learning", "01-classifier", "12.0"): PRINTED,
    ("01_automatic_learning", "01-contest-meaning", "3.2"): of_finished_networks,
    ("01_automatic_learning", "01-contest-meaning", "3.9"): lambda: of_features(
        "hog", 0
    ),
    ("01_automatic_learning", "01-gap-meaning", "7.4"): lambda: of_features(
        "pixels", -1
    ),
    ("03_local_receptive_fields", "03-classes-meaning", "35"): ASSERTED,
    ("03_local_receptive_fields", "03-classes-meaning", "92"): ASSERTED,
    ("07_sparse_c3", "07-savings-meaning", "1.5"): lambda: 100 * 900 / 60_000,
    ("08_rbf_output", "08-scores", "95"): RULE,
    ("08_rbf_output", "08-sure", "90"): RULE,
    ("09_training", "09-curves-meaning", "0.95"): paper.TEST_ERROR,
    ("09_training", "09-literal-meaning", "90"): RULE,
    ("10_kernels", "10-ex1", "90"): RULE,
    ("12_invariance", "12-guess", "10"): ASSERTED,
    ("12_invariance", "12-guess", "3"): ASSERTED,
    ("12_invariance", "12-verdict", "2"): ASSERTED,
    ("12_invariance", "12-verdict", "22"): ASSERTED,
    ("12_invariance", "12-verdict", "5"): RULE,
    ("12_invariance", "12-verdict-strict", "5"): RULE,
    ("13_errors", "13-confusions-meaning", "82"): printed_errors,
    ("13_errors", "13-confusions-meaning", "0.82"): lambda: printed_errors() / 100,
    ("13_errors", "13-confusions-meaning", "0.95"): paper.TEST_ERROR,
    ("13_errors", "13-doubt-meaning", "0.5"): RULE,
    ("13_errors", "13-needed-meaning", "0.5"): RULE,
    ("13_errors", "13-needed-meaning", "0.1"): RULE,
    ("13_errors", "13-verdicts-text", "95.5"): lambda: 100 * SURE,
    ("13_errors", "13-verdicts-text", "0.2"): lambda: 100 * VerdictsRun.wrong,
    ("13_errors", "13-mcnemar-text", "0.1"): ASSERTED,
    ("13_errors", "13-summary", "0.5"): RULE,
    ("13_errors", "13-sources", "82"): printed_errors,
    ("14_learning_curves", "14-question", "0.94"): lambda: min(of_seeds("paper")),
    ("14_learning_curves", "14-question", "1.11"): lambda: max(of_seeds("paper")),
    ("14_learning_curves", "14-question", "0.95"): paper.TEST_ERROR,
    ("14_learning_curves", "14-tiny", "0.097"): lambda: sampling(paper.TEST_ERROR),
    ("14_learning_curves", "14-tiny", "0.1"): lambda: sampling(paper.TEST_ERROR),
    ("14_learning_curves", "14-fig5-meaning", "0.95"): paper.TEST_ERROR,
    ("14_learning_curves", "14-rejection", "0.5"): RULE,
    ("14_learning_curves", "14-students", "0.94"): lambda: min(of_seeds("paper")),
    ("14_learning_curves", "14-students", "1.11"): lambda: max(of_seeds("paper")),
    ("14_learning_curves", "14-summary", "0.95"): paper.TEST_ERROR,
    ("14_learning_curves", "14-summary", "0.1"): lambda: sampling(paper.TEST_ERROR),
    ("14_learning_curves", "14-ex1", "1.2"): RULE,
    ("14_learning_curves", "14-ex1-a", "0.34"): lambda: sampling(1.2, 1_000),
    ("14_learning_curves", "14-ex1-a", "0.95"): paper.TEST_ERROR,
    ("14_learning_curves", "14-ex3", "0.85"): RULE,
    ("14_learning_curves", "14-ex3", "0.95"): RULE,
    ("14_learning_curves", "14-ex5", "0.36"): lambda: paper.printed_learning_curve()[
        -1, 1
    ],
    ("14_learning_curves", "14-ex5", "0.95"): paper.TEST_ERROR,
    ("15_classifiers", "15-fig9-meaning", "0.5"): RULE,
    ("15_classifiers", "15-fig9-meaning", "1.1"): lambda: paper.printed_classifiers()[
        "SVM poly 4"
    ]["error"],
    ("15_classifiers", "15-stored-meaning", "3.09"): ON_THE_PAGE,
    ("15_classifiers", "15-stored-text", "5.0"): printed_neighbours,
    ("open_questions", "open-title", "0.2"): apart_by_seed,
    ("open_questions", "open-rest", "2.65"): lambda: paper.printed_learning_curve()[
        0, 2
    ],
    ("open_questions", "open-rest", "90"): RULE,
    ("open_questions", "open-results", "0.8"): paper.TEST_ERROR_DISTORTED,
    ("open_questions", "open-results", "0.95"): paper.TEST_ERROR,
}


def sentences():
    """Page, cell and text of everything that is written in words."""
    for page in sorted(BOOK.glob("*.ipynb")):
        for cell in json.loads(page.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield page.stem, cell["id"], "".join(cell["source"])
    for page in sorted(BOOK.glob("*.md")):
        yield page.stem, "", page.read_text("utf-8")


def test_every_error_in_words_has_a_source():
    found = {
        (page, cell, number)
        for page, cell, text in sentences()
        for number in NUMBER.findall(text)
    }
    assert found == set(STATED)


COMPUTED = {key: value for key, value in STATED.items() if not isinstance(value, str)}


@pytest.mark.parametrize("key", COMPUTED, ids="/".join)
def test_an_error_in_words_is_the_one_that_was_found(key):
    source = COMPUTED[key]
    value = source() if callable(source) else source
    decimals = len(key[2].partition(".")[2])
    assert key[2] == f"{value:.{decimals}f}"


def test_who_saw_rubbish_is_sure_of_few_strangers_and_errs_no_more():
    """As chapter 13 says of one network and its twin."""
    passed, errors = [], []
    for label, name in (("best", "held-out"), ("best-rubbish-0.1", "rubbish")):
        (run,) = shipped_runs("verdicts", label)
        errors.append(by_pass(shipped_runs(name, label)[:1])[0, -1])
        passed.append(
            [
                one["sure"]
                for one in run["measurements"]
                if not one["known"] and one["pictures"] != "digits"
            ]
        )
    assert all(there < here / 3 for here, there in zip(*passed, strict=True))
    assert errors[1] <= errors[0]
