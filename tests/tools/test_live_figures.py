"""The API reference shows the arguments of a live figure."""

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from lenet_keras.live import ShiftExplorer
from tools.extensions.live_figures import HIDDEN, PlacePictures, show_arguments

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


@pytest.mark.parametrize(
    ("site", "links"), [("", []), ("https://a.b/", ["https://a.b/book/07.html#cost"])]
)
def test_a_still_figure_leads_to_where_it_moves_if_that_is_known(
    site: str, links: list[str]
) -> None:
    section = nodes.section("", ids=["cost"])
    section += (cell := nodes.container(classes=["cell"]))
    around: Any = SimpleNamespace(
        config=SimpleNamespace(html_baseurl=site),
        env=SimpleNamespace(docname="book/07"),
    )
    found = PlacePictures.link(around, cell)
    assert [
        link["refuri"] for one in found for link in one.findall(nodes.reference)
    ] == links
