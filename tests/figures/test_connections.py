import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from lenet_keras.figures import (
    connection_table,
    damage,
    dependence,
    kernel_grid,
    one_map,
)
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


def test_the_table_marks_exactly_the_connected_pairs():
    axes = connection_table(TABLE, GROUPS).axes[0]
    assert cells_of(axes, "X") == connected(TABLE)
    assert len(cells_of(axes, "X")) == 60


def test_rows_run_down_as_the_paper_prints_them():
    axes = connection_table(TABLE, GROUPS).axes[0]
    assert axes.yaxis_inverted() and not axes.xaxis_inverted()
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("S2 map", "C3 map")
    assert [t.get_text() for t in axes.get_xticklabels()] == [*map(str, range(16))]


def test_a_group_has_a_name_and_a_colour_of_its_own():
    axes = connection_table(TABLE, GROUPS).axes[0]
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
        connection_table(TABLE, groups)


def test_one_map_shows_its_inputs_kernels_sums_and_state(random):
    inputs, kernels, sums = (random.normal(size=(n, n, 3)) for n in (14, 5, 10))
    state = random.normal(size=(10, 10))
    names = ["S2 map 0", "S2 map 1", "S2 map 2"]
    figure = one_map(inputs, kernels, sums, 0.25, state, names, "C3 map 0")
    grid = np.reshape(figure.axes[:12], (4, 3))
    for column, stack in enumerate((inputs, kernels, sums)):
        for row in range(3):
            shown = grid[row, column].images[0].get_array()
            np.testing.assert_array_equal(shown, stack[..., row])
    np.testing.assert_array_equal(grid[3, 0].images[0].get_array(), state)
    total = grid[3, 2].images[0].get_array()
    np.testing.assert_allclose(total, sums[..., 0] + sums[..., 1] + sums[..., 2] + 0.25)
    assert [axes.get_ylabel() for axes in grid[:3, 0]] == names
    assert grid[3, 0].get_title() == "C3 map 0: state"
    assert grid[3, 2].get_title() == "sum + bias +0.25"


def test_each_column_of_one_map_has_one_scale_about_zero(random):
    inputs, kernels, sums = (random.normal(size=(n, n, 2)) for n in (6, 3, 4))
    figure = one_map(inputs, kernels, sums, 9.0, sums[..., 0], ["a", "b"], "map")
    grid = np.reshape(figure.axes[:9], (3, 3))
    for column, largest in enumerate(
        (np.abs(inputs).max(), np.abs(kernels).max(), np.abs(sums.sum(-1) + 9).max())
    ):
        norms = [axes.images[0].norm for axes in grid[:, column] if axes.images]
        assert all(norm is norms[0] for norm in norms)
        assert (norms[0].vmin, norms[0].vmax) == (-largest, largest)


def test_the_kernel_grid_has_gaps_where_table_i_has_none(random):
    kernels = random.normal(size=(5, 5, 6, 16)) * TABLE
    figure = kernel_grid(kernels, TABLE)
    grid = np.reshape(figure.axes[:96], (6, 16))
    norms = set()
    for (i, m), axes in np.ndenumerate(grid):
        assert len(axes.images) == TABLE[i, m]
        if TABLE[i, m]:
            shown = axes.images[0].get_array()
            np.testing.assert_array_equal(shown, kernels[:, :, i, m])
            norms.add(axes.images[0].norm)
    (norm,) = norms
    assert -norm.vmin == norm.vmax == np.abs(kernels).max()
    assert [axes.get_title() for axes in grid[0]] == [*map(str, range(16))]


def test_a_table_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(6, 16\).*Received: shape \(16, 6\)"):
        kernel_grid(np.ones((5, 5, 6, 16)), TABLE.T)


def test_dependence_marks_what_moved_however_little():
    change = np.where(TABLE, 1e-6, 0.0)
    change[0, 0] = 3.0
    axes = dependence(change).axes[0]
    assert cells_of(axes, "X") == connected(TABLE)
    image = axes.images[0]
    np.testing.assert_array_equal(image.get_array(), change)
    assert (image.norm.vmin, image.norm.vmax) == (0, 3)


def test_damage_writes_counts_and_leaves_missing_connections_out(random):
    broken = np.where(TABLE, random.integers(0, 500, TABLE.shape), np.nan)
    figure = damage(broken, label="digits broken, of 1,000")
    axes, bar = figure.axes
    assert cells_of(axes, "·") == connected(~TABLE)
    for i, m in connected(TABLE):
        assert (i, m) in cells_of(axes, str(int(broken[i, m])))
    assert axes.images[0].norm.vmax == np.nanmax(broken)
    assert bar.get_xlabel() == "digits broken, of 1,000"


def test_damage_of_nothing_draws_zeros():
    axes = damage(np.zeros((6, 10)), "class of the digit").axes[0]
    assert len(cells_of(axes, "0")) == 60
    assert axes.images[0].norm.vmax > 0


def test_figures_are_not_registered_in_pyplot():
    connection_table(TABLE, GROUPS).canvas.draw()
    dependence(np.ones((6, 16))).canvas.draw()
    assert plt.get_fignums() == []
