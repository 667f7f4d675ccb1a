import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenet_keras.rejection import (
    Limits,
    margins,
    rejection_threshold,
    verdict_limits,
    verdicts,
)


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


# --- verdicts


def test_the_verdict_of_a_lead_and_a_distance_by_hand():
    limits = Limits(margin=5.0, penalty=40.0, far=60.0)
    rows = [
        ([7.0, 2.0, 30.0], "sure"),  # a lead of exactly 5
        ([6.9, 2.0, 30.0], "unsure"),
        ([40.0, 45.0, 90.0], "sure"),
        ([40.1, 99.0, 90.0], "unsure"),  # far ahead, but not near
        ([60.1, 99.0, 90.0], "probably not a digit"),
        ([np.nan, 0.0, 90.0], "probably not a digit"),
    ]
    penalties = np.array([row for row, _ in rows])
    assert verdicts(penalties, limits).tolist() == [word for _, word in rows]


def test_limits_by_hand():
    # Two strangers: one near without a lead, one with a lead but far.
    digits = np.array([[1.0, 9.0], [2.0, 9.0], [3.0, 9.0], [4.0, 4.2]])
    strangers = np.array([[1.0, 1.3], [5.0, 9.0]])
    found = verdict_limits(digits, [0, 0, 0, 0], strangers, sure=0.75, wrong=0.0)
    assert found == (0.5, 3.0, 4.0)
    nearer = verdict_limits(digits, [0, 0, 0, 0], strangers, sure=0.75, far=0.5)
    assert nearer == (0.5, 3.0, 3.0)  # never below the penalty of a sure answer
    assert not (verdicts(strangers, found) == "sure").any()
    everything = verdict_limits(digits, [0, 0, 0, 0], strangers, sure=1.0)
    assert everything == (0.0, 4.0, 4.0)


def test_wrong_answers_are_kept_out_of_the_sure_ones():
    digits = np.array([[0.0, 9.0], [0.0, 8.0], [0.0, 7.0], [0.0, 1.0]])
    labels, far = [0, 0, 0, 1], np.array([[90.0, 99.0]])
    assert verdict_limits(digits, labels, far, sure=0.5, wrong=0.0).margin == 1.5
    assert verdict_limits(digits, labels, far, sure=0.5, wrong=0.25).margin == 0.0
    with pytest.raises(ValueError, match="none for sure=1.0 and wrong=0.0"):
        verdict_limits(digits, labels, far, sure=1.0, wrong=0.0)


pairs = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(
    st.lists(st.tuples(pairs, st.integers(0, 1)), min_size=1, max_size=12),
    st.lists(pairs, min_size=1, max_size=6),
    st.sampled_from([0.3, 0.75, 1.0]),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_no_other_limits_let_fewer_strangers_pass(digits, strangers, sure, wrong):
    penalties = np.array([pair for pair, _ in digits], float)
    labels = np.array([label for _, label in digits])
    others = np.array(strangers, float)

    def passing(limits):
        """How many strangers are sure, or None if a promise is broken."""
        is_sure = verdicts(penalties, limits) == "sure"
        is_wrong = penalties.argmin(axis=1)[is_sure] != labels[is_sure]
        if is_sure.sum() < sure * len(labels) or is_wrong.mean() > wrong:
            return None
        return (verdicts(others, limits) == "sure").sum()

    every = [Limits(m / 2, float(p), 9.0) for m in range(20) for p in range(10)]
    kept = [count for limits in every if (count := passing(limits)) is not None]
    if kept:
        found = verdict_limits(penalties, labels, others, sure, wrong)
        assert passing(found) is not None
        # Larger penalties than needed could keep more wrong answers out by number.
        assert passing(found) <= min(kept) or wrong not in (0.0, 1.0)
    elif wrong in (0.0, 1.0):
        with pytest.raises(ValueError, match="expected penalties for which"):
            verdict_limits(penalties, labels, others, sure, wrong)


def test_limits_need_strangers_and_numbers():
    digits = np.array([[0.0, 9.0]])
    with pytest.raises(ValueError, match="at least one picture. Received: 0"):
        verdict_limits(digits, [0], np.zeros((0, 2)))
    with pytest.raises(ValueError, match="must be numbers. Received: nan"):
        verdict_limits(digits, [0], np.array([[np.nan, 1.0]]))
    with pytest.raises(ValueError, match="Received: 1 and 2"):
        verdict_limits(digits, [0, 0], digits)
