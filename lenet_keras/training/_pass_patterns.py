"""The patterns of each pass, made of the training digits as a recipe says."""

import numpy as np

from lenet_keras import paper
from lenet_keras.digits import (
    PARTS_ARE_DIGITS,
    Digits,
    no_digits,
    prepare,
    random_affine,
    random_elastic,
    random_windows,
    salt_and_pepper,
)
from lenet_keras.training._recipe import Recipe

_POOL = 10_000  # pictures of no digit


class PassPatterns:
    """What a network learns from, pass by pass; other seeds give other patterns.

    Args:
        recipe: The recipe.
        digits: The training digits.
        seed: Seed of the run.
    """

    def __init__(self, recipe: Recipe, digits: Digits, seed: int):
        self.recipe, self.seed = recipe, seed
        self.x, self.y = prepare(digits.images), digits.labels
        self.no_digits = None
        if recipe.rubbish:
            whole = digits.images[~np.isin(digits.labels, PARTS_ARE_DIGITS)]
            self.no_digits = prepare(no_digits(whole, _POOL, [seed, 3]))

    def of_pass(self, number: int):
        """The digits of a pass: those given, or distorted, in a row, noisy.

        Args:
            number: Number of the pass, from 1.

        Returns:
            The patterns and their classes.
        """
        x, y, recipe = self.x, self.y, self.recipe
        if recipe.distorted:
            x = self._distort(x, [self.seed, number, 1])
        if recipe.blanks is not None:
            x, y = random_windows(x, y, [self.seed, number, 4], recipe.blanks)
        if recipe.noise is not None:
            x = salt_and_pepper(x, [self.seed, number, 2], recipe.noise)
        return x, y

    def with_rubbish(self, x, y, number: int):
        """Patterns of a pass and their classes, with pictures of no digit, bent anew.

        Args:
            x: The patterns, as `of_pass` gives them.
            y: Their classes.
            number: Number of the pass, from 1.
        """
        count = self.recipe.others(len(y))
        if self.no_digits is None or not count:
            return x, y
        rng = np.random.default_rng([self.seed, number, 3])
        chosen = self.no_digits[rng.integers(len(self.no_digits), size=count)]
        labels = np.full(count, paper.CLASSES, y.dtype)
        others = self._distort(chosen, rng)
        return np.concatenate([x, others]), np.concatenate([y, labels])

    def _distort(self, x, rng):
        recipe = self.recipe
        ranges = {}
        if recipe.translation is not None:
            ranges["translation"] = recipe.translation
        if recipe.elastic is None:
            return random_affine(x, rng, **ranges)
        return random_elastic(x, rng, recipe.elastic, **ranges)


def judged(recipe: Recipe, digits: Digits):
    """What a network is judged by: digits, in rows if it learns to read such.

    Args:
        recipe: The recipe.
        digits: The digits.

    Returns:
        The patterns, prepared, and their classes.
    """
    x = prepare(digits.images)
    if recipe.blanks is None:
        return x, digits.labels
    return random_windows(x, digits.labels, 0, recipe.blanks)
