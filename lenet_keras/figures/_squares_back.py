"""A chain of two units: numbers forward, derivatives back, and squares back."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, MAP, OTHER, styled

_PLACES = {"x_0": 0, "a_1": 1, "x_1": 2, "a_2": 3}  # and the loss behind them
_LOSS = 4
_LANES = {"forward": 3.0, "first": 1.9, "second": 0.7}
_LEFT = -0.95  # where a lane says what flows in it


@styled
def squares_back(
    values: Mapping[str, float],
    first: Mapping[str, float],
    second: Mapping[str, float],
    slope: float,
) -> Figure:
    """How slopes and curvatures flow back through a chain of two units.

    Unit 1 sees the state x_0 over the connection u_10, adds b and squashes its sum a_1
    into x_1; unit 2 sees x_1 over u_21, and its sum a_2 is compared with a target.

    Args:
        values: The numbers x_0, u_10, b, a_1, x_1, u_21, a_2 and E.
        first: First derivatives of E with respect to a_1, x_1, a_2, u_10 and u_21.
        second: What stands for the second derivatives with respect to the same.
        slope: The slope of the squashing function at a_1.

    Returns:
        A Figure with one axes of three lanes: the numbers on their way forward, the
        first derivatives, and the second, in which each factor is squared. Below the
        two lanes that lead back stand the derivatives of the connections.

    Example:

    >>> from lenet_keras.figures import squares_back
    >>> names = "x_0", "u_10", "b", "a_1", "x_1", "u_21", "a_2", "E"
    >>> ones = dict.fromkeys(names, 1.0)
    >>> figure = squares_back(ones, ones, ones, slope=0.5)
    >>> len(figure.axes)
    1

    Reference:
        Appendix C, equations 25 and 27.
    """
    figure = Figure(figsize=(6.2, 3.8), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(_LEFT - 0.05, _LOSS + 0.35), ylim=(0.05, 3.6))
    axes.axis("off")
    _draw_forward(axes, values)
    weight, state = _text(values["u_21"]), _text(values["x_0"])
    middle = _text(values["x_1"])
    _draw_back(
        axes, "first", first, [_text(slope), weight], [state, middle], "slope", OTHER
    )
    squares = [f"{_text(slope)}²", f"{weight}²"], [f"{state}²", f"{middle}²"]
    _draw_back(axes, "second", second, *squares, "curvature", ACCENT)
    return figure


def _draw_forward(axes, values: Mapping[str, float]) -> None:
    height = _LANES["forward"]
    _name_lane(axes, height, "forward", "black")
    for name, place in {**_PLACES, "E": _LOSS}.items():
        text = f"${_subscript(name)}$\n{_text(values[name])}"
        _box(axes, place, height, text, "black")
    steps = {
        0: f"$\\times u_{{10}}={_text(values['u_10'])}$\n$+\\,b={_text(values['b'])}$",
        1: "$f$",
        2: f"$\\times u_{{21}}={_text(values['u_21'])}$",
        3: "loss",
    }
    for place, text in steps.items():
        _arrow(axes, place + 0.24, place + 0.76, height, "black")
        axes.text(place + 0.5, height + 0.3, text, ha="center", fontsize=8)


def _draw_back(axes, lane, numbers, factors, inputs, what, colour) -> None:
    """Derivatives; `factors` lead back along the lane, `inputs` to the connections."""
    height = _LANES[lane]
    _name_lane(axes, height, what, colour)
    for name in ("a_1", "x_1", "a_2"):
        _box(axes, _PLACES[name], height, _text(numbers[name]), colour)
    for place, factor in zip((1, 2), factors, strict=True):
        _arrow(axes, place + 0.76, place + 0.28, height, colour)
        text = f"× {factor}"
        axes.text(
            place + 0.54, height + 0.1, text, ha="center", color=colour, fontsize=9
        )
    ends = {"u_10": (1, "a_1"), "u_21": (3, "a_2")}
    for (name, (place, end)), state in zip(ends.items(), inputs, strict=True):
        sum_ = f"{_text(numbers[end])} × {state} = {_text(numbers[name])}"
        words = f"for ${_subscript(name)}$:  {sum_}"
        axes.text(place, height - 0.38, words, ha="center", va="center", color=colour)


def _name_lane(axes, height: float, text: str, colour: str) -> None:
    axes.text(_LEFT, height, text, va="center", color=colour, weight="bold")


def _box(axes, place: float, height: float, text: str, colour: str) -> None:
    box = {"boxstyle": "round", "facecolor": MAP, "edgecolor": colour}
    axes.text(place, height, text, ha="center", va="center", bbox=box, fontsize=11)


def _arrow(axes, start: float, end: float, height: float, colour: str) -> None:
    look = {"arrowstyle": "->", "color": colour, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (end, height), (start, height), arrowprops=look)


def _subscript(name: str) -> str:
    return "_".join(
        part if n == 0 else f"{{{part}}}" for n, part in enumerate(name.split("_"))
    )


def _text(number: float) -> str:
    return f"{number:.4g}".replace("-", "−")
