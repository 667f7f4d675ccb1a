"""What holds for every figure."""

import sys

import pytest


@pytest.fixture(autouse=True)
def no_pyplot_state():
    """Figures are returned, not registered: none is left behind in pyplot."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []
