"""`lenet-keras reproduce`."""

import numpy as np

from lenet_keras._extras import require
from lenet_keras.reproduce import EXPERIMENTS, AnyRun
from lenet_keras.reproduce.clothes import ClothesExperiment
from lenet_keras.reproduce.other_sets import OtherSetExperiment
from lenet_keras.results import Result

ON_OTHER_SETS = OtherSetExperiment, ClothesExperiment


def run(arguments, command: str) -> int:
    """Makes the runs of an experiment that are missing, and tells the errors of all."""
    name = arguments.experiment
    experiment = EXPERIMENTS[name]
    if arguments.data is not None:
        if not isinstance(experiment, ON_OTHER_SETS):
            raise ValueError(
                "--data: expected for experiments on another data set than MNIST only. "
                f"Received: {arguments.data} for {name}"
            )
        experiment = experiment.at(str(arguments.data))
    runs: list[AnyRun]
    if arguments.smoke:
        runs = [experiment.smoke_run(name)]
    else:
        runs = [*experiment.runs(name, arguments.seeds)]
    if arguments.plain_c:
        runs = [run.with_plain_c() for run in runs]
    if arguments.label is not None:
        if arguments.label not in experiment.labels:
            raise ValueError(
                f"--label: expected one of {experiment.labels}. "
                f"Received: {arguments.label}"
            )
        runs = [run for run in runs if run.label == arguments.label]
    if isinstance(experiment, ON_OTHER_SETS):
        runs[0].new_result()  # is the data set there, before workers start?
    for library in ("distributed", "tqdm", "skimage", "sklearn"):
        require(library, "`lenet-keras reproduce`", "reproduce")
    from lenet_keras.reproduce.schedule import reproduce

    folder = arguments.output / ("smoke" if arguments.smoke else name)
    found = reproduce(
        runs, folder, command, arguments.scheduler, workers=arguments.workers
    )
    print(f"{experiment.question} Error at the last step:")
    for label in dict.fromkeys(run.label for run in runs):
        print(
            f"  {label}: "
            + summary(
                [
                    result
                    for run, result in zip(runs, found, strict=True)
                    if run.label == label
                ]
            )
        )
    print(f"Results: {folder}")
    return 0


def summary(results: list[Result]) -> str:
    """The mean error of runs that differ by their seeds, and that of each.

    Args:
        results: The results, one or more.

    Example:

    >>> summary([{"passes": [{"error": 0.01}]}, {"passes": [], "diverged": 1}])
    'mean 1.000 % (1.00, diverged in pass 1)'
    """
    errors: list[float] = []
    listed: list[str] = []
    for result in results:
        if "diverged" in result:
            listed.append(f"diverged in pass {result['diverged']}")
            continue
        steps: list = result.get("passes") or result["measurements"]
        errors.append(100 * steps[-1]["error"])
        listed.append(f"{errors[-1]:.2f}")
    together = ", ".join(listed)
    return f"mean {np.mean(errors):.3f} % ({together})" if errors else together
