"""What pages tell of a live figure: its arguments, its kind, where it moves."""

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from docutils import nodes

from lenet_keras import lenet5, live
from lenet_keras.live import ShiftExplorer
from tools.building.places import ROOT
from tools.extensions.live_figures import (
    HIDDEN,
    PICTURE,
    TEXT,
    WIDGETS,
    PlacePictures,
    classes_of,
    show_arguments,
)

SPHINX: Any = None  # is not asked
MODEL, IMAGES = lenet5(weights="mnist"), np.zeros((1, 32, 32, 1))


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


def form(kind: str, text: str) -> nodes.container:
    return nodes.container("", nodes.raw("", text, format="html"), mime_type=kind)


def test_the_cell_of_a_figure_is_told_which_it_is():
    forms, _ = ShiftExplorer(MODEL, IMAGES)._repr_mimebundle_()
    view = json.dumps(forms[WIDGETS])
    found = classes_of({WIDGETS: form(WIDGETS, view), PICTURE: form(PICTURE, "")})
    assert found == ["live-cell", "live-shift-explorer"]


def test_the_cell_of_questions_is_told_how_many_they_are():
    text = "<p>One?</p><ul><li>0</li></ul><p>Two?</p><ul><li>1</li></ul>"
    forms = {WIDGETS: form(WIDGETS, "{}"), TEXT: form(TEXT, text)}
    assert classes_of(forms) == ["asks", "asks-2"]


def test_room_is_kept_for_each_figure_of_the_book():
    style = (ROOT / "book" / "site" / "book.css").read_text("utf8")
    book = "".join(path.read_text("utf8") for path in ROOT.glob("book/*.ipynb"))
    figures = [getattr(live, name) for name in live.__all__ if f"{name}(" in book]
    kinds = {
        one.__module__.rpartition(".")[2]
        for one in figures
        if issubclass(one, live.LiveFigure)
    }
    assert len(kinds) > 15
    for kind in kinds:
        assert f".live-{kind.replace('_', '-')} {{" in style


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
