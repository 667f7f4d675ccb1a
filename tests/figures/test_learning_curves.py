"""Every number measured is in the figure, and none looks like the paper's."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from lenet_keras.figures import (
    digit_gallery,
    learning_curves,
    rejection_curves,
    training_set_size,
)


@pytest.fixture(autouse=True)
def _no_pyplot_state():
    yield
    assert plt.get_fignums() == []


@pytest.fixture
def curves():
    rng = np.random.default_rng(1998)
    falling = 3 / np.arange(1, 21)
    return {
        "ours": falling + rng.uniform(0, 0.5, (5, 20)),
        "other": falling + rng.uniform(0, 0.5, (3, 20)),
    }


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_every_seed_and_the_mean_are_drawn(curves):
    lines = learning_curves(curves).axes[0].lines
    assert len(lines) == 5 + 1 + 3 + 1
    for line, errors in zip(lines[:5], curves["ours"], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), errors)
        assert line.get_linewidth() < lines[5].get_linewidth()
    np.testing.assert_allclose(lines[5].get_ydata(), curves["ours"].mean(axis=0))
    assert lines[5].get_xdata().tolist() == list(range(1, 21))


def test_the_band_is_one_standard_deviation(curves):
    ours, _ = learning_curves(curves).axes[0].collections
    low, high = ours.get_paths()[0].get_extents().get_points()
    mean, spread = curves["ours"].mean(axis=0), curves["ours"].std(axis=0, ddof=1)
    assert low[1] == pytest.approx((mean - spread).min())
    assert high[1] == pytest.approx((mean + spread).max())


def test_one_run_has_no_band(curves):
    axes = learning_curves({"one": curves["ours"][:1]}).axes[0]
    assert len(axes.lines) == 1 and not axes.collections


def test_the_papers_values_are_markers_and_say_so(curves):
    figure = learning_curves(curves, {"Fig. 5": [2.65, 2.24, 1.48]})
    printed = figure.axes[0].lines[-1]
    assert printed.get_xydata().tolist() == [[1, 2.65], [2, 2.24], [3, 1.48]]
    assert printed.get_linestyle() == "None" and printed.get_marker() != "None"
    assert _legend(figure) == [
        "ours, mean of 5",
        "other, mean of 3",
        "Fig. 5, the paper’s",
    ]


def test_no_two_curves_differ_in_colour_alone():
    ten = {f"recipe {n}": np.full((1, 4), n + 1.0) for n in range(10)}
    lines = learning_curves(ten).axes[0].lines
    looks = {(to_hex(line.get_color()), line.get_linestyle()) for line in lines}
    assert len(looks) == 10
    assert len({line.get_linestyle() for line in lines[:4]}) == 4


@pytest.mark.parametrize(
    ("curves", "paper"),
    [
        ({}, None),
        ({"ours": [1.0, 2.0]}, None),
        ({"ours": np.zeros((0, 20))}, None),
        ({"ours": [[1.0, 2.0]]}, {"Fig. 5": [[1.0, 2.0]]}),
    ],
)
def test_curves_of_another_shape_are_refused(curves, paper):
    with pytest.raises(ValueError, match="`curves` must hold.*Received: shapes"):
        learning_curves(curves, paper)


OURS = {
    "test": {"15,000": [1.5, 1.7], "30,000": [1.1, 1.2, 1.3], "more": [0.6]},
    "training": {"15,000": [0.1, 0.2], "30,000": [0.3, 0.3, 0.4]},
}
PRINTED = {"test": {"15,000": 1.68, "more": 0.82}, "training": {"15,000": 0.05}}


def test_a_dot_for_each_seed_of_each_training_set():
    axes = training_set_size(OURS, PRINTED).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    shown = [line.get_ydata() for line in dots]
    assert [list(ys) for ys in shown] == [
        errors for by_set in OURS.values() for errors in by_set.values()
    ]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(OURS["test"])
    means = next(line for line in axes.lines if line.get_linestyle() == "-")
    np.testing.assert_allclose(means.get_ydata(), [1.6, 1.2, 0.6])


def test_the_papers_values_stand_beside_their_training_set():
    figure = training_set_size(OURS, PRINTED)
    printed = [line for line in figure.axes[0].lines if line.get_color() == "black"]
    assert [list(line.get_ydata()) for line in printed] == [[1.68, 0.82], [0.05]]
    places = [np.round(line.get_xdata()).tolist() for line in printed]
    assert places == [[0, 2], [0]]
    assert len({line.get_marker() for line in printed}) == 2
    assert _legend(figure).count("test, the paper’s") == 1


@pytest.mark.parametrize("paper", [{"rejected": {"15,000": 1}}, {"test": {"9": 1}}])
def test_printed_values_without_ours_are_refused(paper):
    with pytest.raises(ValueError, match="kinds of error and training sets"):
        training_set_size(OURS, paper)


def test_rejection_takes_the_smallest_margin_first():
    penalties = np.array([[0.0, 9.0], [1.0, 2.0], [8.0, 0.0], [5.0, 8.0]])
    figure = rejection_curves({"ours": penalties}, [0, 1, 1, 1], target=1)
    curve = figure.axes[0].lines[0].get_xydata()
    expected = [[0, 50], [25, 100 / 3], [50, 0], [75, 0]]
    np.testing.assert_allclose(curve, expected)
    assert figure.axes[0].lines[1].get_ydata() == [1, 1]
    assert _legend(figure) == ["ours"]


def test_rejection_needs_as_many_labels_as_patterns():
    with pytest.raises(ValueError, match=r"Received: \{'ours': 4\} and 3 labels"):
        rejection_curves({"ours": np.zeros((4, 10))}, [0, 1, 2])


def test_the_gallery_shows_each_image_with_its_title():
    images = np.random.default_rng(0).random((7, 32, 32, 1))
    axes = digit_gallery(images, list("abcdefg"), columns=3).axes
    assert [one.get_title() for one in axes] == list("abcdefg")
    for one, image in zip(axes, images, strict=True):
        np.testing.assert_array_equal(one.images[0].get_array(), image[:, :, 0])
    assert len({(i.norm.vmin, i.norm.vmax) for a in axes for i in a.images}) == 1


@pytest.mark.parametrize(("count", "titles"), [(0, []), (2, ["one"])])
def test_a_gallery_needs_one_title_for_each_image(count, titles):
    with pytest.raises(ValueError, match=f"Received: {count} and {len(titles)}"):
        digit_gallery(np.zeros((count, 32, 32, 1)), titles)
