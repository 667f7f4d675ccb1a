"""Chapter 15: the classifiers of Figs. 9 to 12, each with the paper's preprocessing."""

from lenet_keras.reproduce.classifiers.run import (
    ClassifierRun as ClassifierRun,
)
from lenet_keras.reproduce.classifiers.run import (
    ClassifiersExperiment as ClassifiersExperiment,
)
