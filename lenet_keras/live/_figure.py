"""What every live figure is: a column of controls with what they drive."""

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import ipywidgets
from PIL import Image

_COLOURS = 64
_WIDGETS = "application/vnd.jupyter.widget-view+json"


class LiveFigure(ipywidgets.VBox):
    """A figure that moves where JavaScript runs, and a picture of it where none does.

    A widget like any other: the last value of a cell shows itself, and other layouts
    of ipywidgets take it in. Notebook front ends and the rendered book show the
    widgets; what cannot (a page without JavaScript, a PDF, a viewer of files) shows
    the picture, with its words.

    Args:
        children: The controls and the view, from top to bottom.
        view: What the controls drive; it draws itself in the browser.
        picture: A function that draws the figure as it starts, as a matplotlib Figure;
            called when the figure is shown.
        alt: What the picture shows, in words.

    Attributes:
        view: The view. Its traits are the state of the figure: read them, set them, or
            link them to other widgets.
        picture: The function that draws the picture.
        alt: The words.

    Example:

    >>> import ipywidgets
    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import ShiftExplorer
    >>> figure = ShiftExplorer(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.view.dx = 3  # as if a reader had moved the slider
    >>> beside = ipywidgets.HBox([figure, ipywidgets.Textarea("What I saw: ")])
    """

    def __init__(
        self,
        children: Sequence[ipywidgets.Widget],
        view: anywidget.AnyWidget,
        picture: Callable[[], Any],
        alt: str,
    ):
        super().__init__(children, layout=ipywidgets.Layout(width="100%"))
        self.add_class("ll-column")
        self.view = view
        self.picture = picture
        self.alt = alt

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """All the forms of the figure, of which a front end shows one."""
        forms = super()._repr_mimebundle_(**kwargs)
        forms[_WIDGETS]["kind"] = type(self).__module__.rpartition(".")[2]
        png, width, height = _png(self.picture())
        forms["text/plain"] = self.alt
        forms["image/png"] = base64.b64encode(png).decode("ascii")
        words = {"alt": self.alt, "width": f"{width}px", "height": f"{height}px"}
        return forms, {"image/png": words}


def _png(figure) -> tuple[bytes, int, int]:
    """The figure as a compact PNG, with its width and height in pixels."""
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    image = Image.open(file).convert("RGB")
    few = image.quantize(_COLOURS, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, format="png", optimize=True)
    return file.getvalue(), few.width, few.height
