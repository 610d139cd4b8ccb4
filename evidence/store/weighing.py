"""Who speaks on which claims, made anew in the transaction that changes what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from evidence.core.hearing import docket
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Claim, Evidence, Search, Source, Subject, claim_and_unit
from evidence.core.voices import OpinionStep, Step, Voices, alters_weights, voices
from evidence.store.decoding import batches
from evidence.store.engine import Writer
from evidence.store.queries import Rows
from evidence.store.reading import bearing_on_claims, slugs
from evidence.store.tables import METADATA

_SAME = {"rel_tol": 1e-12, "abs_tol": 1e-12}
"""Machines may differ in the last digit of a logarithm."""


def reweigh(writer: Writer, claims: Iterable[str]) -> None:
    """Make the voices of these claims anew from their records; no slug has to name a claim."""
    for batch in batches(sorted(claims)):
        ids: dict[str, int] = dict(writer.rows("claim_ids", "of_claims", claims=batch))
        ledger = bearing_on_claims(writer, batch)
        _replace(writer, {number: voices(docket(ledger, slug)) for slug, number in ids.items()})


def reweigh_all(writer: Writer) -> None:
    """Make the voices of all claims anew."""
    reweigh(writer, slugs(writer, "claims"))


def claims_touched(reader: Rows, changes: Sequence[Change]) -> set[str]:
    """The claims whose voices may be others after these changes, which are written already."""
    found = {slug for change in changes for record in change for slug in _claim_of(record)}
    altered = [change.after for change in changes if alters_weights(change)]
    told = [one.slug for one in altered if isinstance(one, Source)]
    owners = [one.slug for one in altered if isinstance(one, Subject)]
    for query, names in (("claims_citing", told), ("claims_about_owned", owners)):
        for batch in batches(names):
            found |= {slug for (slug,) in reader.rows(query, slugs=batch)}
    return found


def stale_voices(reader: Rows, ledger: Ledger) -> Iterator[str]:
    """The claims of which the database holds other voices than follow from these records."""
    held = _stored(reader)
    for claim in ledger.claims():
        steps, opinions = voices(docket(ledger, claim.slug))
        if not _same((*steps, *opinions), held.pop(claim.slug, [])):
            yield claim.slug
    yield from sorted(held)


def _claim_of(record: object) -> list[str]:
    if isinstance(record, Claim):
        return [record.slug]
    return [claim_and_unit(record.claim)[0]] if isinstance(record, Evidence | Search) else []


def _replace(writer: Writer, found: Mapping[int, Voices]) -> None:
    connection = writer.session.connection()
    for place, name in enumerate(("voice", "opinion")):
        table = METADATA.tables[name]
        gone = sa.delete(table).where(table.c.claim_id == sa.bindparam("of"))
        rows = [_row(number, one) for number, all_ in found.items() for one in all_[place]]
        if found:
            connection.execute(gone, [{"of": number} for number in found])
        if rows:
            connection.execute(sa.insert(table), rows)


def _row(number: int, step: Step | OpinionStep) -> dict[str, Any]:
    fields = step._asdict()
    return {"claim_id": number, "group_name": fields.pop("group"), **fields}


def _stored(reader: Rows) -> dict[str, list[tuple[Any, ...]]]:
    held: dict[str, list[tuple[Any, ...]]] = {}
    for query in ("voices", "opinion_steps"):
        for slug, *step in reader.rows(query):
            held.setdefault(slug, []).append(tuple(step))
    return held


def _same(steps: Sequence[tuple[Any, ...]], held: Sequence[tuple[Any, ...]]) -> bool:
    pairs = zip(sorted(steps, key=_order), sorted(held, key=_order), strict=False)
    return len(steps) == len(held) and all(_alike(one, other) for one, other in pairs)


def _order(step: tuple[Any, ...]) -> tuple[Any, ...]:
    return len(step), *step[:5]


def _alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, **_SAME) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )
