"""Training: recipes, and runs that survive being killed."""

from lenet_keras.training._architectures import ARCHITECTURES, network
from lenet_keras.training._compiled_pass import CompiledPass
from lenet_keras.training._diverged import DivergedError
from lenet_keras.training._plain_c import PlainC
from lenet_keras.training._rates import rates_by_pass
from lenet_keras.training._recipe import Recipe
from lenet_keras.training._recipes import RECIPES
from lenet_keras.training._run import new_record, train

__all__ = [
    "ARCHITECTURES",
    "CompiledPass",
    "DivergedError",
    "PlainC",
    "RECIPES",
    "Recipe",
    "network",
    "new_record",
    "rates_by_pass",
    "train",
]
