"""What learns in the page learns as plain C does, and starts as the network does."""

import numpy as np
import pytest
import tensorflow as tf
from javascript import SOURCES, run_module

from lenet_keras import (
    SDLM,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    lenet5,
    load_mnist,
    paper,
    prepare,
)
from lenet_keras.live._javascript import bundle
from lenet_keras.live._network import describe
from lenet_keras.optimizers import diagonal_curvature
from lenet_keras.training import PlainC
from lenet_keras.training._c_program import in_a_row

TRAIN = load_mnist().train
CODES = paper.digit_codes().ravel().tolist()
PATTERNS = 200
X, Y = prepare(TRAIN.images[:PATTERNS]), TRAIN.labels[:PATTERNS]
RATE, MU, DECAY = 3e-4, 0.04, 0.01
# By equation: what is learned with, and how the page is told of it.
LOSSES = {
    8: (MaximumLikelihoodLoss(), {"equation": 8}),
    9: (MaximumAPosterioriLoss(10.0, 0.5), {"equation": 9, "j": 10, "scale": 0.5}),
}


def flat(arrays) -> np.ndarray:
    return np.concatenate([np.ravel(array) for array in arrays])


def assert_same(row, arrays, most: float) -> None:
    """In each variable the difference is a small part of what is expected."""
    found = np.asarray(row)
    for expected in arrays:
        one, found = found[: expected.size], found[expected.size :]
        difference = np.linalg.norm(one - np.ravel(expected))
        assert difference < most * np.linalg.norm(expected)


@pytest.fixture(scope="module", params=LOSSES)
def native(request):
    """A network before and after 200 patterns in plain C, and what C says of it."""
    loss, told_to_page = LOSSES[request.param]
    model = lenet5(seed=3)
    optimizer = SDLM(RATE, MU, weight_decay=DECAY)
    model.compile(optimizer, loss)
    start = model.get_weights()[:12]
    program = PlainC(model)
    curvature = program.curvature(MaximumLikelihoodLoss(), X, Y, "unit")
    optimizer.set_curvature(model.trainable_variables, curvature)
    told = program(X, Y)
    return {
        "loss": told_to_page,
        "start": start,
        "curvature": curvature,
        "end": model.get_weights()[:12],
        "penalties": program.penalties(X[:20]),
        "told": told,
        "network": describe(model),
        "gradient": gradient(model, loss),
    }


def gradient(model, loss) -> list:
    """Of the first pattern, by Keras."""
    with tf.GradientTape() as tape:
        penalty = loss(Y[:1], model(X[:1]))
    return tape.gradient(penalty, [v.value for v in model.trainable_variables])


@pytest.fixture(scope="module", params=["lenet5.wasm", "lenet5-scalar.wasm"])
def page(native, request):
    """The same in the page, with and without several numbers at once."""
    source = """
    import { createTrainer } from "$live/learning/trainer.js";
    import { inKerasOrder, ofKerasOrder } from "$live/learning/keras_order.js";
    import { networkOf } from "$live/learning/weights.js";
    const { images, labels, codes, mu, rate, decay, start, loss } = given;
    const program = readFileSync(new URL(given.program, "$live/learning/"));
    const trainer = createTrainer(program, { codes });
    const table = trainer.connections;
    const x = Float32Array.from(images);
    trainer.setWeights(ofKerasOrder(Float32Array.from(start), table));
    const likelihood = { loss: { equation: 8 }, unit: true };
    const h = trainer.curvature(x, labels, likelihood);
    trainer.setFactors(h.map((one) => 1 / (mu + one)));
    const rates = labels.map(() => rate);
    const told = trainer.learn(x, labels, rates, { loss, decay });
    const row = trainer.weights();
    const network = networkOf(row, table, codes);
    const explained = trainer.explain(x.subarray(0, 1024), labels[0], loss);
    const numbers = Object.values(network).map((layer) => [
      ...(layer.coefficient ?? layer.kernels), ...(layer.bias ?? []),
    ]);
    answer({
      curvature: [...inKerasOrder(h, table)],
      end: [...inKerasOrder(row, table)],
      gradient: [...inKerasOrder(explained.gradient, table)],
      penalties: [...trainer.answer(x.subarray(0, 20 * 1024))],
      told: { ...told, error_rate: told.wrong / labels.length },
      network: numbers.flat(),
      layers: Object.values(network).map(
        ({ name, maps, size, kind, connections, reduction, activation }) =>
          ({ name, maps, size, kind, connections, reduction, activation })),
    });
    """
    given = {"images": X.ravel().tolist(), "labels": Y.tolist(), "codes": CODES}
    given |= {"mu": MU, "rate": RATE, "decay": DECAY, "program": request.param}
    given |= {"start": flat(native["start"]).tolist(), "loss": native["loss"]}
    return run_module(source, given)


def test_weights_and_curvature_in_the_page_are_those_of_plain_c(native, page):
    """To a ten-thousandth of what the training changed, and of the curvature."""
    pairs = zip(native["end"], native["start"], strict=True)
    changes = [end - start for end, start in pairs]
    assert np.abs(flat(changes)).max() > 0.05
    assert_same(page["end"] - flat(native["start"]), changes, 1e-4)
    assert_same(page["curvature"], map(np.asarray, native["curvature"]), 1e-4)


def test_penalties_loss_and_error_in_the_page_are_those_of_plain_c(native, page):
    np.testing.assert_allclose(page["penalties"], native["penalties"].ravel(), 1e-3)
    assert page["told"]["loss"] == pytest.approx(native["told"]["loss"], rel=1e-4)
    assert page["told"]["error_rate"] == native["told"]["error_rate"]


def test_the_gradient_of_a_pattern_in_the_page_is_that_of_keras(native, page):
    assert_same(page["gradient"], map(np.asarray, native["gradient"]), 1e-3)


def test_other_figures_can_use_what_was_learned(native, page):
    layers, numbers = native["network"]
    for theirs, ours in zip(layers, page["layers"], strict=True):
        assert ours == {name: theirs[name] for name in ours}
    np.testing.assert_allclose(page["network"], numbers, 1e-4, 1e-4)


@pytest.mark.parametrize("connections", ["table_i", "full"])
def test_connections_bend_in_the_page_as_in_keras(connections):
    """The curvature of each connection, which those that share a weight add."""
    model = lenet5(connections=connections, seed=0)
    loss, told_to_page = LOSSES[9]
    model.compile(SDLM(), loss)
    source = """
    import { createTrainer } from "$live/learning/trainer.js";
    import { inKerasOrder, ofKerasOrder } from "$live/learning/keras_order.js";
    import { CONNECTIONS } from "$live/learning/weights.js";
    const program = readFileSync(new URL("lenet5.wasm", "$live/learning/"));
    const { codes, loss } = given;
    const connections = CONNECTIONS[given.connections];
    const trainer = createTrainer(program, { codes, connections });
    const start = Float32Array.from(given.start);
    trainer.setWeights(ofKerasOrder(start, connections));
    const x = Float32Array.from(given.images);
    const h = trainer.curvature(x, given.labels, { loss, unit: false });
    answer([...inKerasOrder(h, connections)]);
    """
    start = flat(model.get_weights()[:12]).tolist()
    given = {"images": X[:3].ravel().tolist(), "labels": Y[:3].tolist()}
    given |= {"start": start, "codes": CODES, "loss": told_to_page}
    found = run_module(source, given | {"connections": connections})
    expected = diagonal_curvature(model, loss, X[:3], Y[:3], "connections")
    assert_same(found, map(np.asarray, expected), 1e-4)


def test_the_page_has_the_tables_of_the_package():
    source = """
    import { CONNECTIONS } from "$live/learning/weights.js";
    answer(CONNECTIONS);
    """
    everything = [list(range(paper.C1_MAPS))] * paper.C3_MAPS
    table = [list(inputs) for inputs in paper.C3_CONNECTIONS]
    assert run_module(source, None) == {"table_i": table, "full": everything}


def by_fan_in(kernels) -> list:
    """The kernels of C3 to maps with the fewest and the most inputs; all of others."""
    is_c3 = kernels.ndim == 3
    return [kernels[..., :18], kernels[..., -6:]] if is_c3 else [kernels]


@pytest.mark.parametrize("start", ["square_root", "literal", "unit_variance"])
@pytest.mark.parametrize("connections", ["table_i", "full"])
def test_the_page_draws_initial_weights_from_the_same_ranges(start, connections):
    source = """
    import { seeded } from "$live/learning/random.js";
    import { startWeights } from "$live/learning/start.js";
    import { inKerasOrder } from "$live/learning/keras_order.js";
    import { CONNECTIONS } from "$live/learning/weights.js";
    const connections = CONNECTIONS[given.connections];
    const row = startWeights(given.start, seeded(1), { connections });
    answer([...inKerasOrder(row, connections)]);
    """
    ours = np.array(run_module(source, {"start": start, "connections": connections}))
    model = lenet5(start=start, connections=connections, seed=0)
    begin = 0
    for variable in map(np.asarray, model.get_weights()[:12]):
        one = ours[begin : begin + variable.size].reshape(variable.shape)
        begin += variable.size
        if variable.size < 100:  # biases, and the few coefficients of sub-sampling
            assert one.any() == variable.any()
            assert np.abs(one).max() == pytest.approx(np.abs(variable).max(), rel=0.5)
            continue
        for some, theirs in zip(by_fan_in(one), by_fan_in(variable), strict=True):
            assert some.std() == pytest.approx(theirs.std(), rel=0.1)
            assert np.abs(some).max() == pytest.approx(np.abs(theirs).max(), rel=0.05)
    assert begin == ours.size


@pytest.mark.slow
def test_a_course_learns_to_read_within_2000_digits():
    few = TRAIN.images[:2000], TRAIN.labels[:2000]
    unseen = TRAIN.images[-500:], TRAIN.labels[-500:]
    source = """
    import { createCourse } from "$live/learning/course.js";
    import { createTrainer } from "$live/learning/trainer.js";
    const program = readFileSync(new URL("lenet5.wasm", "$live/learning/"));
    const trainer = createTrainer(program, given);
    const read = ([images, labels]) => ({ images: Uint8Array.from(images), labels });
    const { digits, held } = given;
    const course = createCourse(trainer, read(digits), read(held), { passes: 2 });
    const before = course.judge().error;
    const learned = course.advance(2000);
    answer([before, course.judge().error, learned.count, course.rates()]);
    """
    given = {
        name: [images.ravel().tolist(), labels.tolist()]
        for name, (images, labels) in (("digits", few), ("held", unseen))
    }
    before, after, learned, rates = run_module(source, given | {"codes": CODES})
    assert learned == 2000
    assert before > 0.7
    assert after < 0.15
    assert list(rates) == ["C1", "S2", "C3", "S4", "C5", "F6"]
    assert all(0 < a < b < c for a, b, c in rates.values())


def learning_in_a_worker(settings: str) -> list[dict]:
    """What the worker tells of 300 digits; `settings` is a script that goes before."""
    source = """
    const told = [];
    const compiled = [];
    const self = { postMessage: (message) => told.push(message) };
    const { WebAssembly } = new Function("its", "compiled", given.settings)(
      globalThis, compiled);
    new Function("self", "WebAssembly", given.script)(self, WebAssembly);
    const [images, labels] = given.digits;
    const digits = { images: Uint8Array.from(images), labels };
    const send = (data) => self.onmessage({ data });
    const settings = { passes: 1 };
    send({ type: "start", codes: given.codes, digits, held: digits, settings });
    send({ type: "play" });
    await new Promise((done) => {
      const isOver = ({ over, type }) => over || type === "error";
      const look = () => (told.some(isOver) ? done() : setTimeout(look, 20));
      look();
    });
    answer(told.map(({ type, seen, playing, judged, message }) =>
      ({ type, seen, playing, error: judged?.error, message, compiled })));
    """
    images, labels = TRAIN.images[:300], TRAIN.labels[:300]
    digits = [images.ravel().tolist(), labels.tolist()]
    given = {"script": bundle("learning/worker"), "settings": settings}
    return run_module(source, given | {"digits": digits, "codes": CODES})


WITHOUT_VECTORS = """
const WebAssembly = Object.create(its.WebAssembly, {
  validate: { value: () => false },
  compile: { value: (bytes) => {
    compiled.push(bytes.byteLength);
    return its.WebAssembly.compile(bytes);
  } },
});
return { WebAssembly };
"""


@pytest.mark.parametrize("machine", ["return its;", WITHOUT_VECTORS])
def test_the_worker_learns_and_needs_no_file_beside_it(machine):
    told = learning_in_a_worker(machine)
    assert {message["type"] for message in told} == {"progress"}
    assert [told[0]["seen"], told[-1]["seen"]] == [0, 300]
    assert [told[0]["playing"], told[-1]["playing"]] == [False, False]
    assert told[-1]["error"] < told[0]["error"]
    scalar = (SOURCES / "learning" / "lenet5-scalar.wasm").stat().st_size
    assert told[0]["compiled"] == ([] if machine == "return its;" else [scalar])


def test_without_webassembly_the_worker_says_so_in_plain_words():
    told = learning_in_a_worker("return { WebAssembly: undefined };")
    assert {message["type"] for message in told} == {"error"}
    assert "browser cannot run the program that learns" in told[0]["message"]


def test_the_worker_carries_its_programs():
    source = """
    const programs = given.match(/"data:application[^"]*"/g).map(JSON.parse);
    const bytesOf = async (one) =>
      [...new Uint8Array(await (await fetch(one)).arrayBuffer())];
    answer(await Promise.all(programs.map(bytesOf)));
    """
    programs = run_module(source, bundle("learning/worker"))
    names = ["lenet5.wasm", "lenet5-scalar.wasm"]
    files = [(SOURCES / "learning" / name).read_bytes() for name in names]
    assert list(map(bytes, programs)) == files


def test_plain_c_has_as_many_weights_as_the_page():
    source = """
    import { WEIGHTS } from "$live/learning/weights.js";
    answer(WEIGHTS);
    """
    assert run_module(source, None) == in_a_row(lenet5().get_weights()[:12]).size
