"""How a sum, a unit and a map come about, step by step, with every number shown."""

import numpy as np
import pytest

from lenet_keras import figures, paper


@pytest.fixture
def random():
    return np.random.default_rng(0)


RNG = np.random.default_rng(3)
IMAGE = RNG.integers(0, 2, (5, 6))


KERNEL = RNG.integers(-1, 2, (3, 3))
SUMS = np.arange(12).reshape(3, 4) - 4


def corners(patch):
    return (*patch.get_xy(), patch.get_width(), patch.get_height())


def numbers(axes):
    return [int(text.get_text().replace("−", "-")) for text in axes.texts]


def test_one_map_shows_its_inputs_kernels_sums_and_state(random):
    inputs, kernels, sums = (random.normal(size=(n, n, 3)) for n in (14, 5, 10))
    state = random.normal(size=(10, 10))
    names = ["S2 map 0", "S2 map 1", "S2 map 2"]
    figure = figures.map_in_steps(inputs, kernels, sums, 0.25, state, names, "C3 map 0")
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
    figure = figures.map_in_steps(
        inputs, kernels, sums, 9.0, sums[..., 0], ["a", "b"], "map"
    )
    grid = np.reshape(figure.axes[:9], (3, 3))
    for column, largest in enumerate(
        (np.abs(inputs).max(), np.abs(kernels).max(), np.abs(sums.sum(-1) + 9).max())
    ):
        norms = [axes.images[0].norm for axes in grid[:, column] if axes.images]
        assert all(norm is norms[0] for norm in norms)
        assert (norms[0].vmin, norms[0].vmax) == (-largest, largest)


def test_the_window_lies_where_its_sum_lies():
    picture, kernel, sums = figures.window_sums(
        IMAGE, KERNEL, SUMS, row=2, column=1
    ).axes
    assert corners(picture.patches[0]) == (0.5, 1.5, 3, 3)
    assert corners(sums.patches[0]) == (0.5, 1.5, 1, 1)
    assert not kernel.patches


def test_every_number_is_written_in_its_cell():
    axes = figures.window_sums(IMAGE, KERNEL, SUMS).axes
    for panel, array in zip(axes, (IMAGE, KERNEL, SUMS), strict=True):
        assert numbers(panel) == array.ravel().tolist()
        np.testing.assert_array_equal(panel.images[0].get_array(), array)
    norms = [panel.images[0].norm for panel in axes[1:]]
    assert {(norm.vmin, norm.vmax) for norm in norms} == {(-7, 7)}


@pytest.mark.parametrize("place", [(3, 0), (0, 4), (-1, 0)])
def test_a_place_beside_the_sums_is_refused(place):
    with pytest.raises(ValueError, match=f"Received: row={place[0]}, col"):
        figures.window_sums(IMAGE, KERNEL, SUMS, *place)


def signed(texts):
    return [float(text.get_text().replace("−", "-")) for text in texts]


def test_partial_sums_add_up_to_the_state():
    seen, kernels = RNG.uniform(-1.7, 1.7, (5, 5, 3)), RNG.normal(size=(5, 5, 3))
    names = ["S2 map 0", "S2 map 4", "S2 map 5"]
    *pictures, bars = figures.unit_in_steps(seen, kernels, 0.7, names).axes
    assert len(pictures) == 9
    stacks = (seen, kernels, seen * kernels)
    for column, stack in enumerate(stacks):
        scales = set()
        for row, axes in enumerate(pictures[3 * column : 3 * column + 3]):
            np.testing.assert_array_equal(axes.images[0].get_array(), stack[..., row])
            scales.add((axes.images[0].norm.vmin, axes.images[0].norm.vmax))
        ((low, high),) = scales
        assert low == -high
    assert [axes.get_ylabel() for axes in pictures[:3]] == names
    sums = [*(seen * kernels).sum(axis=(0, 1)), 0.7]
    total = sum(sums)
    state = paper.AMPLITUDE * np.tanh(paper.SLOPE * total)
    assert signed(bars.texts) == pytest.approx([*sums, total, state], abs=0.006)
    ends = [bar.get_x() + bar.get_width() for bar in bars.patches]
    starts = [bar.get_x() for bar in bars.patches]
    assert starts == pytest.approx([0, *ends[:3], 0, 0])
    assert ends[3] == pytest.approx(total) == ends[4] and ends[5] == state


def test_partial_sums_of_other_shapes_are_refused():
    with pytest.raises(ValueError, match="Received"):
        figures.unit_in_steps(np.ones((5, 5, 2)), np.ones((5, 5, 3)), 0, ["a", "b"])
    with pytest.raises(ValueError, match="1 names"):
        figures.unit_in_steps(np.ones((5, 5, 2)), np.ones((5, 5, 2)), 0, ["a"])
