"""Who speaks on which claims, made anew in the transaction that changes what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from evidence.core.hearing import docket
from evidence.core.ledger import Change
from evidence.core.records import Claim, Evidence, Record, Search, Source, Subject, claim_and_unit
from evidence.core.voices import Step, Voices, alters_weights, louder, voices
from evidence.store.decoding import batches
from evidence.store.engine import Writer
from evidence.store.queries import Rows
from evidence.store.reading import bearing_on_claims, slugs
from evidence.store.tables import METADATA

TABLES = {"voice": "voices", "opinion": "opinion_steps"}
"""Each table that is made here, with the query that reads it."""


def weigh(writer: Writer, changes: Sequence[Change]) -> None:
    """Bring the voices up to date with changes that are written already."""
    added = _added_alone(changes)
    # Where any item, old or new, ends others, what is added may end them or be ended.
    superseding = {
        slug
        for batch in batches(sorted(added))
        for (slug,) in writer.rows("claims_superseding", claims=batch)
    }
    quick = added.keys() - superseding
    reweigh(writer, claims_touched(writer, changes) - quick)
    for batch in batches(sorted(quick)):
        _weigh_more(writer, {slug: added[slug] for slug in batch})


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


def _keep(
    writer: Writer, found: Mapping[str, Voices], tables: Iterable[str] = tuple(TABLES)
) -> None:
    """Store what was found of these claims, by changing no row that is right already."""
    claims = list(found)
    ids: dict[str, int] = dict(writer.rows("claim_ids", "of_claims", claims=claims))
    connection = writer.session.connection()
    for table in tables:
        stored = writer.rows(TABLES[table], "of_claims", claims=claims)
        held = {(ids[slug], *step) for slug, *step in stored}
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


def _added_alone(changes: Sequence[Change]) -> dict[str, list[Record]]:
    """New items by claim, where nothing else of the claim changes: the others weigh as before."""
    if any(alters_weights(change) for change in changes):
        return {}
    added: dict[str, list[Record]] = {}
    others: set[str | None] = set()
    for before, after in changes:
        slug = _claim_of(after)
        if before is None and slug is not None and after is not None and _speaks_alone(after):
            added.setdefault(slug, []).append(after)
        else:
            others |= {_claim_of(before), slug}
    return {slug: items for slug, items in added.items() if slug not in others}


def _speaks_alone(record: Record) -> bool:
    """Whether a record is an item that is not averaged with others."""
    if isinstance(record, Evidence):
        return record.probability is None
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
