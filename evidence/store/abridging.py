"""What bears on one claim, read in as few words as telling where it stands takes.

What an item says follows from its source, stance, strength, directness and origin. Those that are
alike in these are judged once, by `core.judging`, and the others of them are never made records.
What takes more than that is read in full: searches, probabilities, items of a group set by hand,
items that end or are ended, and all that bears on a claim that numbers or units decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from evidence.core.dates import last_day
from evidence.core.judging import group_beside, judge_from, named, owners, speaker, subjects_of
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Source
from evidence.core.scoring import Item
from evidence.core.sensitivity import Said, Shades, shades
from evidence.core.visibility import FOREVER, Life, targets
from evidence.store.decoding import batches, listed, records
from evidence.store.gathering import Gathering
from evidence.store.queries import Rows
from evidence.store.reading import about_claims

Row = tuple[Any, ...]
_PLAIN = ("statement", "forecast")
"""The kinds of claims that items alone decide."""


class Abridged(NamedTuple):
    """What bears on a claim on a day."""

    ledger: Ledger
    """The claim, and whatever takes a hearing."""
    said: tuple[Said, ...] = ()
    """What all other items say on that day."""


def abridged(reader: Rows, slug: str, as_of: str) -> Abridged:
    """What bears on a claim on a day; the ledger is without the claim if there is none."""
    gathering = Gathering(reader)
    gathering.claims([slug], items=False)
    if not any(claim.kind in _PLAIN for claim in gathering.of(Claim)):
        return Abridged(about_claims(reader, [slug]))
    rows = reader.rows("weighed_items", claim=slug)
    apart = _items(reader, slug, {row[0] for row in rows if row[1]})
    ended = _superseded(reader, slug, apart)
    gathering.items([*apart, *_items(reader, slug, ended)])
    for query in ("searches", "resolutions"):
        gathering.items(records(reader, query, "of_claims", claims=[slug]))
    plain = (row for row in rows if not row[1] and row[0] not in ended and _visible(row[2], as_of))
    ledger, roots = gathering.ledger(), _roots(reader, {row[3] for row in rows} - {None})
    return Abridged(ledger, tuple(_said(plain, slug, ledger, roots)))


def _items(reader: Rows, slug: str, keys: set[str]) -> list[Evidence]:
    """The items on a claim that have these keys."""
    return [
        item
        for batch in batches(keys)
        for item in records(reader, "evidence", "evidence_on_claim", claim=slug, keys=batch)
    ]


def _superseded(reader: Rows, slug: str, items: Iterable[Evidence]) -> set[str]:
    """The keys of the items on a claim whose place any of these takes."""
    newer = [item for item in items if item.supersedes]
    if not newer:
        return set()
    named = [
        Evidence(claim, source, locator=locator, key=key)
        for claim, source, locator, key in reader.rows("item_names", claim=slug)
    ]
    return {key for item in newer for key in targets(item, named)}


def _roots(reader: Rows, repeating: set[str]) -> dict[str, str]:
    """Who speaks in each of these sources, which repeat others."""
    found: list[Source] = []
    wanted, asked = repeating, set[str]()
    while wanted:
        asked |= wanted
        fresh = [_speaking(row) for row in _of_sources(reader, wanted)]
        found += fresh
        wanted = {one.repeats for one in fresh if one.repeats} - asked
    ledger = Ledger(found)
    return {slug: speaker(ledger.source(slug), ledger) for slug in repeating}


def _of_sources(reader: Rows, slugs: set[str]) -> Iterator[Row]:
    for batch in batches(slugs):
        yield from reader.rows("speakers", "of_sources", slugs=batch)


def _speaking(row: Row) -> Source:
    slug, party, authors, publisher, repeats = row
    who = {"party": party, "authors": listed(authors), "publisher": publisher}
    return Source(slug, repeats=repeats, **who)


def _visible(day: str | None, as_of: str) -> bool:
    """Whether an item of that day, which nothing ends, is in force at the end of another."""
    return day is not None and last_day(day) <= as_of < FOREVER


def _said(
    rows: Iterable[Row], slug: str, ledger: Ledger, roots: Mapping[str, str]
) -> Iterator[Said]:
    """What the items on a claim say that these rows describe."""
    claim = ledger.claim(slug)
    assert claim is not None
    own = owners(ledger, subjects_of(claim))
    kinds: dict[Row, tuple[str | None, Shades]] = {}
    for row in rows:
        repeating, party, authors, publisher = row[3:7]
        # Of a party no more than this tells what its source is worth here.
        kind = party in own, row[7:]
        found = kinds.get(kind)
        if found is None:
            found = kinds[kind] = _judged(row, claim, ledger)
        group, weight = found
        if group is None:
            group = roots[repeating] if repeating else named(party, listed(authors), publisher)
        yield group, weight


def _judged(row: Row, claim: Claim, ledger: Ledger) -> tuple[str | None, Shades]:
    """The weight of an item, and its group unless that is whoever speaks in its source."""
    kind, grade, interested, standing, stance, strength, directness, origin, relayed = row[7:]
    source = Source(
        *("", kind), party=row[4], grade=grade, self_interested=interested, standing=standing
    )
    record = Evidence(claim.slug, "", stance, strength, directness, origin=origin)
    record = record._replace(relayed_from_grade=relayed)
    judged = judge_from(source, claim, record, Life("", FOREVER), ledger)
    assert isinstance(judged.item, Item)
    return group_beside(record, judged.grade), shades(judged.item)
