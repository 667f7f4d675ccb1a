"""What the views of most figures have in common."""

import anywidget
import traitlets


class NetworkView(anywidget.AnyWidget):
    """A view in which the network of the page answers to one of some images.

    A figure adds its JavaScript, its style and the traits that its reader changes.
    """

    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
