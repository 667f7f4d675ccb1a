"""Chapter 17: from the network of 1998 to the habits of today, a change at a time."""

from lenet_keras.reproduce.ladder.comparison import LADDER as LADDER
from lenet_keras.reproduce.ladder.comparison import RATES as RATES
from lenet_keras.reproduce.ladder.rungs import (
    LADDER_RUNGS as LADDER_RUNGS,
)
from lenet_keras.reproduce.ladder.rungs import RUNGS as RUNGS
from lenet_keras.reproduce.ladder.rungs import TUTORIALS as TUTORIALS
