"""What the views of most figures have in common."""

import anywidget
import traitlets

SPAN = 10  # pixels to each side that an input may be shifted


class NetworkView(anywidget.AnyWidget):
    """A view in which the network of the page answers to one of some images.

    A figure adds its JavaScript, its style and the traits that its reader changes.
    """

    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)


class MovableView(NetworkView):
    """A view whose input a reader shifts, turns, scales and soils."""

    span = traitlets.Int(SPAN).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    rotation = traitlets.Float(0.0).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
