"""Who speaks on which claims, made anew in the transaction that changes what it rests on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa

from evidence.core.hearing import docket
from evidence.core.judging import OWN_SEARCHES, POOLED, UNNAMED, judge
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Claim, Evidence, Record, Search, Source, Subject, claim_and_unit
from evidence.core.visibility import FOREVER, Life
from evidence.core.voices import Step, Voices, alters_weights, louder, voices
from evidence.store.decoding import batches
from evidence.store.engine import Writer
from evidence.store.queries import Rows
from evidence.store.reading import bearing_of_groups, bearing_on_claims, slugs
from evidence.store.tables import METADATA

ALWAYS = Life("", FOREVER)
NAMELESS = (POOLED, UNNAMED, OWN_SEARCHES)
"""The groups of all who are low, unnamed or ourselves: no name tells which items are of them."""
_GROUP = 1
"""Where a row of either table, after the claim, has the group."""
TABLES = {"voice": "voices", "opinion": "opinion_steps"}
"""Each table that is made here, with the query that reads it."""


def weigh(writer: Writer, changes: Sequence[Change]) -> None:
    """Bring the voices up to date with changes that are written already."""
    alone = _items_alone(changes)
    # Where any item, old or new, ends others, what is added may end them or be ended.
    superseding = {
        slug
        for batch in batches(sorted(alone))
        for (slug,) in writer.rows("claims_superseding", claims=batch)
    }
    quick = alone.keys() - superseding
    reweigh(writer, claims_touched(writer, changes) - quick)
    more = {slug for slug in quick if all(_adds_a_voice(change) for change in alone[slug])}
    for batch in batches(sorted(more)):
        _weigh_more(writer, {slug: _records(alone[slug]) for slug in batch})
    for batch in batches(sorted(quick - more)):
        _weigh_groups(writer, {slug: _records(alone[slug]) for slug in batch})


def reweigh(writer: Writer, claims: Iterable[str]) -> None:
    """Make the voices of these claims anew from their records; no slug has to name a claim."""
    for batch in batches(sorted(claims)):
        ledger = bearing_on_claims(writer, batch)
        known = [slug for slug in batch if ledger.claim(slug)]
        _keep(writer, {slug: voices(docket(ledger, slug)) for slug in known})


def reweigh_all(writer: Writer) -> None:
    """Make the voices of all claims anew."""
    reweigh(writer, slugs(writer, "claims"))


def _weigh_more(writer: Writer, items: Mapping[str, Sequence[Record]]) -> None:
    """Let new items speak beside those that are weighed, which they leave as they are."""
    batch = list(items)
    ledger = bearing_on_claims(writer, batch, [one for added in items.values() for one in added])
    held: dict[str, list[Step]] = {}
    for slug, *step in writer.rows("voices", "of_claims", claims=batch):
        held.setdefault(slug, []).append(Step(*step))
    new = {slug: voices(docket(ledger, slug)).steps for slug in batch}
    found = {slug: louder(held.get(slug, ()), new[slug]) for slug in batch}
    _keep(writer, {slug: Voices(steps, ()) for slug, steps in found.items()}, ("voice",))


def _weigh_groups(writer: Writer, items: Mapping[str, Sequence[Record]]) -> None:
    """Make the voices of the groups anew that these items were in, or have come into."""
    ledger = bearing_on_claims(writer, list(items), chain(*items.values()))
    groups = {slug: _groups(ledger, slug, items[slug]) for slug in items}
    named = {slug for slug in items if groups[slug].isdisjoint(NAMELESS)}
    reweigh(writer, items.keys() - named)
    if named:
        told = bearing_of_groups(writer, ledger, sorted(named), set().union(*groups.values()))
        found = {slug: voices(docket(told, slug)).of(groups[slug]) for slug in sorted(named)}
        _keep(writer, found, groups=groups)


def _groups(ledger: Ledger, slug: str, items: Iterable[Record]) -> set[str]:
    """The groups that speak through these items, of which no one ends another."""
    claim = ledger.claim(slug)
    assert claim is not None
    spoken = (item for item in items if isinstance(item, Evidence | Search))
    return {judge(claim, item, ALWAYS, ledger).group for item in spoken}


def _keep(
    writer: Writer,
    found: Mapping[str, Voices],
    tables: Iterable[str] = tuple(TABLES),
    groups: Mapping[str, Container[str]] | None = None,
) -> None:
    """Store what was found of these claims, or of groups, by changing no row that is right."""
    claims = list(found)
    ids: dict[str, int] = dict(writer.rows("claim_ids", "of_claims", claims=claims))
    connection = writer.session.connection()
    for table in tables:
        stored = writer.rows(TABLES[table], "of_claims", claims=claims)
        held = {
            (ids[slug], *step)
            for slug, *step in stored
            if groups is None or step[_GROUP] in groups[slug]
        }
        place = list(TABLES).index(table)
        wanted = {(ids[slug], *step) for slug in claims for step in found[slug][place]}
        gone, come = _statements(table)
        for statement, rows in ((gone, held - wanted), (come, wanted - held)):
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
    if any(alters_weights(change) for change in changes):
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


def _records(changes: Iterable[Change]) -> list[Record]:
    return [record for change in changes for record in change if record is not None]


def _ends_nothing(record: Record) -> bool:
    """Whether a record is an item that takes no other's place."""
    if isinstance(record, Evidence):
        return record.supersedes is None
    return isinstance(record, Search)


def _adds_a_voice(change: Change) -> bool:
    """Whether an item is new that is not averaged with others: these weigh as before."""
    return change.before is None and getattr(change.after, "probability", None) is None


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
