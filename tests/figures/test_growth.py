import matplotlib
import numpy as np
import pytest

from lenet_keras.figures import distance_left


def test_each_layer_is_a_line_from_one_that_can_be_told_apart():
    distances = {f"layer {n}": [n + 1.0, 0.5, 0.0] for n in range(6)}
    *lines, half = distance_left(distances).axes[0].lines
    for line, (name, values) in zip(lines, distances.items(), strict=True):
        assert line.get_label() == name
        np.testing.assert_allclose(line.get_ydata(), np.array(values) / values[0])
        assert list(line.get_xdata()) == [0, 1, 2]
    assert set(half.get_ydata()) == {0.5}
    looks = {(str(line.get_color()), line.get_linestyle()) for line in lines}
    assert len(looks) == 6


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"C1": [1.0, 0.0], "S2": [1.0]},
        {"C1": [0.0, 0.0]},
        {"C1": []},
    ],
)
def test_nothing_that_cannot_be_compared_is_drawn(wrong):
    with pytest.raises(ValueError, match="Received"):
        distance_left(wrong)


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    distance_left({"C1": [1.0, 0.0]})
    assert not pyplot.get_fignums()
