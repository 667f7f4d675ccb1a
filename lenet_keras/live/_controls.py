"""The controls of the figures: ipywidgets, linked in the browser, kernel or not."""

from collections.abc import Sequence

import ipywidgets


def number(
    widget: ipywidgets.Widget,
    trait: str,
    description: str,
    low: float,
    high: float,
    step: float,
) -> ipywidgets.Widget:
    """A slider for a trait of a figure; whole numbers get a slider of whole numbers.

    What it says has as many decimals as its steps.

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
    decimals = 0 if step == int(step) else len(f"{step}".partition(".")[2])
    slider = (ipywidgets.IntSlider if whole else ipywidgets.FloatSlider)(
        readout_format="d" if whole else f".{decimals}f",
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


def more(*controls: ipywidgets.Widget) -> ipywidgets.Widget:
    """Controls that are hidden until the button "More settings" is pressed."""
    box = ipywidgets.VBox(controls)
    box.add_class("ll-more")
    return box


def shifts(widget: ipywidgets.Widget, span: int) -> list[ipywidgets.Widget]:
    """Two sliders that shift the input.

    Args:
        widget: The figure, with the traits `dx` and `dy`.
        span: Pixels to each side.

    Returns:
        The sliders, right and down.
    """
    return [
        number(widget, "dx", "shift right", -span, span, 1),
        number(widget, "dy", "shift down", -span, span, 1),
    ]


def turn(widget: ipywidgets.Widget) -> ipywidgets.Widget:
    """A slider that turns the input: the trait `rotation`, in degrees."""
    return number(widget, "rotation", "turn, degrees", -90.0, 90.0, 1.0)


def soil(widget: ipywidgets.Widget) -> ipywidgets.Widget:
    """A slider that soils the input: the trait `noise`."""
    return number(widget, "noise", "noise", 0.0, 0.5, 0.01)


def changes(widget: ipywidgets.Widget, span: int) -> list[ipywidgets.Widget]:
    """Five sliders that shift, turn, scale and soil the input of a `MovableView`.

    Args:
        widget: The figure.
        span: As in `shifts`.
    """
    return [
        *shifts(widget, span),
        turn(widget),
        number(widget, "scale", "scale", 0.3, 1.7, 0.05),
        soil(widget),
    ]
