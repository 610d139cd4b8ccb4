"""Changes into rows, inside the caller's transaction, always with an entry in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from evidence.core.errors import Conflict, Invalid
from evidence.core.forms import as_mapping
from evidence.core.ledger import Change, Identity, identity
from evidence.core.merging import Conflict as Clash
from evidence.core.records import Claim, Observation, Record, Selection
from evidence.store.bodies import Body
from evidence.store.copies import CopyChange, add_copies, remove_copies, require_copies_unchanged
from evidence.store.decoding import records_named
from evidence.store.engine import Writer
from evidence.store.history import Entry, entry_after, texts_of
from evidence.store.ids import Ids
from evidence.store.imported import ImportedRow, RowChange, rows_of_sources
from evidence.store.reading import head
from evidence.store.rows import KEYS, TABLE, imported_row, row, subject_rows, unit_rows
from evidence.store.scenarios import Scenario, ScenarioChange, scenarios
from evidence.store.settling import settled_changes
from evidence.store.tables import METADATA
from evidence.store.weighing import weigh


def apply(
    writer: Writer,
    changes: Sequence[Change],
    operation: str,
    summary: str,
    recorded: str,
    actor: str,
    *,
    scenario_changes: Sequence[ScenarioChange] = (),
    row_changes: Sequence[RowChange] = (),
    copy_changes: Sequence[CopyChange] = (),
    undoes: int | None = None,
) -> Entry:
    """Write the changes and one entry of the log that holds them.

    `recorded` is the moment in UTC, as ISO text. Records may come in any order. Raises Conflict,
    and writes nothing, if a record is no longer as its `before` says; Invalid if a record refers
    to one that is neither stored nor among the changes, or if there is nothing to change.
    """
    settled = [pair for pair in settled_changes(changes) if pair.before != pair.after]
    if not (settled or scenario_changes or row_changes or copy_changes):
        raise Invalid("there is nothing to change")
    _require_unchanged(writer, settled)
    _require_pinned(writer, settled)
    _require_rows_unchanged(writer, row_changes)
    require_copies_unchanged(writer, copy_changes)
    last = head(writer)
    body = Body(writer, last[0] + 1)
    body.extend(texts_of(settled, scenario_changes, row_changes, copy_changes))
    entry = entry_after(last, recorded, actor, operation, summary, *body.close(undoes))
    add_entry(writer, entry)
    # Rows and copies go first where they go away, and come last: their sources must be there.
    _Write(writer, entry.seq).remove_rows(row_changes)
    remove_copies(writer, copy_changes, Ids(writer))
    _Write(writer, entry.seq).records(settled)
    _Write(writer, entry.seq).scenarios(scenario_changes)
    _Write(writer, entry.seq).add_rows(row_changes)
    add_copies(writer, copy_changes, Ids(writer), entry.seq)
    weigh(writer, settled)
    return entry


def add_entry(writer: Writer, entry: Entry) -> None:
    """Put an entry at the end of the log."""
    writer.session.execute(sa.insert(METADATA.tables["log"]), [entry._asdict()])


def write_records(writer: Writer, changes: Sequence[Change], entry: int) -> None:
    """Write the rows of changes whose `before` is known to be what the database holds.

    `entry` is the number of the entry of the log that will hold them. Raises Invalid if a record
    refers to one that is neither stored nor among the changes.
    """
    _require_pinned(writer, changes)
    _Write(writer, entry).records(changes)


def save_derivation(
    writer: Writer,
    scenario: Scenario,
    summary: str,
    actor: str,
    *,
    before: Scenario | None = None,
) -> Entry:
    """Keep a calculation under its slug; `before` is the one that it replaces, if any."""
    change = ScenarioChange(before, scenario)
    return apply(
        *(writer, (), "compute", summary, scenario.recorded, actor), scenario_changes=[change]
    )


class _Write:
    """The rows of one entry of the log."""

    def __init__(self, writer: Writer, entry: int) -> None:
        self._writer = writer
        self._entry = entry

    def records(self, changes: Sequence[Change]) -> None:
        ids = Ids(self._writer)
        ids.learn(record for pair in changes for record in pair if record is not None)
        removed = [before for before, after in changes if before and not _same(before, after)]
        added = [after for before, after in changes if after and not _same(before, after)]
        altered = [after for before, after in changes if after and _same(before, after)]
        # Numbered before anything goes, so that what referred to that does not refer to these.
        ids.assign(added)
        self._remove(removed, ids)
        self._alter(altered, ids)
        self._add(added, ids)
        self._relist(altered, added, ids)

    def scenarios(self, changes: Sequence[ScenarioChange]) -> None:
        if not changes:
            return
        named = [one.slug for pair in changes for one in pair if one is not None]
        stored = {one.slug: one for one in scenarios(self._writer, named)}
        ids = Ids(self._writer)
        ids.learn_scenarios(changes)
        for before, after in changes:
            slug = (after or before or Scenario("", "", "", {}, "")).slug
            if stored.get(slug) != before:
                raise Conflict(f"scenario '{slug}' has changed since it was read", "read it again")
            if before is not None:
                self._remove_scenario(ids.derivation(slug))
            if after is not None:
                self._add_scenario(after, ids)

    def remove_rows(self, changes: Sequence[RowChange]) -> None:
        former = [before for before, _ in changes if before is not None]
        ids = self._row_ids(former)
        table = METADATA.tables["imported_row"]
        condition = sa.and_(
            table.c.source_id == sa.bindparam("of"), table.c.number == sa.bindparam("nth")
        )
        named = [{"of": ids.source(one.source), "nth": one.number} for one in former]
        self._execute(sa.delete(table).where(condition), named)

    def add_rows(self, changes: Sequence[RowChange]) -> None:
        added = [after for _, after in changes if after is not None]
        ids = self._row_ids(added)
        rows = [imported_row(one, ids, self._entry) for one in added]
        self._execute(sa.insert(METADATA.tables["imported_row"]), rows)

    def _row_ids(self, rows: Sequence[ImportedRow]) -> Ids:
        ids = Ids(self._writer)
        ids.learn_named((one.source for one in rows), (one.subject for one in rows))
        return ids

    def _remove(self, records: Sequence[Record], ids: Ids) -> None:
        for table, group in _by_table(records):
            if table == "claim":
                self._unlist(group, ids)
            rows = [row(record, ids, self._entry) for record in group]
            self._execute(sa.delete(METADATA.tables[table]).where(_key(table)), _keyed(table, rows))

    def _alter(self, records: Sequence[Record], ids: Ids) -> None:
        for table, group in _by_table(records):
            rows = [row(record, ids, self._entry) for record in group]
            self._execute(sa.update(METADATA.tables[table]).where(_key(table)), _keyed(table, rows))

    def _add(self, records: Sequence[Record], ids: Ids) -> None:
        for table, group in _by_table(records):
            rows = [row(record, ids, self._entry) for record in group]
            self._execute(sa.insert(METADATA.tables[table]), rows)

    def _relist(self, altered: Sequence[Record], added: Sequence[Record], ids: Ids) -> None:
        self._unlist([record for record in altered if isinstance(record, Claim)], ids)
        claims = [record for record in (*altered, *added) if isinstance(record, Claim)]
        for table, rows in (("claim_subject", subject_rows), ("claim_unit", unit_rows)):
            listed = [one for claim in claims for one in rows(claim, ids)]
            self._execute(sa.insert(METADATA.tables[table]), listed)

    def _unlist(self, claims: Sequence[Record], ids: Ids) -> None:
        named = [{"of": ids.claim(claim.slug)} for claim in claims if isinstance(claim, Claim)]
        for name in ("claim_subject", "claim_unit", "voice", "opinion"):
            table = METADATA.tables[name]
            self._execute(sa.delete(table).where(table.c.claim_id == sa.bindparam("of")), named)

    def _remove_scenario(self, number: int) -> None:
        inputs, table = METADATA.tables["derivation_input"], METADATA.tables["derivation"]
        self._execute(sa.delete(inputs).where(inputs.c.derivation_id == number), [{}])
        self._execute(sa.delete(table).where(table.c.id == number), [{}])

    def _add_scenario(self, scenario: Scenario, ids: Ids) -> None:
        from evidence.store.rows import input_rows, scenario_row

        self._execute(
            sa.insert(METADATA.tables["derivation"]), [scenario_row(scenario, ids, self._entry)]
        )
        self._execute(sa.insert(METADATA.tables["derivation_input"]), input_rows(scenario, ids))

    def _execute(self, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._writer.session.connection().execute(statement, list(rows))


def stored(writer: Writer, records: Iterable[Record]) -> dict[Identity, Record]:
    """What the database holds under the identities of these records."""
    wanted: dict[str, set[Identity]] = {}
    for record in records:
        wanted.setdefault(TABLE[type(record)], set()).add(identity(record))
    found: dict[Identity, Record] = {}
    for table, names in wanted.items():
        query, suffix, parameter, place = _LOOKUPS[table]
        slugs = [name[place].rpartition(":")[2] for name in sorted(names)]
        for record in records_named(writer, query, suffix, parameter, slugs):
            if identity(record) in names:
                found[identity(record)] = record
    return found


_LOOKUPS = {
    "subject": ("subjects", "of_subjects", "slugs", 1),
    "source": ("sources", "of_sources", "slugs", 1),
    "claim": ("claims", "of_claims", "claims", 1),
    "evidence": ("evidence", "evidence_of_keys", "keys", 2),
    "observation": ("observations", "observations_of_keys", "keys", 2),
    "search": ("searches", "searches_of_keys", "keys", 2),
    "selection": ("selections", "of_subjects", "slugs", 1),
    "resolution": ("resolutions", "of_claims", "claims", 1),
}
"""For each table: the query, its suffix and parameter, and which part of an identity it takes."""


def _require_unchanged(writer: Writer, changes: Sequence[Change]) -> None:
    held = stored(writer, (record for pair in changes for record in pair if record is not None))
    for before, after in changes:
        for record in (before, after):
            if record is None or (record is after and before and _same(before, after)):
                continue
            now = held.get(identity(record))
            expected = before if record is before else None
            if not _equal(now, expected):
                raise _conflict(identity(record), now, expected, after or record)


def _require_rows_unchanged(writer: Writer, changes: Sequence[RowChange]) -> None:
    named = {one.source for pair in changes for one in pair if one is not None}
    held = {row.identity: row for row in rows_of_sources(writer, sorted(named))}
    for before, after in changes:
        one = before or after
        if one is not None and held.get(one.identity) != before:
            raise Conflict(f"row {one.number} of {one.source} has changed", "read it again")


def _require_pinned(writer: Writer, changes: Sequence[Change]) -> None:
    """Raise Invalid for a selection of an observation that is not there."""
    pins = [after for _, after in changes if isinstance(after, Selection) and after.observation]
    added = {identity(after) for _, after in changes if isinstance(after, Observation)}
    keys = [pin.observation or "" for pin in pins]
    held = records_named(writer, *_LOOKUPS["observation"][:3], keys)
    there = added | {identity(record) for record in held}
    for pin in pins:
        if ("observations", pin.subject, pin.observation) not in there:
            raise Invalid(f"{pin.subject} has no observation {pin.observation}", "add it first")


def _equal(one: Record | None, other: Record | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or as_mapping(one) == as_mapping(other)


def _conflict(
    name: Identity, now: Record | None, expected: Record | None, given: Record
) -> Conflict:
    thing = " ".join(part for part in name if part)
    if now is None:
        return Conflict(f"{thing} is no longer there", "read it again")
    difference = Clash(name[0], thing, as_mapping(now), as_mapping(given)).difference
    told = f": {difference}" if difference else ""
    if expected is None:
        return Conflict(f"{thing} exists already{told}", "use --update to replace it")
    return Conflict(f"{thing} has changed since it was read{told}", "read it again")


def _same(before: Record | None, after: Record | None) -> bool:
    return before is not None and after is not None and identity(before) == identity(after)


def _by_table(records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(TABLE[type(record)], []).append(record)
    yield from groups.items()


def _key(table: str) -> Any:
    columns = METADATA.tables[table].c
    return sa.and_(*(columns[name] == sa.bindparam(f"key_{name}") for name in KEYS[table]))


def _keyed(table: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    keys = KEYS[table]
    return [
        {f"key_{name}" if name in keys else name: value for name, value in one.items()}
        for one in rows
    ]
