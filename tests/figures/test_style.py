"""One look for all figures, chosen in one place."""

import inspect
import re
import typing
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from lenet_keras import figures
from lenet_keras.figures._style import line_style, styled, symmetric_scale

MODULES = sorted(Path(figures.__file__).parent.glob("*.py"))
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def test_colours_are_chosen_in_one_place():
    found = {path.name: HEX_COLOUR.findall(path.read_text()) for path in MODULES}
    assert len(found.pop("_style.py")) > 5
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_the_look_does_not_depend_on_the_readers_style():
    with mpl.rc_context({"figure.facecolor": "black", "axes.spines.top": True}):
        figure = figures.distance_matrix(np.eye(10))
    assert figure.get_facecolor() == to_rgba("white")


def test_a_decorated_function_keeps_its_signature():
    def curve(values: list[float], *, title: str = "") -> Figure:
        return Figure()

    assert inspect.signature(styled(curve)) == inspect.signature(curve)
    assert styled(curve).__annotations__ == curve.__annotations__


def test_type_checkers_see_the_parameters_of_a_decorated_function():
    wrapped = inspect.signature(styled, eval_str=True)
    taken, given = wrapped.parameters["draw"].annotation, wrapped.return_annotation
    parameters, _ = typing.get_args(taken)
    assert isinstance(parameters, typing.ParamSpec)
    assert taken == given  # a callable with the same parameters and the same result


def test_the_style_leaves_matplotlib_as_it_was():
    before = mpl.rcParams.copy()
    figures.distance_matrix(np.eye(10))
    assert mpl.rcParams == before


def test_one_scale_reaches_as_far_down_as_up():
    scale = symmetric_scale([np.array([0.5]), np.array([[-2.0, 1.0]])])
    assert (scale.vmin, scale.vmax) == (-2, 2)
    assert symmetric_scale([np.zeros(3)]).vmax > 0
    with pytest.raises(ValueError, match="finite numbers. Received"):
        symmetric_scale([np.array([np.nan])])


def test_curves_are_told_apart_without_colour_or_by_it():
    looks = [line_style(item, marked=True) for item in range(6)]
    assert len({look["color"] for look in looks}) == 6
    assert len({(look["linestyle"], look["marker"]) for look in looks[:4]}) == 4
