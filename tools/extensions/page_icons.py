"""Sphinx extension: the pages ship those icons of Font Awesome that they show.

The theme brings all 2,000, as fonts and as rules of its style sheet. Here both are
reduced to what the built pages, their scripts and their style sheets name. The font of
most icons is then so small that it stands in the style sheet: icons come with the text.
As letters of no language they are hidden from who listens.
"""

import base64
import re
from pathlib import Path

from sphinx.application import Sphinx

from tools.fonts import reduce_font
from tools.site_pages import page_paths

THEME = "_static/styles/pydata-sphinx-theme.css"
FONTS = "_static/vendor/fontawesome/webfonts"
DRAWINGS = "_static/scripts/fontawesome.js"  # no page loads it
TRUETYPE = re.compile(r',url\([^)]*\.ttf\) format\("truetype"\)')
EMBEDDED = "fa-solid-900"
NAME = re.compile(r"\bfa-([a-z0-9-]+)")
WIDGET_ICONS = re.compile(r'"icons?": ("[^"]*"|\[[^]]*\])')  # in a widget's state
ICON = re.compile(
    r'<(?:i|span)(?= class="(?:[^"]*[ ])?fa[srb]?[ -])(?![^>]*aria-hidden)'
)
RULE = re.compile(r'((?:\.fa-[a-z0-9-]+:before,?)+)\{content:"[^"]+"\}')
SIGN = re.compile(r"""\\([0-9a-f]{2,4})|["'](.)["']""")


def icon_names(text: str) -> set[str]:
    """The names of icons in a page or a script, among other words.

    >>> sorted(icon_names('<i class="fa-solid fa-sun"></i> {"icon": "play"}'))
    ['play', 'solid', 'sun']
    """
    named = " ".join(WIDGET_ICONS.findall(text))
    return {*NAME.findall(text), *re.findall(r"[a-z0-9-]+", named)}


def reduce_rules(css: str, names: set[str]) -> str:
    r"""The style sheet without the rules of icons that are not among `names`.

    >>> reduce_rules('.fa-sun:before{content:"\\f185"}a{}', {"moon"})
    'a{}'
    """
    return RULE.sub(lambda rule: rule[0] if names & icon_names(rule[1]) else "", css)


def signs(css: str) -> set[int]:
    r"""The characters that a style sheet puts before or after elements.

    >>> signs('a:before{content:"\\f107"} b:after{content:"+"}') == {0xF107, ord("+")}
    True
    """
    found = SIGN.findall(css)
    return {int(digits, 16) if digits else ord(sign) for digits, sign in found}


def reduce_icons(app: Sphinx, exception: Exception | None) -> None:
    """Reduce what was built to the icons that are used."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    drawings = site / DRAWINGS
    scripts = [path for path in site.rglob("*.js") if path != drawings]
    names = set()
    for path in page_paths(site):
        page = path.read_text("utf8")
        names |= icon_names(page)
        path.write_text(ICON.sub(r'\g<0> aria-hidden="true"', page), "utf8")
    for path in scripts:
        names |= icon_names(path.read_text("utf8"))
    theme = site / THEME
    css = reduce_rules(TRUETYPE.sub("", theme.read_text("utf8")), names)
    theme.write_text(css, "utf8")
    characters = set()
    for path in site.rglob("*.css"):
        characters |= signs(path.read_text("utf8"))
    for path in (site / FONTS).glob("*.woff2"):
        reduce_font(path, path, characters, flavor="woff2")
        path.with_suffix(".ttf").unlink(missing_ok=True)
    theme.write_text(embedded(css, site / FONTS / f"{EMBEDDED}.woff2"), "utf8")


def embedded(css: str, font: Path) -> str:
    """The style sheet with a font in the place of its address."""
    data = base64.b64encode(font.read_bytes()).decode()
    address = re.compile(rf"url\([^)]*{re.escape(font.name)}\)")
    return address.sub(f"url(data:font/woff2;base64,{data})", css)


def setup(app: Sphinx) -> dict[str, bool]:
    """Reduce the icons when all pages are written."""
    app.connect("build-finished", reduce_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
