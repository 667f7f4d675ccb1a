"""A build of what changed equals one from nothing, byte for byte, on a small book."""

import os
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from tools.building.places import ROOT
from tools.extensions.incremental import plain

OURS = ["chapter_numbers", "live_figures", "spoken_pages"]
THEIRS = [
    "sphinx.ext.autodoc",
    "myst_nb",
    "jupyter_book",
    "sphinx_comments",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinx_book_theme",
    "sphinx_multitoc_numbering",
    "sphinxcontrib.bibtex",
]
TOC = {
    "format": "jb-book",
    "root": "book/index",
    "defaults": {"numbered": 1},
    "parts": [{"chapters": [{"file": f"book/{n}"} for n in ("01_dots", "02_words")]}],
}
INDEX = "# A book\n\nIt begins with {ref}`dots` and has {numref}`picture`.\n"
DOTS = "(dots)=\n# Dots\n\nA dot is small {cite}`lenet`.\n"
WORDS = """# Words\n\nSee {numref}`picture`, and {doc}`01_dots`.

```{figure} dot.png
:name: picture
:alt: a dot
A dot.
```

```{bibliography}
```
"""
WORK = "@misc{lenet, author={LeCun, Yann}, title={Convolutions}, year={1998}}\n"
RENDER = """
import sys; from pathlib import Path
from tools.building import places
places.ROOT = Path(sys.argv[1]); places.BUILD = Path(sys.argv[2])
from tools.building.pages import render
render(places.ROOT / "cache")
"""


def picture(shade: int) -> bytes:
    stream = BytesIO()
    Image.new("L", (4, 4), shade).save(stream, "png")
    return stream.getvalue()


def write_dots(book: Path, text: str, shade: int) -> None:
    """The page with a cell, executed: it shows one picture."""
    data = {"image/png": b64encode(picture(shade)).decode(), "text/plain": "a dot"}
    shown = new_output("display_data", data=data)
    about = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    words, cell = (
        new_markdown_cell(text, id="a"),
        new_code_cell(f"dot({shade})", id="b"),
    )
    notebook = new_notebook(cells=[words, cell], metadata=about)
    nbformat.write(notebook, book / "book" / "01_dots.ipynb")
    cell.outputs, cell.execution_count = [shown], 1
    cache = get_cache(book / "cache")
    bundle = CacheBundleIn(notebook, str(book / "book" / "01_dots.ipynb"))
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three pages, rendered once."""
    book = tmp_path_factory.mktemp("small")
    (book / "tools").symlink_to(ROOT / "tools")
    (book / "book").mkdir()
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    del config["logo"], config["html"]["favicon"]
    config["sphinx"] = {
        "recursive_update": True,
        "local_extensions": {name: "tools/extensions" for name in OURS},
        "config": {
            "extensions": THEIRS + OURS,
            "bibtex_reference_style": "author_year",
            "numfig_secnum_depth": 1,
        },
    }
    (book / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    (book / "_toc.yml").write_text(yaml.safe_dump(TOC, sort_keys=False))
    (book / "book" / "references.bib").write_text(WORK)
    (book / "book" / "dot.png").write_bytes(picture(7))
    (book / "book" / "index.md").write_text(INDEX)
    (book / "book" / "02_words.md").write_text(WORDS)
    write_dots(book, DOTS, shade=20)
    render(book, "_build")
    return book


def render(book: Path, build: str) -> Path:
    command = [sys.executable, "-c", RENDER, str(book), str(book / build)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return book / build / "sphinx" / "finished"


def files(site: Path) -> dict[str, bytes]:
    paths = (path for path in site.rglob("*") if path.is_file())
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in paths}


def built_again(book: Path) -> dict[str, bytes]:
    """The site after a change, which equals one from nothing."""
    changed = files(render(book, "_build"))
    fresh = files(render(book, "_fresh"))
    shutil.rmtree(book / "_fresh")
    assert changed.keys() == fresh.keys()
    assert [name for name in fresh if changed[name] != fresh[name]] == []
    return changed


def written(book: Path) -> set[str]:
    """The pages that the last build wrote."""
    said = (book / "_build" / "jupyter-book.log").read_text()
    return set(
        re.findall(r"^writing output\.\.\. \[ *\d+%\] (.+)$", said, re.MULTILINE)
    )


@pytest.mark.slow
def test_one_changed_word_writes_its_page_alone(book: Path) -> None:
    before = files(book / "_build" / "sphinx" / "finished")
    write_dots(book, DOTS.replace("small", "tiny"), shade=20)
    after = built_again(book)
    assert written(book) == {"book/01_dots", "book/index"}  # the root always
    assert b"A dot is tiny" in after["book/01_dots.html"]
    others = [name for name in after if before.get(name) != after[name]]
    assert {name for name in others if name.endswith(".html")} == {"book/01_dots.html"}


@pytest.mark.slow
def test_what_other_pages_show_of_a_page_changes_them_too(book: Path) -> None:
    before = files(book / "_build" / "sphinx" / "finished")
    write_dots(book, DOTS.replace("# Dots", "# Points"), shade=90)  # another picture
    figure = "```{figure} dot.png\n:name: first\n:alt: a dot\nThe first.\n```\n\n"
    words = WORDS.replace("```{figure}", f"{figure}```{{figure}}", 1)  # number 2.2 now
    (book / "book" / "02_words.md").write_text(words)
    after = built_again(book)
    index = after["book/index.html"].decode()
    assert "Points" in index and "Dots" not in index
    assert "Fig. 2.2" in index and "Fig. 2.1" in before["book/index.html"].decode()
    pictures = [{n for n in site if "_images" in n} for site in (before, after)]
    assert pictures[0] != pictures[1] and len(pictures[0]) == len(pictures[1])


@pytest.mark.slow
def test_after_a_warning_all_is_read_again(book: Path) -> None:
    path = book / "book" / "02_words.md"
    sound = path.read_text()
    path.write_text(sound + "\n{ref}`nowhere`\n")
    for _ in range(2):
        with pytest.raises(AssertionError, match="'nowhere'"):
            render(book, "_build")
    path.write_text(sound)
    assert files(render(book, "_build"))


def test_what_is_shown_elsewhere_depends_on_no_order_and_no_place() -> None:
    assert plain({"a": 1, "b": {2, 3}}) == plain({"b": {3, 2}, "a": 1})
    assert plain({"line": 1, "title": "x"}) == plain({"line": 2, "title": "x"})
    assert plain({"title": "x"}) != plain({"title": "y"})
    assert plain(["x", "y"]) != plain(["y", "x"])
