"""Fonts of the pages, reduced to what the pages show."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter, load_font, save_font


def reduce_font(
    source: Path, target: Path, characters: Iterable[int], **settings: Any
) -> None:
    """Keep only some characters of a font.

    Args:
        source: The font.
        target: Where what is left of it goes; may be `source`.
        characters: Their code points.
        settings: Options of fontTools' subsetter.
    """
    options = Options(**settings)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    with load_font(str(source), options) as font:
        subsetter.subset(font)
        save_font(font, str(target), options)
