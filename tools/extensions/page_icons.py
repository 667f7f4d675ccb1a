"""Sphinx extension: the pages ship those icons of Font Awesome that they show.

The theme brings all 2,000, as drawings in a script, as fonts, and as rules of its style
sheet. Together they weigh as much as the rest of a page. Here the three are reduced to
what the built pages, their scripts and their style sheets name.

Of each font the theme has two forms. TrueType is kept: to write it takes no compressor,
and what is left of it is small.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

from tools.fonts import reduce_font

THEME = "_static/styles/pydata-sphinx-theme.css"
FONTS = "_static/vendor/fontawesome/webfonts"
SCRIPT = "_static/scripts/fontawesome.js"
WOFF2 = re.compile(r'url\([^)]*\.woff2\) format\("woff2"\),')
NAME = re.compile(r"\bfa-([a-z0-9-]+)")
WIDGET_ICONS = re.compile(r'"icons?": ("[^"]*"|\[[^]]*\])')  # in a widget's state
DRAWING = re.compile(  # name:[width,height,[aliases],"code","path"],
    r"""["']?([a-z0-9-]+)["']?:\[\d+,\d+,(\[[^]]*\]),"[0-9a-f]+",("[^"]*"|\[[^]]*\])\],?"""
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


def drawing_names(drawing: re.Match) -> set[str]:
    """The name of a drawing and its other names."""
    return {drawing[1], *re.findall(r"[a-z0-9-]+", drawing[2])}


def reduce_drawings(script: str, names: set[str]) -> str:
    """The script without the drawings of icons that are not among `names`.

    >>> reduce_drawings('{bell:[8,8,[],"f0f3","M"],sun:[8,8,[1],"f185","M"]}', {"sun"})
    '{sun:[8,8,[1],"f185","M"]}'
    """
    return DRAWING.sub(
        lambda drawing: drawing[0] if names & drawing_names(drawing) else "", script
    )


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
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    scripts = [path for path in site.rglob("*.js") if path != site / SCRIPT]
    names = set()
    for path in pages + scripts:
        names |= icon_names(path.read_text("utf8"))
    script, theme = site / SCRIPT, site / THEME
    code, _, _ = script.read_text("utf8").partition("//# sourceMappingURL")
    script.write_text(reduce_drawings(code, names), "utf8")
    css = WOFF2.sub("", theme.read_text("utf8"))
    theme.write_text(reduce_rules(css, names), "utf8")
    characters = set()
    for path in site.rglob("*.css"):
        characters |= signs(path.read_text("utf8"))
    for path in (site / FONTS).glob("*.ttf"):
        reduce_font(path, path, characters)
        path.with_suffix(".woff2").unlink()
    (site / f"{SCRIPT}.map").unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Reduce the icons when all pages are written."""
    app.connect("build-finished", reduce_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
