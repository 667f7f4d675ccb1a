"""Training runs on a few hundred digits: they learn, are recorded and survive."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from lenet_keras import (
    SDLM,
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    diagonal_curvature,
    paper,
    results,
)
from lenet_keras.digits import MNIST, Digits, load_mnist, prepare
from lenet_keras.training import (
    RECIPES,
    DivergedError,
    Recipe,
    new_record,
    records,
    train,
)
from lenet_keras.training._lock import locked
from lenet_keras.training._pass_patterns import PassPatterns
from lenet_keras.weights import checkpoint_name, checkpoints

TINY = Recipe(batch_size=20, passes=4, learning_rate=2e-3)
SINGLE = replace(RECIPES["paper"], passes=4)


def some_digits() -> MNIST:
    train_set, validation, test = (
        Digits(part.images[:count], part.labels[:count])
        for part, count in zip(load_mnist(validation=1000), (300, 100, 50), strict=True)
    )
    return MNIST(train_set, validation, test)


def weights_of(directory) -> list[np.ndarray]:
    [checkpoint] = checkpoints(directory)
    return keras.models.load_model(checkpoint).get_weights()


@pytest.fixture(scope="module")
def data():
    return some_digits()


@pytest.fixture(scope="module")
def uninterrupted(data, tmp_path_factory):
    """The folder of a run that nothing disturbed, and what it returned."""
    directory = tmp_path_factory.mktemp("uninterrupted")
    return directory, train(TINY, data, directory, seed=3, command="test", verbose=0)


# --- recipes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"j": 0}, "`j` must be positive. Received: 0"),
        (
            {"learning_rate": -1e-3},
            "`learning_rate` must be positive. Received: -0.001",
        ),
        ({"learning_rate": np.inf}, "`learning_rate` must be finite. Received: inf"),
        ({"batch_size": 0}, "`batch_size` must be positive. Received: 0"),
        ({"passes": 0}, "`passes` must be positive. Received: 0"),
        ({"loss": "mse"}, "`loss` must be one of .* Received: 'mse'"),
        ({"schedule": "linear"}, "`schedule` must be one of .* Received: 'linear'"),
        ({"optimizer": "sdlm"}, "`mu` must be positive with .* Received: mu=None"),
        ({"mu": 0.02}, "None with others. Received: mu=0.02, optimizer='adam'"),
        ({"scale": 0.0}, "`scale` must be positive. Received: 0.0"),
        ({"noise": 1.0}, "`noise` must be None or above 0 .* Received: 1.0"),
        (
            {"curvature_loss": "mse"},
            "`curvature_loss` must be None or.*Received: 'mse'",
        ),
        ({"coefficient": "unit"}, "`coefficient` must be None or, with .sdlm., one of"),
        ({"momentum": 0.9}, '`momentum` goes with optimizer="sgd". Received: .*adam'),
    ],
    ids=str,
)
def test_bad_recipe_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**change)


def test_a_recipe_says_how_the_model_is_compiled():
    model = replace(TINY, loss="maximum_likelihood").compiled_model(patterns=301)
    assert type(model.loss) is MaximumLikelihoodLoss
    assert type(model.optimizer) is keras.optimizers.Adam
    rate = model.optimizer.get_config()["learning_rate"]["config"]
    # 301 patterns make 16 updates a pass, the last of one pattern.
    assert (rate["initial_learning_rate"], rate["decay_steps"]) == (2e-3, 16 * 4)

    model = replace(TINY, schedule="constant", optimizer="sgd", j=3.0).compiled_model(9)
    assert type(model.loss) is MaximumAPosterioriLoss and model.loss.j == 3.0
    assert type(model.optimizer) is keras.optimizers.SGD
    assert float(model.optimizer.learning_rate) == pytest.approx(2e-3)


def test_the_paper_recipe_follows_the_papers_schedule(data):
    recipe = RECIPES["paper"]
    assert recipe.passes == len(paper.GLOBAL_RATES) == 20
    model = recipe.compiled_model(len(data.train.labels))
    assert type(model.optimizer) is SDLM and model.optimizer.mu == recipe.mu
    x, y = prepare(data.train.images[:20]), data.train.labels[:20]
    rates, curvatures = [], []
    for number in (1, 2, 3, 6, 9, 13, 20, 25):
        recipe.prepare_pass(model, number, x, y, seed=0)
        rates.append(float(model.optimizer.learning_rate) / recipe.learning_rate)
        curvatures.append(np.array(model.optimizer.curvature[0].value))
    np.testing.assert_allclose(rates, [1, 1, 0.4, 0.2, 0.1, 0.02, 0.02, 0.02], 1e-5)
    assert (curvatures[0] > 0).any()


def test_every_pass_has_patterns_of_its_own(data):
    x = prepare(data.train.images)

    def patterns(name, number, seed):
        return PassPatterns(RECIPES[name], data.train, seed).of_pass(number)[0]

    assert np.array_equal(patterns("best", 1, 0), x)
    for name in ("distorted", "noise"):
        first = patterns(name, 1, 0)
        assert np.array_equal(first, patterns(name, 1, 0))
        for number, seed in ((2, 0), (1, 1)):
            other = patterns(name, number, seed)
            assert 0.8 < np.mean((first != other).any(axis=(1, 2, 3))) <= 1
    inverted = np.mean(patterns("noise", 1, 0) != x)
    assert inverted == pytest.approx(paper.NOISE, abs=0.01)


def test_a_recipe_may_take_the_curvature_of_the_right_penalty_alone(data):
    x, y = prepare(data.train.images[:20]), data.train.labels[:20]
    model = RECIPES["best"].compiled_model(len(y))
    found = []
    for loss in (None, "maximum_likelihood"):
        recipe = replace(RECIPES["best"], curvature_loss=loss)
        recipe.prepare_pass(model, 1, x, y, seed=0)
        found.append(np.array(model.optimizer.curvature[-1].value))
    by_hand = diagonal_curvature(model, MaximumLikelihoodLoss(), x, y)[-1]
    np.testing.assert_allclose(found[1], by_hand, rtol=1e-5)
    assert (found[0] != found[1]).any()


def test_momentum_and_scale_reach_optimizer_and_loss():
    model = replace(TINY, optimizer="sgd", momentum=0.9, scale=0.5).compiled_model(9)
    assert (model.optimizer.momentum, model.loss.scale) == (0.9, 0.5)


def test_recipes_can_be_stored():
    for recipe in RECIPES.values():
        assert Recipe(**json.loads(json.dumps(recipe.to_dict()))) == recipe


# --- one run


def test_the_record_is_complete_and_read_back(uninterrupted, data):
    directory, record = uninterrupted
    assert results.read_run(directory / "run.json") == record
    assert record["schema"] == results.SCHEMA
    assert record["recipe"] == TINY.to_dict()
    assert record["seed"] == 3
    assert (record["trained_on"], record["held_out"]) == (300, 100)
    assert record["evaluated_on"] == "validation"
    assert record["versions"] == records.library_versions()
    assert record["circumstances"]["command"] == "test"
    assert len(record["identity"]) == len(record["data"]) == 64
    assert [entry["pass"] for entry in record["passes"]] == [1, 2, 3, 4]
    for entry in record["passes"]:
        assert set(entry) == {"pass", "train_loss", "train_error", "error"}
        assert 0 <= entry["error"] <= 1 and 0 <= entry["train_error"] <= 1


def test_it_learns(uninterrupted):
    _, record = uninterrupted
    first, last = record["passes"][0], record["passes"][-1]
    assert last["train_loss"] < first["train_loss"] / 2
    assert last["train_error"] < 0.2 and last["error"] < 0.5


def test_the_last_error_is_that_of_the_last_checkpoint(uninterrupted, data):
    directory, record = uninterrupted
    assert [path.name for path in sorted(directory.iterdir())] == [
        "pass-004.keras",
        "run.json",
        "run.lock",
    ]
    model = keras.models.load_model(directory / "pass-004.keras")
    penalties = model.predict(prepare(data.validation.images), verbose=0)
    error = results.error_share(penalties.argmin(axis=1), data.validation.labels)
    assert record["passes"][-1]["error"] == error


def test_without_held_out_patterns_the_error_is_the_test_error(data, tmp_path):
    nothing = Digits(data.train.images[:0], data.train.labels[:0])
    everything = data._replace(validation=nothing)
    record = train(replace(TINY, passes=1), everything, tmp_path, verbose=0)
    assert (record["held_out"], record["evaluated_on"]) == (0, "test")
    assert "rejection_threshold" not in record
    model = keras.models.load_model(tmp_path / "pass-001.keras")
    penalties = model.predict(prepare(data.test.images), verbose=0)
    error = results.error_share(penalties.argmin(axis=1), data.test.labels)
    assert record["passes"][0]["error"] == error


def test_a_finished_run_is_not_repeated(uninterrupted, data, monkeypatch):
    directory, record = uninterrupted
    monkeypatch.setattr(keras.Model, "fit", None)
    assert train(TINY, data, directory, seed=3, verbose=0) == record


# --- runs that are killed

CHILD = """
import sys
sys.path.insert(0, sys.argv[2])
import test_run
from lenet_keras.training import Recipe

def begin_and_wait(self, model, number, *rest, begin=Recipe.prepare_pass):
    begin(self, model, number, *rest)
    if number == 3:
        print("in pass 3", flush=True)
        sys.stdin.read()

Recipe.prepare_pass = begin_and_wait
recipe = getattr(test_run, sys.argv[3])
test_run.train(recipe, test_run.some_digits(), sys.argv[1], seed=3, verbose=0)
"""


def start_and_wait_for_pass_3(directory, name="TINY") -> subprocess.Popen:
    """A training in a process of its own, which has finished two passes and waits."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, directory, Path(__file__).parent, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in pass 3\n" in iter(child.stdout.readline, ""), "the run ended early"
    return child


def kill(child) -> None:
    child.kill()
    child.communicate()


@pytest.mark.parametrize("name", ["TINY", "SINGLE"])
def test_a_killed_run_ends_as_if_nothing_had_happened(
    name, uninterrupted, data, tmp_path
):
    recipe = globals()[name]
    directory, record = uninterrupted
    if recipe is not TINY:
        directory = tmp_path / "uninterrupted"
        record = train(recipe, data, directory, seed=3, verbose=0)
    tmp_path = tmp_path / "killed"
    kill(start_and_wait_for_pass_3(tmp_path, name))
    assert len(results.read_run(tmp_path / "run.json")["passes"]) == 2
    resumed = train(recipe, data, tmp_path, seed=3, verbose=0)
    assert resumed["passes"] == record["passes"]
    for one, other in zip(weights_of(tmp_path), weights_of(directory), strict=True):
        np.testing.assert_array_equal(one, other)


def test_two_trainings_do_not_share_a_folder(uninterrupted, data, tmp_path):
    _, record = uninterrupted
    child = start_and_wait_for_pass_3(tmp_path)
    try:
        with pytest.raises(ValueError, match="no other training is running.*Received:"):
            train(TINY, data, tmp_path, seed=3, verbose=0)
    finally:
        kill(child)
    # The lock has died with the process.
    assert train(TINY, data, tmp_path, seed=3, verbose=0)["passes"] == record["passes"]


def test_killed_between_model_and_record(uninterrupted, data, tmp_path, monkeypatch):
    _, record = uninterrupted
    write_json = records.write_json

    def killed_at_pass_2(path, content):
        if len(content["passes"]) == 2:
            raise KeyboardInterrupt
        write_json(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(records, "write_json", killed_at_pass_2)
        with pytest.raises(KeyboardInterrupt):
            train(TINY, data, tmp_path, seed=3, verbose=0)
    assert (tmp_path / "pass-002.keras").exists()
    assert len(results.read_run(tmp_path / "run.json")["passes"]) == 1
    assert train(TINY, data, tmp_path, seed=3, verbose=0)["passes"] == record["passes"]


# --- more passes

LONGER = replace(TINY, passes=2, schedule="constant")


def test_more_passes_end_as_if_they_had_been_asked_for_at_once(data, tmp_path):
    short, whole = tmp_path / "short", tmp_path / "whole"
    train(replace(LONGER, passes=1), data, short, seed=3, command="one", verbose=0)
    more = train(LONGER, data, short, seed=3, command="two", verbose=0)
    once = train(LONGER, data, whole, seed=3, command="two", verbose=0)
    assert more == once
    for one, other in zip(weights_of(short), weights_of(whole), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("change", "seed", "words"),
    [
        ({"passes": 1}, 3, "passes 1 instead of 2"),
        ({"passes": 3, "j": 9.0}, 3, "j 9.0 instead of 10.0, passes 3 instead of 2"),
        ({"passes": 3}, 4, "passes 3 instead of 2, seed 4 instead of 3"),
        ({"passes": 3, "schedule": "cosine"}, 3, "schedule cosine instead of const"),
    ],
    ids=str,
)
def test_more_passes_of_another_run_are_refused(change, seed, words, data, tmp_path):
    record = new_record(LONGER, data, 3, "run", "")
    numbers = {"train_loss": 1.0, "train_error": 0.5, "error": 0.5}
    record["passes"] = [{"pass": 1, **numbers}, {"pass": 2, **numbers}]
    records.write_json(tmp_path / "run.json", record)
    with pytest.raises(ValueError, match=f"hold the same run.*Received: .*{words}"):
        train(replace(LONGER, **change), data, tmp_path, seed=seed, verbose=0)


# --- runs that diverge


def test_a_run_that_diverges_ends_with_its_pass_and_rate(data, tmp_path):
    """What the good pass before left is kept, and nothing is repeated."""
    recipe = replace(TINY, schedule="constant", optimizer="sgd", learning_rate=1e-4)
    prepare_pass = Recipe.prepare_pass

    def too_fast_in_pass_2(self, model, number, *rest):
        prepare_pass(self, model, number, *rest)
        if number == 2:
            model.optimizer.learning_rate = 1e38

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recipe, "prepare_pass", too_fast_in_pass_2)
        with pytest.raises(DivergedError, match="Received: .*pass 2, .* rate 0.0001"):
            train(recipe, data, tmp_path, verbose=0)
    record = results.read_run(tmp_path / "run.json")
    assert (record["diverged"], len(record["passes"])) == (2, 1)
    assert (tmp_path / checkpoint_name(1)).exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keras.Model, "fit", None)
        with pytest.raises(DivergedError) as again:
            train(recipe, data, tmp_path, verbose=0)
    assert again.value.record == record
    assert "\n" not in str(again.value)


def test_weights_lost_in_the_last_update_are_noticed(data, tmp_path):
    """The loss before an update is finite, the network after it is not."""
    few = Digits(data.train.images[:20], data.train.labels[:20])
    recipe = replace(TINY, passes=1, optimizer="sgd", learning_rate=1e38)
    with pytest.raises(DivergedError, match="pass 1"):
        train(recipe, data._replace(train=few), tmp_path, verbose=0)
    assert results.read_run(tmp_path / "run.json")["passes"] == []


# --- what is refused


@pytest.mark.parametrize("seed", [-1, 1.5, "0", None])
def test_what_is_no_seed_is_refused(seed, data, tmp_path):
    with pytest.raises(ValueError, match="`seed` must be an integer, 0.*Received: "):
        train(TINY, data, tmp_path, seed=seed, verbose=0)


@pytest.mark.parametrize("part", ["train", "validation"])
def test_labels_that_the_network_has_no_class_for_are_refused(part, data, tmp_path):
    images, labels = getattr(data, part)
    labels = labels.copy()
    labels[0] = 10
    wrong = data._replace(**{part: Digits(images, labels)})
    with pytest.raises(ValueError, match="0 to 9.*Received: the label 10"):
        train(TINY, wrong, tmp_path, verbose=0)


def test_a_folder_that_cannot_be_written_to_is_found_out_first(
    data, tmp_path, monkeypatch
):
    open_file = Path.open

    def refuse(self, *arguments, **options):
        if self.parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(self))
        return open_file(self, *arguments, **options)  # the versions of libraries

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Recipe, "compiled_model", None)
    with pytest.raises(ValueError, match="can be written to. Received: .*denied"):
        train(TINY, data, tmp_path, verbose=0)


def test_a_lock_is_free_again_after_its_block(tmp_path):
    for _ in range(2):
        with locked(tmp_path):
            with pytest.raises(ValueError, match="no other training"):
                with locked(tmp_path):
                    pytest.fail("two locks on one folder")


@pytest.mark.parametrize("content", [None, b"PK\3\4 damaged"], ids=["missing", "cut"])
def test_a_lost_checkpoint_is_named(content, uninterrupted, data, tmp_path):
    _, record = uninterrupted
    two = {**record, "passes": record["passes"][:2]}
    records.write_json(tmp_path / "run.json", two)
    if content:
        (tmp_path / checkpoint_name(2)).write_bytes(content)
    with pytest.raises(ValueError, match="pass-002.keras: expected.*Received: ") as why:
        train(TINY, data, tmp_path, seed=3, verbose=0)
    assert "\n" not in str(why.value)


# --- folders that are refused


def test_a_folder_of_another_run_is_refused(uninterrupted, data):
    directory, record = uninterrupted
    less = data._replace(train=Digits(*(part[:-1] for part in data.train)))
    flipped = data.train.images.copy()
    flipped[0, 0, 0] ^= 1
    other_pixel = data._replace(train=Digits(flipped, data.train.labels))
    for recipe, digits, seed, words in (
        (TINY, data, 4, "seed 4 instead of 3"),
        (replace(TINY, j=9.0), data, 3, "j 9.0 instead of 10.0"),
        (replace(TINY, passes=7), data, 3, "passes 7 instead of 4"),
        (TINY, less, 3, "trained_on 299 instead of 300, data "),
        (TINY, other_pixel, 3, "data .* instead of "),
    ):
        with pytest.raises(ValueError, match=f"the same run.*Received: {words}"):
            train(recipe, digits, directory, seed=seed, verbose=0)
    assert results.read_run(directory / "run.json") == record


def test_a_file_in_place_of_the_folder_is_refused(data, tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(ValueError, match="`directory` must be a folder. Received"):
        train(TINY, data, path, verbose=0)


def test_a_damaged_record_is_refused(data, tmp_path):
    (tmp_path / "run.json").write_text('{"schema":')
    with pytest.raises(ValueError, match="result file of schema 1. Received: .*run"):
        train(TINY, data, tmp_path, verbose=0)
