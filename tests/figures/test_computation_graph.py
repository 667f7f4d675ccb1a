"""The graph of a small network on paper."""

from lenet_keras import figures

VALUES = dict.fromkeys("xtubvahyE", -0.5)


def texts(figure):
    return [text.get_text().strip() for text in figure.axes[0].texts]


def test_every_number_stands_beside_its_line():
    words = texts(figures.computation_graph(VALUES, {"y": 2.0, "u": -1.0}))
    assert {f"{name} = −0.50" for name in VALUES} <= {*words}
    assert "∂E/∂y = 2.00" in words and "∂E/∂u = −1.00" in words


def test_what_is_not_known_is_left_out():
    words = texts(figures.computation_graph(VALUES, {}))
    assert not any(word.startswith("∂") for word in words)
