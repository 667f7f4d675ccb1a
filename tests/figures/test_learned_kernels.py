"""A kernel while it learns: which steps are shown, and with which loss."""

import numpy as np
import pytest

from lenet_keras import figures

KERNELS = [step * np.eye(5) + 0.1 for step in range(4)]
LOSSES = [0.8, 0.4, 0.2, 0.1]


def test_each_kernel_shown_stands_with_its_step_and_its_loss():
    figure = figures.kernel_in_training(KERNELS, LOSSES, steps=[0, 3])
    first, last, curve = figure.axes
    assert first.get_title() == "step 0\nloss 0.80"
    assert last.get_title() == "step 3\nloss 0.10"
    np.testing.assert_array_equal(last.images[0].get_array(), KERNELS[3])
    assert last.images[0].norm.vmax == pytest.approx(3.1)
    line, marks = curve.lines
    np.testing.assert_array_equal(line.get_ydata(), LOSSES)
    np.testing.assert_array_equal(marks.get_xydata(), [[0, 0.8], [3, 0.1]])


@pytest.mark.parametrize(
    "losses, steps", [(LOSSES[1:], [0]), (LOSSES, [4]), (LOSSES, [])]
)
def test_a_step_that_is_not_there_is_refused(losses, steps):
    with pytest.raises(ValueError, match="Received: 4 kernels, . losses, steps"):
        figures.kernel_in_training(KERNELS, losses, steps)
