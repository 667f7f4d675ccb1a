"""The pages of a site that was built."""

from pathlib import Path


def page_paths(site: Path) -> list[Path]:
    """All HTML pages below `site` but the copied static files."""
    static = site / "_static"
    return sorted(path for path in site.rglob("*.html") if static not in path.parents)


def common(lists: list[list[str]]) -> list[str]:
    """What is in every list, in the order of the first.

    >>> common([["a", "b", "c"], ["c", "a"]])
    ['a', 'c']
    """
    return [one for one in lists[0] if all(one in others for others in lists)]
