import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenet_keras.rejection import margins, rejection_threshold


def test_margin_is_the_lead_of_the_best_class_over_the_second():
    penalties = np.array([[7.0, 2.0, 30.0], [5.0, 5.0, 6.0], [0.0, 90.0, 80.0]])
    np.testing.assert_array_equal(margins(penalties), [5, 0, 80])


def test_threshold_by_hand():
    # Four patterns with the margins 8, 6, 3, 1; the answers to the third is wrong.
    penalties = np.array([[0.0, 8.0], [0.0, 6.0], [0.0, 3.0], [0.0, 1.0]])
    labels = np.array([0, 0, 1, 0])
    assert rejection_threshold(penalties, labels, error=0) == 6
    assert rejection_threshold(penalties, labels, error=0.24) == 6
    assert rejection_threshold(penalties, labels, error=0.25) == 0  # one of all four
    assert rejection_threshold(penalties, 1 - labels, error=0.1) == np.inf
    assert rejection_threshold(penalties, [0, 0, 0, 0], error=0) == 0


def test_a_threshold_cannot_part_equal_margins():
    penalties = np.array([[0.0, 9.0], [0.0, 5.0], [0.0, 5.0]])
    assert rejection_threshold(penalties, [0, 0, 1], error=0.0) == 9
    assert rejection_threshold(penalties, [0, 1, 0], error=0.0) == 9


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 1)), min_size=1
    ),
    st.sampled_from([0.0, 0.005, 0.2, 0.5, 1.0]),
)
def test_it_is_the_smallest_margin_that_keeps_the_errors_down(patterns, error):
    penalties = np.array([pattern[:2] for pattern in patterns], float)
    labels = np.array([pattern[2] for pattern in patterns])
    margin, wrong = margins(penalties), penalties.argmin(axis=1) != labels

    def is_enough(threshold):
        answered = margin >= threshold
        return wrong[answered].sum() <= error * answered.sum()

    threshold = rejection_threshold(penalties, labels, error)
    assert is_enough(threshold)
    for smaller in {0.0, *margin}:
        if smaller < threshold:
            assert not is_enough(smaller)


@pytest.mark.parametrize("labels", [[], [0], [0, 1, 1]], ids=len)
def test_other_lengths_are_refused(labels):
    with pytest.raises(ValueError, match=f"Received: 2 and {len(labels)}"):
        rejection_threshold(np.zeros((2, 2)), labels)


@pytest.mark.parametrize("place", range(3))
def test_where_a_penalty_is_no_number_there_is_no_margin(place):
    penalties = np.array([[1.0, 2.0, 9.0], [1.0, 2.0, 9.0]])
    penalties[0, place] = np.nan
    np.testing.assert_array_equal(margins(penalties), [np.nan, 1])
    with pytest.raises(ValueError, match="must be numbers. Received: nan"):
        rejection_threshold(penalties, [0, 0])


def test_no_patterns_are_refused():
    with pytest.raises(ValueError, match="at least one. Received: 0 and 0"):
        rejection_threshold(np.zeros((0, 2)), [])
