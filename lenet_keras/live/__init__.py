"""Figures for the book that compute in the page, with a kernel and without."""

from lenet_keras.live._figure import LiveFigure
from lenet_keras.live.answer_turner import AnswerTurner
from lenet_keras.live.bar_weigher import BarWeigher
from lenet_keras.live.c3_table import C3Table
from lenet_keras.live.code_map import CodeMap
from lenet_keras.live.computation_graph import ComputationGraph
from lenet_keras.live.connected_network import ConnectedNetwork
from lenet_keras.live.descent import Descent
from lenet_keras.live.drawing_pad import DrawingPad
from lenet_keras.live.field_explorer import FieldExplorer
from lenet_keras.live.kernel_animator import KernelAnimator
from lenet_keras.live.ladder import Ladder
from lenet_keras.live.live_training import LiveTraining
from lenet_keras.live.many_classifiers import ManyClassifiers
from lenet_keras.live.occlusion_explorer import OcclusionExplorer
from lenet_keras.live.predictions import Prediction, Predictions
from lenet_keras.live.rbf_view import RBFView
from lenet_keras.live.row_reader import RowReader
from lenet_keras.live.shift_explorer import ShiftExplorer
from lenet_keras.live.subsampling_playground import SubsamplingPlayground
from lenet_keras.live.training_replay import TrainingReplay

__all__ = [
    "AnswerTurner",
    "BarWeigher",
    "C3Table",
    "CodeMap",
    "ComputationGraph",
    "ConnectedNetwork",
    "Descent",
    "DrawingPad",
    "FieldExplorer",
    "KernelAnimator",
    "Ladder",
    "LiveFigure",
    "LiveTraining",
    "ManyClassifiers",
    "OcclusionExplorer",
    "Prediction",
    "Predictions",
    "RBFView",
    "RowReader",
    "ShiftExplorer",
    "SubsamplingPlayground",
    "TrainingReplay",
]
