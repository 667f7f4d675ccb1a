"""The names of recipes in experiments: they say everything that was changed."""

from collections.abc import Mapping
from dataclasses import fields, replace

from lenet_keras.optimizers import READINGS
from lenet_keras.training import RECIPES, Recipe

_SHORT = {
    "learning_rate": "rate",
    "batch_size": "batch",
    "curvature_loss": "curvature",
    "weight_decay": "decay",
}
_LOSSES = {"maximum_likelihood": "equation-8", "maximum_a_posteriori": "equation-9"}
_UNSET = {"scale": 1, "curvature_loss": "own", "coefficient": READINGS[0]}
"""What a field means that a recipe leaves to its default."""


def label(
    recipe: Recipe, base: str, patterns: int | None = None, repeated: bool = False
) -> str:
    """The name of a recipe: the recipe it starts from, then every field it changes.

    Fields that a change leaves without meaning, such as the mu of an optimizer that has
    none, are not named.

    Args:
        recipe: The recipe.
        base: Name of a recipe in `RECIPES`.
        patterns: How many training patterns it is for, if not for all.
        repeated: Whether each pass repeats them until it is as long as one of all.

    Example:

    >>> from dataclasses import replace
    >>> from lenet_keras.reproduce.labels import label
    >>> from lenet_keras.training import RECIPES
    >>> label(replace(RECIPES["best"], mu=0.1, learning_rate=6e-4), "best")
    'best-rate-0.0006-mu-0.1'
    """
    words = [base]
    for field in fields(Recipe):
        value = getattr(recipe, field.name)
        usual = getattr(RECIPES[base], field.name)
        if value != usual and _means_something(field.name, recipe):
            words.append(_words(field.name, value))
    if patterns is not None:
        words.append(f"patterns-{patterns}")
    if repeated:
        words.append("repeated")
    return "-".join(words)


def varied(base: str, *changes: Mapping) -> dict[str, Recipe]:
    """Recipes by label, each with some fields of one recipe changed.

    Args:
        base: Name of a recipe in `RECIPES`.
        changes: Names and new values of the fields; none for the recipe itself.

    Example:

    >>> from lenet_keras.reproduce.labels import varied
    >>> [*varied("paper", {}, {"start": "square_root"})]
    ['paper', 'paper-start-square_root']
    """
    recipes = [replace(RECIPES[base], **change) for change in changes]
    return {label(recipe, base): recipe for recipe in recipes}


def _means_something(field: str, recipe: Recipe) -> bool:
    if field in ("mu", "curvature_loss", "coefficient"):
        return recipe.optimizer == "sdlm"
    if field in ("j", "scale"):
        return recipe.loss == "maximum_a_posteriori"
    return True


def _words(field: str, value) -> str:
    if value is None:
        value = _UNSET.get(field, "none")
    if field == "loss":
        return _LOSSES[value]
    if field == "distorted":
        return field if value else f"not-{field}"
    short = _SHORT.get(field, field)
    if field == "curvature_loss":
        value = _LOSSES.get(value, value)
    return (
        f"{short}-{value:g}" if isinstance(value, int | float) else f"{short}-{value}"
    )
