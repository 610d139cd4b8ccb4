"""Checks of Markdown and LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.injection.comparing import differences

if TYPE_CHECKING:
    from markdown_it.token import Token

_PRINTED = (
    "backslash asciitilde asciicircum asciigrave asciiacute less greater bar dollar underscore "
    "braceleft braceright quotedbl quotesingle quotedblleft quotedblright quoteleft quoteright "
    "emdash endash"
)
ESCAPES = frozenset(
    (*(f"\\{c}" for c in "%&#_${} ,/"), "\\ensuremath", *(f"\\text{n}" for n in _PRINTED.split()))
)
"""Control sequences that only print a character."""
_TOKEN = re.compile(r"\\[a-zA-Z@]+|\\.|\^\^|[{}%$&#^_~]|\n[ \t]*\n", re.DOTALL)
_ADDRESS = re.compile(r"(\\(?:url|href|nolinkurl))\{((?:[^{}\\]|\\.)*)\}", re.DOTALL)


def markdown(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a Markdown text that holds payloads."""
    ours, theirs = _parsed(hostile), _parsed(harmless)
    return [
        *differences(_tokens(ours), _tokens(theirs), maybe_fewer=("link_open", "link_close")),
        *differences(_marks(hostile), _marks(harmless)),
        *_links(ours),
        *_unprintable(hostile.decode()),
    ]


def _parsed(text: bytes) -> list[Token]:
    """What a reader makes of it that follows every link, as some do."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader.parse(text.decode())


def _tokens(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        yield f"{token.type} {token.tag}" if token.type == "heading_open" else token.type
        yield from (child.type for child in token.children or () if child.type != "text")


def _marks(text: bytes) -> Iterator[str]:
    """What readers beyond the common rules act on: footnotes, bare addresses, mathematics."""
    words = re.sub(r"\\.|<https?://[^>]*>", "", text.decode(), flags=re.DOTALL | re.I)
    for what in (r"\[\^", r"://|www\.", r"\$", "~", "(?m)^:::", "@"):
        yield from [what] * len(re.findall(what, words))


def _links(tokens: list[Token]) -> Iterator[str]:
    for child in (child for token in tokens for child in token.children or ()):
        address = str(child.attrGet("href") or child.attrGet("src") or "")
        beside = re.fullmatch("[a-z0-9#][^:]*", address, re.I)
        if address and not beside and not re.match("https?:|mailto:", address, re.I):
            yield f"leads to {address[:80]}"


def latex(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a LaTeX text that holds payloads."""
    ours, theirs = hostile.decode(), harmless.decode()
    return [
        *differences(_commands(ours), _commands(theirs), maybe_fewer=("\\url", "\\href")),
        *_nesting(ours),
        *_addresses(ours),
        *_unprintable(ours),
    ]


def _commands(text: str) -> Iterator[str]:
    """Everything that acts: commands, environments, unescaped specials, ends of paragraphs."""
    bare = _ADDRESS.sub(r"\1", text)
    for match in _TOKEN.finditer(bare):
        token = match[0]
        if token in ESCAPES or token in "{}":
            continue
        after = bare[match.end() : match.end() + 40]
        if token in ("\\begin", "\\end"):
            yield token + after.partition("}")[0]
        elif token in ("\\\\", "\\item") and re.match(r"\s*[\[*]", after):
            yield f"{token} with an argument"
        else:
            yield "end of a paragraph" if token[0] == "\n" else token


def _nesting(text: str) -> Iterator[str]:
    depth, lowest = 0, 0
    for match in _TOKEN.finditer(_ADDRESS.sub("", text)):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        lowest = min(lowest, depth)
    if depth or lowest:
        yield f"braces do not match: {depth} left open, {-lowest} closed too early"
    opened: list[str] = []
    for what, name in re.findall(r"(?<!\\)\\(begin|end)\{([^}]*)\}", text):
        if what == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            yield f"\\end{{{name}}} ends something else"
    yield from (f"\\begin{{{name}}} does not end" for name in opened)


def _addresses(text: str) -> Iterator[str]:
    for _, address in _ADDRESS.findall(text):
        plain = re.sub(r"\\[%#&_~]|\\textasciitilde", "", address)
        if not re.fullmatch(r"https?://[\w:/.~?&=+,;@!*()'\[\]-]*", plain, re.ASCII | re.I):
            yield f"an address in LaTeX that can act: {address[:80]}"


def _unprintable(text: str) -> Iterator[str]:
    found = sorted(set(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)))
    yield from (f"a control character U+{ord(c):04X}" for c in found)
