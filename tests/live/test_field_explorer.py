"""The field explorer lights up what the network is, and adds up to its states."""

import base64

import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from javascript import run_module

from lenet_keras import lenet5, paper
from lenet_keras.inspection import feature_maps, receptive_fields
from lenet_keras.live._network import NetworkStore
from lenet_keras.live.field_explorer import CHAIN, FieldExplorer

LAYERS = CHAIN[1:]
AXES = "rows", "columns"
# Reads the network as a page does, and asks about each of the units.
UNITS = """
import { forward, readNetwork } from "$live/js/lenet5.js";
import { addends, formula, lightUp, sumUp } from "$live/js/fields.js";
const bytes = Buffer.from(given.weights, "base64");
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const layers = readNetwork(given.architecture, view);
const states = forward(layers, Float32Array.from(given.image));
answer(given.units.map((unit) => {
  const lit = lightUp(layers, unit);
  if (unit.layer === "image") return { lit };
  const parts = addends(layers, states, unit);
  const sum = sumUp(layers[unit.layer], parts.flatMap(({ products }) => products));
  const state = formula(layers[unit.layer], unit.map, sum).at(-1)[1];
  return { lit, state, maps: parts.map(({ map }) => map) };
}));
"""


@pytest.fixture(scope="module")
def figure(model, digits):
    return FieldExplorer(model, digits, ["7", "2"])


def in_the_page(model, image, units: list[dict]) -> list[dict]:
    store = NetworkStore(model)
    return run_module(
        UNITS,
        {
            "architecture": store.architecture,
            "weights": base64.b64encode(store.weights).decode(),
            "image": image.ravel().tolist(),
            "units": units,
        },
    )


def a_unit(layer: str, m: int = 0, row: int = 0, column: int = 0) -> dict:
    return {"layer": layer, "map": int(m), "row": int(row), "column": int(column)}


def some_units(maps: dict[str, np.ndarray]) -> list[dict]:
    """Twenty of each layer, its corners included."""
    rng = np.random.default_rng(3)
    units = []
    for name in LAYERS:
        shape = np.array(maps[name].shape[1:])
        places = rng.integers(0, shape, (18, 3))
        for row, column, m in [np.zeros(3), *places, shape - 1]:
            units.append(a_unit(name, m, row, column))
    return units


# --- fields


def test_a_unit_sees_the_pixels_that_receptive_fields_computes(model, digits):
    fields = receptive_fields(model)
    units = [
        a_unit(field.name, 0, n, n)
        for field in fields
        for n in range((32 - field.size) // field.spacing + 1)
    ]
    lit = [found["lit"]["image"] for found in in_the_page(model, digits[0], units)]
    by_name = {field.name: field for field in fields}
    for unit, image in zip(units, lit, strict=True):
        pixels = by_name[unit["layer"]].pixels(unit["row"])
        assert image["rows"] == image["columns"] == [pixels[0], len(pixels)]
    assert [by_name[name].size for name in LAYERS] == [5, 6, 14, 16, 32]


def test_a_pixel_lights_exactly_the_units_that_keras_moves(model, digits):
    row, column = 13, 30
    changed = digits[:1].copy()
    changed[0, row, column] += 1
    before, after = feature_maps(model, digits[:1]), feature_maps(model, changed)
    pixel = a_unit("image", 0, row, column)
    [found] = in_the_page(model, digits[0], [pixel])
    for name in LAYERS:
        moved = (np.abs(after[name] - before[name])[0] > 1e-6).any(axis=-1)
        (top, height), (left, width) = (found["lit"][name][a] for a in AXES)
        expected = np.zeros_like(moved)
        expected[top : top + height, left : left + width] = True
        np.testing.assert_array_equal(moved, expected)


@pytest.mark.parametrize(
    ("connections", "table"),
    [
        ("table_i", paper.C3_CONNECTIONS),
        ("full", 16 * [range(6)]),
        (3 * [[0, 5], [1], [2, 3, 4]], 3 * [[0, 5], [1], [2, 3, 4]]),
    ],
)
def test_a_unit_of_c3_lights_the_maps_that_it_is_connected_to(
    connections, table, digits
):
    model = lenet5(connections=connections)
    units = [a_unit("C3", m, 4, 4) for m in range(len(table))]
    for inputs, found in zip(table, in_the_page(model, digits[0], units), strict=True):
        assert found["maps"] == found["lit"]["S2"]["maps"] == list(inputs)


# --- sums


@pytest.mark.parametrize(
    "arguments",
    [
        {"weights": "mnist"},
        {"seed": 3, "connections": [[0, 5], [1], [2, 3, 4]]},
        {"seed": 4, "subsampling": "mean", "activation": "tanh"},
        {"seed": 5, "subsampling": "max", "activation": "relu"},
        {"seed": 6, "subsampling": "average", "activation": "sigmoid"},
    ],
    ids=str,
)
def test_the_working_adds_up_to_the_state_that_keras_has(arguments, digits):
    model = lenet5(**arguments)
    maps = feature_maps(model, digits[:1])
    units = some_units(maps)
    for unit, found in zip(units, in_the_page(model, digits[0], units), strict=True):
        state = maps[unit["layer"]][0, unit["row"], unit["column"], unit["map"]]
        assert found["state"] == pytest.approx(state, rel=1e-3, abs=2e-4)


# --- the Python side


def test_every_control_is_linked_to_its_trait_in_the_browser(figure):
    states = dependency_state(figure, drop_defaults=False).values()
    links = {
        (link["state"]["source"][1], link["state"]["target"][1])
        for link in states
        if link["model_name"] == "LinkModel"
    }
    assert links == {("index", name) for name in ("layer", "colours")}


def test_it_starts_with_a_unit_of_c3_and_everything_added(figure):
    explorer = figure.view
    assert CHAIN[explorer.layer] == "C3"
    assert (explorer.map, explorer.row, explorer.column) == (0, 5, 5)
    assert explorer.added == -1


def test_the_page_gets_the_pixels_as_they_are(figure, digits):
    explorer = figure.view
    np.testing.assert_array_equal(np.frombuffer(explorer.images, "<f4"), digits.ravel())


def test_the_hint_is_ours_to_choose(model, digits):
    one = FieldExplorer(model, digits[:1], hint="Look at C5.")
    assert one.view.hint == "Look at C5."


def test_the_words_for_the_picture_give_the_size_of_every_field(figure, model):
    for field in receptive_fields(model):
        assert f"{field.name} {field.size}" in figure.alt
    assert len(figure.picture().axes) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"images": np.zeros((1, 28, 28, 1))}, r"\(n, 32, 32, 1\).*\(1, 28, 28, 1\)"),
        ({"images": np.zeros((0, 32, 32, 1))}, r"n at least 1.*Received"),
        (
            {"images": np.zeros((2, 32, 32, 1)), "names": ["a"]},
            r"each of the 2 images.*Received: 1 names",
        ),
    ],
)
def test_what_does_not_fit_is_refused(model, arguments, words):
    with pytest.raises(ValueError, match=words):
        FieldExplorer(model, **arguments)
