"""Composition and the best path, against every path there is."""

import itertools

import numpy as np
import pytest

from lenet_keras.paper import DIGITS
from lenet_keras.reading import (
    CHARACTER_MODEL,
    Arc,
    Reading,
    best_path,
    compose,
    penalty_graph,
    read_row,
    sweep_row,
)


@pytest.mark.parametrize("seed", range(5))
def test_the_best_path_is_the_best_of_all_paths(seed):
    rng = np.random.default_rng(seed)
    penalties = rng.uniform(0, 9, (4, 11))

    def allowed(labels):
        pairs = itertools.pairwise(labels)
        return not any(a < 10 and b < 10 for a, b in pairs)

    every = filter(allowed, itertools.product(range(11), repeat=4))
    least = min(every, key=lambda labels: penalties[range(4), labels].sum())
    text = "".join(DIGITS[label] for label in least if label < 10)
    places = tuple(place for place, label in enumerate(least) if label < 10)
    reading = read_row(penalties)
    assert reading[:2] == (text, places)
    assert reading.penalty == pytest.approx(penalties[range(4), least].sum())


def test_what_all_classes_share_changes_no_reading():
    penalties = np.random.default_rng(0).uniform(0, 9, (9, 11))
    moved = penalties + np.arange(9)[:, None]
    assert read_row(moved)[:2] == read_row(penalties)[:2]


def test_a_false_1_beside_a_4_is_not_read():
    penalties = np.full((3, 11), 40.0)
    penalties[1, 4], penalties[2, 1] = 2, 9
    penalties[:, 10] = 10
    assert read_row(penalties).text == "4"
    apart = np.insert(penalties, 2, [*[40.0] * 10, 0.0], axis=0)
    assert read_row(apart).text == "41"


def test_outputs_alone_read_fragments_and_count_what_goes_on_once():
    penalties = np.full((7, 11), 40.0)
    penalties[:, 10] = 10
    penalties[1, 4], penalties[2, 1] = 2, 9  # a 4, and its right third
    penalties[4:6, 6] = 1  # one 6, seen twice
    reading = sweep_row(penalties)
    assert reading == Reading("416", (1, 2, 4), 10 + 2 + 9 + 10 + 1 + 1 + 10)
    assert read_row(penalties).text == "46"
    assert (
        sweep_row(np.insert(penalties, 5, [*[40.0] * 10, 0.0], axis=0)).text == "4166"
    )


def test_a_row_of_blank_reads_nothing():
    assert sweep_row(np.full((4, 11), [*[3.0] * 10, 1.0])) == Reading("", (), 4.0)
    penalties = np.full((5, 11), 3.0)
    penalties[:, 10] = 1
    assert read_row(penalties) == Reading("", (), 5.0)
    assert read_row(np.zeros((0, 11))) == Reading("", (), 0.0)


def test_composition_keeps_penalties_and_names_its_sources():
    graph = penalty_graph(np.arange(22.0).reshape(2, 11))
    arcs, finals = compose(graph, CHARACTER_MODEL)
    assert len(arcs) == 11 + 1 + 11
    assert all(graph[arc.source].penalty == arc.penalty for arc in arcs)
    assert finals == {4, 5}


def test_penalties_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"Received: shape \(3, 10\)"):
        read_row(np.zeros((3, 10)))
    with pytest.raises(ValueError, match=r"Received: shape \(3, 10\)"):
        sweep_row(np.zeros((3, 10)))


def test_a_graph_without_a_way_through_is_refused():
    with pytest.raises(ValueError, match="2 arcs"):
        best_path([Arc(0, 1, "1", 1.0), Arc(2, 3, "1", 1.0)])
