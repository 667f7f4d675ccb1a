"""Receptive fields: which pixels a unit should see, and which do move it."""

import numpy as np
import pytest

from lenet_keras import figures, lenet5, paper
from lenet_keras.inspection import receptive_fields


def corners(patch):
    return (*patch.get_xy(), patch.get_width(), patch.get_height())


@pytest.fixture
def fields():
    return receptive_fields(lenet5())


@pytest.fixture
def image():
    rng = np.random.default_rng(1998)
    return rng.uniform(paper.BACKGROUND, paper.FOREGROUND, (32, 32)).astype("float32")


def test_the_frame_is_the_computed_field_and_rounding_stays_white(fields):
    change = np.full((32, 32), 1e-7)
    change[10:24, 10:24] = np.linspace(0.01, 0.5, 14)
    figure = figures.pixel_influences({"C3": change}, fields, {"C3": 5})
    axes, bar = figure.axes
    assert corners(axes.patches[0]) == (9.5, 9.5, 14, 14)
    assert axes.get_title() == "C3: 14×14"
    shown = axes.images[0].get_array()
    np.testing.assert_array_equal(~shown.mask, change > 1e-5)
    norm = axes.images[0].norm
    assert norm.vmin == pytest.approx(0.0099) and norm.vmax == 0.5
    assert bar.get_xlabel() == "change of the units"


def test_all_layers_share_one_scale(fields):
    changes = {"C1": np.full((32, 32), 0.2), "S2": np.full((32, 32), 0.02)}
    figure = figures.pixel_influences(changes, fields, {"C1": 14, "S2": 7})
    assert len(figure.axes) == 3
    norms = {axes.images[0].norm for axes in figure.axes[:2]}
    assert len(norms) == 1


@pytest.mark.parametrize(
    "changes, received",
    [
        ({"F6": np.ones((32, 32))}, "layers .'F6'"),
        ({"C1": np.full((32, 32), 1e-7)}, "change of 1e-07"),
        ({}, "layers .., a largest change of 0"),
    ],
)
def test_changes_without_a_field_or_a_size_are_refused(fields, changes, received):
    with pytest.raises(ValueError, match=f"Received: .*{received}"):
        figures.pixel_influences(changes, fields, dict.fromkeys(changes, 0))


def test_frames_are_the_receptive_fields(image):
    fields = receptive_fields(lenet5())
    left, _ = figures.field_frames(image, fields).axes
    np.testing.assert_array_equal(left.images[0].get_array(), image)
    middle = {"C1": 14, "S2": 7, "C3": 5, "S4": 2, "C5": 0}
    for field, frame in zip(fields, left.patches, strict=True):
        pixels = field.pixels(middle[field.name])
        assert frame.get_x() == frame.get_y()
        assert round(frame.get_x() + 0.5) == pixels[0]
        assert round(frame.get_x() + frame.get_width() - 0.5) == pixels[-1]
        assert frame.get_label() == f"{field.name} {len(pixels)}×{len(pixels)}"


def test_frames_do_not_hide_each_other(image):
    left, _ = figures.field_frames(image, receptive_fields(lenet5())).axes
    edges = [frame.get_x() for frame in left.patches]
    assert len(set(edges)) == len(edges)


def test_the_centres_of_c3_cover_20_by_20_pixels(image):
    _, right = figures.field_frames(image, receptive_fields(lenet5())).axes
    centres = np.asarray(right.collections[0].get_offsets())
    assert centres.shape == (100, 2)
    assert (centres.min(), centres.max()) == (6.5, 24.5)
    [frame] = right.patches
    assert (frame.get_x(), frame.get_width()) == (5.5, 20)


def test_an_unknown_layer_is_refused(image):
    with pytest.raises(ValueError, match="`centres`.*Received: 'C4'"):
        figures.field_frames(image, receptive_fields(lenet5()), centres="C4")


def units_lit(axes):
    """By height, the places of the units in red, from the input up."""
    lit = axes.collections[1::2]
    rows = [np.asarray(one.get_offsets()) for one in lit]
    return {int(row[0, 1]): row[:, 0].tolist() for row in rows}


def test_the_cone_of_a_unit_ends_in_its_receptive_field(fields):
    (axes,) = figures.field_cone(fields, "C3", 4).axes
    lit = units_lit(axes)
    assert lit[0] == list(fields[2].pixels(4))
    assert [len(lit[height]) for height in (3, 2, 1, 0)] == [1, 5, 10, 14]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "input",
        "C1",
        "S2",
        "C3",
    ]


def test_a_line_joins_each_unit_to_each_that_it_sees(fields):
    (axes,) = figures.field_cone(fields, "S2", 0).axes
    ends = [tuple(line.get_xdata()) for line in axes.lines]
    assert sorted(ends)[:3] == [(0, 2), (1, 2), (1, 3)]
    assert len(ends) == 2 + 2 * 5


@pytest.mark.parametrize("layer, unit", [("F6", 0), ("C3", 10), ("C3", -1)])
def test_a_unit_that_is_not_there_has_no_cone(fields, layer, unit):
    with pytest.raises(ValueError, match=f"Received: layer='{layer}', unit={unit}"):
        figures.field_cone(fields, layer, unit)
