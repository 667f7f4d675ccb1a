"""Each classifier that is no network does what section III-C says it does."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import PolynomialFeatures
from sklearn.svm import SVC

from lenet_keras import load_mnist, paper
from lenet_keras.digits import reduced
from lenet_keras.reproduce.classifiers import machines, virtual
from lenet_keras.reproduce.classifiers.answers import interval, judged
from lenet_keras.reproduce.classifiers.linear import PAIRS, Linear, Pairwise, descend
from lenet_keras.reproduce.classifiers.machines import Kernel, SupportVectors, power
from lenet_keras.reproduce.classifiers.method import signs, with_one
from lenet_keras.reproduce.classifiers.neighbours import Neighbours, nearest, votes
from lenet_keras.reproduce.classifiers.polynomial import Quadratic, principal
from lenet_keras.reproduce.classifiers.rbf import GaussianUnits, prototypes
from lenet_keras.reproduce.representations import pixels

TRAIN = load_mnist().train
X, Y = pixels(reduced(TRAIN.images[:600])), TRAIN.labels[:600]
NEW, OF_NEW = pixels(reduced(TRAIN.images[-300:])), TRAIN.labels[-300:]
INPUTS = 16 * 16


def error(learned, reading=""):
    return np.mean(learned.scores(NEW)[reading].argmax(axis=1) != OF_NEW)


# --- answers


def test_any_rejection_follows_from_what_is_kept():
    rng = np.random.default_rng(0)
    labels = rng.integers(10, size=2_000)
    scores = rng.normal(size=(2_000, 10)) + 2.5 * np.eye(10)[labels]
    found = judged(scores, labels)
    answers = scores.argmax(axis=1)
    assert found["error"] == np.mean(answers != labels)
    assert {k: a for k, a, _ in found["wrong"]} == {
        k: answers[k] for k in np.flatnonzero(answers != labels)
    }
    best_two = np.sort(scores, axis=1)[:, -2:]
    order = np.argsort(best_two[:, 1] - best_two[:, 0])
    before = np.array([rank for *_, rank in found["wrong"]])
    for rejected in (0, 100, 700, 1_500):
        kept = order[rejected:]
        assert (before >= rejected).sum() == np.sum(answers[kept] != labels[kept])
    kept = order[round(found["rejected"] * 2_000) :]
    assert np.mean(answers[kept] != labels[kept]) <= 0.005
    one_more = order[round(found["rejected"] * 2_000) - 1 :]
    assert np.mean(answers[one_more] != labels[one_more]) > 0.005


def test_the_interval_is_that_of_drawing_digits_again():
    wrong = np.arange(10_000) < 120
    rng = np.random.default_rng(1)
    again = [wrong[rng.integers(10_000, size=10_000)].mean() for _ in range(2_000)]
    low, high = interval(0.012, 10_000)
    assert low == pytest.approx(np.quantile(again, 0.025), abs=2e-4)
    assert high == pytest.approx(np.quantile(again, 0.975), abs=2e-4)
    assert interval(0.0, 100) == [0.0, 0.0]


# --- linear


def test_linear_units_solve_the_least_squares():
    learned = Linear("linear", 3.0).learn(X, Y, 0)
    ridge = Ridge(alpha=3.0, fit_intercept=False)
    ridge.fit(with_one(X).astype(float), signs(Y))
    expected = ridge.predict(with_one(NEW).astype(float))
    np.testing.assert_allclose(learned.scores(NEW)[""], expected, atol=1e-3)
    assert learned.variables == learned.multiply_accumulates == 10 * (INPUTS + 1)


def test_sigmoid_units_stand_at_the_foot_of_a_slope():
    x, targets = with_one(X[:200]), signs(Y[:200])
    weights = descend(x, targets, 5.0)

    def loss(weights):
        states = paper.AMPLITUDE * np.tanh(paper.SLOPE * x @ weights)
        return np.sum((states - targets) ** 2) + 5.0 * np.sum(weights**2)

    found, rng = loss(weights), np.random.default_rng(0)
    assert found < loss(0 * weights) / 4
    for _ in range(10):
        step = rng.normal(size=weights.shape)
        step *= 0.3 / np.linalg.norm(step)
        assert loss(weights + step) > found


def test_a_unit_of_a_pair_sees_the_digits_of_its_pair_only():
    expected = np.zeros((len(NEW), 10))
    for one, other in PAIRS:
        few = np.isin(Y, (one, other))
        ridge = Ridge(alpha=30.0, fit_intercept=False, solver="cholesky")
        ridge.fit(with_one(X[few]).astype(float), np.where(Y[few] == one, 1, -1))
        vote = np.sign(ridge.predict(with_one(NEW).astype(float)))
        expected[:, one] += vote
        expected[:, other] -= vote
    learned = Pairwise(30.0).learn(X, Y, 0)
    scores = learned.scores(NEW)["sign"]
    np.testing.assert_allclose(scores, expected, atol=0.02)
    assert learned.variables == 45 * (INPUTS + 1)
    assert learned.multiply_accumulates == 45 * (INPUTS + 1) + 90


def test_pairs_beat_single_units_once_their_units_decide():
    learned = Pairwise(30.0).learn(X, Y, 0)
    assert error(learned, "sign") < error(Linear("linear", 30.0).learn(X, Y, 0))


# --- nearest neighbours


@pytest.mark.parametrize("k", [1, 3, 7])
def test_the_nearest_are_those_of_scikit_learn(k):
    known = np.sort(Y)
    stored = X[np.argsort(Y, kind="stable")]
    voters, distances = nearest(NEW, stored, known, k)
    theirs = KNeighborsClassifier(k, algorithm="brute").fit(stored, known)
    far, few = theirs.kneighbors(NEW)
    np.testing.assert_array_equal(voters, known[few])
    np.testing.assert_allclose(distances.min(axis=1), far[:, 0], atol=1e-3)
    learned = Neighbours().learn(X, Y, 0)
    answers = learned.scores(NEW)[f"k={k}"].argmax(axis=1)
    counts = np.stack([(voters == c).sum(axis=1) for c in range(10)], axis=1)
    top_two = np.sort(counts, axis=1)[:, -2:]
    clear = top_two[:, 1] > top_two[:, 0]
    assert clear.mean() > 0.8
    np.testing.assert_array_equal(answers[clear], counts[clear].argmax(axis=1))
    assert learned.variables == learned.multiply_accumulates == 600 * INPUTS


def test_equal_votes_go_to_the_nearer_class():
    distances = np.full((1, 10), 9.0)
    distances[0, [2, 5]] = 4.0, 3.0
    assert votes(np.array([[2, 5]]), distances).argmax() == 5


# --- polynomial


def test_the_components_hold_most_of_the_variance():
    centred = X - X.mean(axis=0)
    directions = principal(centred, 5)
    _, _, rows = np.linalg.svd(centred, full_matrices=False)
    aligned = np.abs(np.sum(directions.T * rows[:5], axis=1))
    np.testing.assert_allclose(aligned, 1, atol=1e-3)


@pytest.mark.parametrize(("with_components", "inputs"), [(False, 821), (True, 861)])
def test_the_polynomial_is_the_one_of_scikit_learn(with_components, inputs):
    learned = Quadratic(40, with_components, 10.0).learn(X, Y, 0)
    assert learned.remarks == {"inputs": inputs}
    mean = X.mean(axis=0)
    directions = principal(X - mean, 40)
    features = PolynomialFeatures(2)
    seen = features.fit_transform((X - mean) @ directions)
    new = features.transform((NEW - mean) @ directions)
    if not with_components:
        seen, new = (np.delete(part, np.s_[1:41], axis=1) for part in (seen, new))
    ridge = Ridge(alpha=10.0, fit_intercept=False).fit(seen.astype(float), signs(Y))
    expected = ridge.predict(new.astype(float))
    np.testing.assert_allclose(learned.scores(NEW)[""], expected, atol=2e-2)
    assert learned.multiply_accumulates == INPUTS * 40 + 820 + 10 * inputs


# --- Gaussian units


def test_prototypes_are_means_of_digits_of_their_class():
    centres, distance = prototypes(X, Y, 3, seed=0)
    assert centres.shape == (30, INPUTS)
    for one in range(10):
        same = X[Y == one]
        far = np.linalg.norm(same[:, None] - centres[3 * one : 3 * one + 3], axis=2)
        own = far.argmin(axis=1)
        for group in range(3):
            mean = same[own == group].mean(axis=0)
            np.testing.assert_allclose(centres[3 * one + group], mean, atol=1e-4)
    assert 2 < distance < 7


def test_gaussian_units_read_digits_and_are_counted():
    learned = GaussianUnits(10, 0.1).learn(X, Y, 0)
    assert min(error(learned, reading) for reading in learned.scores(NEW)) < 0.15
    assert learned.multiply_accumulates == 100 * INPUTS + 101 * 10
    other = GaussianUnits(10, 0.1).learn(X, Y, 1)
    assert other.remarks != learned.remarks


# --- support vectors


def test_a_power_is_a_power():
    x = np.array([-1.5, 0.0, 0.3, 2.0], "float32")
    for degree in (1, 2, 4, 5, 9):
        np.testing.assert_allclose(power(x, degree), x**degree, rtol=1e-5)
    np.testing.assert_array_equal(x, np.array([-1.5, 0.0, 0.3, 2.0], "float32"))


def test_learning_in_chunks_ends_where_learning_at_once_does(monkeypatch):
    sides = np.where(Y == 8, 1.0, -1.0)
    kernel = Kernel(4, 1.0, 100.0)
    theirs = SVC(C=1.0, kernel="poly", degree=4, gamma=1 / 100.0, coef0=1.0)
    theirs.fit(X, sides)
    monkeypatch.setattr(machines, "_FIRST", 40)
    monkeypatch.setattr(machines, "_MORE", 60)
    found = machines.machine(X, sides, kernel, 1.0)
    assert np.all(np.diff(found.support) > 0)
    ours = machines.decisions(NEW, X[found.support], found, kernel)
    np.testing.assert_allclose(ours, theirs.decision_function(NEW), atol=0.02)


def test_machines_together_are_the_machines():
    method = SupportVectors(3, 1.0, 1.0)
    kernel = method.kernel(X)
    each = method.machines(X, Y, kernel)
    learned = machines.sums_of(kernel, each, X)
    scores = learned.scores(NEW)[""]
    for one, machine in enumerate(each):
        alone = machines.decisions(NEW, X[machine.support], machine, kernel)
        np.testing.assert_allclose(scores[:, one], alone, atol=1e-4)
    vectors = set(np.concatenate([machine.support for machine in each]))
    used = sum(len(machine.support) for machine in each)
    assert learned.multiply_accumulates == INPUTS * len(vectors) + used
    assert error(learned) < 0.12


def test_digits_are_shifted_by_a_pixel_in_each_direction():
    dot = np.zeros((1, 5, 5))
    dot[0, 2, 2] = 1.0
    for directions in (4, 8):
        moved = virtual.shifted(dot.reshape(1, 25), directions).reshape(-1, 5, 5)
        rows, columns = np.nonzero(moved.sum(axis=0))
        assert len(moved) == directions + 1 == len(rows)
        np.testing.assert_array_equal(moved[0], dot[0])
        assert (moved.sum(axis=(1, 2)) == 1).all()
        reach = np.abs(rows - 2) + np.abs(columns - 2)
        assert reach.max() == directions // 4


def test_shifted_vectors_make_a_machine_bear_shifts():
    plain = SupportVectors(5, 1.0, 1.0).learn(X, Y, 0)
    taught = virtual.VirtualVectors(5, 1.0, 1.0, 4).learn(X, Y, 0)
    new = virtual.shifted(NEW, 4)
    labels = np.tile(OF_NEW, 5)
    wrong = [
        np.mean(one.scores(new)[""].argmax(axis=1) != labels) for one in (plain, taught)
    ]
    assert wrong[1] < 0.9 * wrong[0]
    assert taught.remarks["vectors"] > plain.remarks["vectors"]
