"""Markdown as the book has it."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

MARKDOWN = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(dollarmath_plugin)
    .use(colon_fence_plugin)
)


def parse_markdown(source: str) -> Iterator[Token]:
    """Tokens of a Markdown text and of the directives in it."""
    for token in MARKDOWN.parse(source):
        yield token
        if token.type in {"fence", "colon_fence"} and token.info.startswith("{"):
            options = re.compile(r"^:[\w-]+:.*$", re.M)  # of the directive
            yield from parse_markdown(options.sub("", token.content))
