"""The ladder: what the Python shell gives to the page."""

import numpy as np
import pytest

from lenet_keras.live import Ladder

RUNGS = [
    {"name": "relu", "title": "ReLU", "was": "tanh"},
    {"name": "cosine", "title": "Cosine", "was": "steps"},
]


def row(*rungs, errors=(1.0, 1.2), low=0.9, high=1.3):
    return {
        "name": " + ".join(rungs) or "1998",
        "rungs": rungs,
        "errors": [*errors],
        "low": low,
        "high": high,
        "parameters": 60_000,
        "operations": 340_908,
        "seconds": None,
    }


ROWS = [row(), row("relu"), row("relu", "cosine", errors=(0.8, 0.9)), row("tutorial")]


def test_starts_lead_to_the_rows_that_there_are():
    starts = {"1998": (), "all": ("cosine", "relu"), "not trained": ("cosine",)}
    view = Ladder(ROWS, RUNGS, starts=starts).view
    assert view.starts == [{"name": "1998", "row": 0}, {"name": "all", "row": 2}]
    assert [one["rungs"] for one in view.rows] == [
        [],
        ["relu"],
        ["relu", "cosine"],
        ["tutorial"],
    ]


def test_changes_name_rows_by_their_number():
    change = {"by": -0.2, "low": -0.3, "high": -0.1}
    one = {"before": ("relu",), "after": ("cosine", "relu"), **change}
    assert Ladder(ROWS, RUNGS, [one]).view.changes == [
        {"before": 1, "after": 2, **change}
    ]


def test_the_picture_climbs_as_far_as_there_are_rows():
    (axes,) = Ladder(ROWS, RUNGS).picture().axes
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert names == ["1998", "ReLU", "Cosine"]
    means = [line.get_xdata()[0] for line in axes.lines if line.get_markersize() == 7]
    np.testing.assert_allclose(means, [1.1, 1.1, 0.85])


@pytest.mark.parametrize(
    "rows",
    [[], [row(), row()], [{**row(), "errors": []}], [{"rungs": (), "errors": [1.0]}]],
)
def test_other_rows_are_refused(rows):
    with pytest.raises(ValueError, match="`rows` must be networks.*Received"):
        Ladder(rows, RUNGS)
