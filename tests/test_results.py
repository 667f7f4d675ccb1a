import json
import os
import subprocess
from importlib import resources
from pathlib import Path

import pytest

from lenet_keras import results, weights_card
from lenet_keras.reproduce import EXPERIMENTS, Run
from lenet_keras.training import RECIPES, records


def test_identity_is_the_hash_of_what_decides_the_numbers(monkeypatch):
    settings = {"seed": 0, "recipe": {"j": 10.0, "passes": 20}}
    same = {"recipe": {"passes": 20, "j": 10.0}, "seed": 0}
    identity = records.identity(settings)
    assert len(identity) == 64 and set(identity) <= set("0123456789abcdef")
    assert records.identity(same) == identity
    assert records.identity({**settings, "seed": 1}) != identity
    assert records.identity({**settings, "recipe": {"j": 10.0}}) != identity
    with monkeypatch.context() as patch:
        patch.setattr(records, "NUMERICS", records.NUMERICS + 1)
        assert records.identity(settings) != identity
    other = {**records.library_versions(), "keras": "2.0.0"}
    monkeypatch.setattr(records, "library_versions", lambda: other)
    assert records.identity(settings) != identity


def test_versions_are_those_of_this_process():
    import keras
    import numpy

    versions = records.library_versions()
    assert versions["keras"] == keras.__version__
    assert versions["numpy"] == numpy.__version__
    assert versions["backend"].split()[0] == keras.config.backend()


def test_circumstances():
    told = records.circumstances("lenet-keras train")
    assert told["command"] == "lenet-keras train"
    assert set(told) == {"command", "commit", "date", "machine"}
    json.dumps(told)


def test_without_git_there_is_no_commit(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert records.circumstances("")["commit"] is None


def git(folder, *words):
    who = ["-c", "user.name=reader", "-c", "user.email=reader@example.org"]
    call = ["git", "-C", str(folder), *who, *words]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_commit_is_that_of_the_source_tree(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A package.")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert records.commit_of(package) == commit
    (package / "__init__.py").write_text("changed = True")
    assert records.commit_of(package) == f"{commit}-dirty"


@pytest.mark.parametrize("place", ["venv/site-packages/package", "package"])
def test_the_commit_of_a_repository_that_it_is_installed_in_is_not_told(
    place, tmp_path
):
    (tmp_path / "thesis.tex").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A thesis.")
    package = tmp_path / place
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    assert records.commit_of(package) is None


def a_run(*errors, **fields):
    """A result with passes of those errors."""
    passes = [
        {"pass": number, "train_loss": 1.0, "train_error": 0.5, "error": error}
        for number, error in enumerate(errors, start=1)
    ]
    return {**records.heading("é", {"recipe": {}}, ""), "passes": passes, **fields}


def test_json_is_written_and_read_back(tmp_path):
    path = tmp_path / "run.json"
    run = a_run(0.1 + 0.2)
    records.write_json(path, run)
    assert results.read_run(path) == run
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]
    assert path.read_bytes().endswith(b"\n") and b"\r" not in path.read_bytes()


def test_a_failing_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    old, new = a_run(0.1), a_run(0.2)
    records.write_json(path, old)

    with pytest.raises(TypeError):
        records.write_json(path, {**old, "passes": [object()]})
    assert results.read_run(path) == old

    write_text = Path.write_text

    def full_disk(self, text, **options):
        write_text(self, text[:10], **options)
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full_disk)
        with pytest.raises(OSError, match="no space left"):
            records.write_json(path, new)
    assert results.read_run(path) == old

    def killed(source, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            records.write_json(path, new)
    assert results.read_run(path) == old

    records.write_json(path, new)
    assert results.read_run(path) == new


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", "null", '{"schema": 999}', '"schema"', "\0", '{"schema": 1}'],
)
def test_a_file_that_is_no_result_is_refused(content, tmp_path):
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="result file of schema 1. Received: .*run"):
        results.read_run(path)


def test_a_missing_result_is_refused(tmp_path):
    with pytest.raises(ValueError, match="Received: .*gone.json"):
        results.read_run(tmp_path / "gone.json")
    with pytest.raises(ValueError, match="Received: "):
        results.read_run(tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("identity", 7),
        ("versions", "3.15"),
        ("circumstances", []),
        ("passes", {}),
        ("passes", [{"pass": 1}]),
        ("passes", [1]),
    ],
)
def test_a_result_with_a_field_that_is_none_is_refused(field, value, tmp_path):
    records.write_json(tmp_path / "run.json", a_run(0.1, **{field: value}))
    with pytest.raises(ValueError, match=f"schema 1. Received: .*run.json .*{field}"):
        results.read_run(tmp_path / "run.json")


def test_a_run_that_diverged_is_read():
    runs = [a_run(0.2, 0.1), a_run(0.2, diverged=2)]
    with pytest.raises(ValueError, match=r"equally many .*Received: runs of \[1, 2\]"):
        results.by_pass(runs)
    assert results.by_pass(runs[:1]).tolist() == [[0.2, 0.1]]


def test_differences_name_each_setting_with_its_values():
    old = a_run(0.1, seed=0, recipe={"j": 10.0, "passes": 2})
    new = a_run(seed=1, recipe={"passes": 3}, diverged=1)
    told = "j none instead of 10.0, passes 3 instead of 2, seed 1 instead of 0"
    assert records.differences(old, new) == told
    other = {**old, "versions": {**old["versions"], "keras": "2"}}
    assert records.differences(other, old).endswith(" instead of 2")
    assert "numeric code" in records.differences(old, old)


def test_a_card_of_a_run_that_is_not_shipped_is_refused():
    card = {**weights_card(), "identity": "0" * 64}
    with pytest.raises(ValueError, match="`card` must .*Received: identity='000"):
        results.shipped_run(card)


def test_unknown_experiment_is_refused():
    with pytest.raises(ValueError, match="`experiment` must be one of .*'alchemy'"):
        results.shipped_runs("alchemy")


MEASURED = [
    name
    for name, experiment in EXPERIMENTS.items()
    if not isinstance(experiment.smoke_run(name), Run)
]
FOLDERS = sorted(
    entry.name
    for entry in (resources.files("lenet_keras") / "data" / "results").iterdir()
    if entry.is_dir()
)
TRAININGS = [name for name in FOLDERS if name not in MEASURED]


@pytest.mark.parametrize("experiment", TRAININGS)
def test_shipped_runs_are_complete(experiment):
    runs = results.shipped_runs(experiment)
    assert len({run["identity"] for run in runs}) == len(runs) > 0
    for run in runs:
        numbers = [entry["pass"] for entry in run["passes"]]
        finished = run.get("diverged", run["recipe"]["passes"] + 1) - 1
        assert numbers == list(range(1, finished + 1))
        assert all(0 <= entry["error"] <= 1 for entry in run["passes"])
        assert run["evaluated_on"] == ("validation" if run["held_out"] else "test")
        command = run["circumstances"]["command"]
        assert command.startswith(("lenet-keras ", "python -m tools."))
        assert " /" not in command


def test_no_seed_was_picked():
    """The seeds of one recipe, on one set of patterns, are 0, 1, 2 ... without gaps.

    All searches together are one experiment: its second stage adds seeds.
    """
    seeds = {}
    for experiment in TRAININGS:
        name = experiment.removesuffix("-seeds")
        if experiment.startswith("search-"):
            name = "search"
        for run in results.shipped_runs(experiment):
            patterns = run.get("data", run["trained_on"])
            group = json.dumps([run["recipe"], run["evaluated_on"], patterns])
            seeds.setdefault((name, group), []).append(run["seed"])
    for group in seeds.values():
        assert sorted(group) == list(range(len(group)))


@pytest.mark.parametrize("experiment", [n for n in TRAININGS if n in EXPERIMENTS])
def test_files_hold_the_runs_that_their_names_say(experiment):
    recipes = EXPERIMENTS[experiment].recipes
    for label in {run.label for run in EXPERIMENTS[experiment].runs(experiment)}:
        try:
            runs = results.shipped_runs(experiment, label)
        except ValueError:
            continue  # not run yet
        first = EXPERIMENTS[experiment].first_seed
        assert [run["seed"] for run in runs] == list(range(first, first + len(runs)))
        assert all(run["recipe"] == recipes[label].to_dict() for run in runs)


# Some of these were trained a second time, because their weights were not kept: the
# losses of the first pass agree to a ten-millionth, those of later ones part.
ANEW = {"best": 1e-4, "distorted": 1e-3, "noise": 1e-3}


def test_invariance_was_measured_on_networks_like_those_that_were_tested():
    for label, (training, _) in EXPERIMENTS["invariance"].trainings.items():
        runs = results.shipped_runs("invariance", label)
        assert [run["seed"] for run in runs] == list(range(len(runs)))
        trained = {run["identity"]: run for run in results.shipped_runs(training)}
        for run in runs:
            last = trained[run["training"]]["passes"][-1]["error"]
            still = [m["error"] for m in run["measurements"] if m["amount"] == 0]
            assert still == [pytest.approx(last, abs=ANEW[label])] * len(still)
            errors = {
                (m["transformation"], m["amount"]): m["error"]
                for m in run["measurements"]
            }
            assert errors["vertical shift", 12] > errors["vertical shift", 2]


def test_kernels_are_of_the_networks_that_were_tested():
    runs = results.shipped_runs("orientation", "best")
    assert [run["seed"] for run in runs] == list(range(10))
    trained = results.shipped_runs("learning-curves", "best")
    assert [run["training"] for run in runs] == [run["identity"] for run in trained]


def test_committees_are_of_networks_like_those_that_were_tested():
    for label, (training, _) in EXPERIMENTS["committee"].trainings.items():
        (run,) = results.shipped_runs("committee", label)
        trained = {run["identity"]: run for run in results.shipped_runs(training)}
        assert len(run["trainings"]) == len(run["measurements"]) > 1
        for identity, found in zip(run["trainings"], run["measurements"], strict=True):
            last = trained[identity]["passes"][-1]["error"]
            assert found["alone"] == pytest.approx(last, abs=ANEW[label])
        first = run["measurements"][0]
        assert first["error"] == first["alone"]


def test_verdicts_are_of_the_networks_that_the_limits_were_chosen_for():
    experiment = EXPERIMENTS["verdicts"]
    for run in experiment.runs("verdicts"):
        try:
            (found,) = results.shipped_runs("verdicts", run.label)
        except ValueError:
            assert run.label not in RECIPES  # the shipped networks are of these
            continue
        new = run.with_plain_c().new_result()
        assert found["identity"] == new["identity"]
        digits = [m for m in found["measurements"] if m["pictures"] == "digits"]
        assert [m["known"] for m in digits] == [True, False]
        assert digits[0]["sure"] >= 0.955 and digits[0]["error"] <= 0.002


def test_an_unknown_label_is_refused_with_those_that_exist():
    with pytest.raises(
        ValueError, match=r"one of \['best', 'paper'\].*Received: 'new'"
    ):
        results.shipped_runs("learning-curves", "new")
