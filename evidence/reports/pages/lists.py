"""The lists of everything there is, which lead to each page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.core.cleaning import clean
from evidence.core.records import Source, Subject
from evidence.core.support import Outline
from evidence.reports.dossier import Stamp
from evidence.reports.page import Block, Column, Heading, Page, Paragraph, Table, Text, link, text
from evidence.reports.sections import reading

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
    Column("kind"),
    Column("status", short=True),
    Column("probability", numeric=True),
    Column("confidence"),
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


def subjects(kind: str, found: Sequence[Subject], stamp: Stamp) -> Page:
    """All subjects of a kind."""
    title = LISTS[kind]
    columns = (Column("name"), Column("organization"), Column("released", short=True))
    rows = tuple(_subject(subject) for subject in found)
    table = Table(f"{len(rows)} {title.lower()}", columns, rows)
    return Page(kind, title, (Heading(text(title), 1), reading.stamp(stamp), table))


def _subject(subject: Subject) -> tuple[Text, ...]:
    owner = subject.organization
    return (
        text(link(clean(subject.name or subject.slug), subject.ref)),
        text(link(owner, f"organization:{owner}")) if owner else (),
        text(subject.released or ""),
    )


def sources(found: Sequence[Source], stamp: Stamp) -> Page:
    """All sources."""
    columns = (Column("source"), Column("who"), Column("kind"), Column("published", short=True))
    rows = tuple(_source(source) for source in found)
    table = Table(f"{len(rows)} sources", columns, rows)
    return Page("sources", "Sources", (Heading(text("Sources"), 1), reading.stamp(stamp), table))


def _source(source: Source) -> tuple[Text, ...]:
    return (
        text(link(source.title or source.slug, f"source:{source.slug}")),
        text(source.party or ""),
        text(source.kind.replace("_", " ")),
        text(source.published or ""),
    )


def terms(stamp: Stamp) -> Page:
    """How to read every page."""
    head = Heading(text(reading.TITLE), 1)
    return Page("reading", reading.TITLE, (head, reading.stamp(stamp), reading.glossary(stamp)))


def search(stamp: Stamp) -> Page:
    """The page on which the answers to a search appear."""
    blocks = (Heading(text("Search"), 1), reading.stamp(stamp))
    return Page("search", "Search", blocks)
