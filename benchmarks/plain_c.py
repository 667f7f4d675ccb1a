"""Whether plain C, `lenet5.c`, learns exactly what our compiled pass learns.

    python benchmarks/plain_c.py [--patterns NUMBER]

Both start from the same weights and the same curvature and learn from the same digits.
Exits with 1 if the loss, the error rate or the change of any layer's weights differs
by more than a ten-thousandth. How fast the two are, `single_patterns.py` tells.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

TOLERANCE = 1e-4
SOURCE = Path(__file__).with_name("lenet5.c")
FLAGS = ("-std=c99", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")


class PlainC:
    """The loop of `lenet5.c`, with the weights and the curvature of a Keras model.

    Args:
        model: The standard `lenet5`, compiled with `SDLM`, whose curvature is set. It
            is not changed.

    Raises:
        FileNotFoundError: If there is no C compiler: neither the one that the
            environment variable CC names, nor cc, gcc or clang.
    """

    def __init__(self, model):
        from lenet_keras import paper

        table = enumerate(paper.C3_CONNECTIONS)
        pairs = np.array([(i, m) for m, inputs in table for i in inputs], "int32")
        self._learn = _compile()
        self.weights = in_a_row(model.trainable_variables)
        self._fixed = (
            in_a_row(model.optimizer.curvature),
            float(model.optimizer.learning_rate),
            model.optimizer.mu,
            *pairs.T.copy(),
            paper.digit_codes(),
        )

    def __call__(self, x, y) -> dict[str, float]:
        """Learns from the patterns in turn; returns what `CompiledPass` returns."""
        wrong = ctypes.c_int()
        x, y = np.ascontiguousarray(x, "float32"), np.ascontiguousarray(y, "int32")
        loss = self._learn(self.weights, *self._fixed, x, y, len(y), wrong)
        return {"loss": loss, "error_rate": wrong.value / len(y)}


def in_a_row(arrays) -> np.ndarray:
    """Joins one array for each variable of the model in the order of the C struct."""
    arrays = [np.asarray(array, "float32") for array in arrays]
    # C has the kernels of C1 and C3 one by one, and the inputs of C5 map by map.
    for number, axis in ((0, -1), (4, -1), (8, 2)):
        arrays[number] = np.moveaxis(arrays[number], axis, 0)
    return np.concatenate([array.ravel() for array in arrays])


def _compile():
    """Returns the function `learn`, compiled in a folder that is deleted again."""
    names = (os.environ.get("CC", "cc"), "gcc", "clang")
    compiler = next(filter(shutil.which, names), None)
    if compiler is None:
        raise FileNotFoundError("no C compiler found")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        library = str(Path(folder, "lenet5.so"))
        call = [compiler, *FLAGS, str(SOURCE), "-o", library, "-lm"]
        subprocess.run(call, check=True)
        learn = ctypes.CDLL(library).learn
    number, integer = ctypes.c_float, ctypes.c_int
    floats = np.ctypeslib.ndpointer("float32", flags="C_CONTIGUOUS")
    integers = np.ctypeslib.ndpointer("int32", flags="C_CONTIGUOUS")
    learn.argtypes = [floats, floats, number, number, integers, integers, floats]
    learn.argtypes += [floats, integers, integer, ctypes.POINTER(integer)]
    learn.restype = ctypes.c_double
    return learn


def differences(plain_c: PlainC, model, x, y) -> dict[str, float]:
    """Lets both learn from the same patterns and tells how far they are then apart.

    Returns:
        For the loss, for the error rate, and for the change of each of the model's
        variables: the difference as a share of what the compiled pass has.
    """
    from lenet_keras.training import CompiledPass

    variables = model.trainable_variables
    before = plain_c.weights.copy()
    ours = plain_c(x, y)
    expected = CompiledPass(model, chunk=len(x))(x, y, verbose=0)
    ends = np.cumsum([np.size(variable) for variable in variables])[:-1]
    changes = np.split(plain_c.weights - before, ends)
    wanted = np.split(in_a_row(variables) - before, ends)
    for variable, one, other in zip(variables, changes, wanted, strict=True):
        ours[variable.path], expected[variable.path] = one, other
    return {
        name: np.linalg.norm(ours[name] - value) / max(np.linalg.norm(value), 1e-30)
        for name, value in expected.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patterns", type=int, default=50, help="default %(default)s")
    options = parser.parse_args()

    from single_patterns import keras_model

    model, x, y = keras_model("patches", options.patterns)
    try:
        plain_c = PlainC(model)
    except FileNotFoundError as error:
        print(f"not compared: {error}")
        return 0
    found = differences(plain_c, model, x, y)
    for name, difference in found.items():
        print(f"{name:20} differs by {difference:.1e}, at most {TOLERANCE:g} wanted")
    return int(not all(difference <= TOLERANCE for difference in found.values()))


if __name__ == "__main__":
    sys.exit(main())
