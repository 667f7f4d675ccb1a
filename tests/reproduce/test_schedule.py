"""The experiments: they are what they say, still run, and survive lost workers."""

import re
from dataclasses import replace
from pathlib import Path

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from dying_worker import die_at

from lenet_keras import load_mnist, paper, posterior, prepare, results
from lenet_keras.inspection import (
    neighbour_correlation,
    orientation_fit,
    random_kernels,
)
from lenet_keras.rejection import verdict_limits, verdicts
from lenet_keras.reproduce import EXPERIMENTS, Experiment, Run, schedule
from lenet_keras.reproduce.invariance import transform
from lenet_keras.reproduce.runs import first
from lenet_keras.reproduce.schedule import reproduce
from lenet_keras.reproduce.searches import SEARCH_BUDGET
from lenet_keras.training import Recipe, records
from lenet_keras_cli import main
from lenet_keras_cli._reproduce import summary
from lenet_keras_cli._vocabulary import QUESTIONS

SMOKE = Path(__file__).parents[1] / "smoke"
TINY = Recipe(batch_size=20, passes=3, learning_rate=2e-3)


def tiny_run(seed=0, passes=3) -> Run:
    recipe = replace(TINY, passes=passes)
    return Run("tiny", "adam", recipe, seed, held_out=10_000, patterns=300, judged=100)


@pytest.fixture(scope="module")
def cluster():
    """Two workers on this machine; a killed one comes back."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as cluster:
        yield cluster


# --- experiments as data


TRAININGS = [name for name, one in EXPERIMENTS.items() if isinstance(one, Experiment)]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_runs_of_an_experiment_have_names_of_their_own(name):
    runs = EXPERIMENTS[name].runs(name)
    assert len({run.name for run in runs}) == len(runs)
    assert {run.label for run in runs} == set(EXPERIMENTS[name].labels)
    assert {run.experiment for run in runs} == {name}


@pytest.mark.parametrize("name", TRAININGS)
def test_every_recipe_has_the_same_seeds(name):
    experiment = EXPERIMENTS[name]
    for seeds in (None, 2):
        runs = experiment.runs(name, seeds)
        first = experiment.first_seed
        expected = set(range(first, first + (seeds or experiment.seeds)))
        for label in experiment.labels:
            assert {run.seed for run in runs if run.label == label} == expected
        assert len(runs) == len(expected) * len(experiment.labels)


def test_choices_never_see_the_test_digits():
    for name in (
        *("tuning", "search-best", "search-best-seeds", "search-distorted", "losses"),
        *("departures", "changes", "optimizers"),
    ):
        assert all(run.held_out == 10_000 for run in EXPERIMENTS[name].runs(name))


def test_the_searches_keep_to_their_budget():
    searches = [name for name in EXPERIMENTS if name.startswith("search-")]
    runs = [run for name in searches for run in EXPERIMENTS[name].runs(name)]
    runs = [run for run in runs if not run.recipe.blanks]  # that for rows came later
    passes = {(run.recipe, run.seed): run.recipe.passes for run in runs}
    assert len(searches) >= 2
    assert sum(passes.values()) <= SEARCH_BUDGET


def test_a_run_takes_the_patterns_it_names():
    data = tiny_run().data()
    assert [len(part.labels) for part in data] == [300, 100, 100]
    sizes = (1_875, 3_750, 7_500, 15_000, 30_000)
    fewer = EXPERIMENTS["training-set-size"].runs("training-set-size")
    assert {run.label: run.patterns for run in fewer} == {
        f"best-patterns-{size}": size for size in sizes
    }
    assert all(len(r.data().train.labels) == r.patterns for r in fewer if not r.seed)
    equal = EXPERIMENTS["equal-updates"].runs("equal-updates", seeds=1)
    assert {run.patterns for run in equal} == {*sizes}
    for run in equal:
        labels = run.data().train.labels  # of every pass
        assert (len(labels), run.recipe.passes) == (60_000, 20)
        assert (labels == np.resize(labels[: run.patterns], 60_000)).all()


def test_seed_recipe_and_patterns_decide_the_identity():
    one = tiny_run()
    same = Run("other", "label", one.recipe, 0, 10_000, 300, 100)
    assert one.new_result()["identity"] == same.new_result()["identity"]
    others = [
        tiny_run(seed=1),
        tiny_run(passes=4),
        Run("tiny", "adam", one.recipe, 0, 10_000, 301, 100),
    ]
    assert (
        len(
            {
                one.new_result()["identity"],
                *(run.new_result()["identity"] for run in others),
            }
        )
        == 4
    )


@pytest.mark.parametrize("amount", [-3, 2])
def test_a_shift_of_the_digits_is_a_shift(amount):
    images = prepare(load_mnist().test.images[:5])
    for axis, name in ((2, "horizontal shift"), (1, "vertical shift")):
        moved = transform(images, name, amount)
        rolled = np.roll(images, amount, axis=axis)
        inside = np.s_[:, 4:-4, 4:-4]
        np.testing.assert_allclose(moved[inside], rolled[inside], atol=1e-6)


def test_a_turn_is_clockwise_and_a_scale_enlarges():
    images = np.full((1, 33, 33, 1), -0.1, "float32")
    images[0, 6, 16] = 1.0  # ten pixels above the centre
    turned = transform(images, "rotation", 90)
    assert np.unravel_index(turned.argmax(), turned.shape)[1:3] == (16, 26)
    larger = transform(images, "scale", 1.5)
    assert np.unravel_index(larger.argmax(), larger.shape)[1:3] == (1, 16)
    sheared = transform(images, "shear", 0.3)
    assert np.unravel_index(sheared.argmax(), sheared.shape)[1:3] == (6, 19)
    with pytest.raises(ValueError, match="must be one of .*Received: 'blur'"):
        transform(images, "blur", 1)


@pytest.mark.parametrize("wider", [-4, -3, -1, 0, 1, 2, 5])
def test_strokes_grow_by_as_many_pixels_as_said(wider):
    images = np.full((2, 32, 32, 1), paper.BACKGROUND, "float32")
    images[0, 8:24, 14:18] = paper.FOREGROUND  # two strokes four pixels wide
    images[1, 14:18, 8:24] = paper.FOREGROUND
    ink = transform(images, "stroke width", wider) - np.float32(paper.BACKGROUND)
    full = paper.FOREGROUND - paper.BACKGROUND
    for stroke in (ink[0, 16], ink[1, :, 16]):
        assert stroke.sum() / full == pytest.approx(4 + wider, abs=1e-5)
    assert not ink[:, :5, :5].any()  # paper stays paper, bit by bit


def test_strokes_of_no_change_stay_as_they_were():
    images = prepare(load_mnist().test.images[:5])
    np.testing.assert_array_equal(transform(images, "stroke width", 0), images)
    with pytest.raises(ValueError, match="whole pixels.*Received: stroke width 0.5"):
        transform(images, "stroke width", 0.5)


def test_nothing_done_to_the_digits_leaves_the_error_of_the_training(tmp_path):
    run = EXPERIMENTS["invariance"].smoke_run("invariance")
    record = run.execute(tmp_path / "invariance", command="test")
    assert len(record["measurements"]) == run.steps
    assert record["identity"] == run.new_result()["identity"]
    nothing = {
        entry["error"]
        for entry in record["measurements"]
        if entry["amount"] == (1 if entry["transformation"] == "scale" else 0)
    }
    assert len(nothing) == 1
    folder = tmp_path / run.training.experiment / run.training.name
    assert (folder / "run.json").is_file()
    expected = results.read_run(SMOKE / "invariance.json")
    for entry, other in zip(
        record["measurements"], expected["measurements"], strict=True
    ):
        assert entry["error"] == pytest.approx(other["error"], abs=0.05)


def test_kernels_are_compared_with_random_ones_as_smooth(tmp_path):
    run = EXPERIMENTS["orientation"].smoke_run("orientation")
    record = run.execute(tmp_path / "orientation", command="test")
    assert record["identity"] == run.new_result()["identity"]
    network = run.training.network(tmp_path / "orientation")
    kernels = np.moveaxis(network.get_layer("C1").get_weights()[0][:, :, 0], -1, 0)
    np.testing.assert_allclose(record["kernels"], kernels, atol=1e-4)
    fits = [abs(orientation_fit(kernel).correlation) for kernel in kernels]
    np.testing.assert_allclose(record["fits"], fits, atol=1e-4)
    white, smooth = record["measurements"]
    assert (white["noise"], white["neighbour_correlation"]) == ("white", 0)
    alike = smooth["neighbour_correlation"]
    assert alike == pytest.approx(neighbour_correlation(kernels))
    random = random_kernels(6000, alike, rng=0)
    chance = np.array([abs(orientation_fit(kernel).correlation) for kernel in random])
    assert smooth["kernels_beyond"] == np.sum(fits > np.quantile(chance, 0.95))
    sets = chance.reshape(-1, 6).mean(axis=1)
    assert smooth["beat"] == pytest.approx(np.mean(sets < np.mean(fits)))


def test_a_committee_of_one_errs_as_its_member_and_one_of_two_is_a_third(tmp_path):
    run = EXPERIMENTS["committee"].smoke_run("committee")
    record = run.execute(tmp_path / "committee", command="test")
    one, two = record["measurements"]
    assert one["networks"] == 1 and one["error"] == one["alone"]
    digits = first(load_mnist().test, 100)
    networks = [training.network(tmp_path / "committee") for training in run.trainings]
    shares = [
        np.asarray(posterior(0.5 * net.predict(prepare(digits.images), verbose=0), 10))
        for net in networks
    ]
    answers = np.mean(shares, axis=0)[:, :10].argmax(axis=1)
    assert two["error"] == np.mean(answers != digits.labels)


def test_limits_are_chosen_on_held_out_digits_and_known_strangers(tmp_path):
    run = EXPERIMENTS["verdicts"].smoke_run("verdicts")
    seen: list[int] = []
    record = run.execute(tmp_path / "verdicts", "test", seen.append)
    assert seen == [1, 2] and run.steps == 2
    assert record["identity"] == run.new_result()["identity"]
    assert record["identity"] == results.read_run(SMOKE / "verdicts.json")["identity"]
    network = run.training.network(tmp_path / "verdicts")
    held_out = run.training.data().validation
    x = prepare(held_out.images)
    penalties = network.predict(x, verbose=0)
    others = prepare(run.strangers(held_out, "known"))
    of_others = network.predict(others, verbose=0)
    limits = verdict_limits(penalties, held_out.labels, of_others, 0.955, 1.0)
    assert record["limits"] == limits._asdict()
    digits, *kinds = record["measurements"][:5]
    assert digits["sure"] == np.mean(verdicts(penalties, limits) == "sure")
    shares = (verdicts(of_others, limits) == "sure").reshape(4, 10).mean(axis=1)
    assert [kind["sure"] for kind in kinds] == shares.tolist()


SAME: dict[tuple, list[str]] = {}  # experiments whose smoke run is the same run
for name in TRAININGS:
    one = EXPERIMENTS[name].smoke_run(name)
    SAME.setdefault((one.recipe, one.held_out, one.patterns), []).append(name)


@pytest.mark.parametrize("names", SAME.values(), ids="=".join)
def test_the_committed_smoke_run_comes_out_again(names, tmp_path):
    """Other processors round differently; 600 updates do not carry that far."""
    run = EXPERIMENTS[names[0]].smoke_run(names[0])
    found = run.execute(tmp_path, command="test")
    for name in names:
        assert_close(found, results.read_run(SMOKE / f"{name}.json"))


def assert_close(found, expected):
    assert found["recipe"] == expected["recipe"]
    assert found["data"] == expected["data"]
    assert len(found["passes"]) == len(expected["passes"]) == 2
    for entry, other in zip(found["passes"], expected["passes"], strict=True):
        assert entry["train_loss"] == pytest.approx(other["train_loss"], rel=0.02)
        assert entry["train_error"] == pytest.approx(other["train_error"], abs=0.02)
        assert entry["error"] == pytest.approx(other["error"], abs=0.03)


# --- on workers


def test_results_are_those_of_training_here(cluster, tmp_path):
    runs = [tiny_run(seed) for seed in (0, 1, 2)]
    found = reproduce(runs, tmp_path, "test", scheduler=cluster.scheduler_address)
    assert [run["seed"] for run in found] == [0, 1, 2]
    for run, record in zip(runs, found, strict=True):
        assert results.read_run(tmp_path / f"{run.name}.json") == record
        assert record["identity"] == run.new_result()["identity"]
        assert (record["name"], record["circumstances"]["command"]) == ("tiny", "test")
    here = runs[0].execute(tmp_path / "here", "test")
    for entry, other in zip(here["passes"], found[0]["passes"], strict=True):
        assert entry == pytest.approx(other, rel=1e-3, abs=0.011)  # threads round


def test_workers_keep_the_memory_of_a_batch_for_the_next(tmp_path, monkeypatch):
    """With Dask's own settings distorting digits takes four times as long."""

    class Asked(Exception):
        pass

    def cluster(**_):
        raise Asked(dict(dask.config.get("distributed.nanny.pre-spawn-environ")))

    monkeypatch.setattr(schedule, "LocalCluster", cluster)
    with pytest.raises(Asked) as asked:
        reproduce([tiny_run()], tmp_path)
    (found,) = asked.value.args
    assert found["MALLOC_TRIM_THRESHOLD_"] >= 2**30
    assert found["MALLOC_MMAP_THRESHOLD_"] == 2**25  # more is not heeded
    assert found["OMP_NUM_THREADS"] == 1  # the others stay


def test_what_is_done_is_not_done_again(cluster, tmp_path):
    runs = [tiny_run(seed) for seed in (0, 1)]
    reproduce(runs[:1], tmp_path, "first", scheduler=cluster.scheduler_address)
    file = tmp_path / f"{runs[0].name}.json"
    before = file.stat().st_mtime_ns
    both = reproduce(runs, tmp_path, "second", scheduler=cluster.scheduler_address)
    assert [r["circumstances"]["command"] for r in both] == ["first", "second"]
    assert file.stat().st_mtime_ns == before
    # All done: not even a scheduler is asked.
    assert reproduce(runs, tmp_path, scheduler="tcp://127.0.0.1:1") == both


def test_the_run_of_a_killed_worker_is_neither_lost_nor_doubled(cluster, tmp_path):
    runs = [tiny_run(seed) for seed in (0, 1, 2)]
    address = cluster.scheduler_address
    expected = reproduce(runs[:1], tmp_path / "expected", "test", scheduler=address)
    mark = tmp_path / "died"
    with Client(address) as client:
        client.run(die_at, runs[0].name, 2, mark)
    found = reproduce(runs, tmp_path / "out", "test", scheduler=address)
    assert mark.exists(), "no worker died in the middle of the run"
    assert [record["seed"] for record in found] == [0, 1, 2]
    assert all([e["pass"] for e in r["passes"]] == [1, 2, 3] for r in found)
    assert found[0]["passes"] == expected[0]["passes"]
    written = sorted(path.name for path in (tmp_path / "out").glob("*.json"))
    assert written == [f"adam-seed-{seed}.json" for seed in (0, 1, 2)]


def test_the_result_of_something_else_is_not_overwritten(tmp_path):
    run = tiny_run()
    path = tmp_path / f"{run.name}.json"
    other = {**run.new_result(), "identity": "0" * 64, "seed": 1}
    other["versions"] = {**other["versions"], "keras": "1"}
    records.write_json(path, other)
    with pytest.raises(
        ValueError,
        match="result of this run.*seed 0 instead of 1, .* instead of 1",
    ):
        reproduce([run], tmp_path)
    assert results.read_run(path) == other


def test_that_a_run_diverges_is_a_result_and_is_not_repeated(
    cluster, tmp_path, monkeypatch, capsys
):
    fast = replace(TINY, optimizer="sgd", learning_rate=1e38)
    monkeypatch.setitem(EXPERIMENTS, "noise", Experiment("Why?", {"fast": fast}))
    words = ["reproduce", "noise", "--smoke", "--output", str(tmp_path)]
    words += ["--scheduler", cluster.scheduler_address]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "fast: diverged in pass 1" in out
    path = tmp_path / "smoke" / "fast-seed-0.json"
    record = results.read_run(path)
    assert (record["diverged"], record["passes"]) == (1, [])
    before = path.stat().st_mtime_ns
    assert main([*words[:-1], "tcp://127.0.0.1:1"]) == 0  # no scheduler is asked
    assert capsys.readouterr().out.splitlines() == out.splitlines()
    assert path.stat().st_mtime_ns == before


def test_a_summary_is_the_mean_of_what_did_not_diverge():
    good, better = ({"passes": [{"error": e}]} for e in (0.03, 0.01))
    bad = {"passes": [{"error": 0.9}], "diverged": 2}
    assert summary([good, better]) == "mean 2.000 % (3.00, 1.00)"
    assert summary([good, bad]) == "mean 3.000 % (3.00, diverged in pass 2)"
    assert summary([bad]) == "diverged in pass 2"


# --- the command


def test_the_command_line_knows_every_experiment():
    assert {name: one.question for name, one in EXPERIMENTS.items()} == QUESTIONS


def test_the_command_shows_every_error(tmp_path, capsys, monkeypatch):
    tiny = Experiment("Why?", {"tiny": TINY})
    monkeypatch.setitem(EXPERIMENTS, "noise", tiny)
    words = ["reproduce", "noise", "--output", str(tmp_path), "--workers", "1"]
    assert main([*words, "--smoke"]) == 0
    written = results.read_run(tmp_path / "smoke" / "tiny-seed-0.json")
    error = 100 * written["passes"][-1]["error"]
    out = capsys.readouterr().out
    assert "Why?" in out and f"tiny: mean {error:.3f} %" in out
    assert f"({error:.2f})" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["alchemy"], "invalid choice: 'alchemy'"),
        (["noise", "--seeds", "0"], "whole number, 1 or more. Received: 0"),
        (["noise", "--label", "gold"], "--label: expected one of .*Received: gold"),
        (["noise", "--smoke", "--scheduler", "nonsense"], "nonsense"),
    ],
    ids=str,
)
def test_bad_words_are_refused_in_one_line(words, message, tmp_path, capsys):
    try:
        code = main(["reproduce", *words, "--output", str(tmp_path / "none")])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert re.search(message, error)
