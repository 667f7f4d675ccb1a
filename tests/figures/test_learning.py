import matplotlib
import numpy as np
import pytest

from lenet_keras.figures import capacity_curves, digit_features, errors_by_size

IMAGE = np.zeros((8, 8))
IMAGE[1, 2:7] = 1.0  # a stroke from left to right
ZONES = IMAGE.reshape(2, 4, 2, 4).sum(axis=(1, 3))


def test_sums_are_drawn_beside_the_rows_and_columns_they_belong_to():
    pixels, middle, beside, below, zones, _ = digit_features(
        IMAGE, ZONES, np.ones((2, 2, 9))
    ).axes
    for axes in (pixels, middle):
        np.testing.assert_array_equal(axes.images[0].get_array(), IMAGE)
    rows = {round(bar.get_y() + 0.5): bar.get_width() for bar in beside.patches}
    assert rows == dict(enumerate(IMAGE.sum(axis=1)))
    columns = {round(bar.get_x() + 0.5): bar.get_height() for bar in below.patches}
    assert columns == dict(enumerate(IMAGE.sum(axis=0)))
    assert beside.get_ylim() == middle.get_ylim()
    assert below.get_xlim() == middle.get_xlim()
    np.testing.assert_array_equal(zones.images[0].get_array(), ZONES)
    titles = [axes.get_title() for axes in (pixels, middle, zones)]
    assert titles == ["64 pixels", "16 row and column sums", "4 zones"]


def test_a_star_shows_edges_at_right_angles_to_gradients():
    cells = np.zeros((2, 2, 9))
    cells[0, 1, 4] = 3.0  # gradients at 90 degrees, straight down: an edge across
    stars = digit_features(IMAGE, ZONES, cells).axes[-1]
    (lines,) = stars.collections
    (drawn,) = np.flatnonzero(lines.get_alpha())
    start, end = lines.get_segments()[drawn]
    assert start[1] == pytest.approx(end[1]) and abs(end[0] - start[0]) > 0.8
    np.testing.assert_allclose((start + end) / 2, [1, 0], atol=1e-9)


def test_features_must_have_the_right_ranks():
    with pytest.raises(ValueError, match=r"Received: shapes \(8,\)"):
        digit_features(IMAGE[0], ZONES, np.ones((2, 2, 9)))


ERRORS = {
    "linear": {1_000: [10.0], 4_000: [5.0]},
    "network": {1_000: [6.0, 4.0], 4_000: [1.0, 2.0]},
}


def test_every_seed_is_drawn_and_lines_join_the_means():
    (axes,) = errors_by_size(ERRORS).axes
    dots = [line.get_xydata().tolist() for line in axes.lines]
    assert dots[3:5] == [[[1_000, 6], [1_000, 4]], [[4_000, 1], [4_000, 2]]]
    assert dots[5] == [[1_000, 5], [4_000, 1.5]]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    ticks = [text.get_text() for text in axes.get_xticklabels()]
    assert ticks == ["1,000", "4,000"]


def test_a_law_is_drawn_instead_of_means_and_named_by_its_exponent():
    figure = errors_by_size(ERRORS, {"linear": (10_000 / 2, 0.5)}, {4_000: 7.0}, "gap")
    (axes,) = figure.axes
    reach = np.array([1_000, 4_000])
    np.testing.assert_allclose(axes.lines[2].get_ydata(), 5_000 / np.sqrt(reach))
    assert axes.lines[-1].get_xydata().tolist() == [[4_000, 7]]
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["linear, α = 0.50", "network", "Fig. 6, the paper’s"]
    assert axes.get_ylabel() == "gap"


@pytest.mark.parametrize("errors", [{}, {"a": {}}, {"other": {1: [1.0]}}])
def test_a_law_needs_errors(errors):
    with pytest.raises(ValueError, match="must hold some errors.*laws"):
        errors_by_size(errors, {"linear": (1.0, 0.5)})


def test_capacity_grows_to_the_right_and_the_best_is_ringed():
    curves = {
        "few": ([10, 1, 0.1], [5, 2, 0], [9, 8, 12]),
        "many": ([10, 1, 0.1], [5, 4, 3], [6, 5, 4]),
    }
    figure = capacity_curves(curves)
    assert [axes.get_title() for axes in figure.axes] == list(curves)
    for axes, (strengths, training, held_out) in zip(
        figure.axes, curves.values(), strict=True
    ):
        above, below, ring = axes.lines
        np.testing.assert_array_equal(above.get_xydata().T, [strengths, held_out])
        np.testing.assert_array_equal(below.get_xydata().T, [strengths, training])
        assert ring.get_ydata() == [min(held_out)]
        left, right = axes.get_xlim()
        assert left > right
    assert len({axes.get_ylim() for axes in figure.axes}) == 1


@pytest.mark.parametrize("errors", [{}, {"few": ([1], [2], [])}, {"": ([], [], [])}])
def test_capacity_needs_as_many_errors_as_strengths(errors):
    with pytest.raises(ValueError, match="equally many.*Received: lengths"):
        capacity_curves(errors)


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    digit_features(IMAGE, ZONES, np.ones((2, 2, 9)))
    errors_by_size(ERRORS)
    capacity_curves({"few": ([10, 1], [5, 2], [9, 8])})
    assert not pyplot.get_fignums()
