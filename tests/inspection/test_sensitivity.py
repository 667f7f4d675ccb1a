"""What an answer hangs on: hidden parts, gradients by pixels, the smallest change."""

import numpy as np
import pytest

from lenet_keras import lenet5, load_mnist, paper, prepare
from lenet_keras.inspection import image_gradient, occlusion_map, smallest_change


@pytest.fixture(scope="module")
def model():
    return lenet5(weights="mnist")


@pytest.fixture(scope="module")
def digits():
    return prepare(load_mnist().test.images[:6])


def penalties(model, image):
    return np.asarray(model(image[np.newaxis]))[0]


def lead(model, image, answer):
    found = penalties(model, image)
    return np.delete(found, answer).min() - found[answer]


def test_a_map_of_leads_is_what_hiding_by_hand_gives(model, digits):
    image = digits[1]
    answer = penalties(model, image).argmin()
    leads = occlusion_map(model, image, size=9)
    assert leads.shape == (32, 32)
    for row, column in ((0, 0), (12, 16), (20, 3), (31, 31)):
        hidden = image.copy()
        rows = slice(max(0, row - 4), row + 5)
        hidden[rows, max(0, column - 4) : column + 5] = 0.5375
        expected = lead(model, hidden, answer)
        assert leads[row, column] == pytest.approx(expected, abs=1e-2)
    assert leads.min() < leads[0, 0] == pytest.approx(lead(model, image, answer), abs=3)


def test_covering_paper_with_paper_changes_nothing(model, digits):
    leads = occlusion_map(model, digits[0], size=3, cover=paper.BACKGROUND)
    whole = lead(model, digits[0], 7)
    assert leads[2, 2] == pytest.approx(whole, abs=1e-3)
    assert leads.min() < whole - 1


@pytest.mark.parametrize("size", [0, 4, -3])
def test_squares_without_a_middle_are_refused(model, digits, size):
    with pytest.raises(ValueError, match=f"odd number, 1 or more. Received: {size}"):
        occlusion_map(model, digits[0], size=size)


def test_the_gradient_is_that_of_small_differences(model, digits):
    by = np.zeros(10)
    by[7], by[3] = 1, -2
    gradient = image_gradient(model, digits[0], by)
    assert gradient.shape == (32, 32, 1)
    for row, column in ((8, 10), (16, 16), (20, 14)):
        above, below = digits[0].copy(), digits[0].copy()
        above[row, column] += 0.01
        below[row, column] -= 0.01
        expected = (penalties(model, above) - penalties(model, below)) @ by / 0.02
        size = np.abs(gradient).max()
        assert abs(gradient[row, column, 0] - expected) < 0.02 * size


def test_a_small_change_turns_the_answer_and_a_little_less_does_not(model, digits):
    for image in digits:
        answer = penalties(model, image).argmin()
        turned = smallest_change(model, image)
        changed = image + turned.change
        assert turned.found and turned.answer != answer
        assert penalties(model, changed).argmin() == turned.answer
        little_less = image + 0.98 * turned.change
        assert penalties(model, little_less).argmin() == answer
        assert changed.min() >= paper.BACKGROUND - 1e-6
        assert changed.max() <= paper.FOREGROUND + 1e-6
        ink = np.linalg.norm(image - paper.BACKGROUND)
        assert np.linalg.norm(turned.change) < ink / 4


def test_a_wanted_answer_costs_no_less_and_the_present_one_nothing(model, digits):
    image = digits[0]
    least = np.linalg.norm(smallest_change(model, image).change)
    for wanted in (1, 3, 9):
        turned = smallest_change(model, image, wanted)
        if turned.found:
            assert turned.answer == wanted
            assert np.linalg.norm(turned.change) > 0.9 * least
    same = smallest_change(model, image, 7)
    assert same.found and same.answer == 7 and not same.change.any()


def test_a_network_with_probabilities_is_turned_too(digits):
    later = lenet5(output="softmax", seed=2)
    answer = np.asarray(later(digits[:1]))[0].argmax()
    turned = smallest_change(later, digits[0])
    assert turned.found and turned.answer != answer
    after = np.asarray(later(digits[:1] + turned.change))[0]
    assert after.argmax() == turned.answer


def test_no_class_cannot_be_wanted(model, digits):
    with pytest.raises(ValueError, match="class from 0 to 9. Received: 10"):
        smallest_change(model, digits[0], wanted=10)
