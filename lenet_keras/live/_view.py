"""What the views of most figures have in common."""

from collections.abc import Sequence
from typing import Any, Self

import anywidget
import keras
import numpy as np
import traitlets

from lenet_keras.live._checks import check_limits, check_names
from lenet_keras.live._network import network_store

SPAN = 10  # pixels to each side that an input may be shifted


class NetworkView(anywidget.AnyWidget):
    """A view in which the network of the page answers to one of some images.

    A figure adds its JavaScript, its style and the traits that its reader changes.
    """

    network = anywidget.WidgetTrait().tag(sync=True)
    images = traitlets.Bytes().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)

    @traitlets.default("limits")
    def _limits_of_the_shipped_network(self) -> dict[str, float]:
        return check_limits(None)


class DigitView(NetworkView):
    """A view of prepared images, of which small pictures choose one."""

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)

    @classmethod
    def of(
        cls,
        network: keras.Model,
        images: np.ndarray,
        names: Sequence | None,
        hint: str,
        **traits: Any,
    ) -> Self:
        """The view of a network and of images that `check_images` has seen.

        Args:
            network: LeNet-5.
            images: The images.
            names: One for each of them, or None.
            hint: The line above the figure.
            **traits: Others, by name.
        """
        return cls(
            network=network_store(network),
            images=images.tobytes(),
            names=check_names(names, images),
            hint=hint,
            **traits,
        )


class MovableView(DigitView):
    """A view whose input a reader shifts, turns, scales and soils."""

    span = traitlets.Int(SPAN).tag(sync=True)
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)
    rotation = traitlets.Float(0.0).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    noise = traitlets.Float(0.0).tag(sync=True)
