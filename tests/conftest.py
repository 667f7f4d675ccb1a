"""One strict, repeatable setting for all tests."""

import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
from hypothesis import settings

from tools.building.hush import hushed

with hushed():  # what TensorFlow writes as it is imported
    import keras

    keras.backend.backend()

# The other backends run the same code on the same numbers; each new shape costs JAX a
# compilation, so there a property is tried on fewer examples.
EXAMPLES = 30 if keras.backend.backend() == "tensorflow" else 5

settings.register_profile(
    "lenet_keras", deadline=None, derandomize=True, database=None, max_examples=EXAMPLES
)
settings.load_profile("lenet_keras")


def pytest_configure(config):
    # Keras 3.15 hands its variables to NumPy 2 without the `copy` keyword, whenever it
    # saves a model. Nothing of ours can avoid that.
    config.addinivalue_line(
        "filterwarnings",
        "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning",
    )


@pytest.fixture(autouse=True)
def same_start():
    """Every test starts with the same seed and with fresh layer names."""
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(1998)


@pytest.fixture(autouse=True)
def no_figure_is_left():
    """Our figures belong to who asked for them, never to pyplot's list of windows."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        left = pyplot.get_fignums()
        pyplot.close("all")
        assert not left, f"pyplot still holds the figures {left}"


@pytest.fixture
def double_precision():
    """Layers compute in float64: what rounding moves and what an input moves differ."""
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx("float32")
