import matplotlib
import numpy as np
import pytest

from lenet_keras import feature_maps, lenet5, load_mnist, paper, prepare
from lenet_keras.figures import _routes as draw
from lenet_keras.figures._maps import PIXELS, STATES
from lenet_keras.inspection import strongest_route

RNG = np.random.default_rng(0)


def numbers(texts):
    return [float(text.get_text().replace("−", "-")) for text in texts]


def test_partial_sums_add_up_to_the_state():
    seen, kernels = RNG.uniform(-1.7, 1.7, (5, 5, 3)), RNG.normal(size=(5, 5, 3))
    names = ["S2 map 0", "S2 map 4", "S2 map 5"]
    *pictures, bars = draw.partial_sums(seen, kernels, 0.7, names).axes
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
    assert numbers(bars.texts) == pytest.approx([*sums, total, state], abs=0.006)
    ends = [bar.get_x() + bar.get_width() for bar in bars.patches]
    starts = [bar.get_x() for bar in bars.patches]
    assert starts == pytest.approx([0, *ends[:3], 0, 0])
    assert ends[3] == pytest.approx(total) == ends[4] and ends[5] == state


def test_partial_sums_of_other_shapes_are_refused():
    with pytest.raises(ValueError, match="Received"):
        draw.partial_sums(np.ones((5, 5, 2)), np.ones((5, 5, 3)), 0, ["a", "b"])
    with pytest.raises(ValueError, match="1 names"):
        draw.partial_sums(np.ones((5, 5, 2)), np.ones((5, 5, 2)), 0, ["a"])


@pytest.fixture(scope="module")
def traced():
    model = lenet5(weights="mnist")
    digit = prepare(load_mnist().test.images[:1])
    states = {name: array[0] for name, array in feature_maps(model, digit).items()}
    return strongest_route(model, digit[0]), states


def test_every_unit_of_a_route_is_framed_where_it_stands(traced):
    route, states = traced
    steps = {step.layer: step for step in route}
    axes = draw.draw_route(route, states, paper.digit_codes()).axes
    for panel, name in zip(axes, ("image", "C1", "S2", "C3", "S4"), strict=False):
        row, column, m = steps[name].unit
        picture = panel.images[0]
        np.testing.assert_array_equal(picture.get_array(), states[name][:, :, m])
        assert picture.norm is (PIXELS if name == "image" else STATES)
        *windows, unit = panel.patches
        cell = 1 / len(states[name])
        assert unit.get_xy() == pytest.approx((column * cell, row * cell))
        assert unit.get_width() == pytest.approx(cell)
        assert len(windows) == (name != "S4")
        for window in windows:
            (left, top), size = window.get_xy(), window.get_width()
            assert left - 1e-9 <= column * cell and top - 1e-9 <= row * cell
            assert (column + 1) * cell <= left + size + 1e-9
    c5, f6, code, bars = axes[5:]
    np.testing.assert_array_equal(
        c5.images[0].get_array().ravel(), states["C5"].ravel()
    )
    np.testing.assert_array_equal(f6.images[0].get_array().ravel(), states["F6"])
    assert f6.patches[0].get_xy() == code.patches[0].get_xy()
    heights = [bar.get_height() for bar in bars.patches]
    np.testing.assert_array_equal(heights, states["output"])


def test_a_route_says_its_numbers(traced):
    route, states = traced
    axes = draw.draw_route(route, states, paper.digit_codes()).axes
    for panel, step in zip(axes[1:7], route[1:7], strict=True):
        said = panel.get_xlabel().replace("−", "-").split("\n")[1:]
        values = [float(line.split()[1]) for line in said]
        expected = [step.received, step.total, step.state]
        assert values == pytest.approx(expected, abs=0.006)
    assert axes[7].get_xlabel().endswith(f"= {route[-1].received:.2f}")


def test_a_route_that_skips_a_layer_is_refused(traced):
    route, states = traced
    with pytest.raises(ValueError, match="Received"):
        draw.draw_route(route[1:], states, paper.digit_codes())


def test_squares_stand_on_the_code_and_add_up_in_the_title():
    squares = RNG.uniform(0, 4, (10, 84))
    squares[6] /= 10
    *pictures, _ = draw.penalty_squares(squares).axes
    assert len(pictures) == 10
    for digit, axes in enumerate(pictures):
        shown = axes.images[0].get_array()
        np.testing.assert_array_equal(shown, squares[digit].reshape(12, 7))
        assert axes.images[0].get_clim() == (0, squares.max())
        assert axes.get_title() == f"{digit}: {squares[digit].sum():.1f}"
    red = [axes.title.get_color() != "black" for axes in pictures]
    assert red == [digit == 6 for digit in range(10)]
    with pytest.raises(ValueError, match="Received"):
        draw.penalty_squares(np.ones((10, 80)))


def test_patches_stand_three_in_a_row_beside_their_kernels():
    patches, kernels = RNG.uniform(-0.1, 1, (5, 9, 4, 4)), RNG.normal(size=(5, 4, 4))
    titles = [f"map {m}" for m in range(5)]
    figure = draw.exciting_gallery(patches, titles, kernels, columns=2)
    shown = [axes for axes in figure.axes if axes.images]
    assert len(shown) == 10
    for m, (left, right) in enumerate(zip(shown[::2], shown[1::2], strict=True)):
        np.testing.assert_array_equal(left.images[0].get_array(), kernels[m])
        assert left.images[0].norm.vmax == np.abs(kernels[m]).max()
        assert right.get_title() == f"map {m}"
        for k, image in enumerate(right.images):
            np.testing.assert_array_equal(image.get_array(), patches[m, k])
            assert image.norm is PIXELS
            column, row = image.get_extent()[0] // 1, image.get_extent()[3] // 1
            assert (row, column) == divmod(k, 3)


def test_patches_without_kernels_need_titles():
    patches = np.zeros((3, 9, 5, 5))
    assert len(draw.exciting_gallery(patches, "abc").axes) == 3
    with pytest.raises(ValueError, match="Received"):
        draw.exciting_gallery(patches, "ab")
    with pytest.raises(ValueError, match="Received"):
        draw.exciting_gallery(patches, "abc", np.zeros((2, 5, 5)))


def test_a_row_of_patches():
    patches = RNG.uniform(-0.1, 1, (3, 5, 5))
    figure = draw.patch_row(patches, "abc")
    for axes, patch, title in zip(figure.axes, patches, "abc", strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array(), patch)
        assert axes.get_title() == title and axes.images[0].norm is PIXELS
    with pytest.raises(ValueError, match="Received"):
        draw.patch_row(patches, "ab")


def test_pyplot_is_left_alone():
    matplotlib.use("agg")
    from matplotlib import pyplot

    draw.penalty_squares(np.ones((10, 84)))
    assert not pyplot.get_fignums()
