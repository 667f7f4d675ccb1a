"""Labels are class indices; anything else is named before it is learned."""

import numpy as np
import pytest
from keras import ops

from lenet_keras._arguments import check_labels, class_labels

pytestmark = pytest.mark.backends

WRONG = [
    (np.eye(10)[[3, 1]], r"of shape \(2, 10\)"),
    ([3, -1], r"the label -1 \(1 of 2 are wrong\)"),
    ([10, 11], r"the label 10 \(2 of 2 are wrong\)"),
    ([0.5, 1], r"the label 0.5 "),
    ([np.nan, 1], r"the label nan "),
    ([np.inf, 1], r"the label inf "),
    ([["3"], ["1"]], "of type <U1"),
    ([[[1]], [[2]]], r"of shape \(2, 1, 1\)"),
    (7, r"of shape \(\)"),
]


@pytest.mark.parametrize(("labels", "received"), WRONG)
def test_what_is_no_class_is_refused_in_one_line(labels, received):
    expected = "`labels` for TheLoss must be .* 0 to 9, of shape "
    with pytest.raises(ValueError, match=f"{expected}.*Received: .*{received}"):
        class_labels(labels, 10, (2,), "TheLoss")


@pytest.mark.parametrize("kind", ["uint8", "int64", "float32"])
@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 1)])
def test_classes_come_back_as_whole_numbers(kind, shape):
    given = np.arange(6).reshape(shape).astype(kind)
    for labels in (given, given.tolist(), ops.convert_to_tensor(given)):
        found = class_labels(labels, 6, (2, 3))
        assert found.dtype == "int32"
        np.testing.assert_array_equal(found, np.arange(6).reshape(2, 3))


def test_by_default_there_is_one_for_each_pattern():
    assert class_labels([0, 1, 1], 2).shape == (3,)
    with pytest.raises(ValueError, match=r"of shape \(3,\).*Received: .*\(3, 2\)"):
        class_labels(np.eye(2)[[0, 1, 1]], 2)


def test_tensors_are_looked_into_and_unknown_sizes_fit_anything():
    check_labels(ops.convert_to_tensor([1, 2]), 3, (None,), "TheLoss")
    with pytest.raises(ValueError, match="the label 3 "):
        check_labels(ops.convert_to_tensor([1, 3]), 3, (None,), "TheLoss")
