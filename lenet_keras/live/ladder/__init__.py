"""A ladder of changes, live: which rungs are on, and which error is that?"""

from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from lenet_keras.figures import rung_errors
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet

_HINT = (
    "Try: climb from the bottom, rung by rung. Which step pays most? Then press "
    "“all rungs” and take single ones away."
)
_ENDS = "before", "after"
_ROW = {"name", "rungs", "errors", "low", "high", "parameters", "operations", "seconds"}


class _View(anywidget.AnyWidget):
    """Rungs, an error with its band, and what the network is made of."""

    _esm = bundle("ladder")
    _css = stylesheet("ladder")
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    rungs = traitlets.List(traitlets.Dict()).tag(sync=True)
    changes = traitlets.List(traitlets.Dict()).tag(sync=True)
    starts = traitlets.List(traitlets.Dict()).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)


class Ladder(LiveFigure):
    """Switch single changes of a network on and off, and see which error it then makes.

    Not all combinations were trained: a rung whose change leads to one that was not
    says so. The errors of all others stand on the same axis.

    Args:
        rows: The networks, the first being that without rungs. Each has `name`, in
            words; `rungs`, the names of those that it has; `errors`, in percent, one
            for each seed; `low` and `high`, the ends of the interval of their mean or
            `None`; `parameters`; `operations`; `seconds`, or `None`.
        rungs: From the bottom to the top, each with `name`, `title` and `was`, what it
            takes the place of.
        changes: What single rungs change: `before` and `after`, the rungs of two rows;
            `by`, in points, with the ends `low` and `high` of its interval, or `None`.
            Defaults to none.
        starts: By the words of a button, the rungs of the row that it goes to. Defaults
            to none; those of rows that are not there are left out.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If there is no row, or rows lack something or have the same rungs.

    Example:

    >>> from lenet_keras.live import Ladder
    >>> row = dict(name="exact", rungs=[], errors=[1.0], low=None, high=None)
    >>> row |= dict(parameters=60_000, operations=340_908, seconds=None)
    >>> figure = Ladder([row], [dict(name="relu", title="ReLU", was="tanh")])
    >>> figure.view.row
    0
    """

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        rungs: Sequence[Mapping[str, str]],
        changes: Sequence[Mapping[str, Any]] = (),
        starts: Mapping[str, Sequence[str]] | None = None,
        hint: str = _HINT,
    ):
        sets = [frozenset(row.get("rungs", ())) for row in rows]
        whole = all(set(row) == _ROW and row["errors"] for row in rows)
        if not rows or not whole or len({*sets}) < len(sets):
            raise ValueError(
                f"`rows` must be networks with other rungs each, one at least, with "
                f"{sorted(_ROW)}. Received: {[sorted(row) for row in rows]}, of the "
                f"rungs {[sorted(those) for those in sets]}"
            )
        view = _View(
            rows=[{**row, "rungs": [*row["rungs"]]} for row in rows],
            rungs=[dict(rung) for rung in rungs],
            changes=[
                {**change, **{end: sets.index(frozenset(change[end])) for end in _ENDS}}
                for change in changes
            ],
            starts=[
                {"name": name, "row": sets.index(frozenset(wanted))}
                for name, wanted in (starts or {}).items()
                if frozenset(wanted) in sets
            ],
            hint=hint,
        )
        names = [rung["name"] for rung in rungs]
        climbed = {
            title: rows[sets.index(frozenset(names[:height]))]
            for height, title in enumerate(
                [rows[0]["name"], *(rung["title"] for rung in rungs)]
            )
            if frozenset(names[:height]) in sets
        }
        super().__init__(
            [view],
            view,
            lambda: rung_errors({"one after the other": climbed}),
            "A row for each rung, climbed one after the other: the test errors of the "
            "seeds as dots, their mean with its interval as a bar.",
        )
