"""The rates of every weight in a shipped training run, computed anew."""

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.model import lenet5
from lenet_keras.results import shipped_run
from lenet_keras.training._recipe import Recipe
from lenet_keras.weights import snapshots, weights_card

PERCENTILES = 5, 50, 95


def rates_by_pass(name: str = "mnist", samples: int = 100) -> dict:
    """The rates eta / (mu + h_kk) with which SDLM began each pass of a shipped run.

    They are computed from the weights at the start of each pass, as the run did it, but
    from fewer digits; this takes some seconds.

    Args:
        name: Name of shipped weights whose training was kept: `"mnist"`.
        samples: From how many training digits the curvatures are estimated, 1 to 500.
            Defaults to 100; the run took 500.

    Returns:
        A dictionary: `eta`, one for each pass; `mu`; `samples`; and `layers`, by layer
        and pass the `PERCENTILES` of the rates of its weights, to three digits.

    Raises:
        ValueError: If no weights of that name are shipped, or without snapshots, or
            `samples` is out of range.

    Example:

    >>> from lenet_keras.training import rates_by_pass
    >>> rates = rates_by_pass(samples=1)
    >>> len(rates["eta"]), list(rates["layers"])
    (20, ['C1', 'S2', 'C3', 'S4', 'C5', 'F6'])

    Reference:
        Appendix C, equation 21.
    """
    most = paper.CURVATURE_PATTERNS
    if samples not in range(1, most + 1):
        raise ValueError(
            f"`samples` must be a whole number from 1 to {most}. Received: {samples!r}"
        )
    *begun, _ = snapshots(name)
    run = shipped_run(weights_card(name))
    recipe = Recipe(**run["recipe"])
    compiled = recipe.compiled_model(run["trained_on"])
    model = lenet5()  # that of the recipe takes patterns one by one
    model.compile(compiled.optimizer, compiled.loss)
    optimizer = model.optimizer
    train = load_mnist().train
    x, y = prepare(train.images[:samples]), train.labels[:samples]
    steps = -(-run["trained_on"] // recipe.batch_size)
    eta: list[float] = []
    layers: dict[str, list[list[float]]] = {}
    for passes, weights in enumerate(begun):
        model.set_weights(weights)
        optimizer.iterations.assign(passes * steps)
        recipe.prepare_pass(model, passes + 1, x, y, run["seed"])
        eta.append(float(optimizer.learning_rate))
        for layer, rates in _rates_by_layer(model).items():
            some = np.percentile(rates, PERCENTILES)
            layers.setdefault(layer, []).append([float(f"{r:.3g}") for r in some])
    return {"eta": eta, "mu": recipe.mu, "samples": samples, "layers": layers}


def _rates_by_layer(model: keras.Model) -> dict[str, np.ndarray]:
    """The rate of each weight of each layer with the optimizer's present curvature."""
    optimizer = model.optimizer
    rates: dict[str, np.ndarray] = {}
    for variable, h in zip(model.trainable_variables, optimizer.curvature, strict=True):
        layer = variable.path.split("/")[0]
        own = float(optimizer.learning_rate) / (
            optimizer.mu + keras.ops.convert_to_numpy(h)
        )
        rates[layer] = np.append(rates.get(layer, []), own)
    return rates
