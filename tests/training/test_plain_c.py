"""Plain C learns, judges and bends exactly as the layers and optimizers of Keras do."""

import ctypes
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from lenet_keras import (
    SDLM,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    diagonal_curvature,
    lenet5,
    load_mnist,
    paper,
    prepare,
)
from lenet_keras.digits import BLANK, MNIST, Digits, affine_matrices, affine_transform
from lenet_keras.digits._elastic import _sample, _sources, spline_weights
from lenet_keras.results import read_run
from lenet_keras.training import RECIPES, CompiledPass, PlainC, train
from lenet_keras.training._c_program import (
    compiled_program,
    in_a_row,
    out_of_a_row,
    pointer,
)
from lenet_keras.training._plain_c import _setting

TRAIN = load_mnist().train
X, Y = prepare(TRAIN.images[:200]), TRAIN.labels[:200]
OTHER = {"mu": None, "curvature_loss": None, "coefficient": None}
TUNED = RECIPES["tuned"]
SGD = replace(TUNED, **OTHER, optimizer="sgd", learning_rate=1e-4)
RECIPES_IN_C = {
    "equation 8, rates of the paper": RECIPES["paper"],
    "equation 9, cosine": TUNED,
    "its own curvature, decay": replace(TUNED, curvature_loss=None, weight_decay=0.01),
    "sgd": SGD,
    "momentum, decay": replace(SGD, momentum=0.9, weight_decay=0.1),
    "adam": replace(SGD, optimizer="adam"),
    "rubbish among the digits": replace(TUNED, rubbish=0.1),
}


def arrays(variables):
    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def apart(one, other):
    """The largest distance of two arrays of a list, as a share of the second."""
    pairs = zip(one, other, strict=True)
    return max(np.linalg.norm(a - b) / max(np.linalg.norm(b), 1e-9) for a, b in pairs)


@pytest.fixture(params=RECIPES_IN_C, scope="module")
def learned(request):
    """Start, and what 200 patterns in two passes change, in C and in Keras."""
    recipe = RECIPES_IN_C[request.param]
    found = []
    for program in (PlainC, lambda model: CompiledPass(model, chunk=100)):
        model = recipe.compiled_model(100, seed=0)
        start = arrays(model.trainable_variables)
        one_pass = program(model)
        for number, part in enumerate((slice(100), slice(100, 200)), start=1):
            x, y = X[part], Y[part]
            recipe.prepare_pass(model, number, x, y, seed=0)
            if recipe.rubbish:
                y = np.where(np.arange(len(y)) % 7, y, 10)
            told = one_pass(x, y, verbose=0)
        end = arrays(model.trainable_variables)
        changes = [w - s for w, s in zip(end, start, strict=True)]
        found.append((changes, arrays(model.optimizer.variables), told))
    return found


def test_it_changes_the_weights_as_keras_does(learned):
    (ours, *_), (expected, *_) = learned
    assert all(change.any() for change in expected)
    assert apart(ours, expected) < 1e-4


def test_it_leaves_the_optimizer_as_keras_does(learned):
    (_, ours, _), (_, expected, _) = learned
    assert apart(ours, expected) < 1e-4


def test_it_tells_loss_and_error(learned):
    (*_, ours), (*_, expected) = learned
    assert ours == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("coefficient", ["connections", "unit"])
@pytest.mark.parametrize("scale", [None, 1.0, 0.05])
def test_its_curvature_is_that_of_keras(scale, coefficient):
    loss = MaximumAPosterioriLoss(10.0, scale) if scale else MaximumLikelihoodLoss()
    model = lenet5(seed=1)
    model.compile(SDLM(), loss)
    ours = PlainC(model).curvature(loss, X, Y, coefficient)
    expected = diagonal_curvature(model, loss, X, Y, coefficient)
    assert apart(ours, arrays(expected)) < 1e-4


def test_its_penalties_are_those_of_keras():
    model = lenet5(weights="mnist")
    model.compile(SDLM(), MaximumLikelihoodLoss())
    expected = model.predict(X, verbose=0)
    np.testing.assert_allclose(PlainC(model).penalties(X), expected, 1e-4, 1e-3)


def test_a_network_with_a_blank_class_learns_as_in_keras():
    recipe = replace(RECIPES["strings"], learning_rate=1e-4)
    models = [recipe.compiled_model(len(X), seed=1) for _ in range(2)]
    labels = np.where(np.arange(len(Y)) % 3, Y, BLANK)
    for model in models:
        recipe.prepare_pass(model, 1, X, labels, seed=0)
    told = [
        kind(model)(X, labels, verbose=0)
        for kind, model in zip((PlainC, CompiledPass), models, strict=True)
    ]
    assert told[0] == pytest.approx(told[1], rel=1e-3)
    ours, theirs = (model.predict(X, verbose=0) for model in models)
    assert ours.shape == (len(X), 11)
    np.testing.assert_allclose(ours, theirs, 1e-3, 1e-2)


STATES_AND_DERIVATIVES = 10_540 + 11_436  # numbers, some of them between maps


@pytest.mark.parametrize("label", [0, 7, 10])
def test_it_explains_a_pattern_by_the_gradient_that_keras_finds(label):
    loss = MaximumAPosterioriLoss(20.0, 0.1, rubbish=True)
    model = lenet5(seed=4)
    row = in_a_row(model.trainable_variables)
    found = np.zeros(STATES_AND_DERIVATIVES + 20 + row.size + 1, np.float32)
    compiled_program().explain(
        ctypes.byref(_setting(loss, paper.digit_codes())),
        *(pointer(row), pointer(np.ascontiguousarray(X[0])), label, pointer(found)),
    )
    with tf.GradientTape() as tape:
        penalties = model(X[:1])
        tape.watch(penalties)
        expected = loss(np.array([label]), penalties)
    slopes, *gradient = tape.gradient(
        expected, [penalties, *(v.value for v in model.trainable_variables)]
    )
    told = np.split(found[STATES_AND_DERIVATIVES:], [10, 20, 20 + row.size])
    np.testing.assert_allclose(told[0], penalties[0], 1e-4)
    np.testing.assert_allclose(told[1], slopes[0], 1e-3, 1e-6)
    assert apart(out_of_a_row(told[2], model.trainable_variables), gradient) < 1e-4
    assert told[3] == pytest.approx(float(expected), rel=1e-4)


def distorted(image, matrix, nodes):
    way = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2].astype("float32")
    found = np.zeros((1, 32, 32, 1), np.float32)
    given = (np.ascontiguousarray(image), way, nodes.astype("float32"), found)
    compiled_program().distort(*map(pointer, given))
    return found


@pytest.mark.parametrize("number", range(5))
def test_it_distorts_as_the_package_does(number):
    rng = np.random.default_rng(number)
    matrices = affine_matrices(1, rng, translation=3.0, shear=0.3, share=1.0)
    nodes = 3 * (2 * rng.random((1, 2, 9, 9), np.float32) - 1)
    image = X[number : number + 1]
    shares = spline_weights(32, 32 / 6)
    expected = _sample(image, _sources(matrices, shares @ nodes @ shares.T))
    found = distorted(image, matrices[0], nodes)
    np.testing.assert_allclose(found, expected, 0, 1e-4)
    assert np.abs(found - image).max() > 0.5
    straight = distorted(image, matrices[0], np.zeros_like(nodes))
    np.testing.assert_allclose(straight, affine_transform(image, matrices), 0, 1e-4)


def test_weights_come_back_from_a_row_as_they_were():
    weights = lenet5(seed=2).get_weights()[:12]
    back = out_of_a_row(in_a_row(weights), weights)
    assert all((a == b).all() for a, b in zip(back, weights, strict=True))


def test_a_run_that_was_interrupted_goes_on(tmp_path):
    few = Digits(TRAIN.images[:60], TRAIN.labels[:60])
    data = MNIST(few, Digits(TRAIN.images[:0], TRAIN.labels[:0]), few)
    recipe = replace(TUNED, passes=2)

    def stop(record):
        raise KeyboardInterrupt

    whole = train(recipe, data, tmp_path / "whole", plain_c=True)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, data, tmp_path / "parts", plain_c=True, on_pass=stop)
    parts = train(recipe, data, tmp_path / "parts", plain_c=True)
    assert parts["passes"] == whole["passes"]
    assert read_run(tmp_path / "parts" / "run.json")["program"] == "plain C"
    with pytest.raises(ValueError, match="program none instead of plain C"):
        train(recipe, data, tmp_path / "parts")


def test_weights_that_are_no_numbers_are_told():
    model = TUNED.compiled_model(200, seed=0)
    TUNED.prepare_pass(model, 1, X, Y, seed=0)
    model.trainable_variables[0].assign(np.full((5, 5, 1, 6), np.nan))
    program = PlainC(model)
    assert np.isnan(program(X, Y)["loss"])
    assert np.isnan(program.penalties(X)).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda model: model.compile("sgd", "mse"), "loss must be"),
        (
            lambda model: model.compile("rmsprop", MaximumLikelihoodLoss()),
            "must be SDLM, SGD or Adam",
        ),
        (
            lambda model: model.compile(
                keras.optimizers.SGD(nesterov=True, momentum=0.9),
                MaximumLikelihoodLoss(),
            ),
            "must be SDLM, SGD or Adam",
        ),
    ],
)
def test_what_it_does_not_know_is_refused(change, message):
    model = lenet5()
    change(model)
    with pytest.raises(ValueError, match=message):
        PlainC(model)


@pytest.mark.parametrize(
    "options",
    [{"subsampling": "mean"}, {"activation": "relu"}, {"connections": "full"}],
)
def test_another_network_is_refused(options):
    model = lenet5(**options)
    model.compile(SDLM(), MaximumLikelihoodLoss())
    with pytest.raises(ValueError, match="standard LeNet-5"):
        PlainC(model)


def test_without_a_curvature_it_does_not_learn():
    model = TUNED.compiled_model(200, seed=0)
    with pytest.raises(RuntimeError, match="curvature"):
        PlainC(model)(X, Y)


def test_without_a_compiler_it_says_what_is_missing(monkeypatch):
    from lenet_keras.training import _c_program

    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(_c_program.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="C compiler"):
        _c_program.compiler()
