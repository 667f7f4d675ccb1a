"""Wrong answers and doubt: which errors, how close, and what rejecting saves."""

import numpy as np
import pytest

from lenet_keras import figures

TABLES = {"ours": np.array([[9, 2], [0, 8]]), "theirs": np.array([[9, 0], [5, 3]])}


def _legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_a_threshold_at_each_digit_accepts_the_others_below_it():
    digits = {"ours": np.array([4.0, 1.0, 3.0, 2.0])}
    others = {"ours": {"letters": np.array([2.0, 9.0]), "noise": np.array([0.5, 9.0])}}
    (axes,) = figures.acceptance_curves(digits, others).axes
    letters, noise, diagonal = axes.lines
    np.testing.assert_array_equal(letters.get_xdata(), [25, 50, 75, 100])
    np.testing.assert_array_equal(letters.get_ydata(), [0, 50, 50, 50])
    np.testing.assert_array_equal(noise.get_ydata(), [50, 50, 50, 50])
    np.testing.assert_array_equal(diagonal.get_xdata(), diagonal.get_ydata())
    assert axes.get_title() == "ours"


def test_acceptance_needs_the_same_networks():
    with pytest.raises(ValueError, match=r"Received: \['a'\] and \['b'\]"):
        figures.acceptance_curves({"a": np.ones(2)}, {"b": {}})


def test_confusions_leave_the_diagonal_out_and_share_one_scale():
    tables = {name: table.copy() for name, table in TABLES.items()}
    first, second, _ = figures.confusion_tables(tables).axes
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
    (text,) = figures.confusion_tables({"ours": TABLES["theirs"]}).axes[0].texts
    assert (text.get_text(), text.get_position()) == ("5", (0, 1))  # x is the answer


def test_a_table_without_errors_is_drawn():
    assert not figures.confusion_tables({"none": np.eye(3, dtype=int)}).axes[0].texts


@pytest.mark.parametrize(
    "tables", [{}, {"a": np.zeros((2, 3))}, {"a": np.eye(2), "b": np.eye(3)}]
)
def test_tables_of_other_shapes_are_refused(tables):
    with pytest.raises(ValueError, match="square arrays of one size.*Received: shapes"):
        figures.confusion_tables(tables)


def test_found_errors_go_from_the_smallest_margin_up():
    margin = [9.0, 1.0, 5.0, 7.0]
    wrong = {
        "ours": np.array([0, 1, 1, 0], bool),
        "other": np.array([1, 0, 0, 0], bool),
    }
    figure = figures.errors_by_margin(margin, wrong)
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
        figures.errors_by_margin([1.0, 2.0, 3.0], {"ours": np.array(wrong)})


def test_rejecting_the_least_sure_first_leaves_the_errors_of_the_rest():
    wrong = np.array([False, True, True, False])
    confidences = {"good": np.array([9, 1, 2, 8]), "bad": np.array([1, 9, 8, 2])}
    good, bad, judge, blind = figures.rejection_curves(confidences, wrong).axes[0].lines
    assert good.get_xydata().tolist() == [[0, 50], [25, 25], [50, 0], [75, 0], [100, 0]]
    assert bad.get_ydata().tolist() == [50, 50, 50, 25, 0]
    np.testing.assert_allclose(judge.get_xydata(), good.get_xydata()[[0, 2]])
    assert blind.get_xydata().tolist() == [[0, 50], [100, 0]]


@pytest.mark.parametrize("confidences", [{}, {"margin": np.zeros(3)}])
def test_a_tradeoff_needs_a_confidence_for_each_answer(confidences):
    with pytest.raises(ValueError, match=r"as `wrong` for each name\. Received: "):
        figures.rejection_curves(confidences, np.array([True, False]))


def test_each_network_is_judged_by_its_own_errors():
    sure = {"ours": np.array([1, 2, 3, 4]), "theirs": np.array([4, 3, 2, 1])}
    wrong = {"ours": np.array([1, 0, 0, 0]), "theirs": np.array([1, 1, 0, 0])}
    figure = figures.rejection_curves(sure, wrong, target=1)
    ours, theirs, target = figure.axes[0].lines
    assert ours.get_ydata().tolist() == [25, 0, 0, 0, 0]
    assert theirs.get_ydata().tolist() == [50, 50, 50, 25, 0]
    assert _legend(figure) == ["ours", "theirs"]
    # Of all digits 1 % is left where none is rejected, and nothing where all are.
    assert target.get_xydata().tolist() == [[0, 1], [100, 0]]


def test_rejection_needs_the_errors_of_every_network():
    with pytest.raises(
        ValueError, match=r"Received: \{'ours': 4\} and \{'theirs': 4\}"
    ):
        figures.rejection_curves({"ours": np.zeros(4)}, {"theirs": np.zeros(4)})
