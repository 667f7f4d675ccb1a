"""Make a checkout ready for the package index: ``python -m tools.prepare_release URL``.

The index shows README.md and asks for addresses, and the main branch knows none. Here,
in the checkout that a release is built from, README.md gets whole addresses and badges,
pyproject.toml and CITATION.cff say where the project lives, and `_build/notes.md` holds
what CHANGELOG.md tells of the version.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTES = Path("_build", "notes.md")
TITLE = re.compile(r"\A# .*\n")
RELATIVE_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)")
RELATIVE_PICTURE = re.compile(r'\b(src(?:set)?=")(?![a-z]+:)')
AUTHORS = 'authors = [{ name = "The lenet-keras authors" }]'


class ReleaseError(Exception):
    """The checkout cannot be released; the message says why."""


def version_of(root: Path) -> str:
    """The version that pyproject.toml states."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def changes(changelog: str, version: str) -> tuple[str, str]:
    """The day of a version and what is said of it, from the text of CHANGELOG.md."""
    heading = rf"^## \[{re.escape(version)}\] - ([^\n]*)\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise ReleaseError(
            f"CHANGELOG.md must have a section for the version. Received: {version}"
        )
    day, notes = found[1].strip(), found[2].strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise ReleaseError(
            f"CHANGELOG.md must state the day of {version}, as 2026-12-24. "
            f"Received: {day}"
        )
    return day, notes


def badges(repository: str, site: str) -> str:
    """What stands below the title, in one line of Markdown."""
    shields, workflow = "https://img.shields.io", f"{repository}/actions/workflows"
    marks = [
        ("checks", f"{workflow}/checks.yml/badge.svg", f"{workflow}/checks.yml"),
        ("version", f"{shields}/pypi/v/lenet-keras", f"{repository}/releases"),
        ("Python", f"{shields}/pypi/pyversions/lenet-keras", repository),
    ]
    if site:
        marks.append(("the book", f"{shields}/badge/the_book-read-blue", site))
    return " ".join(f"[![{name}]({image})]({to})" for name, image, to in marks)


def with_addresses(readme: str, repository: str, version: str, site: str = "") -> str:
    """README.md as it can be read anywhere: whole addresses, and badges."""
    tag = f"v{version}"
    readme = RELATIVE_LINK.sub(f"{repository}/blob/{tag}/", readme)
    readme = RELATIVE_PICTURE.sub(rf"\g<1>{repository}/raw/{tag}/", readme)
    title = TITLE.match(readme)
    if not title:
        raise ReleaseError(f"README.md must begin with a title. Received: {readme:.20}")
    return f"{title[0]}\n{badges(repository, site)}\n{readme[title.end() :]}"


def with_metadata(pyproject: str, repository: str, site: str, contact: str) -> str:
    """pyproject.toml with the project's addresses and, if given, one to write to."""
    if AUTHORS not in pyproject:
        raise ReleaseError(f"pyproject.toml must hold the line {AUTHORS}")
    if contact:
        with_contact = AUTHORS.replace(" }", f', email = "{contact}" }}')
        pyproject = pyproject.replace(AUTHORS, with_contact)
    addresses = {
        "Homepage": site or repository,
        "Documentation": site or f"{repository}#readme",
        "Source": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
    }
    lines = "".join(f'{name} = "{to}"\n' for name, to in addresses.items())
    return f"{pyproject}\n[project.urls]\n{lines}"


def prepare(root: Path, repository: str, site: str = "", contact: str = "") -> None:
    """Change the files of a checkout, and write the notes of its version."""
    version = version_of(root)
    day, notes = changes((root / "CHANGELOG.md").read_text("utf-8"), version)
    readme, pyproject = root / "README.md", root / "pyproject.toml"
    text = with_addresses(readme.read_text("utf-8"), repository, version, site)
    readme.write_text(text, "utf-8")
    text = with_metadata(pyproject.read_text("utf-8"), repository, site, contact)
    pyproject.write_text(text, "utf-8")
    with (root / "CITATION.cff").open("a", encoding="utf-8") as citation:
        citation.write(f"repository-code: {repository}\ndate-released: {day}\n")
        if site:
            citation.write(f"url: {site}\n")
    (root / NOTES).parent.mkdir(exist_ok=True)
    (root / NOTES).write_text(f"{notes}\n", "utf-8")


def main() -> int:
    """Prepare this checkout and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="address of the repository")
    parser.add_argument("--site", default="", help="address of the rendered book")
    parser.add_argument("--contact", default="", help="an address for mail")
    parser.add_argument("--tag", help="the tag of the release, for instance v1.2.3")
    options = parser.parse_args()
    try:
        if options.tag not in (None, tag := f"v{version_of(ROOT)}"):
            raise ReleaseError(
                f"The tag must be {tag}, as pyproject.toml has the version. "
                f"Received: {options.tag}"
            )
        repository, site = options.url.rstrip("/"), options.site.rstrip("/")
        prepare(ROOT, repository, site, options.contact)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
