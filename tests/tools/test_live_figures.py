"""The API reference shows the arguments of a live figure."""

from typing import Any

from lenet_keras.live import ShiftExplorer
from tools.extensions.live_figures import HIDDEN, show_arguments

SPHINX: Any = None  # is not asked


def shown(what: str, item: object, arguments: str) -> str | None:
    return show_arguments(SPHINX, what, "", item, None, arguments, None)[0]


def test_arguments_that_a_widget_hides_are_shown():
    found = shown("class", ShiftExplorer, HIDDEN)
    assert found and found.startswith(
        "(network, images, names=None, limits=None, hint='Try: "
    )
    assert len(found) < 90  # the hint is a paragraph


def test_other_signatures_stay_as_they_are():
    assert shown("class", dict, "(a)") == "(a)"
    assert shown("function", print, HIDDEN) == HIDDEN
