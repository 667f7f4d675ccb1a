"""Compressed twins of the built pages: ``python -m tools.compress_site [FOLDER]``.

Most servers compress what they send, GitHub Pages among them. One that only hands out
files can send a twin, `x.html.br` or `x.html.gz`, in the place of `x.html`: nginx with
`brotli_static on; gzip_static on;`, Caddy with `precompressed br gzip`.
"""

import argparse
import gzip
from collections.abc import Callable
from pathlib import Path

import brotli

from tools.build_book import HTML

COMPRESSED = {".css", ".html", ".js", ".json", ".md", ".svg", ".ttf", ".txt", ".xml"}
LEAST = 1_000  # bytes: what is smaller fits into one packet as it is
WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": brotli.compress,
    ".gz": lambda content: gzip.compress(content, 9, mtime=0),
}


def compress(site: Path) -> tuple[int, int]:
    """Writes the twins that are smaller than their files.

    Returns:
        The bytes of the files, and of their smallest twins.
    """
    before = after = 0
    for path in sorted(site.rglob("*")):
        if path.suffix not in COMPRESSED or path.stat().st_size < LEAST:
            continue
        content = path.read_bytes()
        twins = {suffix: way(content) for suffix, way in WAYS.items()}
        for suffix, twin in twins.items():
            if len(twin) < len(content):
                path.with_name(path.name + suffix).write_bytes(twin)
        before += len(content)
        after += min(len(content), *map(len, twins.values()))
    return before, after


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HTML)
    before, after = compress(parser.parse_args().folder)
    print(f"{before:,} bytes; compressed {after:,}.")


if __name__ == "__main__":
    main()
