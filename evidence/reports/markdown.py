"""A page in Markdown: plain words, tables that add up, numbered notes.

Text from records is escaped, so that no quote can become a heading, a link, a cell or an image.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evidence.core.cleaning import clean
from evidence.reports.addresses import web_address
from evidence.reports.page import (
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    Items,
    Mark,
    Notes,
    Page,
    Paragraph,
    Quotation,
    Span,
    Table,
    Text,
    Verdict,
)

_ALWAYS = "\\`*_[]<>|~&$"
"""Characters that Markdown can act on anywhere in a line."""
_FIRST = "#+-=>!"
"""Characters that begin something where they begin a line."""
_STYLES = {"strong": "**", "emphasis": "*"}


def render(page: Page) -> str:
    """The whole page as Markdown text that ends with a newline."""
    return "\n\n".join(filter(None, map(_block, page.blocks))) + "\n"


def escaped(text: str) -> str:
    r"""The text on one line, in which nothing can become markup, a link or an HTML element.

    >>> print(escaped("# a | b_c"), escaped("1. see https://x.org"))
    \# a \| b\_c 1\. see https\://x.org
    """
    return _plain_start(_inert(" ".join(clean(text).split())))


def _inert(line: str) -> str:
    marked = "".join(f"\\{c}" if c in _ALWAYS else c for c in line)
    return marked.replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")


def _plain_start(text: str) -> str:
    """The text with nothing at its start that would begin a heading, list, quote or rule."""
    if text[:1] and text[0] in _FIRST:
        return "\\" + text
    number = len(text) - len(text.lstrip("0123456789"))
    if number and text[number : number + 1] and text[number] in ".)":
        return f"{text[:number]}\\{text[number:]}"
    return text


def _text(parts: Text) -> str:
    return _plain_start("".join(map(_part, parts)).strip()) if _bare(parts) else _styled(parts)


def _bare(parts: Text) -> bool:
    first = parts[0] if parts else None
    return isinstance(first, Span) and not first.style and not web_address(first.link)


def _styled(parts: Text) -> str:
    return "".join(map(_part, parts)).strip()


def _part(part: Span | Mark) -> str:
    if isinstance(part, Mark):
        return f" [^{part.note}]"
    address = web_address(part.link)
    if address:
        return f"<{address}>" if part.text == part.link else f"[{_flat(part.text)}](<{address}>)"
    if part.style == "code":
        return _code(part.text)
    mark = _STYLES.get(part.style, "")
    return f"{mark}{_flat(part.text)}{mark}"


def _flat(text: str) -> str:
    """The text inert, with the spaces at its ends kept, of which words may need one."""
    words = " ".join(clean(text).split())
    before, after = text[:1].isspace() and words, text[-1:].isspace() and words
    return f"{' ' if before else ''}{_inert(words)}{' ' if after else ''}" or text[:1].strip("\n")


def _code(text: str) -> str:
    return f"`{clean(text).replace('`', chr(39))}`"


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _heading(heading: Heading) -> str:
    return f"{'#' * heading.level} {_text(heading.text)}"


def _paragraph(paragraph: Paragraph) -> str:
    return _text(paragraph.text)


def _verdict(verdict: Verdict) -> str:
    return f"**{verdict.status}**: {verdict.likelihood} ({verdict.probability:.2f})."


def _items(items: Items) -> str:
    return "\n".join(f"- {_text(entry)}" for entry in items.entries)


def _facts(facts: Facts) -> str:
    return "\n".join(f"- *{escaped(term)}*: {_styled(said)}" for term, said in facts.pairs)


def _table(table: Table) -> str:
    headers = [escaped(column.title) for column in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    drawn = _lines(headers, rows, table.columns)
    return f"{escaped(table.caption)}:\n\n{drawn}"


def _cell(text: Text) -> str:
    """A text in which no stroke, not even one in a piece of code, begins a cell."""
    return _STROKE.sub(r"\\|", _styled(text))


_STROKE = re.compile(r"(?<!\\)\|")


def _lines(headers: Sequence[str], rows: Iterable[Sequence[str]], columns: Sequence[Column]) -> str:
    rule = ["---:" if column.numeric else "---" for column in columns]
    return "\n".join("| " + " | ".join(line) + " |" for line in (headers, rule, *rows))


def _quotation(quotation: Quotation) -> str:
    quote = f"> “{escaped(quotation.quote)}”\n>\n" if quotation.quote else ""
    return f"{quote}> {_text(quotation.cite)}"


def _figure(figure: Figure) -> str:
    return ""


def _notes(notes: Notes) -> str:
    return "\n".join(f"[^{note.number}]: {_text(note.text)}" for note in notes.entries)


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Verdict: _verdict,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Quotation: _quotation,
    Figure: _figure,
    Notes: _notes,
}
