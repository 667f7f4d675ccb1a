import numpy as np
import pytest

from lenet_keras import feature_maps, lenet5, load_mnist, paper, prepare
from lenet_keras.inspection import strongest_route


@pytest.fixture(scope="module")
def model():
    return lenet5(weights="mnist")


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:5])


def states_of(model, digit):
    return {name: array[0] for name, array in feature_maps(model, digit[None]).items()}


def test_sums_and_states_are_those_of_the_network(model, digits):
    for digit in digits:
        states = states_of(model, digit)
        for step in strongest_route(model, digit)[:-1]:
            assert step.state == states[step.layer][step.unit]
            if step.layer != "image":
                squashed = paper.AMPLITUDE * np.tanh(paper.SLOPE * step.total)
                assert step.state == pytest.approx(squashed, abs=1e-4)


def test_it_ends_at_the_largest_square_of_the_penalty_asked_for(model, digits):
    states = states_of(model, digits[0])
    answer = int(states["output"].argmin())
    for digit in (None, 3):
        *_, f6, output = strongest_route(model, digits[0], digit)
        assert output.unit == (answer if digit is None else digit,)
        squares = (states["F6"] - paper.digit_codes()[output.unit]) ** 2
        assert output.received == pytest.approx(squares.max())
        assert f6.unit == (squares.argmax(),)
        assert output.total == pytest.approx(states["output"][output.unit], rel=1e-3)


def test_no_other_input_of_a_unit_adds_more(model, digits):
    states = states_of(model, digits[1])
    steps = {step.layer: step for step in strongest_route(model, digits[1])}

    y, x, m = steps["C1"].unit
    kernel = model.get_layer("C1").kernel.numpy()[:, :, 0, m]
    products = states["image"][y : y + 5, x : x + 5, 0] * kernel
    assert abs(steps["C1"].received) == pytest.approx(np.abs(products).max())
    row, column, _ = steps["image"].unit
    assert products[row - y, column - x] == pytest.approx(steps["C1"].received)

    y, x, m = steps["S4"].unit
    window = states["C3"][2 * y : 2 * y + 2, 2 * x : 2 * x + 2, m]
    assert abs(steps["C3"].state) == np.abs(window).max()
    assert steps["C3"].unit[2] == m

    y, x, m = steps["C3"].unit
    kernels = np.asarray(model.get_layer("C3").dense_kernel)[..., m]
    products = states["S2"][y : y + 5, x : x + 5] * kernels
    assert abs(steps["C3"].received) == pytest.approx(np.abs(products).max())
    assert steps["S2"].unit[2] in paper.C3_CONNECTIONS[m]

    (j,), (_, _, unit) = steps["F6"].unit, steps["C5"].unit
    products = states["C5"][0, 0] * model.get_layer("F6").kernel.numpy()[:, j]
    assert unit == np.abs(products).argmax()
    assert products[unit] == pytest.approx(steps["F6"].received)


def test_each_unit_lies_in_the_window_of_the_next(model, digits):
    for digit in digits:
        steps = {step.layer: step.unit for step in strongest_route(model, digit)}
        for before, after, size, stride in (
            ("image", "C1", 5, 1),
            ("C1", "S2", 2, 2),
            ("S2", "C3", 5, 1),
            ("C3", "S4", 2, 2),
        ):
            for inner, outer in zip(steps[before][:2], steps[after][:2], strict=True):
                assert 0 <= inner - stride * outer < size


def test_a_mean_adds_a_share_of_each_state(digits):
    model = lenet5(subsampling="mean", seed=0)
    for step in strongest_route(model, digits[0])[1:-1]:
        squashed = paper.AMPLITUDE * np.tanh(paper.SLOPE * step.total)
        assert step.state == pytest.approx(squashed, abs=1e-4)


@pytest.mark.parametrize(
    ("options", "layer"),
    [
        ({"subsampling": "max"}, "'S2' of class MaxPooling2D"),
        ({"output": "softmax"}, "'output' of class Dense"),
    ],
)
def test_other_networks_are_refused(options, layer, digits):
    with pytest.raises(ValueError, match=f"layers of `lenet5.*Received: layer {layer}"):
        strongest_route(lenet5(**options), digits[0])


def test_other_images_and_digits_are_refused(model, digits):
    for digit in (-1, 10):
        with pytest.raises(ValueError, match=f"from 0 to 9. Received: {digit}"):
            strongest_route(model, digits[0], digit)
    with pytest.raises(ValueError, match=r"`image` must .*Received: shape \(28, 28\)"):
        strongest_route(model, digits[0, 2:-2, 2:-2, 0])
    wide = lenet5(input_shape=(32, 36, 1))
    with pytest.raises(ValueError, match="must answer once"):
        strongest_route(wide, np.zeros((32, 36, 1)))
