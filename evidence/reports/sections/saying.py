"""What was said for and against a claim, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence.core.cleaning import clean
from evidence.core.numbers import brief
from evidence.core.records import Evidence, Search
from evidence.reports.dossier import Chapter, Line
from evidence.reports.page import Block, Heading, Quotation, Text, strong, text
from evidence.reports.sections.naming import day, source_name
from evidence.reports.sections.why import how, marks

HEADS = {
    "for": "What speaks for it",
    "against": "What speaks against it",
    "open": "What is kept and weighs nothing",
}


def blocks(chapter: Chapter, level: int, prefix: str) -> Iterator[Block]:
    """The quotations by the side that they are on, the weightiest first."""
    said = [line for line in (*chapter.lines, *chapter.unit_lines) if _is_said(line)]
    for side, head in HEADS.items():
        found = sorted((line for line in said if _side(line) == side), key=_weight)
        if found:
            yield Heading(text(head), level, f"{prefix}{side}")
            yield from _quotations(found)


def _is_said(line: Line) -> bool:
    return isinstance(line.record, Evidence | Search)


def _side(line: Line) -> str:
    if line.row.db == 0:
        return "open"
    return "for" if line.row.db > 0 else "against"


def _weight(line: Line) -> tuple[str, float, float]:
    return line.unit or "", -abs(line.row.counted_db), -abs(line.row.db)


def _quotations(lines: Iterable[Line]) -> Iterator[Block]:
    for line in lines:
        yield Quotation(_words(line), _cite(line), f"item-{line.row.key}")


def _words(line: Line) -> str:
    record = line.record
    if isinstance(record, Search):
        return ""
    assert isinstance(record, Evidence)
    return clean(record.quote or "")


def _cite(line: Line) -> Text:
    unit = (strong(line.unit), ": ") if line.unit else ()
    return text(
        *unit,
        *_told(line),
        *source_name(line.source, line.row.source),
        *_place(line),
        f". {how(line).capitalize()}; {_counts(line)}",
        *marks(line.notes),
    )


def _told(line: Line) -> Iterator[str]:
    record = line.record
    if isinstance(record, Search):
        yield f"Looked in {record.corpus} for “{record.query}” and found nothing. "
    elif isinstance(record, Evidence):
        if record.value is not None:
            yield f"Gives {brief(record.value)}. "
        if record.probability is not None:
            yield f"Gives the claim a probability of {record.probability:g}. "


def _place(line: Line) -> Iterator[str]:
    record = line.record
    if isinstance(record, Evidence) and record.locator:
        yield f", {record.locator}"
    if record is not None:
        yield f", {day(record, line.source)}"


def _counts(line: Line) -> str:
    row = line.row
    if row.db == 0:
        return row.note or "weighs nothing"
    if row.counted_db == 0:
        return f"{row.db:+.2f} dB alone, adds nothing: {row.note}"
    return f"adds {row.counted_db:+.2f} dB"
