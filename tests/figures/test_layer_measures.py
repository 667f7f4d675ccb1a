"""A number for each layer: what it counts, how fast it learns, how far from its end."""

import keras
import numpy as np
import pytest

from lenet_keras import figures, lenet5, paper
from lenet_keras.inspection import count

MEASURES = {
    "spread": {"small": {"C1": 0.1, "C3": 0.01}, "large": {"C1": 1.0, "C3": 1.5}},
    "gradient": {"small": {"C1": 1e-4, "C3": 1e-3}, "large": {"C1": 2.0, "C3": 0.5}},
}


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


RATES = {
    "square root": {"C1": np.array([[1e-4, 1e-4], [2e-4, 5e-3]]), "F6": [1e-3]},
    "literal": {"C1": np.array([0.024, 0.025]), "F6": [2e-4, 0.02]},
}


def test_bars_are_the_counts():
    figure = figures.layer_counts(count(lenet5()))
    [axes] = figure.axes
    lengths = [patch.get_width() for patch in axes.patches]
    assert lengths[:7] == list(paper.CONNECTIONS.values())
    assert lengths[7:] == list(paper.PARAMETERS.values())
    assert axes.get_xscale() == "log"
    assert [label.get_text() for label in axes.get_yticklabels()] == list(
        paper.PARAMETERS
    )


def test_bars_follow_the_model():
    dense = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="only")])
    [axes] = figures.layer_counts(count(dense)).axes
    np.testing.assert_array_equal([p.get_width() for p in axes.patches], [8, 8])


def test_each_measure_has_a_logarithmic_axes_with_a_line_for_each_start():
    figure = figures.measures_by_layer(MEASURES)
    assert [axes.get_ylabel() for axes in figure.axes] == list(MEASURES)
    assert {axes.get_yscale() for axes in figure.axes} == {"log"}
    for axes, starts in zip(figure.axes, MEASURES.values(), strict=True):
        assert [line.get_label() for line in axes.lines] == list(starts)
        for line, by_layer in zip(axes.lines, starts.values(), strict=True):
            assert list(line.get_xdata()) == list(by_layer)
            assert list(line.get_ydata()) == list(by_layer.values())
        styles = {(line.get_linestyle(), line.get_marker()) for line in axes.lines}
        assert len(styles) == len(starts)
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["small", "large"]


@pytest.mark.parametrize(
    "measures",
    [
        {},
        {"spread": {}},
        {"spread": {"a": {"C1": 1.0}, "b": {"F6": 1.0}}},
    ],
)
def test_no_starts_or_other_layers_are_refused(measures):
    with pytest.raises(ValueError, match=r"same layers for each entry.*Received: "):
        figures.measures_by_layer(measures)


def test_each_layer_is_a_line_from_one_that_can_be_told_apart():
    distances = {f"layer {n}": [n + 1.0, 0.5, 0.0] for n in range(6)}
    *lines, half = figures.distance_left(distances).axes[0].lines
    for line, (name, values) in zip(lines, distances.items(), strict=True):
        assert line.get_label() == name
        np.testing.assert_allclose(line.get_ydata(), np.array(values) / values[0])
        assert list(line.get_xdata()) == [0, 1, 2]
    assert set(half.get_ydata()) == {0.5}
    looks = {(str(line.get_color()), line.get_linestyle()) for line in lines}
    assert len(looks) == 6


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"C1": [1.0, 0.0], "S2": [1.0]},
        {"C1": [0.0, 0.0]},
        {"C1": []},
    ],
)
def test_nothing_that_cannot_be_compared_is_drawn(wrong):
    with pytest.raises(ValueError, match="Received"):
        figures.distance_left(wrong)


def test_a_change_has_a_line_over_the_layers():
    changes = {"1 px": {"C1": 0.5, "S2": 0.4}, "2 px": {"C1": 0.8, "S2": 0.7}}
    figure = figures.measures_by_layer({"change": changes}, "linear", level=1)
    axes = figure.axes[0]
    assert _legend(figure) == list(changes)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["C1", "S2"]
    unit, *lines = axes.lines
    assert set(unit.get_ydata()) == {1}
    for line, sizes in zip(lines, changes.values(), strict=True):
        assert line.get_ydata().tolist() == list(sizes.values())
    assert len({line.get_linestyle() for line in lines}) == 2
    assert axes.get_ylim()[0] == 0


@pytest.mark.parametrize(
    "changes", [{}, {"1 px": {}}, {"1 px": {"C1": 1}, "2 px": {"S2": 1}}], ids=str
)
def test_changes_of_other_layers_are_refused(changes):
    with pytest.raises(ValueError, match="same layers for each entry.*Received: "):
        figures.measures_by_layer({"change": changes}, "linear")


def test_saturation_is_drawn_in_percent():
    [axes] = figures.saturation_bars({"C1": 0.25, "C5": 1.0}, limit=1.5).axes
    assert [bar.get_height() for bar in axes.patches] == [25, 100]
    with pytest.raises(ValueError, match="between 0 and 1.*Received"):
        figures.saturation_bars({"C1": 25}, limit=1.5)


def test_rates_of_all_layers_share_one_logarithmic_scale():
    figure = figures.effective_rates(RATES, printed=(7e-5, 0.016), ceiling=0.025)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["C1", "F6"]
    assert {axes.get_xscale() for axes in figure.axes} == {"log"}
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    low, high = figure.axes[0].get_xlim()
    assert low < 1e-4 and high > 0.025
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["the paper’s range", "square root", "literal", "ceiling"]


def test_the_fullest_bin_of_each_histogram_has_height_one():
    (c1, _) = figures.effective_rates({"start": RATES["square root"]}).axes
    bars = [(bar.get_x(), bar.get_width(), bar.get_height()) for bar in c1.patches]
    filled = [(x, x + width, height) for x, width, height in bars if height]
    assert [height for *_, height in filled] == [1.0, 0.5, 0.5]
    for (left, right, _), rate in zip(filled, (1e-4, 2e-4, 5e-3), strict=True):
        assert left <= rate * (1 + 1e-9) and rate < right


def test_the_range_and_the_ceiling_are_where_they_were_said_to_be():
    axes = figures.effective_rates(RATES, printed=(7e-5, 0.016), ceiling=0.025).axes[1]
    shaded = next(p for p in axes.patches if p.get_label() == "the paper’s range")
    assert (shaded.get_x(), shaded.get_x() + shaded.get_width()) == (7e-5, 0.016)
    assert axes.lines[0].get_xdata()[0] == 0.025
    assert not figures.effective_rates(RATES).axes[1].lines


def test_no_bar_stands_on_both_sides_of_the_ceiling():
    (axes, _) = figures.effective_rates(RATES, ceiling=0.0251).axes
    for bar in axes.patches:
        if hasattr(bar, "get_width"):
            ends = np.array([bar.get_x(), bar.get_x() + bar.get_width()])
            assert (ends > 0.0251 * (1 - 1e-9)).all() or (
                ends < 0.0251 * (1 + 1e-9)
            ).all()


@pytest.mark.parametrize(
    "rates",
    [
        {},
        {"a": {"C1": [1.0]}, "b": {"F6": [1.0]}},
        {name: {"C1": [1.0]} for name in "abcd"},
    ],
)
def test_rates_of_other_layers_or_too_many_labels_are_refused(rates):
    with pytest.raises(ValueError, match=r"`rates` must .*Received: "):
        figures.effective_rates(rates)


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="'log' or 'linear'. Received: 'cubic'"):
        figures.measures_by_layer(MEASURES, "cubic")
