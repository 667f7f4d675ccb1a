"""The C program `lenet5.c`: compiled, with its structures and the order of weights."""

import ctypes
import functools
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from keras import ops

from lenet_keras import paper

SOURCE = Path(__file__).with_name("lenet5.c")
_FLAGS = ("-std=c11", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")
_PAIRS = paper.C1_MAPS * paper.C3_MAPS
_Number, Integer = ctypes.c_float, ctypes.c_int
_Numbers = ctypes.POINTER(_Number)


class Table(ctypes.Structure):
    _fields_ = [
        ("kernels", Integer),
        ("source", Integer * _PAIRS),
        ("target", Integer * _PAIRS),
    ]


@functools.cache
def setting_type(classes: int) -> type[ctypes.Structure]:
    """The structure of a setting with codes of that many classes."""
    codes = _Number * (paper.F6_UNITS * classes)
    fields = [("loss", Integer), ("j", _Number), ("scale", _Number)]
    fields += [("codes", codes), ("c1", Table), ("c3", Table)]
    return type("Setting", (ctypes.Structure,), {"_fields_": fields})


class Learner(ctypes.Structure):
    _fields_ = [
        ("method", Integer),
        ("rate", _Number),
        ("decay", _Number),
        ("momentum", _Number),
        ("weights", _Numbers),
        ("one", _Numbers),
        ("two", _Numbers),
    ]


@functools.cache
def compiled_program(classes: int = paper.CLASSES) -> ctypes.CDLL:
    """The program for that many classes, compiled into a folder that is deleted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        library = str(Path(folder, "lenet5.so"))
        call = [
            *compiler(),
            *_FLAGS,
            f"-DCLASSES={classes}",
            str(SOURCE),
            "-o",
            library,
            "-lm",
        ]
        subprocess.run(call, check=True, capture_output=True, text=True)
        loaded = ctypes.CDLL(library)
    loaded.learn.restype = ctypes.c_double
    return loaded


def compiler() -> list[str]:
    if "CC" in os.environ:
        return shlex.split(os.environ["CC"])
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    for name in filter(shutil.which, ("clang", "cc", "gcc")):
        return [name]
    raise FileNotFoundError(
        "A C compiler is needed: `pip install ziglang`, or clang, cc or gcc, or one "
        "that the environment variable CC names. Received: none of them"
    )


def pointer(array: np.ndarray):
    return array.ctypes.data_as(_Numbers)


def whole(array: np.ndarray):
    return array.ctypes.data_as(ctypes.POINTER(Integer))


_C3 = 4  # the number of its kernels among the variables
_MOVED = {0: (-1, 0), _C3: (-1, 0), 8: (2, 0)}


def in_a_row(arrays) -> np.ndarray:
    """One array for each variable of the model as one row, in the order of C.

    Args:
        arrays: Arrays of the shapes of the model's trainable variables.
    """
    rows = []
    for number, array in enumerate(arrays):
        array = np.asarray(ops.convert_to_numpy(array), "float32")
        # C has the kernels of C1 and C3 one by one, and the inputs of C5 map by map.
        rows.append(np.moveaxis(array, *_MOVED.get(number, (0, 0))).ravel())
        if number == _C3:  # with a place for every pair of maps
            rows.append(np.zeros(_PAIRS * paper.KERNEL_SIZE**2 - array.size, "float32"))
    return np.concatenate(rows)


def out_of_a_row(row: np.ndarray, arrays) -> list[np.ndarray]:
    """What `in_a_row` put into a row, as arrays again.

    Args:
        row: The row.
        arrays: Arrays, or variables, of the shapes that are wanted.
    """
    found, start = [], 0
    for number, array in enumerate(arrays):
        here, there = _MOVED.get(number, (0, 0))
        shape = np.moveaxis(np.empty(array.shape, "bool"), here, there).shape
        size = int(np.prod(shape))
        part = row[start : start + size].reshape(shape)
        found.append(np.moveaxis(part, there, here))
        start += size if number != _C3 else _PAIRS * paper.KERNEL_SIZE**2
    return found
