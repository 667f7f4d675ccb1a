"""Where the build finds its sources and leaves what it makes."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
HTML = BUILD / "html"
EXECUTED_FROM = ("lenet_keras", "requirements.lock")
BUILT_FROM = (*EXECUTED_FROM, "book", "tools", "_config.yml", "_toc.yml")
NOT_INPUTS = {"__pycache__", "node_modules", "vendor", ".ipynb_checkpoints"}
PAGES = {".ipynb", ".md"}  # sources of pages, of which Sphinx knows what changed


class BuildError(Exception):
    """The book cannot be built; the message says why, and what to do."""


def hash_inputs(root: Path, names: Iterable[str], extra: str = "") -> str:
    """SHA-256 over the paths and contents of all files under `names`."""
    return _hash(root, _input_files(root, names), extra)


def hash_surroundings(root: Path, names: Iterable[str], extra: str = "") -> str:
    """The same without the sources of pages: what all pages depend on."""
    paths = (p for p in _input_files(root, names) if not _is_page(root, p))
    return _hash(root, paths, extra)


def _is_page(root: Path, path: Path) -> bool:
    return path.suffix in PAGES and path.relative_to(root).parts[0] == "book"


def _hash(root: Path, paths: Iterable[Path], extra: str) -> str:
    digest = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _input_files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    for top in (root / name for name in names):
        for path in top.rglob("*") if top.is_dir() else [top]:
            if path.is_file() and not NOT_INPUTS & set(path.relative_to(root).parts):
                yield path
