"""Draw the cover of the ePub: ``python -m tools.draw_cover``, into `book/cover.png`.

The title, the live network as the README shows it, and Table I, the book's sign.
"""

from PIL import Image, ImageColor, ImageDraw, ImageFont

from lenet_keras.paper import C3_CONNECTIONS
from tools.draw_logo import CELL, CORNER, INK, PALE, ROWS, SQUARE
from tools.imprint import imprint
from tools.photograph_network import PICTURES
from tools.static_book import COVER

WIDTH, HEIGHT, MARGIN = 1200, 1920, 100
GROUND, WORDS, LINES = "#121212", "#ffffff", "#b6c2d1"
COLOURS = 128
SCALE = 6  # pixels for each unit of the logo
FACT = "all 60,000 parameters, all 340,908 connections"


def main() -> None:
    """Draw the cover."""
    title, _, promise = imprint().title.partition(": ")
    cover = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pencil = ImageDraw.Draw(cover)

    def say(y: int, words: str, size: int, colour: str) -> None:
        pencil.multiline_text(
            (MARGIN, y), words, colour, ImageFont.load_default(size), spacing=size // 3
        )

    say(MARGIN, title.replace(" in ", "\nin "), 150, WORDS)
    say(510, promise, 64, INK)
    network = Image.open(PICTURES / "network-dark.png").convert("RGB")
    network.thumbnail((WIDTH - MARGIN, WIDTH))
    cover.paste(network, ((WIDTH - network.width) // 2, 680))
    say(1200, FACT, 44, LINES)
    table = draw_table()
    cover.paste(table, ((WIDTH - table.width) // 2, 1300))
    say(HEIGHT - MARGIN - 50, imprint().authors, 44, LINES)
    few = cover.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(COVER, optimize=True)


def draw_table() -> Image.Image:
    """Table I as the logo shows it, on the ground of the cover."""
    size = (len(C3_CONNECTIONS) * CELL * SCALE, ROWS * CELL * SCALE)
    picture = Image.new("RGB", size, GROUND)
    pencil = ImageDraw.Draw(picture)
    margin = (CELL - SQUARE) * SCALE // 2
    ink, ground = ImageColor.getrgb(INK), ImageColor.getrgb(GROUND)
    pale = tuple(
        round(under + PALE * (part - under))
        for part, under in zip(ink, ground, strict=True)
    )
    for column, connected in enumerate(C3_CONNECTIONS):
        for row in range(ROWS):
            x, y = column * CELL * SCALE + margin, row * CELL * SCALE + margin
            box = (x, y, x + SQUARE * SCALE, y + SQUARE * SCALE)
            colour = ink if row in connected else pale
            pencil.rounded_rectangle(box, CORNER * SCALE, fill=colour)
    return picture


if __name__ == "__main__":
    main()
