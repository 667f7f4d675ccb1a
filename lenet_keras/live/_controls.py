"""The ipywidgets controls of the figures, linked in the browser, kernel or not."""

from collections.abc import Sequence

import ipywidgets
import numpy as np

from lenet_keras import paper


def number(
    widget: ipywidgets.Widget,
    trait: str,
    description: str,
    low: float,
    high: float,
    step: float,
) -> ipywidgets.Widget:
    """A slider for a trait of a figure; whole numbers get a slider of whole numbers.

    Args:
        widget: The figure.
        trait: Name of its trait, whose value the slider starts with.
        description: What stands before the slider, also for screen readers.
        low: Smallest value.
        high: Largest value.
        step: From one value to the next.

    Returns:
        An `IntSlider` or a `FloatSlider`.
    """
    whole = all(isinstance(end, int) for end in (low, high, step))
    slider = (ipywidgets.IntSlider if whole else ipywidgets.FloatSlider)(
        value=getattr(widget, trait),
        min=low,
        max=high,
        step=step,
        description=description,
        style={"description_width": "7em"},
        layout=ipywidgets.Layout(width="100%", max_width="26em"),
    )
    ipywidgets.jslink((slider, "value"), (widget, trait))
    return slider


def choice(
    widget: ipywidgets.Widget, trait: str, description: str, names: Sequence[str]
) -> ipywidgets.ToggleButtons:
    """Buttons for a trait of a figure that holds the number of the one pressed.

    Args:
        widget: The figure.
        trait: Name of its trait, an integer from 0.
        description: What stands before the buttons.
        names: What the buttons say.

    Returns:
        `ToggleButtons`.
    """
    buttons = ipywidgets.ToggleButtons(
        options=list(names),
        index=getattr(widget, trait),
        description=description,
        style={"button_width": "auto", "description_width": "7em"},
    )
    ipywidgets.jslink((buttons, "index"), (widget, trait))
    return buttons


def switch(
    widget: ipywidgets.Widget, trait: str, description: str
) -> ipywidgets.Checkbox:
    """A box to tick for a trait of a figure that is true or false.

    Args:
        widget: The figure.
        trait: Name of its trait.
        description: What stands beside the box.

    Returns:
        A `Checkbox`.
    """
    box = ipywidgets.Checkbox(
        value=getattr(widget, trait), description=description, indent=False
    )
    ipywidgets.jslink((box, "value"), (widget, trait))
    return box


def column(children: Sequence[ipywidgets.Widget]) -> ipywidgets.VBox:
    """Controls and figure, one below the other."""
    box = ipywidgets.VBox(list(children), layout=ipywidgets.Layout(width="100%"))
    return box.add_class("ll-column")


def pictures(
    images, names: Sequence[str] | None = None
) -> tuple[np.ndarray, list[str]]:
    """Images as a page takes them, and their names.

    Args:
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it, with n at least 1.
        names: One name for each image. Defaults to 1, 2, ...

    Returns:
        The images as float32, and the names.

    Raises:
        ValueError: If shape or number do not fit.

    Example:

    >>> pictures(np.zeros((2, 32, 32, 1)))[1]
    ['1', '2']
    """
    images = np.asarray(images, "<f4")
    side = paper.IMAGE_SIZE
    if images.shape[1:] != (side, side, 1) or not len(images):
        raise ValueError(
            f"`images` must have the shape (n, {side}, {side}, 1), n at least 1. "
            f"Received: shape {images.shape}"
        )
    if names is None:
        names = [str(n + 1) for n in range(len(images))]
    if len(names) != len(images):
        raise ValueError(
            f"`names` must name each of the {len(images)} images once. "
            f"Received: {len(names)} names"
        )
    return images, [str(name) for name in names]
