"""Training: recipes, and runs that survive being killed."""

from lenet_keras.training.recipes import RECIPES as RECIPES
from lenet_keras.training.recipes import Recipe as Recipe
from lenet_keras.training.run import train as train
