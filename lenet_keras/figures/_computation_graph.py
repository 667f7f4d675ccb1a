"""A small network as a graph: numbers on their way forward, derivatives back."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, MAP, styled

_MODULES = {"u·x + b": 2, "f(a)": 4, "v·h": 6, "(y − t)²": 8}  # and their middles
# Lines from left to right, by the ends of each, and lines from above, by their places.
_ALONG = {"x": (0.5, 1.55), "a": (2.45, 3.55), "h": (4.45, 5.55)}
_ALONG |= {"y": (6.45, 7.55), "E": (8.45, 9.6)}
_ABOVE = {"u": (1.8, "right"), "b": (2.2, "left"), "v": (6, "left"), "t": (8, "left")}


@styled
def computation_graph(
    values: Mapping[str, float], derivatives: Mapping[str, float]
) -> Figure:
    """The network of three weights as a graph, with what goes forward and comes back.

    Args:
        values: The numbers x, t, u, b, v, a, h, y and E.
        derivatives: Those of E with respect to some of them. May be empty.

    Returns:
        A Figure with one axes: four modules, the numbers in black over the lines
        between them, and the derivatives in colour under them.

    Example:

    >>> from lenet_keras.figures import computation_graph
    >>> figure = computation_graph(dict.fromkeys("xtubvahyE", 1.0), {"y": 2.0})
    >>> len(figure.axes)
    1

    Reference:
        Section I-E, equation 4.
    """
    figure = Figure(figsize=(7.6, 2.1), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(0.2, 9.9), ylim=(-0.8, 1.7))
    axes.axis("off")
    for name, place in _MODULES.items():
        box = {"boxstyle": "round", "facecolor": MAP, "edgecolor": "black"}
        axes.text(place, 0, name, ha="center", va="center", bbox=box)
    for name, (left, right) in _ALONG.items():
        middle = (left + right) / 2
        axes.text(middle, 0.15, f"{name} = {_text(values[name])}", ha="center")
        _arrow(axes, (left, 0.04), (right, 0.04), "black")
        if name in derivatives:
            words = f"∂E/∂{name} = {_text(derivatives[name])}"
            axes.text(middle, -0.4, words, ha="center", color=ACCENT)
            _arrow(axes, (right, -0.06), (left, -0.06), ACCENT)
    for name, (x, side) in _ABOVE.items():
        axes.text(x, 1.3, f"{name} = {_text(values[name])}", ha=side)
        _arrow(axes, (x, 1.2), (x, 0.3), "black")
        if name in derivatives:
            words = f" ∂E/∂{name} = {_text(derivatives[name])} "
            axes.text(x, 0.75, words, ha=side, color=ACCENT)
    return figure


def _arrow(axes, start: tuple[float, float], end: tuple[float, float], colour: str):
    look = {"arrowstyle": "->", "color": colour, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=look)


def _text(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")
