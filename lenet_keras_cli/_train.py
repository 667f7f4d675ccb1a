"""`lenet-keras train`."""

import sys
from dataclasses import replace

from lenet_keras.training import RECIPES, train
from lenet_keras_cli._data import load_data
from lenet_keras_cli._vocabulary import CHANGES


def run(arguments, command: str) -> int:
    """Trains a network and tells the errors of its last pass."""
    changes = {
        name: getattr(arguments, name)
        for name in CHANGES
        if getattr(arguments, name) is not None
    }
    result = train(
        replace(RECIPES[arguments.recipe], **changes),
        load_data(arguments, arguments.hold_out),
        arguments.output,
        seed=arguments.seed,
        name=arguments.name or arguments.recipe,
        command=command,
        verbose="auto" if sys.stdout.isatty() else 2,
        keep_passes=arguments.keep_passes,
        plain_c=arguments.plain_c,
    )
    last = result["passes"][-1]
    print(
        f"{arguments.output}: pass {last['pass']}, {result['evaluated_on']} error "
        f"{100 * last['error']:.2f} %, training error {100 * last['train_error']:.2f} %"
    )
    return 0
