import matplotlib.pyplot as plt
import numpy as np
import pytest

from lenet_keras import paper
from lenet_keras.figures import _subsampling as subsampling
from lenet_keras.figures._maps import PIXELS, STATES

RNG = np.random.default_rng(0)
SEVEN = {"E": (1, 1), "C": (1, 6), "V": (6, 4)}
NARROW = {"E": (1, 0), "C": (1, 3), "V": (6, 4)}


def letters(axes):
    return {text.get_text(): text.get_position() for text in axes.texts}


def test_a_coarser_grid_forgets_where_in_a_cell_a_feature_is():
    fine, coarse, coarsest = subsampling.arrangements({"a 7": SEVEN}).axes
    assert letters(fine) == {"E": (1, 1), "C": (6, 1), "V": (4, 6)}
    assert letters(coarse) == {"E": (0, 0), "C": (3, 0), "V": (2, 3)}
    assert letters(coarsest) == {"E": (0, 0), "C": (1, 0), "V": (1, 1)}
    assert [axes.get_title() for axes in (fine, coarse, coarsest)] == [
        "8 x 8",
        "4 x 4",
        "2 x 2",
    ]


def test_features_that_share_a_cell_are_written_together():
    figure = subsampling.arrangements({"wide": SEVEN, "narrow": NARROW}, cells=(4,))
    wide, narrow = figure.axes
    assert set(letters(wide)) == {"E", "C", "V"}
    assert set(letters(narrow)) == {"EC", "V"}
    assert [axes.get_ylabel() for axes in figure.axes] == ["wide", "narrow"]


@pytest.mark.parametrize("drawings", [{}, {"outside": {"E": (0, 8)}}])
def test_features_must_be_in_the_field(drawings):
    with pytest.raises(ValueError, match="columns 0 to 7"):
        subsampling.arrangements(drawings)


def test_the_truth_table_shows_states_on_the_scale_of_all_states():
    states = {"OR": [-1.5, 1.5, 1.7, 1.7, 1.7], "none": [0, -1e-9, 0, 0, 0]}
    table, bar = subsampling.truth_table(states).axes
    [image] = table.images
    np.testing.assert_array_equal(image.get_array(), list(states.values()))
    assert image.norm is STATES and image.norm.vmin == -paper.AMPLITUDE
    assert [label.get_text() for label in table.get_yticklabels()] == list(states)
    texts = [text.get_text() for text in table.texts]
    assert texts[:2] == ["-1.50", "+1.50"] and set(texts[5:]) == {"+0.00"}
    assert bar.get_xlabel() == "state of a unit"
    with pytest.raises(ValueError, match="5 states"):
        subsampling.truth_table({"OR": [1, 2]})


def test_bars_hold_the_middle_nine_tenths_of_real_states():
    inputs_on = RNG.integers(0, 4, size=(50, 7))  # four on does not occur
    real = {"blur": RNG.normal(size=(50, 7))}
    ideal = {"blur": np.linspace(-1, 1, 5)}
    [axes] = subsampling.states_by_inputs_on(ideal, real, inputs_on).axes
    crosses, medians = axes.lines
    np.testing.assert_array_equal(crosses.get_ydata(), ideal["blur"])
    np.testing.assert_array_equal(medians.get_xdata(), range(4))
    for n, segment in enumerate(axes.collections[0].get_segments()):
        expected = np.quantile(real["blur"][inputs_on == n], (0.05, 0.95))
        np.testing.assert_allclose(segment, [(n, expected[0]), (n, expected[1])])
    with pytest.raises(ValueError, match="same units"):
        subsampling.states_by_inputs_on(ideal, {"OR": real["blur"]}, inputs_on)
    with pytest.raises(ValueError, match="shape of `inputs_on`"):
        subsampling.states_by_inputs_on(ideal, real, inputs_on[:-1])


def test_rows_of_ink_and_of_states_have_their_own_scales():
    image, states = RNG.normal(size=(2, 8, 8))
    figure = subsampling.picture_grid(
        {"input": [image, image], "C1": [states, image]},
        ["0 px", "1 px"],
        ink=["input"],
        windows={"C1": 4},
    )
    *panels, bar = figure.axes
    shown = [panel.images[0] for panel in panels]
    for picture, expected in zip(shown, (image, image, states, image), strict=True):
        np.testing.assert_array_equal(picture.get_array(), expected)
    assert [picture.norm for picture in shown] == [PIXELS, PIXELS, STATES, STATES]
    assert [panel.get_title() for panel in panels] == ["0 px", "1 px", "", ""]
    assert [panel.get_ylabel() for panel in panels] == ["input", "", "C1", ""]
    assert bar.get_xlabel() == "state of a unit"


def test_windows_are_outlined_where_they_meet():
    figure = subsampling.picture_grid(
        {"C1": [np.zeros((6, 6))]}, ["0 px"], windows={"C1": 2}
    )
    lines = [line.get_xydata() for line in figure.axes[0].lines]
    rows, columns = lines[0::2], lines[1::2]
    np.testing.assert_allclose([line[0, 1] for line in rows], [1 / 3, 2 / 3])
    np.testing.assert_allclose([line[0, 0] for line in columns], [1 / 3, 2 / 3])
    with pytest.raises(ValueError, match="each of 2 columns"):
        subsampling.picture_grid({"C1": [np.zeros((6, 6))]}, ["0 px", "1 px"])


def test_one_panel_for_each_layer_with_both_misfits():
    whole = {"C1": [0, 0, 0], "S2": [0, 0.6, 0], "S4": [0, 0.4, 0.7]}
    between = {layer: [0.5 * value for value in whole[layer]] for layer in whole}
    figure = subsampling.misfit_curves([0, 1, 2], whole, between)
    assert [axes.get_title() for axes in figure.axes] == list(whole)
    for axes, layer in zip(figure.axes, whole, strict=True):
        drawn = [line.get_ydata().tolist() for line in axes.lines]
        assert drawn == [whole[layer], between[layer]]
        assert axes.get_ylim()[0] < 0 and axes.get_ylim()[1] > 0.7
    with pytest.raises(ValueError, match="each of 2 shifts"):
        subsampling.misfit_curves([0, 1], whole, between)


def test_pyplot_is_left_alone():
    subsampling.truth_table({"none": [0] * 5})
    subsampling.arrangements({"a 7": SEVEN})
    assert plt.get_fignums() == []
