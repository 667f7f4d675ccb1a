import copy
import pickle
import random
import subprocess
import sys

import keras
import numpy as np
import pytest
from layer_checks import FRESH_PROCESS, random_images

from lenet_keras import (
    MaximumLikelihoodLoss,
    lenet5,
    paper,
    scaled_tanh,
    weights_card,
)
from lenet_keras.digits import load_mnist, prepare
from lenet_keras.training import CompiledPass

LAYERS = ["C1", "S2", "C3", "S4", "C5", "F6", "output"]


def trainable(layer) -> int:
    return sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)


def penalties(model, x) -> np.ndarray:
    return model.predict(x, verbose=0)


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return prepare(load_mnist().test.images[:8])


# --- the architecture


def test_sixty_thousand_parameters_in_seven_layers():
    model = lenet5()
    names = [layer.name for layer in model.layers]
    assert [name for name in names if name not in ("image", "flatten")] == LAYERS
    assert {name: trainable(model.get_layer(name)) for name in LAYERS} == {
        "C1": 156,
        "S2": 12,
        "C3": 1_516,
        "S4": 32,
        "C5": 48_120,
        "F6": 10_164,
        "output": 0,
    }
    assert trainable(model) == 60_000
    assert model.get_layer("output").count_params() == 840


def test_shapes_of_the_layers():
    model = lenet5()
    shapes = {name: model.get_layer(name).output.shape[1:] for name in LAYERS}
    assert shapes == {
        "C1": (28, 28, 6),
        "S2": (14, 14, 6),
        "C3": (10, 10, 16),
        "S4": (5, 5, 16),
        "C5": (1, 1, 120),
        "F6": (84,),
        "output": (10,),
    }


def test_every_layer_up_to_f6_squashes(digits):
    model = lenet5()
    for name in LAYERS[:-1]:
        assert model.get_layer(name).activation is scaled_tanh
    assert penalties(model, digits).max() > paper.AMPLITUDE


def test_centres_are_the_codes_of_fig_3():
    [codes] = lenet5().get_layer("output").get_weights()
    np.testing.assert_array_equal(codes, paper.digit_codes())


# --- the start


FAN_IN = {"C1": 25, "C5": 400, "F6": 120}


@pytest.mark.parametrize(
    ("start", "scale", "power"),
    [("square_root", 2.4, 0.5), ("literal", 2.4, 1), ("unit_variance", 3**0.5, 0.5)],
)
def test_initial_kernels_follow_the_fan_in(start, scale, power):
    model = lenet5(start=start)
    for name, fan_in in FAN_IN.items():
        kernel, bias = model.get_layer(name).get_weights()
        bound = scale / fan_in**power
        assert 0.95 * bound < np.abs(kernel).max() <= bound
        assert not bias.any()
    dense = keras.ops.convert_to_numpy(model.get_layer("C3").dense_kernel)
    for output_map, inputs in enumerate(paper.C3_CONNECTIONS):
        bound = scale / (25 * len(inputs)) ** power
        assert 0.9 * bound < np.abs(dense[..., output_map]).max() <= bound
    for name in ("S2", "S4"):
        coefficient, bias = model.get_layer(name).get_weights()
        assert not bias.any()
        if start == "literal":
            assert np.abs(coefficient).max() <= 2.4 / 4
            assert len(set(coefficient)) == len(coefficient)
        else:
            np.testing.assert_array_equal(coefficient, 1 / 4)


def test_the_seed_decides_the_start():
    kernels = []
    for seed in (0, 0, 1):
        keras.utils.set_random_seed(seed)
        kernels.append(lenet5().get_layer("F6").get_weights()[0])
    np.testing.assert_array_equal(kernels[0], kernels[1])
    assert not np.array_equal(kernels[0], kernels[2])


# --- wide inputs


def test_a_wide_input_gives_the_penalties_of_every_crop_4_pixels_apart():
    model = lenet5()
    wide = lenet5(input_shape=(None, None, 1))
    assert wide.output_shape == (None, None, None, 10)
    wide.set_weights(model.get_weights())
    image = random_images(1, 40, 52, 1)
    answers = penalties(wide, image)
    assert answers.shape == (1, 3, 6, 10)
    crops = [
        image[0, 4 * row : 4 * row + 32, 4 * column : 4 * column + 32]
        for row in range(3)
        for column in range(6)
    ]
    alone = penalties(model, np.stack(crops))
    np.testing.assert_allclose(answers[0].reshape(-1, 10), alone, rtol=1e-4)
    assert np.ptp(alone, axis=0).min() > 1e-2  # the positions do differ


def test_the_answer_for_32x32_does_not_depend_on_the_declared_size(digits):
    model, wide = lenet5(), lenet5(input_shape=(32, None, 1))
    wide.set_weights(model.get_weights())
    answers = penalties(wide, digits)
    assert answers.shape == (8, 1, 1, 10)
    np.testing.assert_allclose(answers[:, 0, 0], penalties(model, digits), rtol=1e-5)


# --- options


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ({"connections": "full"}, 60_000 - 1_516 + 2_416),
        ({"connections": [[0], [1, 2], [3, 4, 5]]}, None),
        ({"subsampling": "mean"}, 60_000),
        ({"subsampling": "average"}, 60_000 - 44),
        ({"subsampling": "max"}, 60_000 - 44),
        ({"activation": "relu"}, 60_000),
        ({"output": "softmax"}, 60_000 + 850),
        ({"codes": -np.ones((3, 84))}, 60_000),
        ({"codes": -np.ones((3, 84)), "classes": 3}, 60_000),
        ({"output": "softmax", "classes": 26}, 60_000 + 26 * 85),
        ({"start": "literal"}, 60_000),
        ({"input_shape": (32, 32, 3)}, 60_000 + 300),
        ({"input_shape": (36, 32, 1)}, 60_000),
    ],
    ids=str,
)
def test_every_option_gives_a_network_that_learns(options, parameters):
    model = lenet5(**options)
    if parameters is not None:
        assert trainable(model) == parameters
    classes = options.get("classes", len(options.get("codes", range(10))))
    assert model.output_shape[-1] == classes
    x = random_images(4, *options.get("input_shape", (32, 32, 1)))
    model.compile("sgd", loss=lambda y, outputs: keras.ops.sum(outputs[..., :1]))
    before = [weight.copy() for weight in model.get_weights()]
    model.fit(x, np.zeros(4), verbose=0)
    moved = [
        weight.path
        for weight, old, new in zip(
            model.weights, before, model.get_weights(), strict=True
        )
        if not np.array_equal(old, new)
    ]
    assert moved == [weight.path for weight in model.trainable_weights]


def test_mean_and_sum_with_a_quarter_are_the_same_network(digits):
    answers = []
    for subsampling in ("sum", "mean", "average"):
        keras.utils.set_random_seed(0)
        model = lenet5(subsampling=subsampling, activation="linear")
        answers.append(penalties(model, digits))
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-4)
    np.testing.assert_allclose(answers[0], answers[2], rtol=1e-4)


def test_pooling_without_parameters_does_not_squash(digits):
    model = lenet5(subsampling="max")
    probe = keras.Model(model.input, [model.get_layer(n).output for n in ("C1", "S2")])
    c1, s2 = probe.predict(digits, verbose=0)
    windows = c1.reshape(8, 14, 2, 14, 2, 6)
    np.testing.assert_array_equal(s2, windows.max(axis=(2, 4)))


def test_softmax_gives_probabilities(digits):
    shares = lenet5(output="softmax").predict(digits, verbose=0)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input_shape": (31, 32, 1)}, r"at least 32 or None. Received: \(31, 32, 1\)"),
        ({"input_shape": (32, 32)}, r"\(height, width, channels\).*Received"),
        ({"connections": "table_1"}, "`connections` must be .*Received: 'table_1'"),
        ({"connections": [[0], [7]]}, "input map 7 for output map 1"),
        ({"subsampling": "median"}, "`subsampling` must be .*Received: 'median'"),
        ({"output": "svm"}, "`output` must be .*Received: 'svm'"),
        ({"classes": 0}, "`classes` must be a positive integer. Received: 0"),
        ({"classes": 3}, "must be the number of `codes`.*Received: .*3, 10 codes"),
        (
            {"output": "softmax", "codes": np.ones((3, 84))},
            r"`codes` must be None .* give `classes`. Received: .*\(3, 84\)",
        ),
        ({"start": "zero"}, "`start` must be .*Received: 'zero'"),
        ({"codes": np.ones((10, 80))}, "`centers` must .*Received: 80 components"),
    ],
    ids=str,
)
def test_bad_argument_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        lenet5(**options)


# --- weights


def test_weights_of_a_file(tmp_path, digits):
    path = tmp_path / "my.weights.h5"
    model = lenet5()
    model.save_weights(path)
    for given in (path, str(path)):
        again = lenet5(weights=given)
        np.testing.assert_array_equal(
            penalties(again, digits), penalties(model, digits)
        )


def _arrays(model):
    """Its trainable weights, named as in the file that a page of the book writes."""
    return {
        f"{layer.name}/{variable.name}": np.array(variable)
        for layer in model.layers
        for variable in layer.trainable_weights
    }


def test_weights_of_a_page(tmp_path):
    path = tmp_path / "mine.npz"
    model = lenet5(seed=5)
    np.savez(path, **_arrays(model))
    again = lenet5(weights=path)
    for one, two in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    with pytest.raises(
        ValueError, match=r"Received: C3/kernel \(5, 5, 96\), \(5, 5, 60"
    ):
        lenet5(connections="full", weights=path)


@pytest.mark.parametrize("content", [None, b"", b"hello", b"PK\3\4", "an array"])
def test_weights_of_a_damaged_page_are_refused(tmp_path, content):
    path = tmp_path / "mine.npz"
    if content == "an array":
        with path.open("wb") as file:
            np.save(file, np.zeros(3))
    elif content is not None:
        path.write_bytes(content)
    received = "no such file" if content is None else "a damaged file"
    with pytest.raises(ValueError, match=f"mine.npz: expected .*Received: {received}"):
        lenet5(weights=path)


@pytest.mark.parametrize("name", ["fashion", "lenet.h5", "", 7])
def test_unknown_weights_are_refused(name):
    message = f"`weights` must be None, one of .*Received: '{name}'"
    with pytest.raises(ValueError, match=message):
        lenet5(weights=name)
    with pytest.raises(ValueError, match=message):
        weights_card(name)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="existing .weights.h5 file. Received: .*gone"):
        lenet5(weights=tmp_path / "gone.weights.h5")


def test_shipped_weights_serve_wide_inputs_and_the_same_table_written_out():
    model = lenet5(weights="mnist")
    wide = lenet5(input_shape=(None, 40, 1), weights="mnist", name="wide")
    same = lenet5(weights="mnist", connections=paper.C3_CONNECTIONS, start="literal")
    for other in (wide, same):
        for one, two in zip(model.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize(
    "options",
    [
        {"connections": "full"},
        {"connections": paper.C3_CONNECTIONS[::-1]},
        {"subsampling": "mean"},
        {"subsampling": "max"},
        {"activation": "tanh"},
        {"output": "softmax"},
        {"codes": -paper.digit_codes()},
        {"input_shape": (32, 32, 3)},
    ],
    ids=str,
)
def test_shipped_weights_refuse_another_architecture(options):
    with pytest.raises(ValueError, match="any architecture but that of the paper"):
        lenet5(weights="mnist", **options)


def test_a_fresh_process_loads_the_model(tmp_path, digits):
    model = lenet5()
    model.save(tmp_path / "model.keras")
    np.save(tmp_path / "x.npy", digits)
    files = [str(tmp_path / n) for n in ("model.keras", "x.npy", "answer.npy")]
    subprocess.run([sys.executable, "-c", FRESH_PROCESS, *files], check=True)
    np.testing.assert_allclose(
        np.load(tmp_path / "answer.npy"), penalties(model, digits), rtol=1e-6
    )


@pytest.mark.parametrize("start", ["square_root", "literal", "unit_variance"])
def test_the_seed_decides_initial_weights_whatever_state_others_left(start):
    def initial(seed, state):
        random.seed(state)
        return np.concatenate(
            [w.ravel() for w in lenet5(start=start, seed=seed).get_weights()]
        )

    one = initial(seed=3, state=0)
    np.testing.assert_array_equal(one, initial(seed=3, state=1))
    assert (one != initial(seed=4, state=0)).any()
    kernels = [w for w in lenet5(seed=3).get_weights() if w.ndim > 1]
    assert len({float(kernel.flat[0]) for kernel in kernels}) == len(kernels)


def test_a_seeded_model_is_saved_and_loaded(tmp_path, digits):
    model = lenet5(seed=3)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(penalties(again, digits), penalties(model, digits))


# --- what it is given


RAW = load_mnist().test.images[:8]


def pixels(scale):
    """Padded to 32x32 and scaled, but not as `prepare` does it."""
    return np.pad(RAW, ((0, 0), (2, 2), (2, 2)))[..., None] * np.float32(scale)


@pytest.mark.parametrize("scale", [1, 1 / 255])
@pytest.mark.parametrize("way", ["fit", "evaluate", "predict", "CompiledPass"])
def test_pixels_that_nobody_prepared_are_warned_of_once(scale, way):
    model = lenet5(implementation="patches")
    model.compile(keras.optimizers.SGD(1e-6), MaximumLikelihoodLoss())
    labels = () if way == "predict" else (np.zeros(8, int),)
    call = CompiledPass(model) if way == "CompiledPass" else getattr(model, way)
    with pytest.warns(UserWarning, match="`lenet_keras.prepare`.*pixels from 0 to "):
        call(pixels(scale), *labels, verbose=0)
    call(pixels(scale), *labels, verbose=0)  # a second warning would be an error


def test_prepared_and_empty_images_are_not_warned_of():
    model = lenet5()
    for x in (prepare(RAW), np.zeros((2, 32, 32, 1)), prepare(RAW[:0])):
        model.look_at(x)


@pytest.mark.parametrize("x", [RAW, RAW[..., None], RAW[0], RAW[0, ..., None][None]])
def test_pictures_as_mnist_has_them_are_refused_by_name(x):
    for model in (lenet5(), lenet5(input_shape=(None, None, 1))):
        with pytest.raises(ValueError, match="use `lenet_keras.prepare`.*Received: sh"):
            model.predict(x, verbose=0)


COPIES = {
    "deepcopy": copy.deepcopy,
    "clone": keras.models.clone_model,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_is_a_model_of_the_same_kind(way, digits):
    model = lenet5(weights="mnist")
    other = COPIES[way](model)
    other.set_weights(model.get_weights())
    assert type(other) is type(model)
    np.testing.assert_array_equal(penalties(other, digits), penalties(model, digits))


# --- the configuration of Keras


ANSWER = """
import sys
import keras, numpy as np
keras.config.set_image_data_format(sys.argv[1])
from lenet_keras import feature_maps, lenet5
x = np.load(sys.argv[2])
answers = [lenet5(weights="mnist").predict(x, verbose=0)]
for options in ({"subsampling": "max"}, {"output": "softmax"}):
    answers += [lenet5(seed=0, **options).predict(x, verbose=0)]
answers += [lenet5(seed=0, implementation="patches").predict(x, verbose=0)]
answers += [feature_maps(lenet5(seed=0), x)["C5"][:, 0, 0]]
np.savez(sys.argv[3], *answers)
"""


def test_the_image_data_format_of_keras_changes_nothing(tmp_path, digits):
    np.save(tmp_path / "x.npy", digits)
    answers = []
    for name in ("channels_last", "channels_first"):
        files = [str(tmp_path / "x.npy"), str(tmp_path / f"{name}.npz")]
        subprocess.run([sys.executable, "-c", ANSWER, name, *files], check=True)
        answers.append(list(np.load(files[1]).values()))
    for last, first in zip(*answers, strict=True):
        np.testing.assert_array_equal(first, last)
