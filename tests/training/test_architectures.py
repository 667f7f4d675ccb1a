"""The networks that the paper compares with LeNet-5 are those of section III-C."""

import keras
import numpy as np
import pytest

from lenet_keras import MaximumLikelihoodLoss, count, paper, prepare
from lenet_keras.training import ARCHITECTURES, RECIPES, Recipe, network
from lenet_keras.training._architectures import (
    LENET1_CONNECTIONS,
    LENET4_C3_CONNECTIONS,
    LENET4_C5_CONNECTIONS,
)

START = (2.4, 0.5)
PRINTED = paper.printed_classifiers()


def sizes(name):
    layers = [layer for layer in count(network(name, START)) if layer.kind != "RBF"]
    parameters = sum(layer.parameters for layer in layers)
    return parameters, sum(layer.connections for layer in layers)


def test_lenet1_has_the_numbers_of_1990():
    assert sizes("lenet1") == (2_578, 98_442)
    shapes = {one.name: one.output_shape for one in count(network("lenet1", START))}
    assert shapes["H1"] == (24, 24, 4) and shapes["H3"] == (8, 8, 12)
    assert sum(map(len, LENET1_CONNECTIONS)) == 20
    halves = [{s // 2 for s in maps} for maps in LENET1_CONNECTIONS]
    assert halves == [{0}] * 6 + [{1}] * 6  # two independent modules


def test_lenet4_has_about_the_numbers_of_the_paper():
    parameters, connections = sizes("lenet4")
    assert round(parameters, -3) == 17_000
    assert round(connections, -4) == 260_000
    assert [len(t) for t in (LENET4_C3_CONNECTIONS, LENET4_C5_CONNECTIONS)] == [16, 120]
    assert sum(map(len, LENET4_C3_CONNECTIONS)) == 60
    assert sum(map(len, LENET4_C5_CONNECTIONS)) == 560
    for table, maps in ((LENET4_C3_CONNECTIONS, 8), (LENET4_C5_CONNECTIONS, 16)):
        seen = [source for sources in table for source in sources]
        share = len(seen) / maps
        assert {*seen} == {*range(maps)}
        assert all(abs(seen.count(k) - share) <= 0.2 * share for k in range(maps))
    assert len({*LENET4_C3_CONNECTIONS}) == 16


def test_a_full_lenet4_could_not_have_them():
    assert sizes("lenet4-full") == (50_998, 292_306)


@pytest.mark.parametrize(
    ("name", "bar"),
    [
        ("20x20-300-10", "[deslant] 20x20-300-10"),
        ("28x28-1000-10", "28x28-1000-10"),
        ("28x28-300-100-10", "28x28-300-100-10"),
        ("28x28-500-150-10", "28x28-500-150-10"),
    ],
)
def test_perceptrons_have_the_numbers_of_figures_11_and_12(name, bar):
    parameters, connections = sizes(name)
    assert parameters == connections
    assert round(parameters / 1_000) == pytest.approx(PRINTED[bar]["variables"], abs=1)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_penalties_are_squared_errors_of_the_units(name):
    model = network(name, START, seed=0)
    x = prepare(np.random.default_rng(0).integers(256, size=(3, 28, 28), dtype="uint8"))
    units = keras.Model(model.input, model.get_layer("units").output)
    states = keras.ops.convert_to_numpy(units(x))
    penalties = keras.ops.convert_to_numpy(model(x))
    targets = 2 * np.eye(10) - 1
    expected = ((states[:, None] - targets) ** 2).sum(axis=-1)
    np.testing.assert_allclose(penalties, expected, rtol=1e-4)
    np.testing.assert_array_equal(penalties.argmin(axis=1), states.argmax(axis=1))
    labels = np.array([3, 0, 9])
    loss = float(MaximumLikelihoodLoss()(labels, penalties))
    squared = ((states - targets[labels]) ** 2).sum(axis=-1)
    assert loss == pytest.approx(squared.mean(), rel=1e-4)


@pytest.mark.parametrize(
    ("name", "border"), [("lenet1", 2), ("20x20-300-10", 6), ("28x28-300-10", 2)]
)
def test_only_the_middle_of_the_input_is_seen(name, border):
    model = network(name, START, seed=0)
    x = np.full((1, 32, 32, 1), paper.BACKGROUND, "float32")
    frame = np.random.default_rng(0).normal(size=x.shape).astype("float32")
    frame[:, border : 32 - border, border : 32 - border] = 0
    np.testing.assert_array_equal(model(x), model(x + frame))


def test_each_pair_of_subsampling_maps_sees_one_map():
    model = network("lenet4", START, seed=0)
    repeated = keras.Model(model.input, model.get_layer("S2").input)
    c1 = keras.Model(model.input, model.get_layer("C1").output)
    x = np.random.default_rng(0).normal(size=(2, 32, 32, 1))
    twice = np.repeat(keras.ops.convert_to_numpy(c1(x)), 2, axis=-1)
    np.testing.assert_array_equal(repeated(x), twice)


@pytest.mark.parametrize("name", ["lenet1", "lenet4", "lenet4-full"])
def test_patches_are_the_same_network(name):
    one, other = (network(name, START, kind, seed=1) for kind in ("conv", "patches"))
    x = np.random.default_rng(0).normal(size=(2, 32, 32, 1))
    np.testing.assert_allclose(one(x), other(x), rtol=1e-4, atol=1e-4)
    shapes = [w.shape for w in one.get_weights()]
    assert shapes == [w.shape for w in other.get_weights()]


def test_a_recipe_trains_another_network():
    recipe = Recipe(architecture="lenet1", batch_size=1, passes=1)
    model = recipe.compiled_model(patterns=10, seed=0)
    assert model.name == "lenet1"
    assert recipe.to_dict()["architecture"] == "lenet1"
    assert "architecture" not in RECIPES["best"].to_dict()
    with pytest.raises(ValueError, match="`architecture` must be .*Received: .*lenet9"):
        Recipe(architecture="lenet9")
    with pytest.raises(ValueError, match="go with LeNet-5.*Received: .*lenet1"):
        Recipe(architecture="lenet1", rubbish=0.1)
