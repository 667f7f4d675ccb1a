"""The texts that the search looks through are what the pages say, by section."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tools.build_book import HTML, ROOT
from tools.extensions import searchable
from tools.extensions.findable import descriptions

PAGE, REFERENCE = "book/04_shared_weights", "book/api"
BODY = """<section id="one"><h1>4. One<a class="headerlink" href="#one">#</a></h1>
<p>First <math><mi>x</mi><annotation>\\x</annotation></math>.</p>
<section id="two"><h2>Two</h2><p>Second<em>ly</em>.</p><script>no</script>
<section id="exercise-1"><h3>Exercise 1</h3><p>Third.</p></section>
</section></section>"""
NAMES = """<section id="api"><h1>Reference</h1>
<dl class="py class"><dt class="sig" id="keras.One">One(size)</dt><dd>A class.
<dl class="py method"><dt class="sig" id="keras.One.call">call() </dt><dd>It.</dd></dl>
</dd></dl>
<dl class="glossary"><dt id="term-unit">unit</dt><dd>It answers.</dd></dl>
</section>"""
PAGES = {PAGE: BODY, REFERENCE: NAMES}


def write(site: Path, pages: dict[str, str]) -> dict:
    """Writes some pages, and gives the texts of all that there are."""
    (site / "_static").mkdir(exist_ok=True)
    titles = dict.fromkeys((PAGE, REFERENCE))
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"),
        env=SimpleNamespace(titles=titles),
        outdir=site,
    )
    for name, body in pages.items():
        searchable.note_page(app, name, "", {"body": body}, None)
    finished = site.parent / "finished"
    shutil.rmtree(finished, ignore_errors=True)
    app.outdir = shutil.copytree(site, finished)
    searchable.write_texts(app, None)
    assert not (finished / searchable.NOTES).exists()
    return searchable.read_texts(finished / searchable.TEXTS)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def test_a_section_has_its_own_words_and_not_those_within_it(site: Path) -> None:
    page = write(site, PAGES)[f"{PAGE}.html"]
    assert page["title"] == "4. One"
    assert page["about"] == descriptions()[PAGE]
    assert page["sections"] == [
        ["", "4. One", "First x.", False],
        ["two", "Two", "Secondly.", False],
        ["exercise-1", "Exercise 1", "Third.", True],
    ]


def test_a_name_of_the_reference_and_a_term_are_found_by_themselves(site: Path) -> None:
    sections = write(site, PAGES)[f"{REFERENCE}.html"]["sections"]
    assert ["keras.One", "One", "One(size) A class. call() It.", True] in sections
    assert ["term-unit", "unit", "It answers.", True] in sections
    assert len(sections) == 3


def test_a_page_that_is_not_written_anew_is_found_as_before(site: Path) -> None:
    before = write(site, PAGES)
    after = write(site, {PAGE: BODY.replace("Third", "Last")})
    assert after[f"{PAGE}.html"] != before[f"{PAGE}.html"]
    assert after[f"{REFERENCE}.html"] == before[f"{REFERENCE}.html"]


def test_the_questions_name_sections_that_there_are() -> None:
    if not (HTML / searchable.TEXTS).is_file():
        pytest.skip("the book is not built")
    questions = yaml.safe_load((ROOT / "benchmarks/search_questions.yml").read_text())
    pages = searchable.read_texts(HTML / searchable.TEXTS)
    there = {
        f"{href.removeprefix('book/').removesuffix('.html')}{anchor and '#'}{anchor}"
        for href, page in pages.items()
        for anchor, *_ in page["sections"]
    }
    asked = [one for part in questions.values() for one in part]
    assert {answer for one in asked for answer in one["answers"]} <= there
