import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras import ops

from lenet_keras import MaximumAPosterioriLoss, MaximumLikelihoodLoss, posterior

pytestmark = pytest.mark.backends

J = 10.0


# --- the equations in float64, written as they stand in the paper


def equation_8(labels, penalties) -> np.ndarray:
    return np.array([y[label] for y, label in zip(penalties, labels, strict=True)])


def equation_9(labels, penalties, j=J) -> np.ndarray:
    # exp(-y) of a large penalty is 0 in float64 too, which is the right limit.
    rivals = np.exp(-j) + np.exp(-np.asarray(penalties, "float64")).sum(axis=-1)
    return equation_8(labels, penalties) + np.log(rivals)


def gradient_of_equation_9(labels, penalties, j=J) -> np.ndarray:
    """[i = D] - exp(-y_i) / (exp(-j) + sum over classes of exp(-y_k))."""
    terms = np.exp(-np.asarray(penalties, "float64"))
    shares = terms / (np.exp(-j) + terms.sum(axis=-1, keepdims=True))
    return np.eye(penalties.shape[-1])[labels] - shares


def examples(patterns=20, seed=0, scale=30.0):
    rng = np.random.default_rng(seed)
    penalties = rng.uniform(0, scale, (patterns, 10)).astype("float32")
    return rng.integers(0, 10, patterns), penalties


def value(loss, labels, penalties) -> np.ndarray:
    return ops.convert_to_numpy(loss(labels, penalties))


def gradient_by_fit(loss, labels, penalties) -> np.ndarray:
    """The gradient, on any backend: what one step of SGD takes from the penalties.

    The penalties are the kernel of a dense layer whose inputs pick one row each.
    """
    patterns, classes = penalties.shape
    layer = keras.layers.Dense(classes, use_bias=False)
    model = keras.Sequential([keras.Input((patterns,)), layer])
    layer.kernel.assign(penalties)
    loss = type(loss).from_config({**loss.get_config(), "reduction": "sum"})
    model.compile(keras.optimizers.SGD(1.0), loss)
    rows = np.eye(patterns, dtype="float32")
    model.fit(rows, labels, batch_size=patterns, verbose=0)
    return penalties - layer.get_weights()[0]


# --- equation 8


def test_maximum_likelihood_is_the_mean_penalty_of_the_right_class():
    labels, penalties = examples()
    mean = value(MaximumLikelihoodLoss(), labels, penalties)
    assert mean == pytest.approx(equation_8(labels, penalties).mean(), rel=1e-6)
    each = value(MaximumLikelihoodLoss(reduction=None), labels, penalties)
    np.testing.assert_array_equal(each, equation_8(labels, penalties))


def test_maximum_likelihood_does_not_see_the_wrong_classes():
    labels, penalties = examples()
    gradient = gradient_by_fit(MaximumLikelihoodLoss(), labels, penalties)
    np.testing.assert_allclose(gradient, np.eye(10)[labels], atol=1e-5)


# --- equation 9


@pytest.mark.parametrize("j", [0.1, 1.0, 10.0, 100.0])
def test_maximum_a_posteriori_is_equation_9(j):
    labels, penalties = examples()
    each = value(MaximumAPosterioriLoss(j, reduction=None), labels, penalties)
    expected = equation_9(labels, penalties, j)
    np.testing.assert_allclose(each, expected, rtol=1e-5, atol=1e-5)
    mean = value(MaximumAPosterioriLoss(j), labels, penalties)
    assert mean == pytest.approx(expected.mean(), rel=1e-5)


def test_the_formula_of_the_gradient_agrees_with_finite_differences():
    labels, penalties = examples()
    penalties = penalties.astype("float64")
    step = 1e-4
    for output in range(10):
        up, down = penalties.copy(), penalties.copy()
        up[:, output] += step
        down[:, output] -= step
        slope = (equation_9(labels, up) - equation_9(labels, down)) / (2 * step)
        formula = gradient_of_equation_9(labels, penalties)[:, output]
        np.testing.assert_allclose(slope, formula, atol=1e-7)


@pytest.mark.parametrize("scale", [2.0, 30.0])
def test_gradient_of_equation_9(scale):
    labels, penalties = examples(scale=scale)
    gradient = gradient_by_fit(MaximumAPosterioriLoss(J), labels, penalties)
    expected = gradient_of_equation_9(labels, penalties)
    np.testing.assert_allclose(gradient, expected, atol=1e-5)


def test_wrong_classes_are_pulled_up_only_as_far_as_they_compete():
    penalties = np.float32([[5, 4, 6, 40, 400]])
    gradient = gradient_by_fit(MaximumAPosterioriLoss(J), np.array([0]), penalties)[0]
    assert gradient[0] > 0  # the right class: down
    assert gradient[1] < gradient[2] < -0.05  # rivals: up, the nearest most
    np.testing.assert_allclose(gradient[3:], 0, atol=1e-4)  # beyond j: left alone


@pytest.mark.parametrize("right", [0.0, 84.0, 500.0, 1e4])
@pytest.mark.parametrize("wrong", [0.0, 84.0, 500.0, 1e4])
def test_extreme_penalties_are_safe(right, wrong):
    penalties = np.full((1, 10), wrong, "float32")
    penalties[0, 3] = right
    labels = np.array([3])
    loss = value(MaximumAPosterioriLoss(J), labels, penalties)
    with np.errstate(under="ignore"):
        expected = equation_9(labels, penalties)
        slopes = gradient_of_equation_9(labels, penalties)
    np.testing.assert_allclose(loss, expected[0], rtol=1e-5, atol=1e-5)
    gradient = gradient_by_fit(MaximumAPosterioriLoss(J), labels, penalties)
    # The weights are float32: near 10,000 they resolve steps of 0.001.
    np.testing.assert_allclose(gradient, slopes, atol=1e-3)


@given(
    st.lists(st.floats(0, 1e4, width=32), min_size=2, max_size=12), st.floats(0.01, 1e3)
)
def test_equation_9_is_positive_and_minus_the_log_of_the_posterior(values, j):
    penalties = np.float32([values])
    loss = value(MaximumAPosterioriLoss(j), np.array([0]), penalties)
    # float32 resolves the difference of the two terms to about 1e-7 of their size.
    assert loss >= -1e-6 * penalties[0, 0]
    share = ops.convert_to_numpy(posterior(penalties, j))[0, 0]
    if share > 1e-30:
        assert loss == pytest.approx(-np.log(share), abs=1e-3 + 1e-5 * values[0])


@pytest.mark.parametrize("j", [0, -1.0, float("inf"), float("nan"), "10", True])
def test_bad_j_is_refused(j):
    with pytest.raises(ValueError, match="`j` must be a positive, finite.*Received: "):
        MaximumAPosterioriLoss(j)
    with pytest.raises(ValueError, match="`scale` must be .* finite.*Received: "):
        MaximumAPosterioriLoss(1.0, scale=j)


def test_the_scale_multiplies_the_penalties_before_they_compete():
    labels, penalties = examples()
    np.testing.assert_allclose(
        value(MaximumAPosterioriLoss(J, scale=0.5), labels, penalties),
        value(MaximumAPosterioriLoss(J), labels, penalties / 2),
        rtol=1e-6,
    )


# --- both


BOTH = [MaximumLikelihoodLoss, lambda **options: MaximumAPosterioriLoss(J, **options)]


@pytest.mark.parametrize("make", BOTH)
def test_label_shapes(make):
    labels, penalties = examples(24)
    flat = value(make(), labels, penalties)
    column = value(make(), labels[:, None], penalties)
    assert column == pytest.approx(flat, rel=1e-6)
    # A map of positions, as a wide input gives: (n, height, width).
    maps = penalties.reshape(2, 3, 4, 10)
    for shape in ((2, 3, 4), (2, 3, 4, 1)):
        each = value(make(reduction=None), labels.reshape(shape), maps)
        assert each.shape == (2, 3, 4)
        assert each.mean() == pytest.approx(flat, rel=1e-5)


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32"])
@pytest.mark.parametrize("make", BOTH)
def test_label_types(make, dtype):
    labels, penalties = examples()
    assert value(make(), labels.astype(dtype), penalties) == pytest.approx(
        float(value(make(), labels, penalties))
    )


NO_CLASSES = [
    (np.eye(10)[[3, 1, 4, 1]], r"labels of shape \(4, 10\)"),
    ([3, 1, 4], r"labels of shape \(3,\)"),
    ([3, -1, 4, 1], r"the label -1 "),
    ([3, 10, 4, 26], r"the label 10 \(2 of 4"),
    ([3, 0.5, 4, 1], r"the label 0.5 "),
]


@pytest.mark.parametrize(("labels", "received"), NO_CLASSES)
@pytest.mark.parametrize("make", BOTH)
def test_labels_that_are_no_classes_are_refused(make, labels, received):
    message = f"`labels` for {type(make()).__name__} must be .* 0 to 9.*{received}"
    with pytest.raises(ValueError, match=message):
        make()(np.array(labels), np.ones((4, 10), "float32"))


@pytest.mark.parametrize("make", BOTH)
def test_one_hot_vectors_are_refused_where_numbers_are_not_known(make):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(10)])
    model.compile("sgd", make())
    with pytest.raises(ValueError, match=r"not one-hot vectors. Received: .* 10\)"):
        model.fit(np.ones((10, 2)), np.eye(10), batch_size=10, verbose=0)


@pytest.mark.parametrize("make", BOTH)
def test_sample_weights(make):
    labels, penalties = examples(4)
    each = value(make(reduction=None), labels, penalties)
    weights = np.float32([0, 1, 2, 3])
    weighted = make()(labels, penalties, sample_weight=weights)
    expected = (each * weights).sum() / 4
    assert ops.convert_to_numpy(weighted) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("make", BOTH)
def test_half_precision_penalties_are_computed_in_float32(make):
    labels, penalties = examples()
    half = penalties.astype("float16")
    assert value(make(), labels, half) == pytest.approx(
        float(value(make(), labels, half.astype("float32"))), rel=1e-6
    )


@given(
    st.sampled_from(["sum", "mean", "sum_over_batch_size", None]),
    st.sampled_from(["energy", "E"]),
    st.floats(0.01, 100) | st.integers(1, 50),
    st.floats(0.01, 100),
)
def test_every_valid_config_comes_back(reduction, name, j, scale):
    for loss in (
        MaximumLikelihoodLoss(reduction, name),
        MaximumAPosterioriLoss(j, scale, reduction, name),
    ):
        again = keras.losses.deserialize(keras.losses.serialize(loss))
        assert type(again) is type(loss)
        assert again.get_config() == loss.get_config()
        assert (again.reduction, again.name) == (reduction, name)
    assert (again.j, again.scale) == (j, scale)


# --- the posterior


def test_posterior_by_hand():
    # exp(-0) : exp(-ln 2) : exp(-ln 4) for rubbish, that is 4 : 2 : 1.
    shares = posterior(np.log(np.float32([[1, 2]])), j=np.log(4))
    np.testing.assert_allclose(
        ops.convert_to_numpy(shares), np.float32([[4, 2, 1]]) / 7, rtol=1e-6
    )


@pytest.mark.parametrize("scale", [1.0, 100.0, 1e4])
def test_posterior_adds_up_to_1(scale):
    _, penalties = examples(scale=scale)
    shares = ops.convert_to_numpy(posterior(penalties.reshape(4, 5, 10), J))
    assert shares.shape == (4, 5, 11)
    assert (shares >= 0).all()
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-5)


def test_an_image_far_from_every_code_is_rubbish():
    shares = ops.convert_to_numpy(posterior(np.full((1, 10), 84.0), J))
    assert shares[0, -1] > 0.999


def test_posterior_of_whole_numbers():
    shares = ops.convert_to_numpy(posterior([[0, 1]], j=0.5))
    expected = np.exp([0, -1, -0.5])
    np.testing.assert_allclose(shares[0], expected / expected.sum(), rtol=1e-5)


def test_rubbish_is_a_class_whose_penalty_is_j():
    loss = MaximumAPosterioriLoss(j=2.0, rubbish=True)
    penalties = np.array([[1.0, 3.0, 4.0]])
    everything = np.exp(-2.0) + np.exp(-penalties).sum()
    for label, penalty in ((0, 1.0), (2, 4.0), (3, 2.0)):
        expected = penalty + np.log(everything)
        found = float(loss(np.array([label]), penalties))
        assert found == pytest.approx(expected, rel=1e-5)
    again = MaximumAPosterioriLoss.from_config(loss.get_config())
    assert float(again(np.array([3]), penalties)) == pytest.approx(
        2.0 + np.log(everything), rel=1e-5
    )
    with pytest.raises(ValueError, match="from 0 to 3.*Received: the label 4"):
        loss(np.array([4]), penalties)
    with pytest.raises(ValueError, match="from 0 to 2.*Received: the label 3"):
        MaximumAPosterioriLoss(j=2.0)(np.array([3]), penalties)
