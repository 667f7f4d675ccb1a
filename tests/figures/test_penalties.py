"""Penalties: of each class, where they come from, and what losses make of them."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from lenet_keras import figures
from lenet_keras.figures._style import ACCENT


@pytest.fixture
def digits():
    rng = np.random.default_rng(13)
    return rng.random((3, 32, 32, 1)), rng.uniform(5, 90, (3, 10)), np.array([4, 0, 9])


RNG = np.random.default_rng(0)


def test_histograms_count_all_of_a_kind():
    kinds = {"right": np.array([1.0, 2.0, 300.0]), "wrong": np.array([90.0, 99.0])}
    (axes,) = figures.penalty_histograms(kinds, most=100).axes
    heights = [bar.get_height() for bar in axes.patches[:40]]
    assert sum(heights) == pytest.approx(100)
    assert heights[-1] == pytest.approx(100 / 3)  # 300 counts in the last bin
    assert axes.get_legend_handles_labels()[1] == list(kinds)


@pytest.mark.parametrize("kinds", [{}, {"none": []}, dict.fromkeys("abcd", [1.0])])
def test_histograms_of_nothing_or_too_much_are_refused(kinds):
    with pytest.raises(ValueError, match="`penalties` must hold 1 to 3 kinds"):
        figures.penalty_histograms(kinds, most=10)


def test_losses_are_drawn_as_given():
    wrong = np.linspace(0, 60, 7)
    losses = {"j = 10": 30 - np.minimum(wrong, 10), "equation 8": np.full(7, 30.0)}
    (axes,) = figures.losses_by_penalty(wrong, losses).axes
    for line, loss in zip(axes.lines, losses.values(), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.stack([wrong, loss], 1))
    assert [line.get_label() for line in axes.lines] == list(losses)
    assert len({(line.get_color(), line.get_linestyle()) for line in axes.lines}) == 2


def test_losses_of_another_length_are_refused():
    with pytest.raises(ValueError, match="Received: {'j': 2}"):
        figures.losses_by_penalty(np.zeros(3), {"j": np.zeros(2)})


def test_each_row_shows_its_digit_and_its_penalties_on_one_scale(digits):
    images, penalties, labels = digits
    axes = figures.penalty_rows(*digits).axes
    assert len(axes) == 6
    for item, (picture, bars) in enumerate(zip(axes[::2], axes[1::2], strict=True)):
        shown = picture.images[0].get_array()
        np.testing.assert_array_equal(shown, images[item, :, :, 0])
        heights = [bar.get_height() for bar in bars.patches]
        np.testing.assert_allclose(heights, penalties[item])
    assert len({bars.get_ylim() for bars in axes[1::2]}) == 1


def test_the_right_class_is_hatched_and_the_answer_has_another_colour(digits):
    _, penalties, labels = digits
    rows = figures.penalty_rows(*digits).axes[1::2]
    for bars, values, label in zip(rows, penalties, labels, strict=True):
        hatched = [place for place, bar in enumerate(bars.patches) if bar.get_hatch()]
        assert hatched == [label]
        colours = [bar.get_facecolor() for bar in bars.patches]
        assert colours.count(colours[values.argmin()]) == 1
        assert bars.get_title().startswith(f"label {label}, answer {values.argmin()},")


def test_a_row_says_its_margin():
    penalties = np.array([[7.0, 2.0, 30.0]])
    bars = figures.penalty_rows(np.zeros((1, 32, 32, 1)), penalties, [0]).axes[1]
    assert bars.get_title() == "label 0, answer 1, margin 5.0"


@pytest.mark.parametrize("count", [0, 2])
def test_rows_need_equal_lengths(digits, count):
    images, penalties, labels = digits
    with pytest.raises(ValueError, match=f"Received: {count}, 3 and 3"):
        figures.penalty_rows(images[:count], penalties, labels)


def test_squares_stand_on_the_code_and_add_up_in_the_title():
    squares = RNG.uniform(0, 4, (10, 84))
    squares[6] /= 10
    *pictures, _ = figures.penalty_squares(squares).axes
    assert len(pictures) == 10
    for digit, axes in enumerate(pictures):
        shown = axes.images[0].get_array()
        np.testing.assert_array_equal(shown, squares[digit].reshape(12, 7))
        assert axes.images[0].get_clim() == (0, squares.max())
        assert axes.get_title() == f"{digit}: {squares[digit].sum():.1f}"
    red = [axes.title.get_color() != "black" for axes in pictures]
    assert red == [digit == 6 for digit in range(10)]
    with pytest.raises(ValueError, match="Received"):
        figures.penalty_squares(np.ones((10, 80)))


def test_without_labels_the_answer_stands_out_and_nothing_is_said_of_the_class():
    penalties = np.array([[80.0, 4.25, 120.0]])
    image, bars = figures.penalty_rows(np.full((1, 32, 32, 1), 0.5), penalties).axes
    assert image.images[0].get_array().max() == 0.5
    assert [bar.get_height() for bar in bars.patches] == [80.0, 4.25, 120.0]
    red = [bar.get_facecolor() == to_rgba(ACCENT) for bar in bars.patches]
    assert red == [False, True, False]
    assert [text.get_text() for text in bars.texts] == ["4.2"]
    assert bars.get_title() == ""
    assert not any(bar.get_hatch() for bar in bars.patches)
