"""Why a claim stands where it stands: every contribution, in a column that adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from evidence.reports.sections.naming import group_name, source_name

TITLE = "Why"
COLUMNS = (
    Column("what speaks"),
    Column("how"),
    Column("alone, dB", numeric=True),
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
    rows = [_row(line) for line in chapter.lines]
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


def _row(line: Line) -> tuple[Text, ...]:
    row = line.row
    return (
        speaker(line) + marks(line.notes),
        text(how(line)),
        _signed(row.db),
        _signed(row.counted_db),
        text(remark(row)),
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


def remark(row: Row) -> str:
    """What is to be said of a line, with the pooled groups in words."""
    return _POOLED.sub(lambda found: group_name(found[0]), row.note)


_POOLED = re.compile("|".join(map(re.escape, (POOLED, UNNAMED, OWN_SEARCHES))))


def marks(notes: tuple[int, ...]) -> Text:
    """The marks of some notes."""
    return tuple(Mark(note) for note in notes)


def _signed(db: float, style: str = "") -> Text:
    return text(Span(f"{db + 0.0:+.3f}".replace("-", "\N{MINUS SIGN}"), style))
