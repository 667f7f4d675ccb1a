"""The composed graph of a row on paper: its arcs, its path, what is left out."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import figures
from lenet_keras.figures._row_graph import _worth_showing
from lenet_keras.figures._style import ACCENT
from lenet_keras.reading import CHARACTER_MODEL, compose, penalty_graph, read_row


@pytest.fixture
def penalties():
    return np.random.default_rng(3).uniform(0, 60, (7, 11))


def chosen(axes):
    """The places of the thick arcs: the two ends of each."""
    return [
        (tuple(arc.get_path().vertices[0]), tuple(arc.get_path().vertices[-1]))
        for arc in axes.patches
        if arc.get_edgecolor() == to_rgba(ACCENT)
    ]


def test_the_thick_path_is_the_reading(penalties):
    [axes] = figures.row_graph(penalties).axes
    reading = read_row(penalties)
    steps = sorted(chosen(axes))
    assert len(steps) == len(penalties)
    for (_, end), (start, _) in zip(steps, steps[1:], strict=False):
        assert end == start  # it is one path
    rises = tuple(int(start[0]) for start, end in steps if end[1] == 1)
    assert rises == reading.places
    assert axes.get_title("left").startswith(f"read: {reading.text}, ")
    digits = [t.get_text() for t in axes.texts if t.get_position()[1] > 1.1]
    assert "".join(digits) == reading.text


def test_no_arc_leads_from_a_digit_to_a_digit(penalties):
    for arc in figures.row_graph(penalties, arcs=4).axes[0].patches:
        start, *_, end = arc.get_path().vertices
        assert (start[1], end[1]) in {(0, 0), (0, 1), (1, 0)}


@pytest.mark.parametrize("arcs", [1, 2, 5])
def test_the_arcs_shown_are_those_of_the_best_paths(penalties, arcs):
    graph, finals = compose(penalty_graph(penalties), CHARACTER_MODEL)
    shown = _worth_showing(graph, finals, arcs, np.inf)
    for place in range(len(penalties)):
        here = [arc for arc in shown if arc.start // 2 == place]
        assert len(here) >= arcs
    if arcs == 1:
        assert sum(arc.penalty for arc in shown) == pytest.approx(
            read_row(penalties).penalty
        )
    starts, ends = ({getattr(a, end) for a in shown} for end in ("start", "end"))
    assert starts - ends == {0} and ends - starts <= finals  # nothing hangs loose


def test_of_paths_that_cost_much_more_nothing_is_shown(penalties):
    graph, finals = compose(penalty_graph(penalties), CHARACTER_MODEL)
    best = read_row(penalties).penalty
    counts = [
        len(_worth_showing(graph, finals, 5, best + within)) for within in (0, 5, 60)
    ]
    assert counts[0] == len(penalties)  # the best path alone
    assert counts == sorted(set(counts))


def test_every_arc_says_its_class_and_penalty(penalties):
    [axes] = figures.row_graph(penalties, arcs=2, within=np.inf).axes
    graph, finals = compose(penalty_graph(penalties), CHARACTER_MODEL)
    shown = _worth_showing(graph, finals, 2, np.inf)
    written = [t.get_text() for t in axes.texts if " " in t.get_text()]
    assert written == [f"{arc.label or '–'}: {arc.penalty:.0f}" for arc in shown]


def test_a_long_row_stands_in_lines(penalties):
    whole = figures.row_graph(penalties, columns=4).axes
    places = [[t.get_text() for t in axes.get_xticklabels()] for axes in whole]
    assert places == [list("0123"), list("456")]
    one, *others = (figures.row_graph(penalties).axes[0], *whole)
    assert len(one.patches) == sum(len(axes.patches) for axes in others)
    assert sorted(chosen(one)) == sorted(step for a in others for step in chosen(a))


def test_no_arcs_at_all_are_refused(penalties):
    with pytest.raises(ValueError, match="at least 1. Received: 7 outputs, arcs=0"):
        figures.row_graph(penalties, arcs=0)
    with pytest.raises(ValueError, match="Received: 0 outputs"):
        figures.row_graph(penalties[:0])
