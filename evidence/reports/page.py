"""What a page says, before any format: blocks of text, tables, quotations and pictures.

Sections and pages are written once, as blocks; Markdown, HTML and LaTeX each only set them. Text
from records is kept as it is: each format escapes it where it writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.cleaning import clean
from evidence.reports.addresses import web_address

if TYPE_CHECKING:
    from evidence.reports.charts import Chart


class Span(NamedTuple):
    """A piece of running text."""

    text: str
    style: str = ""
    """`strong`, `emphasis`, `code`, or nothing."""
    link: str = ""
    """Where it leads: an address on the web, a reference such as `claim:most-labs-fp8`, or the
    anchor of a place on the page, `#notes`."""


class Mark(NamedTuple):
    """The mark of a numbered note."""

    note: int


Text = tuple[Span | Mark, ...]
"""Running text."""


class Heading(NamedTuple):
    """The head of a section; level 1 is the page's own title."""

    text: Text
    level: int = 2
    anchor: str = ""


class Paragraph(NamedTuple):
    """Some sentences."""

    text: Text
    role: str = ""
    """`lead` for what matters most, `aside` for a remark, or nothing."""


class Verdict(NamedTuple):
    """Where a claim stands, in words and as a number."""

    status: str
    likelihood: str
    probability: float
    confidence: str


class Items(NamedTuple):
    """A list whose order does not matter."""

    entries: tuple[Text, ...]


class Facts(NamedTuple):
    """Terms, each with what is to be said of it."""

    pairs: tuple[tuple[str, Text], ...]


class Column(NamedTuple):
    """One column of a table."""

    title: str
    numeric: bool = False
    short: bool = False
    """Whether its cells are words that are never broken over lines, such as dates."""
    extra: bool = False
    """Whether a narrow screen leaves it out, as the page behind each row says the same."""


class Table(NamedTuple):
    """Rows under headers."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    last_is_total: bool = False


class Quotation(NamedTuple):
    """What a source says, and where it says it."""

    quote: str
    cite: Text
    anchor: str = ""


class Figure(NamedTuple):
    """A picture; what it shows stands in its description too."""

    chart: Chart


class Note(NamedTuple):
    """A numbered note, and the number that its marks bear."""

    number: int
    text: Text


class Notes(NamedTuple):
    """The numbered notes of a page."""

    entries: tuple[Note, ...]


Block = Heading | Paragraph | Verdict | Items | Facts | Table | Quotation | Figure | Notes


class Page(NamedTuple):
    """Everything on one page."""

    reference: str
    """`claim:most-labs-fp8`, `source:llama-4-blog`; of a list its name, such as `claims`."""
    title: str
    blocks: tuple[Block, ...]


def text(*parts: str | Span | Mark) -> Text:
    """Running text from strings and pieces; control characters are made visible."""
    return tuple(_piece(part) for part in parts if part)


def _piece(part: str | Span | Mark) -> Span | Mark:
    if isinstance(part, str):
        return Span(clean(part))
    if isinstance(part, Mark):
        return part
    shown = clean(part.text)
    return part if shown is part.text else part._replace(text=shown)


def strong(words: str) -> Span:
    """Text that stands out."""
    return Span(words, "strong")


def code(words: str) -> Span:
    """A command, key or name as the program writes it."""
    return Span(words, "code")


def link(words: str, to: str) -> Span:
    """Text that leads somewhere."""
    return Span(words, link=to)


def web(words: str, url: str) -> Span:
    """Text that leads to an address of the web; no other address that a record holds is one."""
    return Span(words, link=web_address(url))


def sentence(words: str) -> str:
    """The words with a capital at their start and a full stop at their end."""
    ended = words if words.endswith((".", "!", "?")) else f"{words}."
    return ended[:1].upper() + ended[1:]


def joined(parts: Iterable[Text], between: str) -> Text:
    """Several texts as one, with something between them."""
    return tuple(_joined(tuple(part for part in parts if part), between))


def _joined(parts: tuple[Text, ...], between: str) -> Iterator[Span | Mark]:
    for place, part in enumerate(parts):
        if place:
            yield Span(between)
        yield from part
