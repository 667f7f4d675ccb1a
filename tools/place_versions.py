"""Put the books of releases beside the newest: ``-m tools.place_versions SITE DIR``.

DIR holds `lenet-5-book-v1.2.3.zip` and its like, which the release workflow packs. The
pages of the last patch of each minor version go to `_build/html/v1.2/`, and the list of
versions that the pages' menu shows to `_build/html/versions.json`.
"""

import argparse
import json
import re
import zipfile
from pathlib import Path

from tools.build_book import HTML
from tools.extensions.versions import LATEST, minor_version

ARCHIVE = re.compile(r"lenet-5-book-(v(\d+)\.(\d+)\.(\d+))\.zip")


def last_patches(folder: Path) -> dict[str, Path]:
    """The newest archive of each minor version, the newest version first."""
    found = [(ARCHIVE.fullmatch(path.name), path) for path in folder.glob("*.zip")]
    numbers = [
        (tuple(int(n) for n in name.groups()[1:]), name[1], path)
        for name, path in found
        if name
    ]
    newest: dict[str, Path] = {}
    for _, tag, path in sorted(numbers, reverse=True):
        newest.setdefault(minor_version(tag), path)
    return newest


def place(site: str, archives: Path, html: Path = HTML) -> list[dict[str, str]]:
    """Unpack the books and write the list of versions, which is returned."""
    versions = [{"name": LATEST, "version": LATEST, "url": f"{site}/"}]
    for version, archive in last_patches(archives).items():
        with zipfile.ZipFile(archive) as book:
            book.extractall(html / f"v{version}")
        versions.append({"version": version, "url": f"{site}/v{version}/"})
    (html / "versions.json").write_text(json.dumps(versions), "utf-8")
    return versions


def main() -> None:
    """Place the books in `_build/html` and say which."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", help="address of the rendered book")
    parser.add_argument("archives", type=Path, help="folder of packed books")
    options = parser.parse_args()
    for version in place(options.site.rstrip("/"), options.archives):
        print(version["version"], version["url"])


if __name__ == "__main__":
    main()
