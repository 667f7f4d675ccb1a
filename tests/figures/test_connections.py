"""Connections: the table of the sparse C3, what runs over it, and shared weights."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from lenet_keras import figures
from lenet_keras.paper import C3_CONNECTIONS

TABLE = np.array([[i in seen for seen in C3_CONNECTIONS] for i in range(6)])
GROUPS = {"three neighbours": 6, "four neighbours": 6, "two pairs": 3, "all": 1}


def cells_of(axes, text):
    """The (row, column) of every cell that carries the text."""
    positions = [t.get_position() for t in axes.texts if t.get_text() == text]
    return {(int(y), int(x)) for x, y in positions}


def connected(table):
    return {(int(row), int(column)) for row, column in np.argwhere(table)}


@pytest.fixture
def random():
    return np.random.default_rng(0)


def colours(axes):
    return {(line.get_color(), line.get_linestyle()) for line in axes.lines}


def test_the_table_marks_exactly_the_connected_pairs():
    axes = figures.connection_table(TABLE, GROUPS).axes[0]
    assert cells_of(axes, "X") == connected(TABLE)
    assert len(cells_of(axes, "X")) == 60


def test_rows_run_down_as_the_paper_prints_them():
    axes = figures.connection_table(TABLE, GROUPS).axes[0]
    assert axes.yaxis_inverted() and not axes.xaxis_inverted()
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("S2 map", "C3 map")
    assert [t.get_text() for t in axes.get_xticklabels()] == [*map(str, range(16))]


def test_a_group_has_a_name_and_a_colour_of_its_own():
    axes = figures.connection_table(TABLE, GROUPS).axes[0]
    assert set(GROUPS) <= {text.get_text() for text in axes.texts}
    colours = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        column = round(patch.get_x() + 0.5)
        colours.setdefault(column, set()).add(to_rgba(patch.get_facecolor()))
    edges = np.cumsum([0, *GROUPS.values()])
    of_group = [
        set.union(*(colours[column] for column in range(first, last)))
        for first, last in zip(edges, edges[1:], strict=False)
    ]
    assert all(len(group) == 1 for group in of_group)
    assert len(set.union(*of_group)) == len(GROUPS)


@pytest.mark.parametrize(
    "groups", [{"all": 15}, dict.fromkeys("abcde", 3) | {"e": 4}, {}]
)
def test_groups_that_do_not_divide_the_table_are_refused(groups):
    with pytest.raises(ValueError, match="16 columns.*Received: groups="):
        figures.connection_table(TABLE, groups)


def test_dependence_marks_what_moved_however_little():
    change = np.where(TABLE, 1e-6, 0.0)
    change[0, 0] = 3.0
    axes = figures.connection_amounts(change, "change", form=None).axes[0]
    assert cells_of(axes, "X") == connected(TABLE)
    image = axes.images[0]
    np.testing.assert_array_equal(image.get_array(), change)
    assert (image.norm.vmin, image.norm.vmax) == (0, 3)


def test_damage_writes_counts_and_leaves_missing_connections_out(random):
    broken = np.where(TABLE, random.integers(0, 500, TABLE.shape), np.nan)
    figure = figures.connection_amounts(broken, label="digits broken, of 1,000")
    axes, bar = figure.axes
    assert cells_of(axes, "·") == connected(~TABLE)
    for i, m in connected(TABLE):
        assert (i, m) in cells_of(axes, str(int(broken[i, m])))
    assert axes.images[0].norm.vmax == np.nanmax(broken)
    assert bar.get_xlabel() == "digits broken, of 1,000"


def test_damage_of_nothing_draws_zeros():
    axes = figures.connection_amounts(np.zeros((6, 10)), "broken", "class").axes[0]
    assert len(cells_of(axes, "0")) == 60
    assert axes.images[0].norm.vmax > 0


def test_strengths_stand_in_the_table_and_add_up_at_its_side():
    strengths = np.array([[3.0, np.nan], [4.0, 3.0]])
    look = {"form": ".1f", "row_norms": True}
    table, bars, scale = figures.connection_amounts(strengths, "spread", **look).axes
    assert scale.get_xlabel() == "spread"
    assert [t.get_text() for t in table.texts] == ["3.0", "·", "4.0", "3.0"]
    assert [bar.get_width() for bar in bars.patches] == [3, 5]


@pytest.mark.parametrize("inputs, size", [(6, 2), (6, 3), (5, 1), (3, 3)])
def test_shared_lines_have_one_look_for_each_weight(inputs, size):
    unshared, shared = figures.own_and_shared_weights(inputs, size).axes
    connections = (inputs - size + 1) * size
    assert len(unshared.lines) == len(shared.lines) == connections
    assert len(colours(shared)) == size
    assert len(colours(unshared)) == min(connections, 10)
    assert unshared.get_title() == (
        f"not shared: {connections} connections, {connections} weights"
    )
    assert shared.get_title() == f"shared: {connections} connections, {size} weights"


def test_each_unit_is_joined_to_the_pixels_it_sees():
    for axes in figures.own_and_shared_weights(inputs=6, size=2).axes:
        pixels = [line.get_xdata()[0] for line in axes.lines]
        assert pixels == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
        assert [line.get_xdata()[1] for line in axes.lines][::2] == [
            0.5,
            1.5,
            2.5,
            3.5,
            4.5,
        ]


@pytest.mark.parametrize("inputs, size", [(6, 0), (6, 4), (1, 2)])
def test_windows_that_do_not_fit_are_refused(inputs, size):
    with pytest.raises(ValueError, match=f"Received: inputs={inputs}, size={size}"):
        figures.own_and_shared_weights(inputs, size)


@pytest.mark.parametrize("amounts", [np.ones(3), np.full((2, 2), np.nan), -np.eye(2)])
def test_what_is_no_table_of_amounts_is_refused(amounts):
    with pytest.raises(ValueError, match="rank 2 with numbers of zero or more.*Rec"):
        figures.connection_amounts(amounts, "digits broken")
