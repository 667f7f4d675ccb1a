"""The built twins and the list of the worker hold what they promise."""

import json
import re

import pytest

from tools.build_book import HTML, ROOT
from tools.checks.pages import read_toc
from tools.extensions import offline

PAGES = read_toc(ROOT / "_toc.yml")
PICTURE = re.compile(r"!\[(.*?)\]\((\S+?)\)")
MARKUP = re.compile(
    r"\{(?:term|doc|ref|numref|cite(?::\w+)?|eq)\}`|</?(?:div|span|p)\b"
)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_a_twin_says_what_the_page_shows_in_plain_words(name: str) -> None:
    path = HTML / f"{name}.md"
    text = path.read_text("utf8")
    assert text.startswith("# ")
    assert MARKUP.findall(CODE.sub("", text)) == []
    for words, picture in PICTURE.findall(text):
        assert words, picture
        assert (path.parent / picture).is_file(), picture


def test_the_list_for_language_models_names_the_book_and_every_twin() -> None:
    text = (HTML / "llms.txt").read_text("utf8")
    assert text.startswith("# LeNet-5 in Keras")
    listed = re.findall(r"\((\S+)\.md\)", text)
    assert [name[name.index("book/") :] for name in listed] == PAGES


def test_the_worker_lists_the_files_as_they_are() -> None:
    first, _, _ = (HTML / "worker.js").read_text("utf8").partition(";\n")
    files = json.loads(first.removeprefix("self.book = "))["files"]
    for name, digest in files.items():
        assert offline.content_hash((HTML / name).read_bytes()) == digest, name
    assert {f"{name}.html" for name in PAGES} <= files.keys()
    assert "_static/vendor/search.css" in files
