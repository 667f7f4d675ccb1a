"""Hand-made features: they say what they claim; the experiment keeps its promises."""

from pathlib import Path

import numpy as np
import pytest

from lenet_keras import load_mnist, results
from lenet_keras.reproduce import EXPERIMENTS, FeaturesRun
from lenet_keras.reproduce.features import SIZES, STRENGTHS, fit
from lenet_keras.reproduce.representations import (
    REPRESENTATIONS,
    hog,
    pixels,
    projections,
)

SMOKE = Path(__file__).parents[1] / "smoke"
DIGITS = load_mnist().train.images[:20]


# --- representations


@pytest.mark.parametrize("name", REPRESENTATIONS)
def test_a_representation_is_one_row_of_numbers_for_each_digit(name):
    rows = REPRESENTATIONS[name](DIGITS)
    assert rows.dtype == np.float32 and rows.ndim == 2
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(REPRESENTATIONS[name](DIGITS[3:5]), rows[3:5])


def test_projections_count_ink_once_in_every_row_column_and_zone():
    ink = pixels(DIGITS).sum(axis=1)
    rows, columns, zones = np.split(projections(DIGITS), [28, 56], axis=1)
    for part in (rows, columns, zones):
        np.testing.assert_allclose(part.sum(axis=1), ink, rtol=1e-5)
    assert zones.shape == (20, 49)
    np.testing.assert_allclose(rows, DIGITS.sum(axis=2) / 255, rtol=1e-5)
    np.testing.assert_allclose(columns, DIGITS.sum(axis=1) / 255, rtol=1e-5)


def test_a_weighted_sum_of_projections_is_a_weighted_sum_of_pixels():
    one_pixel = 255 * np.eye(784, dtype="uint8").reshape(784, 28, 28)
    weights = np.random.default_rng(0).normal(size=105)
    folded = projections(one_pixel) @ weights
    expected = projections(DIGITS) @ weights
    np.testing.assert_allclose(pixels(DIGITS) @ folded, expected, rtol=1e-3)


def test_hog_tells_directions_and_not_shades():
    across = np.zeros((1, 28, 28), "uint8")
    across[:, 14:] = 200
    upright = across.transpose(0, 2, 1)
    assert abs(hog(across) - hog(upright)).max() > 0.5
    np.testing.assert_allclose(hog(across // 2), hog(across), atol=1e-3)


@pytest.mark.parametrize("name", REPRESENTATIONS)
@pytest.mark.parametrize(
    "images", [DIGITS[0], DIGITS / 255, DIGITS[:0]], ids=["one", "float", "none"]
)
def test_other_images_are_refused(name, images):
    with pytest.raises(ValueError, match="uint8 array of shape.*Received: "):
        REPRESENTATIONS[name](images)


# --- the classifier


def test_the_classifier_takes_features_as_they_are_in_any_unit():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(60, 5)), rng.integers(3, size=60)
    one, other = fit(x, y, 1.0), fit(1_000 * x, y, 1.0)
    np.testing.assert_allclose(other.coef_ * 1_000, one.coef_, rtol=1e-6)
    scores = x @ one.coef_.T + one.intercept_
    np.testing.assert_allclose(one.decision_function(x), scores)
    assert (one.classes_[scores.argmax(axis=1)] == one.predict(x)).all()


def test_a_stronger_regularisation_has_smaller_weights_and_learns_less_closely():
    x, y = pixels(load_mnist().train.images[:300]), load_mnist().train.labels[:300]
    weak, strong = fit(x, y, STRENGTHS[-1]), fit(x, y, STRENGTHS[0])
    assert np.abs(strong.coef_).mean() < np.abs(weak.coef_).mean() / 5
    assert strong.score(x, y) < weak.score(x, y) == 1


# --- the experiment


@pytest.fixture(scope="module")
def smoke():
    return EXPERIMENTS["features"].smoke_run("features")


def test_the_committed_smoke_run_comes_out_again(smoke, tmp_path):
    seen = []
    found = smoke.execute(tmp_path, command="test", on_step=seen.append)
    expected = results.read_run(SMOKE / "features.json")
    assert seen == [1, 2] and smoke.steps == 2
    assert found["identity"] == smoke.new_result()["identity"]
    assert found["features"] == expected["features"] == 1_296
    assert found["strengths"] == expected["strengths"] == list(STRENGTHS)
    for one, other in zip(found["measurements"], expected["measurements"], strict=True):
        assert one["patterns"] == other["patterns"]
        for key in ("train_error", "error"):
            assert one[key] == pytest.approx(other[key], abs=0.03)


def test_strengths_are_chosen_on_held_out_digits(monkeypatch):
    """The test digits are judged with the chosen strength, the others not at all."""
    asked = []
    monkeypatch.setattr(
        "lenet_keras.reproduce.features._error",
        lambda classifier, x, labels: asked.append(len(labels)) or len(asked) / 100,
    )
    run = FeaturesRun("features", "projections", (100, 200), judged=50)
    record = run.execute(SMOKE, command="test")
    training_and_held_out = [100, 50] * len(STRENGTHS)
    assert asked[: 2 * len(STRENGTHS)] == training_and_held_out
    assert asked[2 * len(STRENGTHS) :][:2] == [100, 50]
    assert len(asked) == 2 * (2 * len(STRENGTHS) + 2)
    # The errors above only rise, so the first strength is the best.
    assert [one["strength"] for one in record["measurements"]] == [STRENGTHS[0]] * 2


def test_held_out_digits_are_learned_only_after_the_choice(monkeypatch):
    learned = []

    def remember(x, labels, strength):
        learned.append((len(labels), strength))
        return fit(x[:50], labels[:50], strength)

    monkeypatch.setattr("lenet_keras.reproduce.features.fit", remember)
    run = FeaturesRun("features", "projections", (60_000,), judged=50)
    (found,) = run.execute(SMOKE, command="test")["measurements"]
    assert learned[:-1] == [(50_000, strength) for strength in STRENGTHS]
    assert learned[-1] == (60_000, found["strength"])
    assert (found["patterns"], found["learned_from"]) == (60_000, 50_000)


def test_what_is_measured_decides_the_identity():
    runs = [
        FeaturesRun("features", "hog"),
        FeaturesRun("features", "pixels"),
        FeaturesRun("features", "hog", (100,)),
        FeaturesRun("features", "hog", judged=100),
    ]
    assert len({run.new_result()["identity"] for run in runs}) == len(runs)


@pytest.mark.parametrize("name", REPRESENTATIONS)
def test_shipped_results_are_whole(name):
    (run,) = results.shipped_runs("features", name)
    assert run["representation"] == name and run["judged"] is None
    assert [one["patterns"] for one in run["measurements"]] == list(SIZES)
    for one in run["measurements"]:
        held_out = {c["strength"]: c["held_out_error"] for c in one["candidates"]}
        assert list(held_out) == list(STRENGTHS)
        assert one["strength"] == min(held_out, key=held_out.__getitem__)
        assert 0 <= one["train_error"] < 0.2 and 0 < one["error"] < 0.2
