"""The page sweeps the network over a row as Keras does, and reads what Python reads."""

import base64
import itertools

import numpy as np
import pytest
from javascript import run_module
from widgets import links

from lenet_keras import lenet5, load_mnist, paper
from lenet_keras.digits import Digits, Row, random_rows
from lenet_keras.inspection import feature_maps
from lenet_keras.live import RowReader
from lenet_keras.live._network import NetworkStore
from lenet_keras.live.row_reader import FIELD
from lenet_keras.reading import read_row, sweep_row

CODES = paper.codes_of(paper.DIGITS + " ")
OUTPUTS = 27
LAYERS = "C1", "S2", "C3", "S4", "C5", "F6"
# Sweeps one pair of states over all fields, one after the other, as the page does.
SWEEP = """
import { readNetwork } from "$live/js/lenet5.js";
import { createSweep, newWideStates, widen } from "$live/row_reader/wide.js";
const bytes = Buffer.from(given.weights, "base64");
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const wide = widen(readNetwork(given.architecture, view), given.width);
const states = newWideStates(wide);
const sweep = createSweep(wide, states);
answer(given.fields.map((field) => {
  states.image.set(field);
  sweep();
  const all = Object.entries(states);
  return Object.fromEntries(all.map(([name, numbers]) => [name, [...numbers]]));
}));
"""
READ = """
import { readRow, sweepRow } from "$live/row_reader/paths.js";
answer(given.map((table) => {
  const penalties = Float64Array.from(table.flat());
  const reading = readRow(penalties);
  const rival = readRow(penalties, reading.text);
  return { reading, rival, sweep: sweepRow(penalties) };
}));
"""
TYPED = """
import { decodeSheet, encodeSheet, typed } from "$live/row_reader/field.js";
const written = Array.from({ length: 10 }, () => [new Uint8Array(784).fill(255)]);
const empty = { paper: null, strokes: [] };
const levels = new Float64Array(32 * 136);
const one = typed(empty, "1", { written, gap: 0, levels });
const sheet = decodeSheet(given, 1);
if (sheet.paper.start !== one.paper.start) throw new Error("another margin");
if (encodeSheet(sheet) !== given) throw new Error("another text");
answer([sheet]);
"""


@pytest.fixture(scope="module")
def network():
    """The weights of single digits, with a code for blank beside theirs."""
    wide = lenet5(input_shape=(32, None, 1), codes=CODES)
    single = lenet5(weights="mnist")
    for name in LAYERS:
        wide.get_layer(name).set_weights(single.get_layer(name).get_weights())
    return wide


@pytest.fixture(scope="module")
def test_digits() -> Digits:
    return load_mnist().test


@pytest.fixture(scope="module")
def rows(test_digits) -> list[Row]:
    return [*random_rows(test_digits, 4, 4, rng=1), *random_rows(test_digits, 2, 1, 2)]


@pytest.fixture(scope="module")
def figure(network, rows, test_digits):
    some = Digits(test_digits.images[:100], test_digits.labels[:100])
    return RowReader(network, {"four": rows[:4], "one": rows[4:]}, some)


def on_the_pad(figure: RowReader) -> np.ndarray:
    """The rows as the network gets them, from the grey levels that the page gets."""
    levels = np.frombuffer(figure.view.rows, "u1").reshape(-1, 32, FIELD) / 255
    return paper.BACKGROUND * (1 - levels) + paper.FOREGROUND * levels


def in_the_page(model, fields: np.ndarray) -> list[dict[str, np.ndarray]]:
    """The states of all layers for each field, laid out as Keras lays them out."""
    store = NetworkStore(model)
    given = {
        "architecture": store.architecture,
        "weights": base64.b64encode(store.weights).decode(),
        "width": fields.shape[2],
        "fields": fields.reshape(len(fields), -1).tolist(),
    }
    answers = run_module(SWEEP, given)
    shapes = {layer["name"]: layer for layer in store.architecture["layers"]}
    for states in answers:
        for name, layer in shapes.items():
            flat, rows, maps = np.array(states[name]), layer["size"], layer["maps"]
            if rows > 1:
                states[name] = flat.reshape(maps, rows, -1).transpose(1, 2, 0)
            else:
                states[name] = flat.reshape(1, -1, maps)
    return answers


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_every_state_along_a_row_is_that_of_keras(figure, network, seed):
    model = network
    if seed is not None:
        model = lenet5(input_shape=(32, None, 1), codes=CODES, seed=seed)
    fields = on_the_pad(figure)
    expected = feature_maps(model, fields[..., None])
    for row, states in enumerate(in_the_page(model, fields)):
        assert states["output"].shape == (1, OUTPUTS, 11)
        for name in LAYERS:
            np.testing.assert_allclose(states[name], expected[name][row], atol=1e-4)
        np.testing.assert_allclose(
            states["output"], expected["output"][row], rtol=1e-4, atol=1e-4
        )


def test_what_is_kept_from_field_to_field_changes_nothing(figure, network):
    fields = on_the_pad(figure)
    touched = fields.copy()
    touched[0, 10:20, 60] = paper.FOREGROUND  # one stroke more
    there_and_back = np.stack([fields[0], touched[0], fields[0]])
    first, changed, again = in_the_page(network, there_and_back)
    [fresh] = in_the_page(network, touched[:1])
    for name in first:
        np.testing.assert_array_equal(first[name], again[name])
        np.testing.assert_array_equal(changed[name], fresh[name])
    moved = (first["output"] != changed["output"]).any(axis=(0, 2))
    # Only the outputs whose 32 columns hold column 60.
    seen = [4 * place <= 60 < 4 * place + 32 for place in range(OUTPUTS)]
    assert moved.tolist() == seen


def tables(count: int, outputs: int, seed: int) -> list[np.ndarray]:
    """Random penalties; in half of them blank is near, so that paths have all forms."""
    drawn = np.random.default_rng(seed).uniform(0, 100, (count, outputs, 11))
    drawn[::2, :, -1] *= 0.3
    return list(drawn)


def test_the_page_reads_200_rows_as_python_does():
    drawn = tables(200, OUTPUTS, 0)
    lengths = set()
    for penalties, found in zip(
        drawn, run_module(READ, [one.tolist() for one in drawn]), strict=True
    ):
        expected, reading = read_row(penalties), found["reading"]
        assert reading["text"] == expected.text
        assert tuple(reading["places"]) == expected.places
        assert reading["penalty"] == pytest.approx(expected.penalty)
        assert found["sweep"]["text"] == sweep_row(penalties).text
        assert found["rival"]["penalty"] >= reading["penalty"]
        lengths.add(len(expected.text))
    assert len(lengths) > 3


def test_the_next_reading_is_the_best_of_all_others():
    drawn = tables(10, 4, 1)
    answers = run_module(READ, [one.tolist() for one in drawn])
    for penalties, found in zip(drawn, answers, strict=True):
        best: dict[str, float] = {}
        for labels in itertools.product(range(11), repeat=4):
            if any(a < 10 and b < 10 for a, b in itertools.pairwise(labels)):
                continue
            text = "".join(str(label) for label in labels if label < 10)
            penalty = penalties[range(4), labels].sum()
            best[text] = min(penalty, best.get(text, np.inf))
        first, second = sorted(best, key=best.__getitem__)[:2]
        assert found["reading"]["text"] == first
        assert found["rival"]["text"] == second
        assert found["rival"]["penalty"] == pytest.approx(best[second])


def test_rows_reach_the_page_as_they_are_where_outputs_meet_them_alike(
    figure, rows, network
):
    fields = on_the_pad(figure)
    for field, row in zip(fields, rows, strict=True):
        inked = np.flatnonzero((field > 0).any(axis=0))
        there = np.flatnonzero((row.picture[..., 0] > 0).any(axis=0))
        left = inked[0] - there[0]
        assert left % 4 == 0
        width = row.picture.shape[1]
        np.testing.assert_allclose(
            field[:, left : left + width], row.picture[..., 0], atol=1e-6
        )
        rest = np.delete(field, np.s_[left : left + width], axis=1)
        np.testing.assert_allclose(rest, paper.BACKGROUND)
        outputs = (width - 32) // 4 + 1
        alone = np.asarray(network(row.picture[None]))[0, 0]
        wide = np.asarray(network(field[None, ..., None]))[0, 0]
        here = wide[left // 4 : left // 4 + outputs]
        np.testing.assert_allclose(here, alone, rtol=1e-3, atol=1e-2)


def test_examples_are_named_by_their_digits(figure, rows):
    named = ["".join(map(str, row.labels)) for row in rows]
    assert figure.view.groups == [
        {"name": "four", "labels": named[:4]},
        {"name": "one", "labels": named[4:]},
    ]
    assert named[0] in figure.alt


def test_keys_find_the_digits_by_class(figure, test_digits):
    images = np.frombuffer(figure.view.digits, "u1").reshape(-1, 28, 28)
    labels = np.repeat(range(10), figure.view.counts)
    assert len(images) == 100
    first = test_digits.images[test_digits.labels.tolist().index(7)]
    np.testing.assert_array_equal(images[labels.tolist().index(7)], first)


def test_controls_of_keys_and_strokes_are_linked(figure):
    assert links(figure) == {("value", "gap"), ("value", "stroke")}


def test_a_network_of_single_digits_is_refused(rows, test_digits):
    for other in (lenet5(), lenet5(input_shape=(32, None, 1)), None):
        with pytest.raises(ValueError, match="ten digits and blank. Received"):
            RowReader(other, {"rows": rows}, test_digits)


def test_rows_that_do_not_fit_are_refused(network, rows, test_digits):
    wide = rows[0]._replace(picture=np.zeros((32, FIELD + 4, 1)))
    for some in ([], [wide]):
        with pytest.raises(ValueError, match="at most 136 pixels wide. Received"):
            RowReader(network, {"rows": some}, test_digits)


def test_digits_that_do_not_do_are_refused(network, rows, test_digits):
    seven = Digits(test_digits.images[:1], test_digits.labels[:1])
    with pytest.raises(
        ValueError, match=r"Received: .*\[0, 0, 0, 0, 0, 0, 0, 1, 0, 0\]"
    ):
        RowReader(network, {"rows": rows}, seven)


def test_typed_digits_are_those_that_keys_put_on_the_pad(figure):
    [sheet] = run_module(TYPED, figure.typed("2390"))
    assert sheet == {"paper": {"row": -1, "text": "2390", "start": 16}, "strokes": []}
    with pytest.raises(ValueError, match="Received: '2a'"):
        figure.typed("2a")
    with pytest.raises(ValueError, match="Received: ''"):
        figure.typed("")
