"""What every function of `lenet_keras.live` returns."""

import base64
import io
from collections.abc import Callable
from typing import Any

import ipywidgets
from PIL import Image

_COLOURS = 64


class LiveFigure:
    """A figure that moves where JavaScript runs, and a picture of it where none does.

    As the last value of a cell it shows itself. Notebook front ends and the rendered
    book take the widgets; what cannot (a page without JavaScript, a PDF, a viewer of
    files) takes the picture, with its words.

    Args:
        widget: The controls and what they drive, linked in the browser.
        picture: A function that draws the figure as it starts, as a matplotlib Figure;
            called when shown.
        alt: What the picture shows, in words.
    """

    def __init__(
        self, widget: ipywidgets.DOMWidget, picture: Callable[[], Any], alt: str
    ):
        self.widget = widget
        self.picture = picture
        self.alt = alt

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        """All the forms of the figure, of which a front end shows one."""
        forms = dict(self.widget._repr_mimebundle_())
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
