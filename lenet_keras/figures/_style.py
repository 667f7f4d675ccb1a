"""The look that all figures share: the only place where colours are chosen."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize

from lenet_keras import paper

# Colour scales. Weights and states: zero is white, negative blue, positive red; told
# apart by readers with any common colour vision, and by lightness when printed.
SIGNED = "RdBu_r"
INK = "gray_r"  # images: ink is black on white paper, as the paper prints them
AMOUNT = "Oranges"  # zero is white, more is darker
CLOSENESS = "Oranges_r"  # zero is dark
STRENGTH = "Greys"  # as AMOUNT, beside pictures that use red and blue
NEARNESS = "Greys_r"  # as CLOSENESS, beside such pictures
STATES = Normalize(-paper.AMPLITUDE, paper.AMPLITUDE)  # what the squashing yields
PIXELS = Normalize(paper.BACKGROUND, paper.FOREGROUND)
CODES = Normalize(-1, 1)

# Colours by what they mean.
ACCENT = "#b3372f"  # what to look at
OTHER = "#0072b2"  # what it is compared with
QUIET = "#8a8a8a"  # all the rest
MAP = "#eef1f4"  # the maps of a network that is drawn, not shown at work
PRINTED = "#f3d9a4"  # a range that the paper prints
ROUTE = "#ffd21f"  # units of a route; framed in black, seen on ink, red and blue
GROUPS = "#9ecae1", "#fdd0a2", "#a1d99b", "#dadaeb"  # of columns in Table I
# Curves: colours that common colour vision tells apart; dashes and a marker with each.
_CURVES = OTHER, "#d55e00", "#009e73", "black", "#cc79a7", "#56b4e9"
_DASHES = "-", "--", "-.", ":"
_MARKERS = "o", "s", "^", "v"
# Up to three histograms in one plot: one filled, outlines before it.
HISTOGRAMS: tuple[dict[str, Any], ...] = (
    {"color": QUIET, "alpha": 0.6},
    {"color": ACCENT, "histtype": "step", "linewidth": 1.5},
    {"color": OTHER, "histtype": "step", "linewidth": 1.2, "linestyle": "--"},
)

_RC: dict[Any, Any] = {
    "figure.facecolor": "white",
    "figure.dpi": 110,
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def styled(draw: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Decorates a function that returns a Figure: one look, and no pyplot state."""

    @functools.wraps(draw)
    def wrapper(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        with mpl.rc_context(_RC):
            return draw(*args, **kwargs)

    return wrapper


def symmetric_scale(arrays: Iterable) -> Normalize:
    """One colour scale for all arrays, symmetric about zero.

    Args:
        arrays: Arrays of any shapes.

    Returns:
        A `Normalize` from minus to plus the largest absolute value.

    Raises:
        ValueError: If there is no array, or no finite number.

    Example:

    >>> from lenet_keras.figures._style import symmetric_scale
    >>> import numpy as np
    >>> scale = symmetric_scale([np.array([-2.0, 1.0])])
    >>> scale.vmin, scale.vmax
    (-2.0, 2.0)
    """
    largest = max((float(np.abs(array).max()) for array in arrays), default=np.nan)
    if not np.isfinite(largest):
        raise ValueError(
            "`arrays` must hold finite numbers. "
            f"Received: a largest absolute value of {largest}"
        )
    return Normalize(-largest or -1.0, largest or 1.0)


def line_style(item: int, marked: bool = False) -> dict[str, Any]:
    """The look of the item-th curve: colour and dashes, and if `marked` a marker."""
    style = {
        "color": _CURVES[item % len(_CURVES)],
        "linestyle": _DASHES[item % len(_DASHES)],
    }
    return style | {"marker": _MARKERS[item % len(_MARKERS)]} if marked else style


def printed_style(item: int) -> dict[str, Any]:
    """The look of the item-th row of values that the paper prints: open markers."""
    marker = ("D", *_MARKERS[1:])[item % len(_MARKERS)]
    look = {"color": "black", "markerfacecolor": "white", "zorder": 4}
    return look | {"linestyle": "", "marker": marker}
