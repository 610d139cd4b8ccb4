"""The sections of a claim's dossier, each from records to blocks, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence.core.cleaning import clean
from evidence.reports.dossier import Chapter, Dossier
from evidence.reports.page import Block, Column, Heading, Page, Table, link, text
from evidence.reports.sections import (
    changing,
    noting,
    numbers,
    over_time,
    reading,
    roll_call,
    saying,
    since,
    standing,
    why,
)


def report(dossier: Dossier, terms: bool = True) -> Page:
    """A whole report as one page: the claims, the notes, and how to read it.

    Without the terms where they have a page of their own.
    """
    chapters = dossier.chapters
    blocks: list[Block] = [Heading(text(dossier.title), 1), reading.stamp(dossier.stamp)]
    if len(chapters) > 1:
        blocks.append(_overview(chapters))
    for chapter in chapters:
        blocks += _of_many(chapter) if len(chapters) > 1 else claim(chapter, 2)
    return Page("report", clean(dossier.title), (*blocks, *_ending(dossier, terms)))


def _ending(dossier: Dossier, terms: bool) -> Iterator[Block]:
    if dossier.notes:
        yield Heading(text(noting.TITLE), 2, "notes")
        yield noting.notes(dossier.notes)
    if terms:
        yield Heading(text(reading.TITLE), 2, "reading")
        yield reading.glossary(dossier.stamp)


def _overview(chapters: Iterable[Chapter]) -> Table:
    columns = (Column("claim"), Column("status"), Column("probability", True), Column("confidence"))
    rows = tuple(
        (
            text(link(c.support.statement, f"#{c.support.claim}")),
            text(c.support.status),
            text(f"{c.support.probability:.2f}"),
            text(c.support.confidence),
        )
        for c in chapters
    )
    return Table("All claims of this report", columns, rows)


def _of_many(chapter: Chapter) -> Iterator[Block]:
    slug = chapter.support.claim
    yield Heading(text(chapter.support.statement), 2, slug)
    yield from claim(chapter, 3, f"{slug}.")


def claim(chapter: Chapter, level: int, prefix: str = "") -> Iterator[Block]:
    """Everything on one claim: where it stands, why, and what would change it."""
    yield from standing.blocks(chapter)
    yield standing.facts(chapter)
    yield from _headed(why.TITLE, level, f"{prefix}why", why.blocks(chapter))
    yield from saying.blocks(chapter, level, prefix)
    yield from _headed(numbers.TITLE, level, f"{prefix}numbers", numbers.blocks(chapter))
    yield from _headed(roll_call.TITLE, level, f"{prefix}roll-call", roll_call.blocks(chapter))
    yield from saying.of_units(chapter, level + 1, prefix)
    yield from _headed(over_time.TITLE, level, f"{prefix}time", over_time.blocks(chapter))
    yield from _headed(since.TITLE, level, f"{prefix}since", since.blocks(chapter))
    would = changing.would_change(chapter)
    yield from _headed(changing.WOULD_CHANGE, level, f"{prefix}change", would)
    yield from _headed(changing.OPEN, level, f"{prefix}open", changing.open_questions(chapter))
    yield from _headed(changing.LOG, level, f"{prefix}log", changing.written(chapter))


def _headed(title: str, level: int, anchor: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks under a heading; nothing where there are none."""
    found = tuple(blocks)
    if found:
        yield Heading(text(title), level, anchor)
        yield from found
