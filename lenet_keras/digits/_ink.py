"""Which pixels of a picture are the ink of its character."""

import numpy as np

from lenet_keras.digits._idx import DataError
from lenet_keras.digits._parts import (
    Part,
    count_characters,
    count_running_out,
    has_frame,
    labels_of,
    parts_of,
    strokes_with,
)

INK_THRESHOLD = 0.2  # of the darkest; what is above is ink for certain
_MIN_CONTRAST = 0.1
_NOISE_FACTOR = 6  # four standard deviations of Gaussian noise, as medians
# Plain ground: the plane through the border, and how little may depart from it there.
_PLANE_TOLERANCE = 0.1
_MAX_NOISE = 0.25  # all shares are of the darkest ink
_TRACE, _FULL = 0.1, 0.6
_MAX_BETWEEN = (
    4  # pixels of the border: more are shadow, line or desk, not edges of ink
)
_MAX_SIDE = 0.5  # of a side, and
_MAX_COVERED = 0.4  # of the picture: what has more ink shows paper on a desk
# Ground that is not plain: the brightest paper around each pixel.
_REACH = 1 / 8  # of the longer side: strokes are less than twice as thick
_DARKEST_PAPER = 0.02
_LEVELS = (0.1, 0.14, 0.2, 0.28, 0.4, 0.56)  # of ink, from pencil to black
_MIN_SIZE = 0.12  # of a character, as a share of the shorter side
_AS_DARK = 0.5  # as the main part: ink of the same pen


def ink_of(grey: np.ndarray) -> np.ndarray:
    """The ink of the one character in a picture, 0 elsewhere.

    Args:
        grey: float32 array `(height, width)`, 0 is black, 1 is white.

    Returns:
        float32 array `(height, width)` from 0 to 1.

    Raises:
        DataError: if there is no ink, nothing but a dot or ink that runs out of the
            picture, a frame, or more than one character.
    """
    plain, noise = _on_plain_ground(grey)
    if plain.max() + noise < _MIN_CONTRAST:
        raise _nothing()
    two_levels = plain.max() >= _MIN_CONTRAST and _has_two_levels(plain, noise)
    if two_levels and not _shows_paper(plain):
        return _without_strangers(plain)
    ink = _on_any_ground(grey)
    found = _free_character(ink)
    if found is not None:
        return found
    if two_levels and _covered(plain) <= _MAX_COVERED:
        return plain  # cut out along its ink
    parts = parts_of(ink, labels_of(ink > _LEVELS[0]))
    if not any(_is_large(part, ink.shape) for part in parts):
        raise _nothing()
    raise _frame()


def _on_plain_ground(grey: np.ndarray) -> tuple[np.ndarray, np.float32]:
    """How far each pixel departs from the plane through the border, and the noise."""
    departure = grey - _plane(grey)
    noise = _NOISE_FACTOR * np.median(np.abs(_border(departure)))
    if departure.max() < -departure.min():
        departure = -departure
    return np.maximum(departure - noise, 0).astype(np.float32), noise


def _plane(grey: np.ndarray) -> np.ndarray:
    level = np.median(_border(grey))
    medians = np.array([np.median(side) for side in _sides(grey)])
    top, bottom, left, right = medians
    contrast = np.ptp(grey)
    flat = abs(top + bottom - left - right) <= _PLANE_TOLERANCE * contrast
    if not flat or np.abs(medians - level).max() > contrast / 2:
        return np.full_like(grey, level)
    y, x = (np.linspace(-0.5, 0.5, side) for side in grey.shape)
    tilt = (bottom - top) * y[:, np.newaxis] + (right - left) * x
    return medians.mean() + tilt


def _has_two_levels(ink: np.ndarray, noise: np.float32) -> bool:
    """Whether all along the border there is the ground or full ink."""
    border, most = _border(ink), ink.max()
    between = (border > _TRACE * most) & (border < _FULL * most)
    few = np.count_nonzero(between) <= _MAX_BETWEEN
    return bool(few and noise <= _MAX_NOISE * most)


def _shows_paper(ink: np.ndarray) -> bool:
    """Whether what departs from the ground may be paper, or a desk beside it."""
    full = _FULL * ink.max()
    most = max(np.count_nonzero(side > full) / side.size for side in _sides(ink))
    return bool(most >= _MAX_SIDE or _covered(ink) > _MAX_COVERED)


def _covered(ink: np.ndarray) -> float:
    return np.count_nonzero(ink > _FULL * ink.max()) / ink.size


def _without_strangers(ink: np.ndarray) -> np.ndarray:
    """Ink on plain ground but for a thumb and the like, which reach in from outside."""
    labels = labels_of(ink > INK_THRESHOLD * ink.max())
    parts = parts_of(ink, labels)
    if not any(_is_large(part, ink.shape) for part in parts):
        raise _dot()
    main = max(parts, key=lambda part: part.ink)
    if not main.is_free(ink.shape):
        if count_running_out(parts, ink.shape) > 1:
            raise _frame()
        return ink
    near = strokes_with(main, parts)
    kept = [part for part in parts if part in near or part.is_free(ink.shape)]
    _check(kept)
    strangers = [part.label for part in parts if part not in kept]
    return np.where(_grown(np.isin(labels, strangers)), np.float32(0), ink)


def _on_any_ground(grey: np.ndarray) -> np.ndarray:
    """How much darker each pixel is than the paper around it, light taken out.

    What is darker (or lighter) than its surroundings and smaller than they are is ink;
    an edge between light and shadow, or paper and desk, belongs to both sides alike.
    """
    grey = _smooth(grey)
    reach = max(1, int(_REACH * max(grey.shape)))
    bright, dark = _extreme(grey, reach, np.max), _extreme(grey, reach, np.min)
    if np.sum(bright - grey, dtype=float) > np.sum(grey - dark, dtype=float):
        grey, bright = 1 - grey, 1 - dark  # more pixels are dark: light ink
    paper = _extreme(bright, reach, np.min)
    ink = 1 - grey / np.maximum(paper, np.float32(_DARKEST_PAPER))
    usual = np.median(ink)
    noise = _NOISE_FACTOR * np.median(np.abs(ink - usual))
    return np.maximum(ink - usual - noise, 0)


def _smooth(grey: np.ndarray) -> np.ndarray:
    """Each pixel with its eight neighbours, of half its weight, or of a quarter."""
    wide = np.pad(grey, 1, mode="edge")
    wide = (wide[:-2] + wide[2:]) / 4 + wide[1:-1] / 2
    return (wide[:, :-2] + wide[:, 2:]) / 4 + wide[:, 1:-1] / 2


def _extreme(grey: np.ndarray, reach: int, of) -> np.ndarray:
    """The greatest or least level in the square around each pixel."""
    outside = -np.inf if of is np.max else np.inf
    for axis in (0, 1):
        beside = [(0, 0), (0, 0)]
        beside[axis] = (reach, reach)
        wide = np.pad(grey, beside, constant_values=outside)
        windows = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach + 1, axis)
        grey = of(windows, axis=-1)
    return grey


def _free_character(ink: np.ndarray) -> np.ndarray | None:
    """The ink of the part with most of it that does not run out of the picture.

    Lines and desk run out, and at a low level of ink the character may touch them: the
    lowest level counts at which it has most ink.
    """
    most = 0
    for at in _LEVELS:
        labels_at = labels_of(ink > at)
        parts = parts_of(ink, labels_at)
        free_at = [part for part in parts if part.is_free(ink.shape)]
        largest = max(free_at, key=lambda part: part.ink, default=None)
        if largest and largest.ink > most and _is_large(largest, ink.shape):
            most = largest.ink
            level, labels, free, main = at, labels_at, free_at, largest
    if not most:
        return None
    darkest = _AS_DARK * ink[labels == main.label].max()
    free = [part for part in free if ink[labels == part.label].max() >= darkest]
    _check(free)
    labels_of_it = [part.label for part in strokes_with(main, free)]
    around = _grown(np.isin(labels, labels_of_it))
    return np.where(around, np.maximum(ink - np.float32(level / 2), 0), 0)


def _grown(mask: np.ndarray) -> np.ndarray:
    """A mask and the pixels that touch it: their grey is the edge of the ink."""
    wide = np.pad(mask, 1)
    wide = wide[:-2] | wide[1:-1] | wide[2:]
    return wide[:, :-2] | wide[:, 1:-1] | wide[:, 2:]


def _is_large(part: Part, shape: tuple[int, int]) -> bool:
    return part.longer >= _MIN_SIZE * min(shape)


def _check(parts: list[Part]) -> None:
    if has_frame(parts):
        raise _frame()
    count = count_characters(parts)
    if count > 1:
        raise DataError(
            "normalise_digit: expected one character. "
            f"Received: {count} side by side; crop the picture to one"
        )


def _nothing() -> DataError:
    return DataError(
        "normalise_digit: expected a character that stands out from its background. "
        "Received: a picture in which nothing does"
    )


def _dot() -> DataError:
    return DataError(
        "normalise_digit: expected a character that is larger than a dot. Received: "
        f"ink of less than {_MIN_SIZE:.0%} of the picture's side; crop it to the "
        "character"
    )


def _frame() -> DataError:
    return DataError(
        "normalise_digit: expected a character with paper all around it. Received: a "
        "frame, or lines that run out of the picture; crop it to the character"
    )


def _border(image: np.ndarray) -> np.ndarray:
    return np.concatenate(_sides(image))


def _sides(image: np.ndarray) -> tuple[np.ndarray, ...]:
    return image[0], image[-1], image[:, 0], image[:, -1]
