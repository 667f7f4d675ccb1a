"""The composed graph of a row, with its best path: the idea of Fig. 26."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lenet_keras.figures._style import ACCENT, QUIET, styled
from lenet_keras.reading import (
    CHARACTER_MODEL,
    Arc,
    best_path,
    compose,
    penalty_graph,
)

_INCHES = 0.62  # from one output to the next
_TALL = 2.0  # of one line
_BEND = 0.22  # of two arcs between the same nodes, in outputs
_STATES = "free", "after a digit"
_BLANK = "–"


@styled
def row_graph(
    penalties: np.ndarray, arcs: int = 3, within: float = 80.0, columns: int = 10
) -> Figure:
    """What may stand in a row, as a graph, and the best path through it.

    The recognition graph of the replicated network, composed with the character model:
    the nodes of the lower line may be left by a digit, those of the upper one, reached
    by a digit, only by blank.

    Args:
        penalties: Array of shape `(positions, 11)`: of the ten digits and of blank.
        arcs: Of how many arcs at each output the best paths are shown, at most.
            Defaults to 3.
        within: How much more than the best path these may cost. Defaults to 80.
        columns: Outputs side by side, at most; the rest stands below. Defaults to 10.

    Returns:
        A Figure with one axes for each line. Each arc has its class and its penalty,
        `–` being blank; the best path is thick and red, and its digits stand above.

    Raises:
        ValueError: If the shape is another one, there is no output, or `arcs` or
            `columns` is not positive.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import row_graph
    >>> penalties = np.full((4, 11), 50.0)
    >>> penalties[:, 10], penalties[1, 4], penalties[2, 1] = 20, 5, 15
    >>> row_graph(penalties).axes[0].get_title("left")
    'read: 4, penalty 65.0'

    Reference:
        Section VII-B, Fig. 26.
    """
    graph, finals = compose(penalty_graph(penalties), CHARACTER_MODEL)
    if min(arcs, columns, len(graph)) < 1:
        raise ValueError(
            "`penalties` must have an output, `arcs` and `columns` be at least 1. "
            f"Received: {len(penalties)} outputs, arcs={arcs}, columns={columns}"
        )
    path, penalty = best_path(graph, finals)
    shown = _worth_showing(graph, finals, arcs, penalty + within)
    lines = math.ceil(len(penalties) / columns)
    columns = math.ceil(len(penalties) / lines)
    size = (_INCHES * (columns + 1.6), _TALL * lines)
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(lines, 1, squeeze=False).ravel()
    for line, axes in enumerate(panels):
        outputs = range(line * columns, min((line + 1) * columns, len(penalties)))
        _draw_line(axes, [arc for arc in shown if _output(arc) in outputs], path)
        _write_axes(axes, outputs, columns)
    text = "".join(arc.label for arc in path) or "nothing"
    panels[0].set_title(f"read: {text}, penalty {penalty:.1f}", loc="left")
    panels[-1].set_xlabel("output")
    return figure


def _worth_showing(graph: Sequence[Arc], finals, arcs: int, most: float) -> list[Arc]:
    """At each output the arcs over which the best paths lead, and these paths."""
    before, after = _ways(graph, finals)
    kept: set[Arc] = set()
    for output in {_output(arc) for arc in graph}:
        whole = {
            arc: before[arc.start][0] + arc.penalty + after[arc.end][0]
            for arc in graph
            if _output(arc) == output
        }
        best = sorted(whole, key=whole.__getitem__)[:arcs]
        for arc in best:
            if whole[arc] <= most or arc is best[0]:
                kept.update(_path_over(arc, before, after))
    return sorted(kept)


def _ways(graph: Sequence[Arc], finals):
    """For each node the least penalty to it and from it on, with the arc there."""
    before: dict[int, tuple[float, Arc | None]] = {0: (0.0, None)}
    for arc in graph:
        penalty = before[arc.start][0] + arc.penalty
        if penalty < before.get(arc.end, (math.inf, None))[0]:
            before[arc.end] = penalty, arc
    after: dict[int, tuple[float, Arc | None]] = dict.fromkeys(finals, (0.0, None))
    for arc in reversed(graph):
        penalty = after[arc.end][0] + arc.penalty
        if penalty < after.get(arc.start, (math.inf, None))[0]:
            after[arc.start] = penalty, arc
    return before, after


def _path_over(arc: Arc, before, after) -> list[Arc]:
    """The best path that leads over an arc."""
    path = [arc]
    while (step := before[path[0].start][1]) is not None:
        path.insert(0, step)
    while (step := after[path[-1].end][1]) is not None:
        path.append(step)
    return path


def _beside(arc: Arc, shown: Sequence[Arc]) -> tuple[int, int]:
    """Which of the arcs between the same nodes an arc is, and how many they are."""
    ends = arc.start, arc.end
    same = [other for other in shown if (other.start, other.end) == ends]
    return same.index(arc), len(same)


def _place(node: int) -> tuple[int, int]:
    """Where a node stands: the output that follows it, and its state."""
    return divmod(node, CHARACTER_MODEL.states)


def _output(arc: Arc) -> int:
    return _place(arc.start)[0]


def _draw_line(axes, arcs: Sequence[Arc], path: Sequence[Arc]) -> None:
    """The arcs of one line with their nodes, and the digits of the path above it."""
    for arc in arcs:
        _draw_arc(axes, arc, _beside(arc, arcs), arc in path)
        if arc in path and arc.label:
            look = {"ha": "center", "color": ACCENT, "weight": "bold", "fontsize": 13}
            axes.text(_place(arc.end)[0], 1.12, arc.label, **look)
    look = {"markersize": 6, "markeredgecolor": "black", "zorder": 4}
    for node in {node for arc in arcs for node in (arc.start, arc.end)}:
        axes.plot(*_place(node), "o", markerfacecolor="white", **look)


def _draw_arc(axes, arc: Arc, beside: tuple[int, int], chosen: bool) -> None:
    number, count = beside
    start, end = np.array(_place(arc.start)), np.array(_place(arc.end))
    bend = 2 * _BEND * (number - (count - 1) / 2)
    control = (start + end) / 2 + (bend, 0)
    path = Path([start, control, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    colour, width = (ACCENT, 3.0) if chosen else (QUIET, 0.9)
    order = 3 if chosen else 2
    axes.add_patch(
        PathPatch(path, fill=False, edgecolor=colour, linewidth=width, zorder=order)
    )
    share = _share_of_label(arc, number, count)
    x, y = (1 - share) ** 2 * start + 2 * share * (1 - share) * control + share**2 * end
    text = f"{arc.label or _BLANK}: {arc.penalty:.0f}"
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    look = {"ha": "center", "va": "center", "fontsize": 7, "bbox": box}
    axes.text(x, y, text, color=ACCENT if chosen else "black", zorder=5, **look)


def _share_of_label(arc: Arc, number: int, count: int) -> float:
    """Where on its arc a label stands, so that none is written on another."""
    if arc.label:
        return 0.72 - 0.2 * (number - (count - 1) / 2)
    rises = arc.start % CHARACTER_MODEL.states
    return 0.72 if rises else 0.5


def _write_axes(axes, outputs: range, columns: int) -> None:
    left = outputs.start
    axes.set(xlim=(left - 0.3, left + columns + 0.3), ylim=(-0.22, 1.3))
    axes.set_yticks(range(len(_STATES)), _STATES)
    axes.set_xticks(np.array(outputs) + 0.5, list(map(str, outputs)))
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
