"""The lists of everything there is, which lead to each page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence.core.cleaning import clean
from evidence.core.errors import NotFound
from evidence.core.ledger import Ledger
from evidence.core.records import Source, Subject
from evidence.core.support import Outline
from evidence.reports.dossier import Stamp
from evidence.reports.page import (
    Block,
    Column,
    Figure,
    Heading,
    Page,
    Paragraph,
    Table,
    Text,
    link,
    sentence,
    text,
)
from evidence.reports.sections import reading
from evidence.reports.sections.naming import named

LISTS = {
    "claims": "Claims",
    "models": "Models",
    "hardware": "Chips",
    "clusters": "Clusters",
    "organizations": "Organizations",
    "laws": "Laws",
    "sources": "Sources",
}
"""The kinds of which there is a list, with its title."""

SUBJECT_LISTS = tuple(kind for kind in LISTS if kind not in ("claims", "sources"))
"""The kinds whose records are subjects."""

CLAIMS = (
    Column("claim"),
    Column("kind", extra=True),
    Column("status", short=True),
    Column("probability", numeric=True),
    Column("confidence", extra=True),
)


def claims(outlines: Iterable[Outline], stamp: Stamp, title: str = "Claims") -> Page:
    """Where each of these claims stands."""
    rows = tuple(map(claim_row, outlines))
    blocks: tuple[Block, ...] = (Heading(text(title), 1), reading.stamp(stamp))
    if rows:
        return Page("claims", title, (*blocks, Table(f"{len(rows)} claims", CLAIMS, rows)))
    return Page("claims", title, (*blocks, Paragraph(text("No claim fits."))))


def claim_row(outline: Outline) -> tuple[Text, ...]:
    """A claim as one row of a list."""
    return (
        text(link(outline.statement, f"claim:{outline.claim}")),
        text(outline.kind),
        text(outline.status),
        text(f"{outline.probability:.2f}"),
        text(outline.confidence),
    )


def subjects(kind: str, stamp: Stamp, ledger: Ledger) -> Page:
    """All subjects of a kind; of models also how much compute each took, and when."""
    title, found = LISTS[kind], ledger.subjects(kind)
    columns = (Column("name"), Column("organization"), Column("released", short=True))
    rows = tuple(_subject(one, ledger) for one in found)
    table = Table(f"{len(found)} {title.lower()}", columns, rows)
    drawn = _compute(ledger, stamp.as_of) if kind == "models" else ()
    return Page(kind, title, (Heading(text(title), 1), reading.stamp(stamp), *drawn, table))


def _compute(ledger: Ledger, as_of: str) -> Iterator[Block]:
    from evidence.reports.charts import compute_by_date

    chart = compute_by_date.chart(ledger, as_of)
    if chart is not None:
        yield Figure(chart)


def _subject(subject: Subject, ledger: Ledger) -> tuple[Text, ...]:
    owner = subject.organization and f"organization:{subject.organization}"
    return (
        text(link(clean(subject.name or subject.slug), subject.ref)),
        text(named(owner, ledger)) if owner else (),
        text(subject.released or ""),
    )


def sources(stamp: Stamp, ledger: Ledger) -> Page:
    """All sources."""
    columns = (Column("source"), Column("who"), Column("kind"), Column("published", short=True))
    rows = tuple(map(_source, ledger.sources()))
    table = Table(f"{len(rows)} sources", columns, rows)
    return Page("sources", "Sources", (Heading(text("Sources"), 1), reading.stamp(stamp), table))


def _source(source: Source) -> tuple[Text, ...]:
    return (
        text(link(source.title or source.slug, f"source:{source.slug}")),
        text(source.party or ""),
        text(source.kind.replace("_", " ")),
        text(source.published or ""),
    )


def terms(stamp: Stamp, ledger: Ledger) -> Page:
    """How to read every page, and how good the probabilities have been."""
    head = Heading(text(reading.TITLE), 1)
    blocks = (head, reading.stamp(stamp), reading.glossary(stamp), *_record(ledger, stamp.as_of))
    return Page("reading", reading.TITLE, blocks)


def _record(ledger: Ledger, as_of: str) -> Iterator[Block]:
    """What was said of claims that have been resolved since, and what turned out."""
    from evidence.core.resolved import calibration
    from evidence.reports.charts import reliability

    if not ledger.of_kind("resolutions"):
        return
    try:
        found = calibration(ledger, as_of)
    except NotFound:
        return
    yield Heading(text("How good the probabilities have been"), 2, "calibration")
    yield Paragraph(text(sentence(found.caution or "judged by the claims that are resolved")))
    chart = reliability.chart(found.murphy)
    if chart is not None:
        yield Figure(chart)


def search(stamp: Stamp) -> Page:
    """The page on which the answers to a search appear."""
    blocks = (Heading(text("Search"), 1), reading.stamp(stamp))
    return Page("search", "Search", blocks)
