"""Graphs whose arcs carry labels and penalties; their composition and best path."""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from lenet_keras.reading._transducer import START, Transducer


class Arc(NamedTuple):
    """One step from a node to a later one.

    Attributes:
        start: Number of the node that it leaves.
        end: Number of the node that it reaches, larger than `start`.
        label: What it reads; nothing is the empty text.
        penalty: What it costs.
        source: Number of the arc of the recognition graph that it was made of, or
            None.
    """

    start: int
    end: int
    label: str
    penalty: float
    source: int | None = None


def compose(arcs: Sequence[Arc], transducer: Transducer) -> tuple[list[Arc], set[int]]:
    """The paths of a graph that a transducer accepts, with the labels that it writes.

    A node of the new graph is a node of the old one together with a state: number
    `node * states + state`.

    Args:
        arcs: The recognition graph, whose first node is 0.
        transducer: Says which labels may follow each other.

    Returns:
        The arcs of the interpretation graph, each with the number of its source, and
        its final nodes.

    Example:

    >>> from lenet_keras.reading import CHARACTER_MODEL, Arc, compose
    >>> graph = [Arc(0, 1, "4", 0.5), Arc(1, 2, "4", 0.5), Arc(1, 2, " ", 1.0)]
    >>> arcs, finals = compose(graph, CHARACTER_MODEL)
    >>> [(arc.label, arc.penalty) for arc in arcs]
    [('4', 0.5), ('', 1.0)]

    Reference:
        Section VII-B, Fig. 26; section VI-C, Fig. 21 for composition in general.
    """
    states = transducer.states
    reached, made = {START}, []
    for number, arc in sorted(enumerate(arcs), key=lambda pair: pair[1].start):
        for state in range(states):
            start = arc.start * states + state
            step = transducer.step(state, arc.label)
            if start not in reached or step is None:
                continue
            after, written = step
            end = arc.end * states + after
            reached.add(end)
            made.append(Arc(start, end, written, arc.penalty, number))
    last = max((arc.end for arc in arcs), default=0)
    return made, {node for node in reached if node // states == last}


def best_path(
    arcs: Sequence[Arc], finals: Collection[int] | None = None
) -> tuple[list[Arc], float]:
    """The path with the smallest sum of penalties, by the Viterbi algorithm.

    Args:
        arcs: A graph whose first node is 0 and whose arcs lead to later nodes.
        finals: The nodes where a path may end. None means the last one.

    Returns:
        The arcs of the path and its penalty.

    Raises:
        ValueError: If no path leads from the first node to a final one.

    Example:

    >>> from lenet_keras.reading import Arc, best_path
    >>> graph = [Arc(0, 1, "1", 2.0), Arc(1, 2, "7", 2.5), Arc(0, 2, "4", 3.0)]
    >>> path, penalty = best_path(graph)
    >>> "".join(arc.label for arc in path), penalty
    ('4', 3.0)

    Reference:
        Section IV: the Viterbi transformer of a graph transformer network.
    """
    if finals is None:
        finals = {max((arc.end for arc in arcs), default=0)}
    least, before = {START: 0.0}, {}
    for arc in sorted(arcs, key=lambda arc: arc.start):
        penalty = least.get(arc.start, math.inf) + arc.penalty
        if penalty < least.get(arc.end, math.inf):
            least[arc.end], before[arc.end] = penalty, arc
    end = min(finals, key=lambda node: least.get(node, math.inf), default=None)
    if end not in least:
        raise ValueError(
            "`arcs` must hold a path from node 0 to one of the final nodes. "
            f"Received: {len(arcs)} arcs, final nodes {sorted(finals)}"
        )
    path, node = [], end
    while node in before:
        path.append(before[node])
        node = before[node].start
    return path[::-1], least[end]
