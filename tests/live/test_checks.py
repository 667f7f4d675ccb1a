"""What the figures ask of their arguments is asked in one place."""

import numpy as np
import pytest

from lenet_keras.live import _checks as checks


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((0, 32, 32, 1)), r"n at least 1. Received: shape \(0, 32, 32, 1\)"),
        (np.zeros((1, 28, 28, 1)), r"\(n, 32, 32, 1\).*\(1, 28, 28, 1\)"),
        (np.zeros((32, 32)), r"Received: shape \(32, 32\)"),
    ],
)
def test_images_that_do_not_fit_are_refused(images, words):
    with pytest.raises(ValueError, match=words):
        checks.check_images(images)


@pytest.mark.parametrize(
    ("images", "most", "words"),
    [
        (np.zeros((1, 28, 28)), None, r"uint8 array.*Received: float64, shape"),
        (np.zeros((0, 28, 28), "u1"), None, "n at least 1. Received"),
        (np.zeros((3, 28, 28), "u1"), 2, r"n from 1 to 2. Received.*\(3, 28, 28\)"),
        (np.zeros((28, 28), "u1"), None, r"Received: uint8, shape \(28, 28\)"),
    ],
)
def test_digits_that_do_not_fit_are_refused(images, most, words):
    with pytest.raises(ValueError, match=words):
        checks.check_digits(images, most)


def test_names_are_counted_or_given_as_text():
    images = np.zeros((2, 28, 28))
    assert checks.check_names(None, images) == ["1", "2"]
    assert checks.check_names(None, images, 0, "digit ") == ["digit 0", "digit 1"]
    assert checks.check_names(np.array([7, 2]), images) == ["7", "2"]


@pytest.mark.parametrize("names", [[], ["7"], "721"])
def test_each_image_has_one_name(names):
    words = rf"each of the 2 images once. Received: {len(names)} names"
    with pytest.raises(ValueError, match=words):
        checks.check_names(names, np.zeros((2, 28, 28)))


@pytest.mark.parametrize("number", [-1, 6, 0.5, None, "1"])
def test_a_map_that_does_not_exist_is_refused(number):
    words = rf"`kernel` must be the number of a map of C1, 0 to 5. Received: {number!r}"
    with pytest.raises(ValueError, match=words):
        checks.check_map(number, "kernel", "C1", 6)


@pytest.mark.parametrize("number", [0.4, 100.1, float("nan"), float("inf"), "1", None])
def test_a_number_out_of_its_range_is_refused(number):
    words = rf"`j` must be a penalty from 0.5 to 100. Received: {number!r}"
    with pytest.raises(ValueError, match=words):
        checks.check_number(number, "j", "a penalty from 0.5 to 100", 0.5, 100.0)


def test_a_number_at_the_end_of_its_range_is_taken():
    assert checks.check_number(np.float32(0.5), "j", "a penalty", 0.5, 1.0) == 0.5
    assert checks.check_number(1, "j", "a penalty", 0.5, 1.0) == 1.0
