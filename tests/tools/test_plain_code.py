"""Code is one text in the page, with a note of which words are coloured how."""

import io

import pytest
from bs4 import BeautifulSoup, Tag
from pygments import highlight
from pygments.lexers import PythonLexer, TextLexer
from pygments.styles import get_style_by_name
from pygments.token import Comment, Keyword, Name, Number

from tools.extensions import plain_code

STYLES = ("a11y-high-contrast-light", "a11y-high-contrast-dark")
CODE = "# 𝑓 is 1 < 2\nimport math\n\nf = 2\n"


@pytest.fixture(scope="module")
def kinds() -> plain_code.Kinds:
    return plain_code.Kinds(map(get_style_by_name, STYLES))


def written(kinds: plain_code.Kinds, code: str, lexer: type = PythonLexer) -> Tag:
    formatter = plain_code.plain_formatter(kinds)
    page = highlight(code, lexer(stripnl=False), formatter())
    return BeautifulSoup(page, "html.parser").pre


def letter(kinds: plain_code.Kinds, kind: object) -> str:
    return kinds.letters[kinds.colours(kind)]


def test_code_is_one_text(kinds: plain_code.Kinds) -> None:
    pre = written(kinds, CODE)
    assert list(pre.children) == [CODE]


def test_the_note_counts_as_scripts_do(kinds: plain_code.Kinds) -> None:
    comment, keyword, name, number = (
        letter(kinds, kind) for kind in (Comment, Keyword, Name, Number)
    )
    runs = written(kinds, CODE)["data-runs"]
    # The letter of the comment takes two units of JavaScript's texts.
    assert runs.startswith(f"{comment}14{keyword}7{name}8")
    assert number in runs
    assert name == kinds.plain


def test_what_has_no_colours_has_no_note(kinds: plain_code.Kinds) -> None:
    pre = written(kinds, "3.14 and more\n", TextLexer)
    assert not pre.attrs


def test_a_line_break_at_the_start_stays(kinds: plain_code.Kinds) -> None:
    html = highlight(
        "\na\n", TextLexer(stripnl=False), plain_code.plain_formatter(kinds)()
    )
    assert "<pre>\n\na\n</pre>" in html  # a browser drops the first


def test_lines_with_numbers_keep_the_form_of_pygments(kinds: plain_code.Kinds) -> None:
    formatter = plain_code.plain_formatter(kinds)
    file = io.StringIO()
    formatter(linenos="table").format(PythonLexer().get_tokens("a = 1\n"), file)
    assert "linenos" in file.getvalue()


def brightness(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("n", range(len(STYLES)))
def test_every_colour_can_be_read(kinds: plain_code.Kinds, n: int) -> None:
    paper = brightness(get_style_by_name(STYLES[n]).background_color)
    for colours in kinds.letters:
        if colours[n]:
            ink = brightness(f"#{colours[n]}")
            contrast = (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05)
            assert contrast >= 4.5, colours[n]


def test_a_reader_who_sets_colours_keeps_them(kinds: plain_code.Kinds) -> None:
    assert kinds.css().startswith("@media (forced-colors: none)")
