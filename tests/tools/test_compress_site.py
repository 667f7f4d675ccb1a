"""Twins hold what their files hold, and are smaller."""

import gzip
from pathlib import Path

import brotli

from tools.compress_site import LEAST, compress

PAGE = b"<p>the same again</p>" * LEAST


def test_a_page_gets_two_smaller_twins(tmp_path: Path) -> None:
    page = tmp_path / "book" / "page.html"
    page.parent.mkdir()
    page.write_bytes(PAGE)
    before, after = compress(tmp_path)
    twins = {path.name: path.read_bytes() for path in page.parent.glob("page.html.*")}
    assert twins.keys() == {"page.html.br", "page.html.gz"}
    assert brotli.decompress(twins["page.html.br"]) == PAGE
    assert gzip.decompress(twins["page.html.gz"]) == PAGE
    assert before == len(PAGE)
    assert after == min(map(len, twins.values())) < before


def test_what_is_small_or_compressed_has_none(tmp_path: Path) -> None:
    (tmp_path / "small.js").write_bytes(PAGE[: LEAST - 1])
    (tmp_path / "picture.webp").write_bytes(PAGE)
    assert compress(tmp_path) == (0, 0)
    assert len(list(tmp_path.iterdir())) == 2


def test_compressing_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    compress(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    compress(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
