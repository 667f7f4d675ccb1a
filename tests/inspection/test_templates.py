import numpy as np
import pytest

from lenet_keras import lenet5
from lenet_keras.inspection import (
    feature_maps,
    linear_templates,
    neighbour_correlation,
    orientation_fit,
    random_kernels,
)

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
BAR = np.repeat([[-1, 2, -1]], 3, axis=0)


@pytest.mark.parametrize("turns", range(4))
def test_an_edge_turned_by_90_degrees_is_found_turned_by_90_degrees(turns):
    fit = orientation_fit(np.rot90(SOBEL, turns))
    assert (fit.kind, fit.angle) == ("edge", 90 * turns)
    assert fit.correlation > 0.9


def test_an_edge_has_two_signs_a_line_has_one_direction():
    dark = orientation_fit(-BAR)
    assert (dark.kind, dark.angle) == ("line", 0)
    assert dark.correlation == pytest.approx(-orientation_fit(BAR).correlation)
    assert orientation_fit(BAR.T).angle == 90


def test_strength_and_a_constant_do_not_matter():
    kernel = np.random.default_rng(0).normal(size=(5, 5))
    assert orientation_fit(3 * kernel + 7).correlation == pytest.approx(
        orientation_fit(kernel).correlation
    )


def test_a_template_fits_itself():
    template = orientation_fit(SOBEL).template
    assert orientation_fit(template).correlation == pytest.approx(1)
    assert template.sum() == pytest.approx(0)


@pytest.mark.parametrize("kernel", [np.ones((5, 5)), np.eye(2), np.ones((3, 5))])
def test_what_has_no_orientation_is_refused(kernel):
    with pytest.raises(ValueError, match="Received"):
        orientation_fit(kernel)


@pytest.mark.parametrize("alike", [-0.3, 0.0, 0.4, 0.9])
def test_random_kernels_are_as_smooth_as_they_are_asked_to_be(alike):
    kernels = random_kernels(4000, alike, rng=0)
    assert kernels.shape == (4000, 5, 5)
    assert neighbour_correlation(kernels) == pytest.approx(alike, abs=0.02)
    two_apart = np.corrcoef(kernels[:, :, :-2].ravel(), kernels[:, :, 2:].ravel())
    assert two_apart[0, 1] == pytest.approx(alike**2, abs=0.02)
    assert kernels.std() == pytest.approx(1, abs=0.05)
    assert np.array_equal(kernels, random_kernels(4000, alike, rng=0))


def test_neighbours_are_those_right_and_below():
    stripes = np.tile([1.0, -1.0], (1, 6, 3))
    assert neighbour_correlation(stripes) == pytest.approx(0, abs=0.05)
    board = stripes * np.array([[1.0], [-1.0]] * 3)
    assert neighbour_correlation(board) == pytest.approx(-1)


def test_other_shapes_and_smoothness_are_refused():
    with pytest.raises(ValueError, match=r"\(kernels, size, size\).*\(5, 5\)"):
        neighbour_correlation(np.eye(5))
    for alike in (1.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="`alike` must lie .*Received: "):
            random_kernels(3, alike)


@pytest.fixture(scope="module")
def linear():
    model = lenet5(activation="linear")
    rng = np.random.default_rng(1)
    model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
    return model


def test_templates_are_the_network_without_squashing(linear):
    images = np.random.default_rng(2).normal(size=(2, 32, 32, 1))
    templates, constants = linear_templates(linear)
    patches = np.lib.stride_tricks.sliding_window_view(
        images[..., 0], (14, 14), (1, 2)
    )[:, ::2, ::2]
    expected = np.einsum("nyxij,ijm->nyxm", patches, templates) + constants
    actual = feature_maps(linear, images)["C3"]
    np.testing.assert_allclose(actual, expected, rtol=1e-3, atol=1e-3 * actual.std())


def test_a_constant_is_what_an_empty_image_gives(linear):
    _, constants = linear_templates(linear)
    empty = feature_maps(linear, np.zeros((1, 32, 32, 1)))["C3"][0, 4, 4]
    np.testing.assert_allclose(empty, constants, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    ("options", "received"),
    [
        ({"subsampling": "mean"}, "by 'mean'"),
        ({"subsampling": "average"}, "'S2' of class AveragePooling2D"),
        ({"input_shape": (32, 32, 3)}, "3 channels"),
    ],
)
def test_networks_that_would_give_other_templates_are_refused(options, received):
    with pytest.raises(ValueError, match=f"`model` must .*Received: .*{received}"):
        linear_templates(lenet5(**options))
