"""The answer to a search: what bears the words in its name, then what says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evidence.core.cleaning import shortened
from evidence.core.records import SINGULAR, Record, Source, Subject, claim_and_unit
from evidence.reports.page import Block, Items, Page, Paragraph, Text, link, text
from evidence.reports.pages import lists

if TYPE_CHECKING:
    from evidence.reports.dossier import Stamp
    from evidence.reports.pages.collection import Collection
    from evidence.store.reading import Found

MOST = 200
"""Answers that are shown; more words find fewer."""

Answer = tuple[str, str, str]
"""The reference of a page, the words of the link to it, and what kind of thing said them."""


def results(words: str, collection: Collection, found: Iterable[Found]) -> list[Answer]:
    """The pages that answer a search, each with the words that do; names come before texts."""
    answers = [*_named(words.lower().split(), collection), *map(_saying, found)]
    first: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        page, _, kind = answer
        first.setdefault((page, kind if kind in SAID else ""), answer)
    return list(first.values())


SAID = {"evidence": "a quote in evidence", "observations": "a quote with a number"}


def page(words: str, answers: list[Answer], stamp: Stamp) -> Page:
    """The page of a search."""
    empty = lists.search(stamp)
    return empty._replace(blocks=(*empty.blocks, *_blocks(words, answers)))


def _blocks(words: str, answers: list[Answer]) -> Iterator[Block]:
    if not words:
        yield Paragraph(text("Words of a claim, a name or a quote find every page that has them."))
        return
    shown = answers[:MOST]
    count = f"The first {MOST} of {len(answers)}" if len(answers) > MOST else f"{len(answers)}"
    yield Paragraph(text(f"{count} answers to “{words}”"), "lead")
    if shown:
        yield Items(tuple(map(_entry, shown)))


def _entry(answer: Answer) -> Text:
    reference, words, kind = answer
    return text(link(shortened(words, 300), reference), f" ({SAID.get(kind, kind)})")


def _named(words: list[str], collection: Collection) -> Iterator[Answer]:
    if not words:
        return
    for kind in lists.LISTS:
        for record in collection.ledger.of_kind(kind):
            name, more = _names(record)
            if all(word in f"{name} {more}".lower() for word in words):
                yield _reference(kind, record), name, SINGULAR[kind]


def _reference(kind: str, record: Record) -> str:
    return f"{SINGULAR[kind]}:{getattr(record, 'slug', '')}"


def _names(record: Record) -> tuple[str, str]:
    if isinstance(record, Subject):
        return record.name or record.slug, " ".join((record.slug, *record.aliases))
    if isinstance(record, Source):
        party = record.party or ""
        return record.title or record.slug, " ".join((record.slug, party, *record.authors))
    slug = str(getattr(record, "slug", ""))
    return str(getattr(record, "statement", slug)), slug


def _saying(found: Found) -> Answer:
    if found.kind in SAID:
        slug = claim_and_unit(found.owner)[0]
        owner = f"claim:{slug}" if found.kind == "evidence" else found.owner
        return owner, found.text, found.kind
    kind = SINGULAR[found.kind]
    owner = found.owner if ":" in found.owner else f"{kind}:{found.owner}"
    return owner, found.text or found.owner, kind
