"""Draw the book's logo and icon from Table I: ``python -m tools.draw_logo``.

One square for each pair of an S2 map (row) and a C3 map (column), inked where the
two are connected. The icon shows the first six columns, also in pixels for previews.
"""

from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

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


def draw_pixels(connections: tuple[tuple[int, ...], ...], scale: int) -> Image.Image:
    """The same as a picture of `scale` pixels for each unit of the SVG."""
    size = (len(connections) * CELL * scale, ROWS * CELL * scale)
    picture = Image.new("RGBA", size, "white")
    pencil = ImageDraw.Draw(picture)
    margin = (CELL - SQUARE) * scale // 2
    ink = ImageColor.getrgb(INK)
    pale = tuple(round(255 - PALE * (255 - part)) for part in ink)
    for column, connected in enumerate(connections):
        for row in range(ROWS):
            x, y = column * CELL * scale + margin, row * CELL * scale + margin
            box = (x, y, x + SQUARE * scale, y + SQUARE * scale)
            colour = ink if row in connected else pale
            pencil.rounded_rectangle(box, CORNER * scale, fill=colour)
    return picture


if __name__ == "__main__":
    draw_pixels(C3_CONNECTIONS[:ROWS], 4).save(SITE / "card.png", optimize=True)
    (SITE / "logo.svg").write_text(draw(C3_CONNECTIONS, TITLE))
    (SITE / "favicon.svg").write_text(draw(C3_CONNECTIONS[:ROWS], TITLE))
