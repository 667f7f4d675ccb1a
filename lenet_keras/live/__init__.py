"""Figures for the book that compute in the page, with a kernel and without."""

from lenet_keras.live._figure import LiveFigure as LiveFigure
from lenet_keras.live.c3_table import c3_table as c3_table
from lenet_keras.live.drawing_pad import drawing_pad as drawing_pad
from lenet_keras.live.field_explorer import field_explorer as field_explorer
from lenet_keras.live.kernel_animator import kernel_animator as kernel_animator
from lenet_keras.live.rbf_view import rbf_view as rbf_view
from lenet_keras.live.shift_explorer import shift_explorer as shift_explorer
from lenet_keras.live.subsampling_playground import (
    subsampling_playground as subsampling_playground,
)
from lenet_keras.live.training_replay import training_replay as training_replay
