"""Rows cut into pieces."""

import numpy as np

from lenet_keras.digits import columns_of_ink
from lenet_keras.paper import BACKGROUND, FOREGROUND
from lenet_keras.reading import Segmenter, cuts_of, read_pieces
from lenet_keras.reading._segmenter import centred


def bars(*columns: tuple[int, int], width: int = 80) -> np.ndarray:
    """A row with bars of ink from one column to another."""
    picture = np.full((32, width, 1), BACKGROUND, np.float32)
    for left, right in columns:
        picture[6:26, left:right] = FOREGROUND
    return picture


def by_width(x) -> np.ndarray:
    """Penalties of a reader that calls a digit by its width, if it has one."""
    widths = np.diff(columns_of_ink(x))[:, 0]
    penalties = np.full((len(x), 10), 30.0)
    for number, width in enumerate(widths):
        if width in (4, 8, 12):
            penalties[number, width // 4] = 0.0
    return penalties


def test_it_cuts_where_there_is_no_ink():
    assert cuts_of(bars((10, 14), (20, 28)), through_ink=False) == [
        0,
        10,
        14,
        20,
        28,
        80,
    ]


def test_it_reads_separate_digits_from_left_to_right():
    segmenter = Segmenter(by_width, through_ink=False)
    assert segmenter.read(bars((10, 14), (20, 28), (33, 45))).text == "123"


def test_touching_digits_need_cuts_through_ink():
    picture = bars((20, 28), (28, 36))
    picture[6:20, 28] = BACKGROUND  # little ink where they meet
    assert Segmenter(by_width, through_ink=False).read(picture).text != "22"
    assert Segmenter(by_width).read(picture).text == "22"


def test_two_pieces_may_be_one_digit():
    assert Segmenter(by_width).read(bars((20, 23), (24, 32))).text == "3"


def test_the_more_a_piece_costs_the_fewer_are_read():
    picture = bars((20, 24), (28, 32))  # two digits, or one of twelve pixels
    assert Segmenter(by_width, cost=-1.0).read(picture).text == "11"
    assert Segmenter(by_width, cost=1.0).read(picture).text == "3"
    graph = Segmenter(by_width, cost=9.0).graph(picture)  # before the cost
    for cost in (-1.0, 1.0):
        direct = Segmenter(by_width, cost=cost).read(picture)
        assert read_pieces(graph, cost) == direct


def test_an_empty_row_reads_nothing():
    assert Segmenter(by_width).read(bars()).text == ""


def test_a_piece_is_placed_by_its_centre_of_mass():
    field = centred(bars((3, 9), width=14))
    inked = np.flatnonzero(np.any(field > 0, axis=(0, 2)))
    assert inked.mean() == 15.5
    assert centred(bars((0, 40), width=40)).shape == (32, 32, 1)
