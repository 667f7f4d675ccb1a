"""The book as one ePub: ``python -m tools.make_epub``, into `_build/lenet-5.epub`.

Packs the static pages, and has epubcheck look at them where it is installed.
"""

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tools.build_book import BUILD, BuildError
from tools.page_runtime import FetchError
from tools.static_book import static_pages

EPUB = BUILD / "lenet-5.epub"
PACKAGE, OPF = "content.opf", "{http://www.idpf.org/2007/opf}"
CHECKER = "epubcheck"


def main() -> int:
    """Make the ePub and return the exit status."""
    try:
        pack(static_pages(), EPUB)
        checked = check(EPUB)
    except (BuildError, FetchError) as error:
        print(f"\nThe ePub was not made.\n{error}", file=sys.stderr)
        return 1
    print(f"Made {EPUB}{'' if checked else f' (not checked: {CHECKER} is missing)'}.")
    return 0


def pack(pages: Path, epub: Path) -> None:
    """Pack the files that the package of the pages names."""
    with ZipFile(epub, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.write(pages / "mimetype", "mimetype", ZIP_STORED)  # first, as it is
        for name in ("META-INF/container.xml", PACKAGE, *named(pages / PACKAGE)):
            archive.write(pages / name, name)


def named(package: Path) -> list[str]:
    """The files that a package names."""
    items = ET.parse(package).getroot().iter(f"{OPF}item")
    return [unquote(item.attrib["href"]) for item in items]


def check(epub: Path) -> bool:
    """Whether epubcheck is here; it has then found nothing.

    Raises:
        BuildError: It found something.
    """
    program = shutil.which(CHECKER)
    if program is None:
        return False
    command = [program, str(epub)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stderr}{done.stdout}".strip()
        raise BuildError(f"Expected no finding of {CHECKER}. Received:\n{said}")
    return True


if __name__ == "__main__":
    sys.exit(main())
