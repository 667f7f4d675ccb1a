"""Figures of leads while a part is hidden, and of the change that turns an answer."""

import numpy as np
import pytest

from lenet_keras import figures


@pytest.fixture
def image():
    return np.random.default_rng(0).uniform(-0.1, 1.175, (32, 32, 1))


def test_leads_are_shown_as_given_on_a_scale_about_zero(image):
    leads = np.linspace(-5, 20, 1024).reshape(32, 32)
    before, after, colours = figures.occluded_leads(image, leads).axes
    np.testing.assert_array_equal(before.images[0].get_array(), image[..., 0])
    np.testing.assert_array_equal(after.images[0].get_array(), leads)
    assert after.images[0].get_clim() == (-20, 20)
    assert colours.get_ylabel() == "lead of the answer"


def test_a_line_runs_round_the_places_that_turn_the_answer(image):
    leads = np.full((32, 32), 8.0)
    assert not figures.occluded_leads(image, leads).axes[1].collections
    leads[10:14, 20:24] = -3
    [line] = figures.occluded_leads(image, leads).axes[1].collections
    box = line.get_paths()[0].get_extents()
    assert 19 <= box.x0 <= 20 and 23 <= box.x1 <= 24
    assert 9 <= box.y0 <= 10 and 13 <= box.y1 <= 14


def test_the_changed_image_is_the_sum_of_the_other_two(image):
    change = np.zeros((32, 32))
    change[4, 5], change[6, 7] = 0.3, -0.1
    first, second, third, _ = figures.changed_image(image, change, (7, 3)).axes
    shown = [axes.images[0].get_array() for axes in (first, second, third)]
    np.testing.assert_allclose(shown[0] + shown[1], shown[2])
    assert second.images[0].get_clim() == (-0.3, 0.3)
    titles = [axes.get_title() for axes in (first, second, third)]
    assert titles == ["answer 7", "change", "answer 3"]


def test_an_answer_that_turned_has_a_colour_of_its_own(image):
    same, turned = (
        figures.changed_image(image, np.ones((32, 32)), (7, after)).axes[2].title
        for after in (7, 3)
    )
    assert same.get_color() == "black" != turned.get_color()


@pytest.mark.parametrize("draw", [figures.occluded_leads, figures.changed_image])
def test_two_sizes_are_refused(image, draw):
    others = ((7, 3),) if draw is figures.changed_image else ()
    with pytest.raises(ValueError, match=r"same height.*\(32, 32\) and \(4, 4\)"):
        draw(image, np.ones((4, 4)), *others)


def test_each_network_has_a_row_and_each_kind_of_map_a_column(image):
    rows = {
        "trained": {"hidden": np.full((32, 32), -3.0), "gradient": np.eye(32)},
        "random": {"hidden": np.ones((32, 32)), "gradient": 5 * np.eye(32)},
    }
    axes = figures.heat_maps(image, rows).axes
    assert [one.get_title() for one in axes] == ["hidden", "gradient", "", ""]
    assert [one.get_ylabel() for one in axes] == ["trained", "", "random", ""]
    assert [one.images[0].get_clim()[1] for one in axes] == [3, 1, 1, 5]


@pytest.mark.parametrize(
    "maps", [{}, {"a": {}}, {"a": {"x": np.ones((4, 4))}, "b": {"y": np.ones((4, 4))}}]
)
def test_networks_without_the_same_kinds_of_maps_are_refused(maps):
    with pytest.raises(ValueError, match="the same kinds for each network"):
        figures.heat_maps(np.ones((4, 4)), maps)


def test_a_map_of_another_size_than_the_image_is_refused(image):
    with pytest.raises(ValueError, match=r"image's shape.*\(4, 4\)"):
        figures.heat_maps(image, {"a": {"x": np.ones((4, 4))}})
