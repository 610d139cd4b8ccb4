"""The number that a claim is about, by every route to it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.core.answering import QuantityEstimate
from evidence.core.numbers import format_number
from evidence.reports import plain
from evidence.reports.dossier import Chapter
from evidence.reports.page import Block, Column, Figure, Paragraph, Table, Text, sentence, text
from evidence.reports.sections.naming import attribute_name
from evidence.reports.sections.why import marks

TITLE = "The number by every route"


def blocks(chapter: Chapter) -> Iterator[Block]:
    """Each estimate with its range and how much of it lies inside the claimed region."""
    answer = chapter.support.answer
    if answer is None or not answer.estimates:
        return
    from evidence.reports.charts import estimates

    chart = estimates.chart(chapter.support)
    if chart is not None:
        yield Figure(chart)
    rows = tuple(_row(e, chapter.figures.get(e.key, ())) for e in answer.estimates)
    yield Table(f"Estimates in {answer.unit or 'plain numbers'}, with 90 % ranges", _COLUMNS, rows)
    check = plain.spread_check(chapter.support)
    if check:
        yield Paragraph(text(sentence(check)), "aside")


_COLUMNS = (
    Column("route"),
    Column("low", numeric=True),
    Column("median", numeric=True),
    Column("high", numeric=True),
    Column("inside", numeric=True),
    Column("covers"),
    Column("counted"),
)


def _row(e: QuantityEstimate, notes: tuple[int, ...]) -> tuple[Text, ...]:
    sorts = ", ".join(attribute_name(word) for word in (e.scope, e.convention) if word)
    return (
        text(f"{attribute_name(e.route)}: {e.source}", *marks(notes)),
        text(format_number(e.low) if e.low is not None else ""),
        text(format_number(e.quantity.median) if e.quantity else ""),
        text(format_number(e.high) if e.high is not None else ""),
        text(f"{e.mass:.0%}" if e.quantity else ""),
        text(sorts),
        text("yes" if e.counted else f"no: {e.note}"),
    )
