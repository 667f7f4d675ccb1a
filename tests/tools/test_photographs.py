"""Photographs of digits, rendered: those that no development saw are read."""

from collections import Counter

from tools.photographs import OUTCOMES, TO_BE_READ, outcomes, photographs

UNSEEN = 200


def test_unseen_photographs_are_read_and_none_is_wrong_and_sure():
    found = Counter(outcomes(photographs("unseen", UNSEEN)))
    assert found.total() == UNSEEN and set(found) <= set(OUTCOMES)
    assert found["right, sure"] + found["right"] >= TO_BE_READ * UNSEEN
    assert found["wrong, sure"] == 0
