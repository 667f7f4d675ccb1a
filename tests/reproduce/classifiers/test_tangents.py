"""Tangent distance is the distance between planes, and is deaf to small changes."""

import numpy as np
import pytest

from lenet_keras import load_mnist
from lenet_keras.digits import reduced
from lenet_keras.reproduce.classifiers import tangents
from lenet_keras.reproduce.classifiers.neighbours import Neighbours
from lenet_keras.reproduce.classifiers.tangents import TangentDistance
from lenet_keras.reproduce.representations import pixels

TRAIN = load_mnist().train
X, Y = pixels(reduced(TRAIN.images[:1_000])), TRAIN.labels[:1_000]
NEW, OF_NEW = pixels(reduced(TRAIN.images[-200:])), TRAIN.labels[-200:]
SMOOTH = tangents.smoothed(X[:30], 0.9)


def test_distances_are_those_of_solving_for_both_planes(monkeypatch):
    monkeypatch.setattr(tangents, "_RIDGE", 0.0)
    planes = tangents.orthonormal(tangents.tangents(SMOOTH))
    found = tangents.distances_between(SMOOTH[0], planes[0], SMOOTH[1:], planes[1:])
    for number, distance in enumerate(found, start=1):
        both = np.concatenate([planes[0], planes[number]]).T.astype("float64")
        difference = (SMOOTH[0] - SMOOTH[number]).astype("float64")
        _, (left,), *_ = np.linalg.lstsq(both, difference)
        assert distance == pytest.approx(left, rel=1e-3)
        assert distance < np.sum(difference**2)


def test_a_digit_is_next_to_itself():
    planes = tangents.orthonormal(tangents.tangents(SMOOTH))
    (found,) = tangents.distances_between(
        SMOOTH[3], planes[3], SMOOTH[3:4], planes[3:4]
    )
    assert found == pytest.approx(0, abs=1e-5)


def test_smoothing_keeps_ink_and_spreads_it():
    dot = np.zeros((1, 256), "float32")
    dot[0, 8 * 16 + 8] = 1.0
    image = tangents.smoothed(dot, 1.0).reshape(16, 16)
    assert image.sum() == pytest.approx(1, abs=1e-3)
    rows, columns = np.indices(image.shape)
    assert (image * (rows - 8) ** 2).sum() == pytest.approx(1, abs=0.02)
    assert (image * (columns - 8) ** 2).sum() == pytest.approx(1, abs=0.02)


# A blob in the middle of 16x16 whose values are known everywhere.
ROWS, COLUMNS = np.indices((16, 16)) - 7.5
STEP = 0.05


def blob(right, below):
    bar = np.exp(
        -((right - 0.5) ** 2) / 12 - (below + 0.3) ** 2 / 5 - right * below / 9
    )
    return bar.ravel()[np.newaxis]


CHANGES = {  # where the value of a pixel comes from
    0: lambda x, y: (x + STEP, y),
    1: lambda x, y: (x, y + STEP),
    2: lambda x, y: (x + STEP * y, y - STEP * x),
    3: lambda x, y: (x + STEP * x, y + STEP * y),
    4: lambda x, y: (x + STEP * x, y - STEP * y),
    5: lambda x, y: (x + STEP * y, y + STEP * x),
}


@pytest.mark.parametrize("number", CHANGES)
def test_tangents_are_how_an_image_begins_to_change(number):
    image = blob(COLUMNS, ROWS).astype("float32")
    moved = blob(*CHANGES[number](COLUMNS, ROWS)) - blob(COLUMNS, ROWS)
    tangent = tangents.tangents(image)[0, number] * STEP
    assert np.linalg.norm(tangent - moved) < 0.2 * np.linalg.norm(moved)
    plane = tangents.orthonormal(tangents.tangents(image))[0]
    outside = moved[0] - plane.T @ (plane @ moved[0])
    assert np.linalg.norm(outside) < 0.2 * np.linalg.norm(moved)


def test_the_last_tangent_thickens():
    image = blob(COLUMNS, ROWS).astype("float32")
    thicker = tangents.tangents(image)[0, -1]
    assert (thicker >= 0).all()
    assert thicker.max() > 0.05 * image.max()


def test_tangent_distance_errs_less_than_the_euclidean(monkeypatch):
    monkeypatch.setattr(tangents, "FIRST", (25, 50))
    learned = TangentDistance(0.9, True).learn(X, Y, 0)
    found = learned.scores(NEW)
    assert {*found} == {f"first={n} k={k}" for n in (25, 50) for k in (1, 3)}
    wrong = np.mean(found["first=50 k=1"].argmax(axis=1) != OF_NEW)
    plain = Neighbours().learn(X, Y, 0).scores(NEW)["k=1"]
    assert wrong < 0.85 * np.mean(plain.argmax(axis=1) != OF_NEW)
    assert learned.variables == 8 * X.size
    assert learned.multiply_accumulates == X.size + (50 + 10) * 256 * 64


def test_what_is_filtered_out_is_far(monkeypatch):
    """With all digits looked at again, the nearest is the nearest of all."""
    monkeypatch.setattr(tangents, "FIRST", (300,))
    learned = TangentDistance(0.9, True).learn(X[:300], Y[:300], 0)
    said = learned.scores(NEW[:20])["first=300 k=1"].argmax(axis=1)
    images, planes = TangentDistance(0.9, True).seen(X[:300])
    new, own = TangentDistance(0.9, True).seen(NEW[:20])
    for number, answer in enumerate(said):
        far = tangents.distances_between(new[number], own[number], images, planes)
        assert Y[far.argmin()] == answer


def test_each_class_has_a_distance_also_where_all_the_nearest_are_of_one(monkeypatch):
    monkeypatch.setattr(tangents, "FIRST", (3,))
    found = TangentDistance(0.9, True).learn(X, Y, 0).scores(NEW)
    scores = found["first=3 k=3"]
    assert (scores.max(axis=1) > 2).any()  # three of one class, and no other among them
    assert (scores > -1).all()  # which would be one without any distance
