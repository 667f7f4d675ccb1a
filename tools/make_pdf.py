"""The whole book as one PDF: ``python -m tools.make_pdf``, into `_build/lenet-5.pdf`.

All pages are rendered into one, answers open, and Chromium prints it.
"""

import sys
from pathlib import Path

from tools.browser import NoBrowserError, chromium
from tools.build_book import BUILD, ROOT, BuildError, executed, render
from tools.checks.pages import read_toc
from tools.page_runtime import FetchError

PDF = BUILD / "lenet-5.pdf"
FOOTER = """\
<div style="width: 100%; font-size: 8px; text-align: center; color: #555">
<span class="pageNumber"></span></div>"""
OPEN_ANSWERS = "() => document.querySelectorAll('details').forEach(d => d.open = true)"
FONTS_ARE_THERE = "() => document.fonts.ready.then(() => true)"


def main() -> int:
    """Make the PDF and return the exit status."""
    try:
        pages = render(executed(), builder="singlehtml")
        first, *_ = read_toc(ROOT / "_toc.yml")
        # Sphinx writes the one page where the first chapter stands, but with links as
        # from the top.
        page = (pages / f"{first}.html").replace(pages / "all.html")
        print_pdf(page, PDF)
    except (BuildError, FetchError, NoBrowserError) as error:
        print(f"\nThe PDF was not made.\n{error}", file=sys.stderr)
        return 1
    print(f"Made {PDF}.")
    return 0


def print_pdf(page: Path, pdf: Path) -> None:
    """Print a page of HTML, with page numbers and an outline of its headings."""
    with chromium() as browser:
        tab = browser.new_page(color_scheme="light")
        tab.goto(page.as_uri(), wait_until="networkidle", timeout=120_000)
        tab.wait_for_function(FONTS_ARE_THERE, timeout=120_000)
        tab.evaluate(OPEN_ANSWERS)
        tab.pdf(
            path=pdf,
            format="A4",
            scale=0.8,
            margin={"top": "16mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
            outline=True,
            tagged=True,
        )


if __name__ == "__main__":
    sys.exit(main())
