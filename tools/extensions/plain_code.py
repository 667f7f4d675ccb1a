"""Sphinx extension: code is text, and a browser colours it without further elements.

Pygments would put each name, sign and number into an element of its own: two of three
elements of a chapter. Here code stands in the page as it is, with a note of where its
kinds of words begin, and `code_colours.js` colours what a reader comes near by the CSS
Custom Highlight API. Without scripts code is as plain as it is written. Nor does each
word of code within a sentence have an element, which would only forbid it to break.
"""

import html
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from string import ascii_lowercase
from typing import TextIO

from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Name, _TokenType
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

SHEET = "code_colours.css"
SCRIPT = "code_colours.js"
BUILDER = "html"  # the page that is printed keeps elements
WORD = re.compile(r'<span class="pre">([^<]*)</span>')
THEMES = ("light", "dark")

Token = tuple[_TokenType, str]


class Kinds:
    """Kinds of words: those that have the same colours in all styles.

    Args:
        styles: A style for each of `THEMES`.
    """

    def __init__(self, styles: Iterable[type[Style]]):
        self.styles = tuple(styles)
        self.letters: dict[tuple[str | None, ...], str] = {}
        for kind in (Name, *STANDARD_TYPES):
            unused = ascii_lowercase[len(self.letters)]
            self.letters.setdefault(self.colours(kind), unused)

    def colours(self, kind: _TokenType) -> tuple[str | None, ...]:
        return tuple(style.style_for_token(kind)["color"] for style in self.styles)

    def runs(self, tokens: Iterable[Token]) -> str:
        """How long the words of each kind are, in the units of JavaScript's texts.

        White space has no colour, so it goes with what stands before it.
        """
        lengths: list[tuple[str, int]] = []
        none = self.letters[(None,) * len(self.styles)]
        for kind, text in tokens:
            letter = self.letters[self.colours(kind)]
            if text.isspace() and lengths:
                letter = lengths[-1][0]
            lengths.append((letter, len(text.encode("utf-16-le")) // 2))
        if all(letter == none for letter, _ in lengths):
            return ""
        runs = [
            (letter, sum(length for _, length in run))
            for letter, run in groupby(lengths, key=lambda one: one[0])
        ]
        if runs and runs[-1][0] == self.plain:
            runs.pop()
        return "".join(f"{letter}{length}" for letter, length in runs)

    @property
    def plain(self) -> str:
        """The kind of most words, which is that of names."""
        return self.letters[self.colours(Name)]

    def css(self) -> str:
        """The rules of the colours, which a reader's own colours go before."""
        rules = []
        for n, theme in enumerate(THEMES):
            code = f'html[data-theme="{theme}"] .highlight pre[data-runs]'
            for colours, letter in self.letters.items():
                if colours[n] is None:
                    continue
                part = "" if letter == self.plain else f"::highlight(code-{letter})"
                rules.append(f"{code}{part} {{ color: #{colours[n]}; }}")
        inside = "\n".join(rules)
        return f"@media (forced-colors: none) {{\n{inside}\n}}\n"


def plain_formatter(kinds: Kinds) -> type[HtmlFormatter]:
    """A formatter that writes text, and where the words of each kind are."""

    class PlainCode(HtmlFormatter):
        def format_unencoded(self, source: Iterable[Token], outfile: TextIO) -> None:
            tokens = list(source)
            of_its_own = self.linenos or self.hl_lines or self.nowrap
            if of_its_own or any(kind not in STANDARD_TYPES for kind, _ in tokens):
                super().format_unencoded(tokens, outfile)
                return
            code = "".join(text for _, text in tokens)
            runs = kinds.runs(tokens)
            noted = f' data-runs="{runs}"' if runs else ""
            # A browser drops one line break after the tag.
            text = "\n" * code.startswith("\n") + html.escape(code, quote=False)
            outfile.write(
                f'<div class="{self.cssclass}"><pre{noted}>{text}</pre></div>\n'
            )

    return PlainCode


def theme_kinds(builder: StandaloneHTMLBuilder) -> Kinds:
    """Kinds of words in the styles of the theme."""
    options = builder.theme.get_options({})
    names = (options[f"pygments_{theme}_style"] for theme in THEMES)
    return Kinds(map(get_style_by_name, names))


def write_plainly(app: Sphinx) -> None:
    """Has the builder write code this way."""
    if app.builder.name == BUILDER and isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.highlighter.formatter = plain_formatter(theme_kinds(app.builder))


def write_colours(app: Sphinx, exception: Exception | None) -> None:
    """Writes the style sheet."""
    builder = app.builder
    if exception or builder.name != BUILDER:
        return
    if isinstance(builder, StandaloneHTMLBuilder):
        css = theme_kinds(builder).css()
        Path(app.outdir, "_static", SHEET).write_text(css, "utf8")


def visit_text(translator: HTML5Translator, node: nodes.Text) -> None:
    """Writes words as Sphinx does, those of code without elements around them."""
    before = len(translator.body)
    type(translator).visit_Text(translator, node)
    if translator.protect_literal_text:
        words = translator.body[before:]
        translator.body[before:] = [WORD.sub(r"\1", word) for word in words]


def depart_text(translator: HTML5Translator, node: nodes.Text) -> None:
    type(translator).depart_Text(translator, node)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write code this way, and load what colours it."""
    app.add_node(nodes.Text, override=True, html=(visit_text, depart_text))
    app.add_css_file(SHEET)
    app.add_js_file(SCRIPT, defer="defer")
    app.connect("builder-inited", write_plainly)
    app.connect("build-finished", write_colours)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
