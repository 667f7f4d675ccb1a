"""Prepare a checkout for Colab: ``python -m tools.make_launch_notebooks URL``.

Each notebook gets a first cell that installs the package where it is missing, and
CITATION.cff the address. The deployment does this on a branch of its own, to which
the launch buttons lead; the notebooks of the main branch know no address.
"""

import argparse

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tools.build_book import ROOT

EXTRAS = "tensorflow,images,figures,live,reproduce"
INSTALL = """\
# On Colab this installs the book's package. Elsewhere it is there already.
try:
    import lenet_keras
except ModuleNotFoundError:
    %pip install --quiet "lenet-keras[{extras}] @ git+{url}"
"""


def main() -> None:
    """Change the notebooks and CITATION.cff in place."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="address of the repository")
    url = parser.parse_args().url.rstrip("/")
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        nbformat.write(with_install_cell(nbformat.read(path, 4), url), path)
    with (ROOT / "CITATION.cff").open("a", encoding="utf-8") as citation:
        citation.write(f"repository-code: {url}\n")


def with_install_cell(notebook: NotebookNode, url: str) -> NotebookNode:
    """The notebook, beginning with a cell that installs the package if need be."""
    source = INSTALL.format(extras=EXTRAS, url=url).rstrip()
    notebook.cells.insert(0, new_code_cell(source, id="install"))
    return notebook


if __name__ == "__main__":
    main()
