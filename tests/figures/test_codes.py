"""What the figures of codes show is what they were given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import paper
from lenet_keras.figures import (
    acceptance_curves,
    alphabet,
    distance_matrix,
    drawings,
    losses_by_penalty,
    penalty_histograms,
)

CODES = paper.digit_codes()


def test_every_character_of_fig_3_stands_in_its_place():
    codes = paper.ascii_codes()
    (axes,) = alphabet(codes).axes
    for place, (picture, code) in enumerate(
        zip(axes.images, codes.values(), strict=True)
    ):
        np.testing.assert_array_equal(picture.get_array(), code)
        left, right, bottom, top = picture.get_extent()
        assert (left, top) == (8 * (place % 16), 13 * (place // 16))
        assert (right - left, bottom - top) == (7, 12)
        assert (picture.norm.vmin, picture.norm.vmax) == (-1, 1)


def test_a_code_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match=r"`codes`.*Received: shapes \[\(84,\)\]"):
        alphabet({"7": CODES[7]})
    with pytest.raises(ValueError, match=r"Received: shapes \[\]"):
        alphabet({})


def test_distances_are_written_and_the_nearest_are_darkest():
    distances = np.array([[0, 48, 100], [48, 0, 72], [100, 72, 0]])
    (axes,) = distance_matrix(distances, "689").axes
    written = [int(text.get_text()) for text in axes.texts]
    assert written == [48, 100, 48, 72, 100, 72]
    (picture,) = axes.images
    shown = picture.get_array()
    assert np.ma.getmaskarray(shown).tolist() == np.eye(3, dtype=bool).tolist()
    near, middle, far = (
        sum(picture.cmap(picture.norm(value))[:3]) for value in (48, 72, 100)
    )
    assert near < middle < far
    assert [tick.get_text() for tick in axes.get_yticklabels()] == list("689")


def test_distances_need_a_name_each():
    with pytest.raises(ValueError, match=r"shape \(2, 3\) for 2 names"):
        distance_matrix(np.zeros((2, 3)), "68")


def test_drawings_show_input_states_and_the_nearest_code():
    images = np.random.default_rng(0).random((3, 32, 32, 1))
    states = np.stack([0.5 * CODES[4], CODES[9], -0.1 * CODES[0]])
    *pictures, bar = drawings(images, states, CODES, ["a", "b", "c"]).axes
    nearest = [((state - CODES) ** 2).sum(axis=1) for state in states]
    for item, penalties in enumerate(nearest):
        image, f6, code = pictures[3 * item : 3 * item + 3]
        np.testing.assert_array_equal(image.images[0].get_array(), images[item, ..., 0])
        np.testing.assert_array_equal(f6.images[0].get_array().ravel(), states[item])
        np.testing.assert_array_equal(
            code.images[0].get_array().ravel(), CODES[penalties.argmin()]
        )
        assert f6.images[0].norm is code.images[0].norm
        assert image.get_title() == "abc"[item]
        assert code.get_xlabel() == f"{penalties.min():.1f}"
    assert [penalties.argmin() for penalties in nearest[:2]] == [4, 9]
    assert bar.get_xlabel() == "state of a unit"


def test_drawings_need_states_for_each_input():
    with pytest.raises(ValueError, match="Received: 2, 1 and 2"):
        drawings(np.zeros((2, 32, 32, 1)), CODES[:1], CODES)


def test_histograms_count_all_of_a_kind():
    kinds = {"right": np.array([1.0, 2.0, 300.0]), "wrong": np.array([90.0, 99.0])}
    (axes,) = penalty_histograms(kinds, most=100).axes
    heights = [bar.get_height() for bar in axes.patches[:40]]
    assert sum(heights) == pytest.approx(100)
    assert heights[-1] == pytest.approx(100 / 3)  # 300 counts in the last bin
    assert axes.get_legend_handles_labels()[1] == list(kinds)


@pytest.mark.parametrize("kinds", [{}, {"none": []}, dict.fromkeys("abcd", [1.0])])
def test_histograms_of_nothing_or_too_much_are_refused(kinds):
    with pytest.raises(ValueError, match="`penalties` must hold 1 to 3 kinds"):
        penalty_histograms(kinds, most=10)


def test_losses_are_drawn_as_given():
    wrong = np.linspace(0, 60, 7)
    losses = {"j = 10": 30 - np.minimum(wrong, 10), "equation 8": np.full(7, 30.0)}
    (axes,) = losses_by_penalty(wrong, losses).axes
    for line, loss in zip(axes.lines, losses.values(), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.stack([wrong, loss], 1))
    assert [line.get_label() for line in axes.lines] == list(losses)
    assert len({(line.get_color(), line.get_linestyle()) for line in axes.lines}) == 2


def test_losses_of_another_length_are_refused():
    with pytest.raises(ValueError, match="Received: {'j': 2}"):
        losses_by_penalty(np.zeros(3), {"j": np.zeros(2)})


def test_a_threshold_at_each_digit_accepts_the_others_below_it():
    digits = {"ours": np.array([4.0, 1.0, 3.0, 2.0])}
    others = {"ours": {"letters": np.array([2.0, 9.0]), "noise": np.array([0.5, 9.0])}}
    (axes,) = acceptance_curves(digits, others).axes
    letters, noise, diagonal = axes.lines
    np.testing.assert_array_equal(letters.get_xdata(), [25, 50, 75, 100])
    np.testing.assert_array_equal(letters.get_ydata(), [0, 50, 50, 50])
    np.testing.assert_array_equal(noise.get_ydata(), [50, 50, 50, 50])
    np.testing.assert_array_equal(diagonal.get_xdata(), diagonal.get_ydata())
    assert axes.get_title() == "ours"


def test_acceptance_needs_the_same_networks():
    with pytest.raises(ValueError, match=r"Received: \['a'\] and \['b'\]"):
        acceptance_curves({"a": np.ones(2)}, {"b": {}})


def test_figures_are_opaque_and_not_registered_in_pyplot():
    for figure in (alphabet(paper.ascii_codes()), distance_matrix(np.eye(10))):
        assert figure.get_facecolor() == to_rgba("white")
    assert plt.get_fignums() == []
