"""Check the printed book: ``python -m tools.checks.check_pdf _build/lenet-5.pdf``.

Looks at each page as a reader does: where its ink ends, and whether some lies beyond
the margin. A page may end early where a chapter ends.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pypdfium2

SCALE = 0.5  # pixels for each point, of 1/72 inch
MARGIN = 22 / 25.4 * 72 * SCALE  # of the pages, in pixels
EARLY = 0.6  # of the text area: a page whose ink ends above is half empty
INK = 225  # grey levels up to this one are ink
SLACK = 3  # pixels
SECTION = 2  # the level of their bookmarks, below part, 0, and chapter, 1


def end_of_ink(page: np.ndarray) -> float:
    """Where the ink of the text area ends, from its top, 0, to its foot, 1.

    Args:
        page: Grey levels, 0 to 255.

    >>> page = np.full((421, 298), 255)
    >>> end_of_ink(page)
    0.0
    >>> page[210, 100] = 0
    >>> round(end_of_ink(page), 2)
    0.5
    """
    top, foot = int(MARGIN), int(page.shape[0] - MARGIN)
    rows = np.flatnonzero((page[top:foot] <= INK).any(axis=1))
    return float((rows[-1] + 1) / (foot - top)) if rows.size else 0.0


def ink_beyond(page: np.ndarray) -> bool:
    """Whether ink lies in the right margin.

    >>> page = np.full((421, 298), 255)
    >>> page[:, 200] = 0
    >>> ink_beyond(page)
    False
    >>> page[300, 280] = 0
    >>> ink_beyond(page)
    True
    """
    top, foot = int(MARGIN), int(page.shape[0] - MARGIN)
    edge = int(page.shape[1] - MARGIN) + SLACK
    return bool((page[top:foot, edge:] <= INK).any())


def check_pdf(path: Path) -> list[str]:
    """All findings over a printed book, one sentence for each."""
    findings = []
    with pypdfium2.PdfDocument(path) as pdf:
        begins = chapter_starts(pdf)
        if not begins:
            findings.append("The book has no bookmarks")
        for number, sheet in enumerate(pdf):
            page = sheet.render(scale=SCALE, grayscale=True).to_numpy().squeeze()
            ends = number + 1 in begins or number + 1 == len(pdf)
            ink = end_of_ink(page)
            if ink < EARLY and not ends:
                findings.append(f"page {number + 1}: ends at {ink:.0%} of its height")
            if ink_beyond(page):
                findings.append(f"page {number + 1}: something lies in the margin")
    return findings


def chapter_starts(pdf: pypdfium2.PdfDocument) -> set[int]:
    """The pages, from 0, of the bookmarks that are no sections."""
    marks = [mark for mark in pdf.get_toc() if mark.level < SECTION]
    return {place.get_index() for mark in marks if (place := mark.get_dest())}


def main() -> int:
    """Print the findings and return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", type=Path, help="the printed book")
    findings = check_pdf(parser.parse_args().pdf)
    print("\n".join(findings) or "No findings.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
