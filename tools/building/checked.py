"""Checks the finished pages, and those only that were not checked before."""

import json
import time
from pathlib import Path

from tools.building import places
from tools.building.places import hash_inputs
from tools.building.progress import Reporter
from tools.checks.check_site import check_site

CHECKED_WITH = ("tools", "_toc.yml")


def check(site: Path, reporter: Reporter) -> list[str]:
    """The findings over a site; what is found of each page is kept."""
    kept = places.BUILD / "checked.json"
    version = hash_inputs(places.ROOT, CHECKED_WITH)
    known: dict = {}
    if kept.is_file():
        before = json.loads(kept.read_text())
        known = before["pages"] if before["version"] == version else {}
    item = "anew" if known else "all"
    with reporter.step("checks", "Checking the pages", [item]) as counter:
        start = time.perf_counter()
        findings = check_site(site, places.ROOT / "_toc.yml", known)
        counter.done(item, time.perf_counter() - start)
    kept.write_text(json.dumps({"version": version, "pages": known}))
    return findings
