"""The helpers that build the book: what they notice, and what they leave alone."""

import json
import os
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from lenet_keras.paper import C3_CONNECTIONS
from tools import draw_logo, page_runtime
from tools.building import places
from tools.building.notebooks import execute, kernel_environment
from tools.building.pages import make_config
from tools.building.places import BuildError, hash_inputs
from tools.extensions.chapter_numbers import chapter_number


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name, text in {"book/a.md": "a", "lenet_keras/b.py": "b", "c.yml": "c"}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


NAMES = ("book", "lenet_keras", "c.yml", "not-there.lock")


def test_hash_sees_changed_new_and_renamed_files(sources: Path) -> None:
    hashes = [hash_inputs(sources, NAMES)]
    (sources / "lenet_keras" / "b.py").write_text("b2")
    hashes.append(hash_inputs(sources, NAMES))
    (sources / "book" / "new.md").write_text("")
    hashes.append(hash_inputs(sources, NAMES))
    (sources / "book" / "new.md").rename(sources / "book" / "renamed.md")
    hashes.append(hash_inputs(sources, NAMES))
    hashes.append(hash_inputs(sources, NAMES, "the repository's address"))
    assert len(set(hashes)) == 5


def test_hash_ignores_what_is_not_an_input(sources: Path) -> None:
    before = hash_inputs(sources, NAMES)
    for name in ("lenet_keras/__pycache__/b.pyc", "book/site/vendor/a.js", "other.txt"):
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert hash_inputs(sources, NAMES) == before


def test_no_button_without_a_repository(tmp_path: Path) -> None:
    config = make_config(tmp_path)
    assert not config["html"]["use_repository_button"]
    assert set(config["launch_buttons"]) == {"thebe"}


def test_buttons_with_a_repository(tmp_path: Path) -> None:
    config = make_config(tmp_path, "https://example.org/me/book")
    assert config["repository"]["url"] == "https://example.org/me/book"
    assert config["html"]["use_repository_button"]
    assert {"colab_url", "binderhub_url"} <= set(config["launch_buttons"])


def test_pages_tell_their_address_when_it_is_known(tmp_path: Path) -> None:
    unknown, known = (
        make_config(tmp_path, site=site)["sphinx"]["config"]
        for site in ("", "https://example.org/lenet")
    )
    assert "html_baseurl" not in unknown
    assert known["html_baseurl"] == "https://example.org/lenet/"
    assert known["notfound_urls_prefix"] == "/lenet/"
    assert 'href="/lenet/index.html"' in known["notfound_context"]["body"]
    assert "sphinx_sitemap" in known["extensions"]


def test_chapter_number_is_in_the_file_name() -> None:
    assert chapter_number("book/07_sparse_c3") == 7
    assert chapter_number("book/intro") is None


def test_logo_inks_the_60_connections_of_table_1() -> None:
    svg = draw_logo.draw(C3_CONNECTIONS, "Table I")
    assert svg.count("<rect") == 6 * 16
    assert svg.count("<rect") - svg.count("fill-opacity") == 60


def test_committed_logo_is_the_drawn_one() -> None:
    svg = draw_logo.draw(C3_CONNECTIONS, draw_logo.TITLE)
    assert (draw_logo.SITE / "logo.svg").read_text() == svg


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a notebook to write, in a checkout of its own."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "BUILD", tmp_path / "_build")
    for name, value in kernel_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path)]))
    return tmp_path / "01_chapter.ipynb"


def write(path: Path, *cells: str) -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nb = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(nb, path)


@pytest.mark.slow
def test_failing_cell_is_named(notebook: Path) -> None:
    write(notebook, "print('fine')", "raise ValueError('a very particular fault')")
    with pytest.raises(BuildError) as raised:
        execute([notebook], notebook.parent / "cache" / "1")
    first, second = str(raised.value).splitlines()
    assert first == (
        "01_chapter.ipynb, cell 2 (raise ValueError('a very particular fault')): "
        "ValueError: a very particular fault"
    )
    log = notebook.parent / "_build" / "01_chapter.log"
    assert str(log) in second
    assert "Traceback" in log.read_text()


@pytest.mark.slow
def test_a_fault_leaves_the_other_notebooks_executed(notebook: Path) -> None:
    sound = notebook.with_name("02_chapter.ipynb")
    write(notebook, "1 / 0")
    write(sound, "open('runs', 'a').write('x'); print('fine')")
    for _ in range(2):
        with pytest.raises(BuildError, match="ZeroDivisionError"):
            execute([notebook, sound], notebook.parent / "cache" / "1")
    assert (notebook.parent / "runs").read_text() == "x"


@pytest.mark.slow
def test_a_kernel_that_dies_is_told(notebook: Path) -> None:
    write(notebook, "import os; os._exit(1)")
    with pytest.raises(BuildError, match=r"01_chapter.ipynb: its Python ended"):
        execute([notebook], notebook.parent / "cache" / "1")


@pytest.mark.slow
def test_notebook_without_output_is_refused(notebook: Path) -> None:
    write(notebook, "x = 1")
    with pytest.raises(BuildError, match="no cell has an output"):
        execute([notebook], notebook.parent / "cache" / "1")


@pytest.mark.slow
def test_a_notebook_that_is_edited_meanwhile_is_told(notebook: Path) -> None:
    edit = "path = '01_chapter.ipynb'; text = open(path).read()"
    write(notebook, f"{edit}; print(open(path, 'w').write(text.replace('old', 'new')))")
    with pytest.raises(BuildError, match="01_chapter.ipynb: changed while it ran"):
        execute([notebook], notebook.parent / "cache" / "1")


@pytest.mark.slow
def test_filled_cache_is_used_and_old_ones_go(notebook: Path) -> None:
    count = "open('runs', 'a').write('x'); print(len(open('runs').read()))"
    write(notebook, count)
    caches = notebook.parent / "cache"
    execute([notebook], caches / "1")
    execute([notebook], caches / "1")
    assert (notebook.parent / "runs").read_text() == "x"
    execute([notebook], caches / "2")
    assert (notebook.parent / "runs").read_text() == "xx"
    assert [folder.name for folder in caches.iterdir()] == ["2"]


def test_page_runtime_is_pinned_by_checksum_and_not_by_address() -> None:
    text = (page_runtime.RUNTIME / "package-lock.json").read_text()
    assert "http" not in text
    packages = json.loads(text)["packages"]
    wanted = packages.pop("")["dependencies"]
    assert all(package["integrity"] for package in packages.values())
    for name, pinned in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == pinned


def test_pages_and_notebooks_have_the_same_anywidget() -> None:
    wanted = json.loads((page_runtime.RUNTIME / "package.json").read_text())
    assert wanted["dependencies"]["anywidget"] == version("anywidget")
