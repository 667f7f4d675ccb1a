"""A slider that shifts a digit, with every state of the network drawn beforehand."""

import base64
import html
import io
from collections.abc import Mapping, Sequence

import ipywidgets
import numpy as np
from PIL import Image

from lenet_keras.feature_maps import feature_maps, shift
from lenet_keras.figures.maps import describe_shift, shift_frame

_COLOURS = 64


def shift_slider(
    model,
    images,
    shifts: Sequence[int] = range(-6, 7),
    axis: str = "horizontal",
    names: Sequence[str] | None = None,
) -> ipywidgets.Widget:
    """Shift a digit by a slider and see all feature maps, F6 and the penalties.

    All frames are drawn in advance, and slider and frames are linked in the browser:
    the widget works in a static page as it does with a kernel.

    Args:
        model: LeNet-5, as `lenet_keras.lenet5(weights="mnist")` returns it.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, buttons choose the digit.
        shifts: Positions of the slider, whole pixels. Defaults to -6 to 6.
        axis: `"horizontal"`, the default (to the right), or `"vertical"` (down).
        names: What the buttons say, one name for each image. Defaults to 1, 2, ...

    Returns:
        A `VBox` of the slider, the buttons if there are any, and the frames.

    Raises:
        ValueError: If an argument is empty or out of range.

    Example:

    >>> from lenet_keras import lenet5
    >>> slider = shift_slider(lenet5(), np.zeros((1, 32, 32, 1)), shifts=[-1, 0, 1])
    >>> len(slider.children[-1].children[0].children)  # frames of the first digit
    3

    Reference:
        Section II-A, shifted maps; section III-E, Fig. 13.
    """
    images, shifts = np.asarray(images), list(shifts)
    names = [str(n + 1) for n in range(len(images))] if names is None else list(names)
    if axis not in ("horizontal", "vertical"):
        raise ValueError(
            f"`axis` must be 'horizontal' or 'vertical'. Received: {axis!r}"
        )
    if not shifts or not 0 < len(images) == len(names):
        raise ValueError(
            "`shifts` and `images` must not be empty, and `names` must name each image "
            f"once. Received: {len(shifts)} shifts, {len(images)} images, "
            f"{len(names)} names"
        )
    direction = "dx" if axis == "horizontal" else "dy"
    start = shifts.index(0) if 0 in shifts else 0
    slider = ipywidgets.SelectionSlider(
        options=[(f"{pixels:+d} px", pixels) for pixels in shifts],
        index=start,
        description="shift right" if axis == "horizontal" else "shift down",
        layout=ipywidgets.Layout(width="95%", max_width="500px"),
    )
    stacks = [
        ipywidgets.Stack(children=frames, selected_index=start)
        for frames in _frames(model, images, shifts, direction, names)
    ]
    for stack in stacks:
        ipywidgets.jslink((slider, "index"), (stack, "selected_index"))
    digits = ipywidgets.Stack(children=stacks, selected_index=0)
    if len(images) == 1:
        return ipywidgets.VBox([slider, digits])
    buttons = ipywidgets.ToggleButtons(
        options=names, description="digit", style={"button_width": "3em"}
    )
    ipywidgets.jslink((buttons, "index"), (digits, "selected_index"))
    return ipywidgets.VBox([slider, buttons, digits])


def frame_words(
    maps: Mapping[str, np.ndarray], dx: int = 0, dy: int = 0, index: int = 0
) -> str:
    """What a frame shows, in words, for those who do not see it.

    Args:
        maps: States by layer of the input that was shifted already.
        dx: Pixels to the right by which it was shifted; negative to the left.
        dy: Pixels down; negative up.
        index: Which of the inputs. Defaults to 0.

    Returns:
        The shift, the answer with its penalty, and the second best class.

    Example:

    >>> frame_words({"output": np.array([[90.0, 4.0, 31.5]])}, dx=2)
    'Shift: 2 px right. Answer 1 with penalty 4.0; next comes 2 with 31.5.'

    Reference:
        Section II-B, equation 7.
    """
    penalties = maps["output"][index]
    best, second = np.argsort(penalties)[:2]
    return (
        f"Shift: {describe_shift(dx, dy)}. Answer {best} with penalty "
        f"{penalties[best]:.1f}; next comes {second} with {penalties[second]:.1f}."
    )


def _frames(model, images, shifts, direction, names) -> list[list[ipywidgets.HTML]]:
    """One list of frames for each image; all share one layout."""
    layout = ipywidgets.Layout(max_width="100%")
    frames: list[list[ipywidgets.HTML]] = [[] for _ in images]
    for pixels in shifts:
        moved = {direction: pixels}
        maps = feature_maps(model, shift(images, **moved))
        for index, name in enumerate(names):
            picture = shift_frame(maps, **moved, index=index)
            words = f"Digit {name}. {frame_words(maps, **moved, index=index)}"
            frames[index].append(ipywidgets.HTML(_image(picture, words), layout=layout))
    return frames


def _image(figure, alt: str) -> str:
    """The figure as an HTML image that brings its own compact PNG."""
    file = io.BytesIO()
    figure.savefig(file, format="png")
    colours = (
        Image.open(file).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    )
    file = io.BytesIO()
    colours.save(file, format="png", optimize=True)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" '
        f'width="{colours.width}" height="{colours.height}" '
        'style="max-width: 100%; height: auto">'
    )
