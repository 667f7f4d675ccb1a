import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras import ops

from lenet_keras import RBF, ErrorRate, MaximumLikelihoodLoss, paper

pytestmark = pytest.mark.backends


def rate(labels, penalties, sample_weight=None) -> float:
    metric = ErrorRate()
    metric.update_state(labels, penalties, sample_weight)
    return ops.convert_to_numpy(metric.result()).item()


def test_it_is_the_share_of_wrong_answers():
    rng = np.random.default_rng(0)
    labels, penalties = rng.integers(0, 10, 500), rng.uniform(0, 100, (500, 10))
    expected = np.mean(penalties.argmin(axis=1) != labels)
    assert 0.8 < expected < 1
    assert rate(labels, penalties) == pytest.approx(expected)


def test_accuracy_on_penalties_counts_the_opposite():
    labels = np.arange(10)
    penalties = ops.convert_to_numpy(RBF(paper.digit_codes())(paper.digit_codes()))
    accuracy = keras.metrics.SparseCategoricalAccuracy()
    accuracy.update_state(labels, penalties)
    assert rate(labels, penalties) == 0
    assert ops.convert_to_numpy(accuracy.result()) == 0
    # Of two classes, what accuracy calls right is exactly what is wrong.
    rng = np.random.default_rng(0)
    labels, penalties = rng.integers(0, 2, 100), rng.uniform(0, 9, (100, 2))
    accuracy.reset_state()
    accuracy.update_state(labels, penalties)
    opposite = ops.convert_to_numpy(accuracy.result())
    assert rate(labels, penalties) == pytest.approx(float(opposite))


def test_sample_weight():
    labels = np.array([0, 0, 0])
    penalties = np.float32([[1, 2], [2, 1], [1, 2]])
    assert rate(labels, penalties, np.float32([1, 3, 0])) == 0.75
    assert rate(labels, penalties, np.float32([1, 0, 1])) == 0


def test_batches_add_up_and_reset_forgets_them():
    metric = ErrorRate()
    metric.update_state([0, 1], np.float32([[1, 2], [1, 2]]))
    metric.update_state([0], np.float32([[1, 2]]))
    assert ops.convert_to_numpy(metric.result()) == pytest.approx(1 / 3)
    metric.reset_state()
    metric.update_state([0], np.float32([[1, 2]]))
    assert ops.convert_to_numpy(metric.result()) == 0


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32"])
def test_label_shapes_and_types(dtype):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 24).astype(dtype)
    penalties = rng.uniform(0, 9, (24, 10)).astype("float32")
    penalties[range(12), labels[:12].astype(int)] = 0
    expected = np.mean(penalties.argmin(axis=1) != labels)
    assert 0 < expected < 1
    maps = penalties.reshape(2, 3, 4, 10)
    for shape, states in (
        ((24,), penalties),
        ((24, 1), penalties),
        ((2, 3, 4), maps),
        ((2, 3, 4, 1), maps),
    ):
        assert rate(labels.reshape(shape), states) == pytest.approx(expected)


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1),
    st.integers(0, 2),
)
def test_it_is_a_share(penalties, label):
    penalties = np.float32(penalties)
    share = rate(np.full(len(penalties), label), penalties)
    assert 0 <= share <= 1
    assert share == pytest.approx(np.mean(penalties.argmin(axis=1) != label))


def test_fit_evaluate_and_callbacks_use_it():
    labels, codes = np.arange(10), paper.digit_codes()
    model = keras.Sequential([keras.Input((84,)), RBF(codes, train_centers=True)])
    model.compile("sgd", MaximumLikelihoodLoss(), metrics=[ErrorRate()])
    asked = np.where(labels < 3, (labels + 1) % 10, labels)
    answer = model.evaluate(codes, asked, verbose=0, return_dict=True)
    assert answer["error_rate"] == pytest.approx(0.3)
    # Keras asks for the direction, and does not guess that more is better.
    stop = keras.callbacks.EarlyStopping("error_rate", patience=1, mode="min")
    model.fit(codes, asked, verbose=0, callbacks=[stop])
    assert stop.best < 0.4
    unsure = keras.callbacks.EarlyStopping("error_rate", patience=1)
    with pytest.raises(ValueError, match="mode='min'"):
        model.fit(codes, asked, verbose=0, callbacks=[unsure])


@pytest.mark.parametrize(
    ("labels", "received"),
    [
        (np.eye(3)[[0, 1]], r"labels of shape \(2, 3\)"),
        ([0, 3], "the label 3 "),
        ([0, -1], "the label -1 "),
        ([0, 1.5], "the label 1.5 "),
    ],
)
def test_labels_that_are_no_classes_are_refused(labels, received):
    message = f"`labels` for ErrorRate must be .* 0 to 2.*Received: .*{received}"
    with pytest.raises(ValueError, match=message):
        rate(np.array(labels), np.ones((2, 3), "float32"))


def test_config_comes_back():
    metric = ErrorRate(name="test_error", dtype="float16")
    again = keras.metrics.deserialize(keras.metrics.serialize(metric))
    assert type(again) is ErrorRate
    assert again.get_config() == metric.get_config()
    assert (again.name, again.dtype) == ("test_error", "float16")


def test_rubbish_does_not_count():
    metric = ErrorRate(rubbish=True)
    penalties = np.array([[1.0, 9.0], [1.0, 9.0], [5.0, 2.0], [5.0, 2.0]])
    metric.update_state(np.array([0, 2, 0, 2]), penalties)
    assert float(metric.result()) == 0.5
    metric.reset_state()
    metric.update_state(np.array([[2], [2]]), penalties[:2])
    assert float(metric.result()) == 0.0
    assert ErrorRate.from_config(metric.get_config()).rubbish
