"""Why a claim stands where it stands: every contribution, in a column that adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evidence.core.answering import QuantityEstimate
from evidence.core.explaining import Row
from evidence.core.judging import OWN_SEARCHES, POOLED, UNNAMED
from evidence.core.records import Search
from evidence.reports.dossier import Chapter, Line
from evidence.reports.page import (
    Block,
    Column,
    Figure,
    Mark,
    Paragraph,
    Span,
    Table,
    Text,
    strong,
    text,
)
from evidence.reports.sections.naming import attribute_name, group_name, minus, signed, source_name

TITLE = "Why"
COLUMNS = (
    Column("what speaks"),
    Column("how"),
    Column("alone, dB", numeric=True, extra=True),
    Column("counted, dB", numeric=True),
    Column("remark"),
)
SIDES = {"supports": "for", "refutes": "against", "neutral": "context", None: "estimate"}


def blocks(chapter: Chapter) -> Iterator[Block]:
    """The contributions from the prior to the total, as a picture and as a table."""
    support = chapter.support
    if chapter.lines:
        yield from _picture(chapter)
    prior = (text("Prior"), text("what was thought before"), (), _signed(support.prior_db), ())
    labels = routes(chapter)
    noted = notes_by_key(chapter)
    rows = [_row(line, labels.get(line.row.key, ""), noted) for line in chapter.lines]
    total = text(strong(f"probability {support.probability:.3f}"))
    last = (text(strong("Total")), (), (), _signed(support.log_odds_db, "strong"), total)
    yield Table("Contributions, which add up", COLUMNS, (prior, *rows, last), last_is_total=True)
    if not chapter.lines:
        yield Paragraph(text("Nothing bears on this claim yet."))


def _picture(chapter: Chapter) -> Iterator[Block]:
    from evidence.reports.charts import contributions

    chart = contributions.chart(chapter.support)
    if chart is not None:
        yield Figure(chart)


def routes(chapter: Chapter) -> dict[str, str]:
    """By which method each estimate was worked out, and how it counts, by its key."""
    answer = chapter.support.answer
    derived = (e for e in answer.estimates if e.keys) if answer else ()
    return {e.key: route_name(e) for e in derived}


def route_name(estimate: QuantityEstimate) -> str:
    """The method of an estimate, or how it is stated, and its convention."""
    parts = (estimate.route, estimate.convention)
    return ", ".join(attribute_name(part) for part in parts if part)


def notes_by_key(chapter: Chapter) -> dict[str, tuple[int, ...]]:
    """The notes of each contribution by its key, to say which one a remark is about."""
    return {line.row.key: line.notes for line in (*chapter.lines, *chapter.unit_lines)}


def _row(line: Line, route: str, noted: Mapping[str, tuple[int, ...]]) -> tuple[Text, ...]:
    row = line.row
    return (
        (text(f"{route}: ") if route else ()) + speaker(line) + marks(line.notes),
        text(how(line)),
        _signed(row.db),
        _signed(row.counted_db),
        remark(row, noted),
    )


def speaker(line: Line) -> Text:
    """Whose contribution a line is."""
    if line.row.type == "roll_call":
        return text("The roll call of the units")
    if isinstance(line.record, Search) and line.source is None:
        return text("Our own search")
    if line.record is not None:
        return source_name(line.source, line.record.source)
    return text(line.row.source or line.row.type)


def how(line: Line) -> str:
    """On which side a line stands, and what its weight is made of."""
    row = line.row
    side = SIDES[row.stance]
    if row.type == "roll_call" or row.stance == "neutral":
        return side
    word, _, mass = row.strength.partition(" ")
    if row.type == "estimate" and word == "mass":
        inside = float(mass)
        return f"{side}: {inside:.0%} of it inside what is claimed, grade {row.grade}"
    strength = row.strength if row.type != "search" else f"search, {row.strength}"
    return f"{side}: {strength}, {row.directness}, grade {row.grade}"


def remark(row: Row, noted: Mapping[str, tuple[int, ...]]) -> Text:
    """What is to be said of a line, with groups in words and other lines by their notes."""
    words = _POOLED.sub(lambda found: group_name(found[0]), minus(row.note))
    words = _VOICE.sub("the voice of ", _TIED.sub(_averaged, words))
    before, through, rest = words.partition(_THROUGH)
    key, semicolon, after = rest.partition(";")
    if not through or not noted.get(key):
        return text(words)
    return text(before, " already speaks in", *marks(noted[key]), semicolon, after)


def _averaged(found: re.Match[str]) -> str:
    others = int(found[2]) - 1
    return f"averaged with {others} other{'s' * (others > 1)} of the same grade from {found[1]}"


_THROUGH = " already speaks through "
_VOICE = re.compile("voice of group ")
_TIED = re.compile(r"estimate of group (.+), one of (\d+) of the same grade")
_POOLED = re.compile("|".join(map(re.escape, (POOLED, UNNAMED, OWN_SEARCHES))))


def marks(notes: tuple[int, ...]) -> Text:
    """The marks of some notes."""
    return tuple(Mark(note) for note in notes)


def _signed(db: float, style: str = "") -> Text:
    return text(Span(signed(db, 3), style))
