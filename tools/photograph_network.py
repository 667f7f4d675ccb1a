"""Pictures of the live network, for the README: ``python -m tools.photograph_network``.

Opens the first page of the built book, points at a map of C3, and keeps what a reader
sees then, light and dark.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize

from tools.browser import chromium
from tools.build_book import HTML

PICTURES = Path(__file__).parents[1] / ".github"
PAGE = HTML / "book" / "intro.html"
VIEW: ViewportSize = {"width": 1400, "height": 900}
MARGIN = 10  # pixels around the figure
MAP = 11  # of C3: it sees four maps of S2
COLOURS = 128


def photograph(page) -> Image.Image:
    """The stage of the figure with one map pointed at."""
    page.goto(PAGE.as_uri())
    stage = page.locator(".ll-stage").first
    stage.wait_for(timeout=60_000)
    page.locator(".ll-of-C3 .ll-map-box").nth(MAP).hover()
    page.locator(".ll-lighted").wait_for()
    box = stage.bounding_box()
    around = {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
    picture = Image.open(io.BytesIO(page.screenshot(clip=around)))
    return picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    with chromium() as browser:
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=VIEW, color_scheme=scheme)
            path = PICTURES / f"network-{scheme}.png"
            photograph(page).save(path, optimize=True)
            print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
