"""The answer to a search: what bears the words in its name, then what says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.cleaning import shortened
from evidence.core.records import SINGULAR, claim_and_unit
from evidence.reports.page import Block, Items, Page, Paragraph, Text, link, text
from evidence.reports.pages import lists
from evidence.reports.sections.naming import names

if TYPE_CHECKING:
    from evidence.core.ledger import Ledger
    from evidence.reports.dossier import Stamp
    from evidence.reports.pages.collection import Collection
    from evidence.store.reading import Found

MOST = 200
"""Answers that are shown; more words find fewer."""
LONGEST = 200
"""Columns of a text in an answer."""


class Answer(NamedTuple):
    """A page that answers a search."""

    reference: str
    words: str
    """What on it answers."""
    what: str
    """What sort of page it is, or in what the words are quoted there."""
    quoted: bool = False


def results(words: str, collection: Collection, found: Iterable[Found]) -> list[Answer]:
    """The answers to a search: names that have the words, then texts that say them.

    Of the quotes on one page the first is enough.
    """
    said = (_saying(one, collection.ledger) for one in found)
    first: dict[tuple[str, bool], Answer] = {}
    for answer in (*_named(words.lower().split(), collection.ledger), *said):
        first.setdefault((answer.reference, answer.quoted), answer)
    return list(first.values())


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
    found = f"{count} answer{'' if len(answers) == 1 else 's'} to “{words}”"
    yield Paragraph(text(found), "lead")
    if shown:
        yield Items(tuple(map(_entry, shown)))


def _entry(answer: Answer) -> Text:
    words = f"“{answer.words}”" if answer.quoted else answer.words
    return text(link(shortened(words, LONGEST), answer.reference), f" ({answer.what})")


def _named(words: list[str], ledger: Ledger) -> Iterator[Answer]:
    if not words:
        return
    for kind in lists.LISTS:
        for record in ledger.of_kind(kind):
            name, more = names(record)
            if all(word in f"{name} {more}".lower() for word in words):
                slug = getattr(record, "slug", "")
                yield Answer(f"{SINGULAR[kind]}:{slug}", name, SINGULAR[kind])


def _saying(found: Found, ledger: Ledger) -> Answer:
    if found.kind == "evidence":
        slug = claim_and_unit(found.owner)[0]
        claim = ledger.claim(slug)
        on = shortened(claim.statement if claim else slug, LONGEST)
        return Answer(f"claim:{slug}", found.text, f"evidence on: {on}", quoted=True)
    if found.kind == "observations":
        subject = ledger.subject(found.owner)
        of = (subject.name if subject else None) or found.owner
        return Answer(found.owner, found.text, f"a number of {of}", quoted=True)
    kind = SINGULAR[found.kind]
    owner = found.owner if ":" in found.owner else f"{kind}:{found.owner}"
    return Answer(owner, found.text or found.owner, kind)
