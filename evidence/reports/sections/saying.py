"""What was said for and against a claim, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evidence.core.cleaning import clean
from evidence.core.numbers import brief
from evidence.core.records import Evidence, Search
from evidence.reports.dossier import Chapter, Line
from evidence.reports.page import Block, Heading, Quotation, Text, text
from evidence.reports.sections.naming import day, signed, unit_title
from evidence.reports.sections.why import how, marks, notes_by_key, remark, speaker

HEADS = {
    "for": "What speaks for it",
    "against": "What speaks against it",
    "open": "What is kept and weighs nothing",
}


def blocks(chapter: Chapter, level: int, prefix: str) -> Iterator[Block]:
    """The quotations by the side that they are on, the weightiest first."""
    said = [line for line in chapter.lines if _is_said(line)]
    for side, head in HEADS.items():
        found = sorted((line for line in said if _side(line) == side), key=_weight)
        if found:
            yield Heading(text(head), level, f"{prefix}{side}")
            yield from _quotations(found, notes_by_key(chapter))


def _is_said(line: Line) -> bool:
    return isinstance(line.record, Evidence | Search)


def _side(line: Line) -> str:
    if line.row.db == 0:
        return "open"
    return "for" if line.row.db > 0 else "against"


def of_units(chapter: Chapter, level: int, prefix: str) -> Iterator[Block]:
    """The quotations about each unit of a roll call, unit by unit."""
    roll = chapter.support.roll_call
    calls = {member.unit: member.call for member in roll.members} if roll else {}
    noted = notes_by_key(chapter)
    for unit in dict.fromkeys(line.unit for line in chapter.unit_lines):
        answer = f": {calls[unit]}" if unit in calls else ", which stands on another list only"
        named = unit_title(unit or "", chapter.names)
        yield Heading(text(f"{named}{answer}"), level, f"{prefix}unit.{unit}")
        yield from _quotations([line for line in chapter.unit_lines if line.unit == unit], noted)


def _weight(line: Line) -> tuple[float, float]:
    return -abs(line.row.counted_db), -abs(line.row.db)


def _quotations(lines: Iterable[Line], noted: Mapping[str, tuple[int, ...]]) -> Iterator[Block]:
    for line in lines:
        yield Quotation(_words(line), _cite(line, noted), f"item-{line.row.key}")


def _words(line: Line) -> str:
    record = line.record
    if isinstance(record, Search):
        return ""
    assert isinstance(record, Evidence)
    return clean(record.quote or "")


def _cite(line: Line, noted: Mapping[str, tuple[int, ...]]) -> Text:
    stance = how(line)
    return text(
        *_told(line),
        *speaker(line),
        *_place(line),
        f". {stance[:1].upper()}{stance[1:]}; ",
        *_counts(line, noted),
        ".",
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


def _counts(line: Line, noted: Mapping[str, tuple[int, ...]]) -> Text:
    row = line.row
    if row.db == 0:
        return remark(row, noted) or text("weighs nothing")
    if row.counted_db == 0:
        return text(f"{signed(row.db)} dB alone, adds nothing: ", *remark(row, noted))
    return text(f"adds {signed(row.counted_db)} dB")
