"""What the book says of itself on the first page of the ePub and the PDF."""

import html
import os
import subprocess
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
LOGO = ROOT / "book" / "site" / "logo.svg"
SIGN = "Table I of the paper as a grid of squares"
EPOCH = "SOURCE_DATE_EPOCH"  # Sphinx, too, takes the date from there
SITE = "LENET_SITE_URL"
DESCRIPTION = (
    "Teaches the convolutional network by rebuilding LeNet-5 exactly as LeCun, Bottou, "
    "Bengio and Haffner described it in 1998, connection by connection, in Keras 3."
)
STILL = "In the pages of this book every network runs and moves; here they hold still."


@dataclass(frozen=True)
class Imprint:
    """What a book says of itself.

    Args:
        title: Its name and, after a colon, what it promises.
        authors: Who wrote it.
        version: Which state of it this is.
        date: When it was changed last.
        licence: What others may do with it.
        description: What it is about.
        identifier: Its name for programs.
        address: Where its pages stand; empty if that is unknown.
    """

    title: str
    authors: str
    version: str
    date: datetime
    licence: str
    description: str
    identifier: str
    address: str = ""

    def as_html(self) -> str:
        """The first page."""
        title, _, promise = self.title.partition(": ")
        day = f"{self.date.day} {self.date:%B %Y}"
        lines = [
            ("promise", html.escape(promise)),
            ("authors", html.escape(self.authors)),
            ("version", f"Version {self.version}, {day}"),
            ("licence", html.escape(self.licence)),
            ("still", f"{STILL} {self._link()}".strip()),
        ]
        said = "\n".join(f'<p class="{name}">{words}</p>' for name, words in lines)
        return (
            f'<section class="title-page"><h1>{html.escape(title)}</h1>\n'
            f'<img src="_static/{LOGO.name}" alt="{SIGN}" />\n{said}</section>'
        )

    def _link(self) -> str:
        address = html.escape(self.address)
        return f'<a href="{address}">{address}</a>' if address else ""


def imprint() -> Imprint:
    """What this book says of itself, from the files that say so already."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    footer = BeautifulSoup(config["html"]["extra_footer"], "html.parser")
    return Imprint(
        title=config["title"],
        authors=config["author"],
        version=cited["version"],
        date=datetime.fromtimestamp(date_of_sources(), UTC),
        licence=" ".join(footer.get_text(" ").split()),
        description=DESCRIPTION,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, config["title"]).urn,
        address=os.environ.get(SITE, ""),
    )


def date_of_sources() -> int:
    """When the last change was committed, else now, in seconds since 1970."""
    if EPOCH in os.environ:
        return int(os.environ[EPOCH])
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # an archive of the sources
        return int(datetime.now(UTC).timestamp())
    return int(done.stdout)
