"""Who speaks on which claims, made anew in the transaction that changes what it rests on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa

from evidence.core.hearing import docket
from evidence.core.judging import OWN_SEARCHES, POOLED, UNNAMED
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Claim, Evidence, Record, Search, Source, Subject, claim_and_unit
from evidence.core.visibility import targets
from evidence.core.voices import OpinionStep, Step, Voices, alters_weights, drowned, louder, voices
from evidence.store.decoding import batches, entered
from evidence.store.engine import Writer
from evidence.store.queries import Rows
from evidence.store.reading import bearing_of_groups, bearing_on_claims, slugs
from evidence.store.tables import METADATA

NAMELESS = (POOLED, UNNAMED, OWN_SEARCHES)
"""The groups of all who are low, unnamed or ourselves: no name tells which items are of them."""
TABLES = ("voice", "opinion")
"""The tables that are made here, in the order of the fields of Voices."""


def weigh(writer: Writer, changes: Sequence[Change]) -> None:
    """Bring the voices up to date with changes that are written already."""
    alone = _items_alone(changes)
    newer = _superseding(writer, alone)
    # What another ends takes a hearing with it.
    heard = {slug for slug in newer if any(_ends(item, alone[slug]) for item in newer[slug])}
    quick = alone.keys() - heard
    reweigh(writer, claims_touched(writer, changes) - quick)
    for batch in batches(sorted(quick)):
        _weigh_items(writer, {slug: alone[slug] for slug in batch}, newer)


def reweigh(writer: Writer, claims: Iterable[str]) -> None:
    """Make the voices of these claims anew from their records; no slug has to name a claim."""
    for batch in batches(sorted(claims)):
        ledger = bearing_on_claims(writer, batch)
        known = [slug for slug in batch if ledger.claim(slug)]
        found = {slug: voices(docket(ledger, slug)) for slug in known}
        _keep(writer, found, _held(writer, known))


def reweigh_all(writer: Writer) -> None:
    """Make the voices of all claims anew."""
    reweigh(writer, slugs(writer, "claims"))


def _superseding(writer: Writer, claims: Iterable[str]) -> dict[str, list[Evidence]]:
    """The items that take the place of others, on those of these claims that have any."""
    found: dict[str, list[Evidence]] = {}
    for batch in batches(sorted(claims)):
        for slug, key, wanted in writer.rows("superseding_items", claims=batch):
            item = Evidence(slug, "", key=key, supersedes=entered(wanted))
            found.setdefault(slug, []).append(item)
    return found


def _ends(item: Evidence, changes: Iterable[Change]) -> bool:
    """Whether an item takes the place of one that has come or gone."""
    changed = (one for one in _records(changes) if isinstance(one, Evidence))
    return bool(targets(item, changed))


def _weigh_items(
    writer: Writer, changes: Mapping[str, Sequence[Change]], superseded: Container[str]
) -> None:
    """Let items speak that have come, and no longer those that have gone, on each claim.

    On those that are `superseded` some item takes the place of another, but of none of these.
    """
    listed = list(chain(*changes.values()))
    records = _records(listed)
    around = bearing_on_claims(writer, list(changes), records)
    around = around.with_changes(Change(record, None) for record in records)
    before, after = (around.with_changes(Change(None, c[side]) for c in listed) for side in (0, 1))
    held = _held(writer, list(changes))
    found, missed = {}, {}
    for slug in changes:
        gone, come = voices(docket(before, slug)), voices(docket(after, slug))
        if gone.opinions or come.opinions or not drowned(gone.steps, held[slug].steps):
            missed[slug] = {*_groups(before, slug), *_groups(after, slug)}
        else:
            found[slug] = held[slug]._replace(steps=louder(held[slug].steps, come.steps))
    _keep(writer, found, held)
    # Who ends an item may be of another group, and is heard with it.
    reweigh(writer, [slug for slug in missed if slug in superseded])
    grouped = {slug: missed[slug] for slug in missed if slug not in superseded}
    _weigh_groups(writer, around, grouped, held)


def _held(writer: Writer, claims: list[str]) -> dict[str, Voices]:
    """What is kept of each of these claims."""
    steps: dict[str, list[Step]] = {slug: [] for slug in claims}
    opinions: dict[str, list[OpinionStep]] = {slug: [] for slug in claims}
    for slug, *step in writer.rows("voices", "of_claims", claims=claims):
        steps[slug].append(Step(*step))
    for slug, *step in writer.rows("opinion_steps", "of_claims", claims=claims):
        opinions[slug].append(OpinionStep(*step))
    return {slug: Voices(tuple(steps[slug]), tuple(opinions[slug])) for slug in claims}


def _groups(ledger: Ledger, slug: str) -> Iterator[str]:
    return (entered.judged.group for entered in docket(ledger, slug).entered)


def _weigh_groups(
    writer: Writer, around: Ledger, groups: Mapping[str, set[str]], held: Mapping[str, Voices]
) -> None:
    """Make the voices of these groups on each claim anew from their items."""
    named = [slug for slug in groups if groups[slug].isdisjoint(NAMELESS)]
    reweigh(writer, groups.keys() - set(named))
    if named:
        every = {group for slug in named for group in groups[slug]}
        told = bearing_of_groups(writer, around, named, every)
        found = {slug: voices(docket(told, slug)).of(groups[slug]) for slug in named}
        _keep(writer, found, {slug: held[slug].of(groups[slug]) for slug in named})


def _keep(writer: Writer, found: Mapping[str, Voices], held: Mapping[str, Voices]) -> None:
    """Store what was found of these claims, by changing no row that is held so already."""
    if not found:
        return
    ids: dict[str, int] = dict(writer.rows("claim_ids", "of_claims", claims=list(found)))
    connection = writer.session.connection()
    for place, table in enumerate(TABLES):
        there = {(ids[slug], *step) for slug in found for step in held[slug][place]}
        wanted = {(ids[slug], *step) for slug in found for step in found[slug][place]}
        gone, come = _statements(table)
        for statement, rows in ((gone, there - wanted), (come, wanted - there)):
            if rows:
                connection.execute(statement, [_named(table, row) for row in sorted(rows)])


@cache
def _statements(table: str) -> tuple[Any, Any]:
    """How a row goes, and how one comes."""
    columns = METADATA.tables[table]
    key = [column == sa.bindparam(f"key_{column.name}") for column in columns.primary_key]
    values: dict[str, Any] = {
        column.name: sa.bindparam(f"key_{column.name}") for column in columns.columns
    }
    return sa.delete(columns).where(*key), sa.insert(columns).values(values)


def _named(table: str, row: tuple[Any, ...]) -> dict[str, Any]:
    names = (f"key_{column.name}" for column in METADATA.tables[table].columns)
    return dict(zip(names, row, strict=True))


def _items_alone(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes of items by claim, where nothing else changes what is said on the claim."""
    if any(alters_weights(change) or _takes_away(change) for change in changes):
        return {}
    alone: dict[str, list[Change]] = {}
    others: set[str | None] = set()
    for change in changes:
        claims = {_claim_of(record) for record in change if record is not None}
        slug = claims.pop() if len(claims) == 1 else None
        if slug is not None and all(_ends_nothing(record) for record in _records([change])):
            alone.setdefault(slug, []).append(change)
        else:
            others |= {slug, *claims}
    return {slug: items for slug, items in alone.items() if slug not in others}


def _takes_away(change: Change) -> bool:
    """Whether something goes that tells what an item weighed before: it can be read no more."""
    return isinstance(change.before, Source | Subject) and change.after is None


def _records(changes: Iterable[Change]) -> list[Record]:
    return [record for change in changes for record in change if record is not None]


def _ends_nothing(record: Record) -> bool:
    """Whether a record is an item that takes no other's place."""
    if isinstance(record, Evidence):
        return record.supersedes is None
    return isinstance(record, Search)


def claims_touched(reader: Rows, changes: Sequence[Change]) -> set[str]:
    """The claims whose voices may be others after these changes."""
    found = {_claim_of(record) for change in changes for record in change}
    altered = [change.after for change in changes if alters_weights(change)]
    told = [one.slug for one in altered if isinstance(one, Source)]
    owners = [one.slug for one in altered if isinstance(one, Subject)]
    for query, names in (("claims_citing", told), ("claims_about_owned", owners)):
        for batch in batches(names):
            found |= {slug for (slug,) in reader.rows(query, slugs=batch)}
    return {slug for slug in found if slug is not None}


def _claim_of(record: Record | None) -> str | None:
    """The claim whose voices a record is among, or may decide."""
    if isinstance(record, Claim):
        return record.slug
    return claim_and_unit(record.claim)[0] if isinstance(record, Evidence | Search) else None
