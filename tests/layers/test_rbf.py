import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layer_checks import (
    check_config,
    check_fresh_process,
    check_layer,
    check_training_step,
    random_images,
    to_numpy,
)

from lenet_keras import RBF, paper

pytestmark = pytest.mark.backends

CODES = paper.digit_codes()


# --- what the layer computes


def test_by_hand():
    # (1 - 0)^2 + (2 - 0)^2 = 5 and (1 - 1)^2 + (2 - -1)^2 = 9: no root, no half.
    penalties = RBF([[0, 0], [1, -1]])(np.float32([[1, 2]]))
    np.testing.assert_array_equal(to_numpy(penalties), [[5, 9]])


def test_fed_its_own_code_a_unit_answers_zero_and_wins():
    penalties = to_numpy(RBF(CODES)(CODES))
    np.testing.assert_array_equal(np.diag(penalties), 0)
    np.testing.assert_array_equal(penalties.argmin(axis=1), range(10))
    np.testing.assert_array_equal(penalties, penalties.T)


def test_distances_between_the_ten_codes():
    penalties = to_numpy(RBF(CODES)(CODES))
    others = penalties[~np.eye(10, dtype=bool)]
    assert others.min() == 48 and others.max() == 200
    assert penalties[6, 8] == 48
    # Each cell that differs, -1 against +1, adds 4.
    np.testing.assert_array_equal(penalties % 4, 0)


def test_penalties_are_squared_distances_and_never_negative():
    x, centers = random_images(5, 7), random_images(3, 7, seed=1)
    penalties = to_numpy(RBF(centers)(x))
    expected = [[np.sum((a - c) ** 2) for c in centers] for a in x.astype("float64")]
    np.testing.assert_allclose(penalties, expected, rtol=1e-5)
    assert (penalties >= 0).all()


def test_renumbering_the_classes_renumbers_the_penalties():
    x, order = random_images(4, 84), np.random.default_rng(0).permutation(10)
    np.testing.assert_array_equal(
        to_numpy(RBF(CODES[order])(x)), to_numpy(RBF(CODES)(x))[:, order]
    )


def test_a_map_of_vectors_is_treated_as_each_vector_alone():
    states = random_images(2, 3, 4, 84)
    penalties = to_numpy(RBF(CODES)(states))
    assert penalties.shape == (2, 3, 4, 10)
    alone = to_numpy(RBF(CODES)(states.reshape(-1, 84)))
    np.testing.assert_allclose(penalties.reshape(-1, 10), alone, rtol=1e-5)


# --- its centres


def test_centres_are_fixed_unless_asked():
    fixed, learned = RBF(CODES), RBF(CODES, train_centers=True)
    for layer in (fixed, learned):
        layer.build((None, 84))
        np.testing.assert_array_equal(to_numpy(layer.centers), CODES)
    assert not fixed.trainable_weights
    assert len(learned.trainable_weights) == 1
    assert learned.count_params() == fixed.count_params() == 840


@pytest.mark.parametrize(
    ("centers", "message"),
    [
        ([1.0, 2.0], r"matrix \(units, inputs\).*shape \(2,\)"),
        (np.zeros((2, 3, 4)), r"matrix \(units, inputs\).*shape \(2, 3, 4\)"),
        ([], r"matrix \(units, inputs\).*shape \(0,\)"),
        (np.zeros((0, 84)), r"matrix \(units, inputs\).*shape \(0, 84\)"),
        ([[1.0, np.nan]], "finite numbers. Received"),
        ([[1.0, np.inf]], "finite numbers. Received"),
        ([[1.0, 2.0], [3.0]], "all rows of one length. Received"),
        ([["a", "b"]], "matrix of numbers.*Received"),
        (None, "Received"),
    ],
)
def test_bad_centres_are_refused(centers, message):
    with pytest.raises(ValueError, match=message):
        RBF(centers)


def test_input_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"84 components, input of shape \(None, 80\)"):
        RBF(CODES).build((None, 80))
    layer = RBF(CODES)
    layer.build((None, 84))
    with pytest.raises(ValueError, match="expected axis -1 of input shape"):
        layer(random_images(2, 80))


# --- a layer like those of Keras


@pytest.mark.parametrize("train_centers", [False, True])
@pytest.mark.parametrize("shape", [(3, 84), (2, 3, 4, 84)], ids=str)
def test_keras_layer(train_centers, shape):
    arguments = {"centers": CODES, "train_centers": train_centers}
    spatial = tuple(range(1, len(shape) - 1))
    trainable = int(train_centers)
    output_shape = (*shape[:-1], 10)
    check_layer(RBF, arguments, shape, output_shape, trainable, 1 - trainable, spatial)


def test_fixed_centres_still_pass_the_gradient_on():
    check_training_step(RBF, {"centers": [[0.0, 1.0], [2.0, 3.0]]}, random_images(4, 2))


def test_a_fresh_process_loads_it(tmp_path):
    layer = RBF(CODES, train_centers=True)
    check_fresh_process(layer, random_images(3, 84), tmp_path)


def test_the_weight_is_called_as_the_argument():
    layer = RBF(CODES)
    layer.build((None, 84))
    assert [weight.name for weight in layer.weights] == ["centers"]
    assert not hasattr(layer, "codes")


def test_weights_of_a_file_replace_the_centres(tmp_path):
    models = [
        keras.Sequential([keras.Input((2,)), RBF(centers)])
        for centers in ([[1, 2]], [[5, 5]])
    ]
    models[0].save_weights(tmp_path / "codes.weights.h5")
    models[1].load_weights(tmp_path / "codes.weights.h5")
    np.testing.assert_array_equal(models[1].get_weights()[0], [[1, 2]])


numbers = st.floats(-100, 100, width=32)


@given(
    centers=st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(numbers, min_size=n, max_size=n), min_size=1)
    ),
    train_centers=st.booleans(),
)
def test_every_valid_config_comes_back(centers, train_centers):
    layer = RBF(centers, train_centers=train_centers)
    check_config(layer)
    again = RBF.from_config(layer.get_config())
    again.build((None, len(centers[0])))
    np.testing.assert_array_equal(to_numpy(again.centers), np.float32(centers))
    assert again.train_centers is train_centers
