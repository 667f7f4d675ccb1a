"""Draw the book's logo and icon from Table I: ``python -m tools.draw_logo``.

One square for each pair of an S2 map (row) and a C3 map (column), inked where the
two are connected. The icon shows the first six columns.
"""

from pathlib import Path

from lenet_keras.paper import C3_CONNECTIONS

SITE = Path(__file__).parents[1] / "book" / "site"
ROWS = 6  # maps of S2
CELL, SQUARE, CORNER = 10, 8, 1.5
INK = "#3a82c4"  # at least 4:1 against the pages, light and dark
PALE = 0.2  # opacity of an absent connection
TITLE = "Table I: which S2 maps each C3 map sees"


def draw(connections: tuple[tuple[int, ...], ...], title: str) -> str:
    """The SVG of a connection table, one column per tuple of connected rows."""
    margin = (CELL - SQUARE) / 2
    squares = []
    for column, connected in enumerate(connections):
        for row in range(ROWS):
            x, y = column * CELL + margin, row * CELL + margin
            pale = "" if row in connected else f' fill-opacity="{PALE}"'
            squares.append(
                f'  <rect x="{x:g}" y="{y:g}" width="{SQUARE}" height="{SQUARE}" '
                f'rx="{CORNER}"{pale}/>'
            )
    size = f"0 0 {len(connections) * CELL} {ROWS * CELL}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" fill="{INK}">'
    return "\n".join([head, f"  <title>{title}</title>", *squares, "</svg>", ""])


if __name__ == "__main__":
    (SITE / "logo.svg").write_text(draw(C3_CONNECTIONS, TITLE))
    (SITE / "favicon.svg").write_text(draw(C3_CONNECTIONS[:ROWS], TITLE))
