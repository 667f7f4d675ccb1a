"""The experiments behind the book's numbers: `lenet-keras reproduce NAME`."""

from lenet_keras.reproduce.experiment import Experiment as Experiment
from lenet_keras.reproduce.experiments import EXPERIMENTS as EXPERIMENTS
from lenet_keras.reproduce.experiments import AnyRun as AnyRun
from lenet_keras.reproduce.features import FeaturesRun as FeaturesRun
from lenet_keras.reproduce.runs import Run as Run
