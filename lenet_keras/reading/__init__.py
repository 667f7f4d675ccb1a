"""Reading several digits: graphs of what may stand there, and the best path."""

from lenet_keras.reading._graphs import Arc, best_path, compose
from lenet_keras.reading._replicated import (
    OUTPUT_STEP,
    Reading,
    penalty_graph,
    read_row,
    row_penalties,
    sweep_row,
)
from lenet_keras.reading._segmenter import Segmenter, cuts_of, read_pieces
from lenet_keras.reading._transducer import CHARACTER_MODEL, Transducer

__all__ = [
    "Arc",
    "CHARACTER_MODEL",
    "OUTPUT_STEP",
    "Reading",
    "Segmenter",
    "Transducer",
    "best_path",
    "compose",
    "cuts_of",
    "penalty_graph",
    "read_pieces",
    "read_row",
    "row_penalties",
    "sweep_row",
]
