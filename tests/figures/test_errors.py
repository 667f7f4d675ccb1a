"""Every error is counted once, and every curve is the sum that it claims to be."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lenet_keras.figures import confusions, found_errors, penalty_rows, tradeoffs


@pytest.fixture(autouse=True)
def _no_pyplot_state():
    yield
    assert plt.get_fignums() == []


@pytest.fixture
def digits():
    rng = np.random.default_rng(13)
    return rng.random((3, 32, 32, 1)), rng.uniform(5, 90, (3, 10)), np.array([4, 0, 9])


def test_each_row_shows_its_digit_and_its_penalties_on_one_scale(digits):
    images, penalties, labels = digits
    axes = penalty_rows(*digits).axes
    assert len(axes) == 6
    for item, (picture, bars) in enumerate(zip(axes[::2], axes[1::2], strict=True)):
        shown = picture.images[0].get_array()
        np.testing.assert_array_equal(shown, images[item, :, :, 0])
        heights = [bar.get_height() for bar in bars.patches]
        np.testing.assert_allclose(heights, penalties[item])
    assert len({bars.get_ylim() for bars in axes[1::2]}) == 1


def test_the_right_class_is_hatched_and_the_answer_has_another_colour(digits):
    _, penalties, labels = digits
    rows = penalty_rows(*digits).axes[1::2]
    for bars, values, label in zip(rows, penalties, labels, strict=True):
        hatched = [place for place, bar in enumerate(bars.patches) if bar.get_hatch()]
        assert hatched == [label]
        colours = [bar.get_facecolor() for bar in bars.patches]
        assert colours.count(colours[values.argmin()]) == 1
        assert bars.get_title().startswith(f"label {label}, answer {values.argmin()},")


def test_a_row_says_its_margin():
    penalties = np.array([[7.0, 2.0, 30.0]])
    bars = penalty_rows(np.zeros((1, 32, 32, 1)), penalties, [0]).axes[1]
    assert bars.get_title() == "label 0, answer 1, margin 5.0"


@pytest.mark.parametrize("count", [0, 2])
def test_rows_need_equal_lengths(digits, count):
    images, penalties, labels = digits
    with pytest.raises(ValueError, match=f"Received: {count}, 3 and 3"):
        penalty_rows(images[:count], penalties, labels)


TABLES = {"ours": np.array([[9, 2], [0, 8]]), "theirs": np.array([[9, 0], [5, 3]])}


def test_confusions_leave_the_diagonal_out_and_share_one_scale():
    tables = {name: table.copy() for name, table in TABLES.items()}
    first, second, _ = confusions(tables).axes
    assert first.images[0].get_array().tolist() == [[0, 2], [0, 0]]
    assert second.images[0].get_array().tolist() == [[0, 0], [5, 0]]
    limits = {
        (axes.images[0].norm.vmin, axes.images[0].norm.vmax) for axes in (first, second)
    }
    assert limits == {(0, 5)}
    assert [axes.get_title() for axes in (first, second)] == list(tables)
    for name, table in tables.items():  # what was given stays as it was
        np.testing.assert_array_equal(table, TABLES[name])


def test_a_count_stands_in_the_cell_of_its_label_and_answer():
    (text,) = confusions({"ours": TABLES["theirs"]}).axes[0].texts
    assert (text.get_text(), text.get_position()) == ("5", (0, 1))  # x is the answer


def test_a_table_without_errors_is_drawn():
    assert not confusions({"none": np.eye(3, dtype=int)}).axes[0].texts


@pytest.mark.parametrize(
    "tables", [{}, {"a": np.zeros((2, 3))}, {"a": np.eye(2), "b": np.eye(3)}]
)
def test_tables_of_other_shapes_are_refused(tables):
    with pytest.raises(ValueError, match="square arrays of one size.*Received: shapes"):
        confusions(tables)


def test_found_errors_go_from_the_smallest_margin_up():
    margin = [9.0, 1.0, 5.0, 7.0]
    wrong = {
        "ours": np.array([0, 1, 1, 0], bool),
        "other": np.array([1, 0, 0, 0], bool),
    }
    figure = found_errors(margin, wrong)
    ours, other, chance = figure.axes[0].lines
    assert ours.get_xdata().tolist() == [25, 50, 75, 100]
    assert ours.get_ydata().tolist() == [50, 100, 100, 100]
    assert other.get_ydata().tolist() == [0, 0, 0, 100]
    np.testing.assert_array_equal(chance.get_ydata(), chance.get_xdata())
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == ["ours", "other", "any, by chance"]
    assert len({line.get_linestyle() for line in (ours, other, chance)}) == 3


@pytest.mark.parametrize("wrong", [[True, False], [False] * 3])
def test_found_errors_need_errors_of_the_same_digits(wrong):
    with pytest.raises(ValueError, match="Received: 3 margins, errors of length"):
        found_errors([1.0, 2.0, 3.0], {"ours": np.array(wrong)})


def test_rejecting_the_least_sure_first_leaves_the_errors_of_the_rest():
    wrong = np.array([False, True, True, False])
    confidences = {"good": np.array([9, 1, 2, 8]), "bad": np.array([1, 9, 8, 2])}
    good, bad, judge, blind = tradeoffs(confidences, wrong).axes[0].lines
    assert good.get_xydata().tolist() == [[0, 50], [25, 25], [50, 0], [75, 0], [100, 0]]
    assert bad.get_ydata().tolist() == [50, 50, 50, 25, 0]
    np.testing.assert_allclose(judge.get_xydata(), good.get_xydata()[[0, 2]])
    assert blind.get_xydata().tolist() == [[0, 50], [100, 0]]


@pytest.mark.parametrize("confidences", [{}, {"margin": np.zeros(3)}])
def test_a_tradeoff_needs_a_confidence_for_each_answer(confidences):
    with pytest.raises(ValueError, match="Received: .* and 2 answers"):
        tradeoffs(confidences, np.array([True, False]))
