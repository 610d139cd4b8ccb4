"""Corrections: edit, retract, merge, undo. The former content stays in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evidence.clock import today
from evidence.core.checking import problems
from evidence.core.errors import Conflict, Invalid, NotFound
from evidence.core.forms import as_mapping
from evidence.core.impact import impact
from evidence.core.joining import joined
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.merging import Conflict as Clash
from evidence.core.merging import same
from evidence.core.records import (
    Claim,
    Evidence,
    Observation,
    Record,
    Search,
    Source,
    Subject,
    kind_of,
)
from evidence.exchange.inputs import accept
from evidence.looking import named, title
from evidence.proposal import Besides, Outcome, gathered, keys, refuse, write
from evidence.store.engine import Location, Reader
from evidence.store.history import Entry, last_to_undo
from evidence.store.history import undo as inverse
from evidence.store.reading import log


def edit(
    location: Location,
    name: str,
    fields: Mapping[str, Any],
    dry_run: bool,
    base: Record | None = None,
) -> Outcome:
    """Correct the fields of a record; None takes one away. Raises Invalid, Conflict, NotFound.

    `base` is the record that the corrections were made to; it is a conflict if it has changed.
    """
    before = gathered(location)
    former = named(before, name)
    _refuse_changed(former, base, fields)
    merged = as_mapping(former) | dict(fields)
    kept = {field: value for field, value in merged.items() if value is not None}
    record = accept(kind_of(former), kept)
    if identity(record) != identity(former) and before.get(identity(record)) is not None:
        raise Conflict(f"{title(record)} exists already: this correction would make it twice")
    change = Change(former, record)
    _refuse_new_faults(before, before.with_changes([change]))
    return _apply(location, before, (change,), "edit", f"edit {title(former)}", dry_run)


def _refuse_changed(now: Record, base: Record | None, fields: Mapping[str, Any]) -> None:
    """Raise Conflict, showing both versions, if somebody has changed what was to be corrected."""
    if base is None or same(now, base):
        return
    given = as_mapping(base) | dict(fields)
    difference = Clash(kind_of(now), title(now), as_mapping(now), given).difference
    told = f": {difference}" if difference else ""
    raise Conflict(f"{title(now)} has changed since it was read{told}", "read it again")


def _refuse_new_faults(before: Ledger, after: Ledger) -> None:
    """Refuse a change that would leave any record pointing at nothing."""
    standing = {(id(p.record), p.message) for p in problems(before, list(before))}
    found = problems(after, list(after))
    refuse([p for p in found if (id(p.record), p.message) not in standing])


def retract(location: Location, key: str, reason: str, dry_run: bool) -> Outcome:
    """Withdraw something as never sound; raises Invalid, Conflict, NotFound."""
    before = gathered(location)
    former = named(before, key)
    changed = accept(kind_of(former), as_mapping(_retracted(former, reason)))
    change = Change(former, changed)
    return _apply(location, before, (change,), "retract", f"retract {title(former)}", dry_run)


def _retracted(former: Record, reason: str) -> Record:
    if isinstance(former, Evidence | Observation | Search):
        if former.retracted:
            raise Conflict(f"{title(former)} was retracted on {former.retracted} already")
        return former._replace(retracted=today(), retracted_reason=reason)
    if isinstance(former, Source):
        return former._replace(standing="retracted", grade="E", grade_reason=reason)
    raise Invalid(
        f"{title(former)} cannot be retracted: name an item of evidence, an observation, a "
        "search or a source"
    )


def merge(location: Location, kept: str, gone: str, reason: str | None, dry_run: bool) -> Outcome:
    """Join two records of one thing; raises Invalid, Conflict, NotFound."""
    from evidence.store.joining import copies_joined, rows_joined, scenarios_joined

    before = gathered(location)
    one, other = named(before, kept), named(before, gone)
    _refuse_to_join(one, other)
    found = joined(before, one, other, reason)
    if found.conflicts:
        raise Conflict("; ".join(found.conflicts), "make them agree with 'evidence edit' first")
    united = accept(kind_of(one), as_mapping(found.changes[0].after or one))
    changes = (found.changes[0]._replace(after=united), *found.changes[1:])
    _refuse_new_faults(before, before.with_changes(changes))
    with Reader(location) as reader:
        besides = Besides(
            scenarios_joined(reader, found.names, found.keys),
            rows_joined(reader, found.names),
            copies_joined(reader, found.names),
        )
    said = f"merge {title(other)} into {title(one)}" + (f": {reason}" if reason else "")
    done = _apply(location, before, changes, "merge", said, dry_run, besides=besides)
    return done._replace(warnings=found.remarks)


def _refuse_to_join(one: Record, other: Record) -> None:
    for record in (one, other):
        if not isinstance(record, Subject | Source | Claim):
            raise Invalid(
                f"{title(record)} cannot be merged: name two sources, two claims, or two "
                "organizations, models, chips, clusters or laws"
            )
    if one == other:
        raise Invalid(f"both names are those of {title(one)}: name two things")
    if kind_of(one) != kind_of(other):
        raise Invalid(f"{title(one)} and {title(other)} are not of one kind: name two of one")


def undo(location: Location, dry_run: bool) -> Outcome:
    """Take back the last change that still stands; raises Conflict where others rest on it."""
    with Reader(location) as reader:
        entry = last_to_undo(log(reader))
    if entry is None:
        raise NotFound("there is nothing to undo", "see 'evidence history'")
    before = gathered(location)
    changes = inverse(entry)
    _refuse_stale(before, changes, entry)
    _refuse_new_faults(before, before.with_changes(changes))
    summary = f"undo {entry.seq}: {entry.summary}"
    return _apply(location, before, changes, "undo", summary, dry_run, entry)


def _refuse_stale(before: Ledger, changes: Sequence[Change], entry: Entry) -> None:
    for change in changes:
        former = change.before or change.after
        if former is not None and before.get(identity(former)) != change.before:
            raise Conflict(
                f"{title(former)} has changed since entry {entry.seq}: undo the later change first"
            )


def _apply(
    location: Location,
    before: Ledger,
    changes: Sequence[Change],
    operation: str,
    summary: str,
    dry_run: bool,
    undone: Entry | None = None,
    besides: Besides | None = None,
) -> Outcome:
    real = tuple(change for change in changes if change.before != change.after)
    moves = impact(before, real, today())
    entry = None
    if (real or undone) and not dry_run:
        entry = write(location, real, operation, summary, undone, besides)
    kinds = [kind_of(r) for change in real if (r := change.after or change.before)]
    counts = {kind: kinds.count(kind) for kind in kinds}
    named_ = keys([change.after or change.before for change in real])
    return Outcome({}, {}, counts, (), (), moves, named_, entry)
