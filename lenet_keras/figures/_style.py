"""The look that all figures share."""

import functools
from collections.abc import Iterable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize

# Weights and states: zero is white, negative blue, positive red; told apart by
# readers with any common colour vision, and by lightness when printed.
SIGNED = "RdBu_r"
# Images: ink is black on white paper, as the paper prints them.
INK = "gray_r"
ACCENT = "#b3372f"
QUIET = "#8a8a8a"
# Colours that common colour vision tells apart; dashes and a marker go with each.
_COLOURS = "#0072b2", "#d55e00", "#009e73", "black", "#cc79a7", "#56b4e9"
_DASHES = "-", "--", "-.", ":"
_MARKERS = "o", "s", "^", "v"
# Up to three histograms in one plot: one filled, outlines before it.
HISTOGRAMS: tuple[dict[str, Any], ...] = (
    {"color": QUIET, "alpha": 0.6},
    {"color": ACCENT, "histtype": "step", "linewidth": 1.5},
    {"color": "#0072b2", "histtype": "step", "linewidth": 1.2, "linestyle": "--"},
)

RC: dict[Any, Any] = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 110,
    "savefig.bbox": "tight",
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.titlelocation": "center",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}


def styled(draw):
    """Decorates a function that returns a Figure: one look, and no pyplot state."""

    @functools.wraps(draw)
    def wrapper(*args, **kwargs):
        with mpl.rc_context(RC):
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
        "color": _COLOURS[item % len(_COLOURS)],
        "linestyle": _DASHES[item % len(_DASHES)],
    }
    return style | {"marker": _MARKERS[item % len(_MARKERS)]} if marked else style


def bare(axes, frame: bool = True) -> None:
    """Takes ticks off axes that show a picture, and keeps a thin frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=frame, linewidth=0.6, color=QUIET)
