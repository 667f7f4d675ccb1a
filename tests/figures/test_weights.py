"""Weights as pictures: kernels of any layer, and their orientation."""

import numpy as np
import pytest

from lenet_keras import figures
from lenet_keras.inspection import orientation_fit


@pytest.fixture
def random():
    return np.random.default_rng(0)


RNG = np.random.default_rng(0)
WEAK, STRONG = RNG.uniform(-1, 1, (5, 5)), 4 * RNG.uniform(-1, 1, (5, 5))


def scale(axes):
    (image,) = axes.images
    return image.norm.vmin, image.norm.vmax


def test_pictures_show_the_weights_and_gaps_stay_empty():
    figure = figures.weight_pictures(
        [[WEAK, None], [None, STRONG]], ["a", "b"], ["0", "1"]
    )
    axes = figure.axes
    np.testing.assert_array_equal(axes[0].images[0].get_array(), WEAK)
    np.testing.assert_array_equal(axes[3].images[0].get_array(), STRONG)
    assert not axes[1].images and not axes[2].images
    assert [a.get_title() for a in axes[:4]] == ["0", "1", "", ""]
    assert [a.get_ylabel() for a in axes[:4]] == ["a", "", "b", ""]


def test_one_scale_for_all_symmetric_about_zero():
    figure = figures.weight_pictures([[WEAK, STRONG]])
    largest = np.abs(STRONG).max()
    assert scale(figure.axes[0]) == scale(figure.axes[1]) == (-largest, largest)
    assert figure.axes[-1].get_xlim() == pytest.approx((-largest, largest))


def test_own_scales_leave_the_shared_one_alone():
    figure = figures.weight_pictures([[WEAK], [STRONG]], own_scale=[1])
    assert scale(figure.axes[0])[1] == np.abs(WEAK).max()
    assert scale(figure.axes[1])[1] == np.abs(STRONG).max()
    assert figure.axes[-1].get_xlim()[1] == pytest.approx(np.abs(WEAK).max())


def test_without_a_shared_scale_there_is_no_colour_bar():
    assert len(figures.weight_pictures([[WEAK, STRONG]], own_scale=[0]).axes) == 2


def test_numbers_and_titles_stand_in_reading_order():
    figure = figures.weight_pictures(
        [[WEAK], [STRONG]], titles=["one", "two"], numbers=True
    )
    assert [a.get_title() for a in figure.axes[:2]] == ["one", "two"]
    texts = [float(t.get_text().replace("−", "-")) for t in figure.axes[1].texts]
    assert texts == pytest.approx(STRONG.ravel(), abs=0.005)


def test_no_number_is_minus_zero():
    figure = figures.weight_pictures([[np.array([[-0.001, 1.0]])]], numbers=True)
    assert figure.axes[0].texts[0].get_text() == "0.00"


@pytest.mark.parametrize("rows", [[[WEAK], [WEAK, STRONG]], [[None, None]], []])
def test_ragged_or_empty_tables_are_refused(rows):
    with pytest.raises(ValueError, match="Received"):
        figures.weight_pictures(rows)


def test_each_kernel_stands_above_its_template_with_the_sign_it_has():
    bar = np.repeat([[-1.0, -1, 4, -1, -1]], 5, axis=0)
    kernels = np.stack([bar, -bar])
    fits = [orientation_fit(kernel) for kernel in kernels]
    figure = figures.orientation_fits(kernels, fits, np.linspace(0, 0.6, 50))
    pictures = [axes.images[0].get_array() for axes in figure.axes if axes.images]
    np.testing.assert_array_equal(pictures[:2], kernels)
    for kernel, template in zip(pictures[:2], pictures[2:], strict=True):
        assert (kernel * template).sum() > 0
    marks = {t.get_text(): t.get_position()[0] for t in figure.axes[-1].texts}
    assert marks == {str(m): abs(fit.correlation) for m, fit in enumerate(fits)}
