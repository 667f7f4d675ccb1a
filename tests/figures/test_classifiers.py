import numpy as np
import pytest

from lenet_keras import figures

ERROR, WORK = "test error, %", "products, thousands"
PRINTED = {
    ERROR: {"linear": 12.0, "k-NN": 5.0, "LeNet-5": 0.95},
    WORK: {"linear": 4.0, "LeNet-5": 401.0},
}
OURS = {
    ERROR: {"linear": (14.7, 14.0, 15.4), "LeNet-5": (1.02, 0.94, 1.11)},
    WORK: {"LeNet-5": (340.908, 340.908, 340.908)},
}
ENDS = {ERROR: 5, WORK: 900}
KINDS = {"linear": ["linear"], "stored digits": ["k-NN"], "LeNets": ["LeNet-5"]}


def lines_of(axes):
    """The numbers that stand beside each classifier."""
    texts = [text.get_text() for text in axes.texts]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_each_classifier_has_a_line_in_the_papers_order():
    error, work = figures.classifier_bars(PRINTED, OURS, ENDS).axes
    named = [label.get_text() for label in error.get_yticklabels()]
    assert named == ["linear", "k-NN", "LeNet-5"]
    assert error.get_ylim()[0] > error.get_ylim()[1]  # the first is on top
    head, *lines = lines_of(error)
    assert head == ("paper", "ours")
    assert lines == [("12.0", "14.7"), ("5.0", "–"), ("0.95", "1.02")]
    assert lines_of(work)[1:] == [("4", "–"), ("–", "–"), ("401", "341")]


def test_bars_are_the_papers_and_dots_with_their_intervals_ours():
    error, _ = figures.classifier_bars(PRINTED, OURS, ENDS).axes
    assert [bar.get_width() for bar in error.patches] == [5, 5, 0.95]
    drawn = {tuple(line.get_xdata()): line.get_ydata()[0] for line in error.lines}
    assert drawn[(0.94, 1.11)] == drawn[(1.02,)] == 2  # in the line of LeNet-5


def test_what_goes_beyond_the_axis_ends_in_an_arrow():
    error, work = figures.classifier_bars(PRINTED, OURS, ENDS).axes
    arrows = [line for line in error.lines if line.get_marker() == ">"]
    assert [round(line.get_ydata()[0]) for line in arrows] == [0, 0]
    assert {line.get_xdata()[0] for line in arrows} == {5}
    assert ">" not in {line.get_marker() for line in work.lines}


def test_a_number_that_the_paper_does_not_print_leaves_its_place_empty():
    printed = {ERROR: {"linear": 7.6, "LeNet-5": None}}
    (error,) = figures.classifier_bars(printed, {ERROR: OURS[ERROR]}, {ERROR: 5}).axes
    assert lines_of(error)[1:] == [("7.6", "14.7"), ("–", "1.02")]
    assert len(error.patches) == 1


@pytest.mark.parametrize(
    ("printed", "ours"), [({}, {}), ({ERROR: {}}, {ERROR: {}}), (PRINTED, {ERROR: {}})]
)
def test_axes_are_the_same_and_not_empty(printed, ours):
    with pytest.raises(ValueError, match="the same axes.*Received: axes"):
        figures.classifier_bars(printed, ours, dict.fromkeys(printed, 5))


POINTS = {WORK: {"linear": (4, 12.0), "k-NN": (24_000, 5.0), "LeNet-5": (401, 0.95)}}


def test_those_that_none_beats_in_both_are_named_and_joined():
    (axes,) = figures.errors_by_cost(POINTS, {WORK: {}}, KINDS).axes
    assert [text.get_text() for text in axes.texts] == ["linear", "LeNet-5"]
    (steps,) = [line for line in axes.lines if line.get_drawstyle() == "steps-post"]
    np.testing.assert_array_equal(steps.get_xydata(), [[4, 12], [401, 0.95]])
    assert axes.get_xscale() == axes.get_yscale() == "log"


def test_a_line_leads_from_the_papers_point_to_ours_of_the_same_kind():
    ours = {WORK: {"LeNet-5": (341, 1.02)}}
    (axes,) = figures.errors_by_cost(POINTS, ours, KINDS).axes
    (line,) = [one for one in axes.lines if one.get_xdata().tolist() == [401, 341]]
    assert line.get_ydata().tolist() == [0.95, 1.02]
    filled = [
        one
        for one in axes.lines
        if one.get_marker() not in ("", "None") and one.get_markerfacecolor() != "white"
    ]
    assert [one.get_xydata().tolist() for one in filled] == [[[341, 1.02]]]
    assert filled[0].get_color() == line.get_color()
    markers = {one.get_marker() for one in axes.lines} - {"None"}
    assert len(markers) == len(KINDS)


def test_a_classifier_that_the_paper_does_not_price_has_its_own_point():
    ours = {WORK: {"LeNet-1": (100, 1.7)}}
    kinds = {**KINDS, "LeNets": ["LeNet-1", "LeNet-5"]}
    (axes,) = figures.errors_by_cost(POINTS, ours, kinds).axes
    assert [[100, 1.7]] in [one.get_xydata().tolist() for one in axes.lines]


@pytest.mark.parametrize(
    ("printed", "ours", "kinds"),
    [({}, {}, KINDS), (POINTS, {}, KINDS), (POINTS, {WORK: {}}, {"a": ["linear"]})],
)
def test_every_point_has_an_axis_and_a_family(printed, ours, kinds):
    with pytest.raises(ValueError, match="a family. Received: axes"):
        figures.errors_by_cost(printed, ours, kinds)
