"""Chapter 15: the classifiers of Figs. 9 to 12, each with the paper's preprocessing."""

from lenet_keras.reproduce.classifiers.beside_the_paper import compared as compared
from lenet_keras.reproduce.classifiers.beside_the_paper import findings as findings
from lenet_keras.reproduce.classifiers.catalogue import CATALOGUE as CATALOGUE
from lenet_keras.reproduce.classifiers.catalogue import OTHERWISE as OTHERWISE
from lenet_keras.reproduce.classifiers.comparison import (
    LENET1_OTHERWISE as LENET1_OTHERWISE,
)
from lenet_keras.reproduce.classifiers.comparison import (
    RATES_EXPERIMENT as RATES_EXPERIMENT,
)
from lenet_keras.reproduce.classifiers.comparison import (
    TRAININGS as TRAININGS,
)
from lenet_keras.reproduce.classifiers.comparison import (
    NetworkClassifiersExperiment as NetworkClassifiersExperiment,
)
from lenet_keras.reproduce.classifiers.comparison import (
    descriptions as descriptions,
)
from lenet_keras.reproduce.classifiers.comparison import (
    network_classifiers as network_classifiers,
)
from lenet_keras.reproduce.classifiers.run import (
    ClassifierRun as ClassifierRun,
)
from lenet_keras.reproduce.classifiers.run import (
    ClassifiersExperiment as ClassifiersExperiment,
)
