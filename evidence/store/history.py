"""The append-only log: what it holds, what follows from it, and whether it is whole.

Every write is one entry. Its body holds each record before and after as canonical JSON; its hash
covers the body and the hash of the entry before it. Whoever changes an entry has to change all
later ones, and then the hash of the last is another than the one that was noted down elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from evidence.core.errors import Damaged
from evidence.core.forms import as_mapping, from_mapping
from evidence.core.ledger import Change, Identity, Ledger, identity
from evidence.core.records import Record, kind_of
from evidence.store.copies import KIND as COPIES
from evidence.store.copies import CopyChange, as_copy
from evidence.store.imported import KIND as ROWS
from evidence.store.imported import ImportedRow, RowChange, as_row
from evidence.store.scenarios import KIND, Scenario, ScenarioChange, as_scenario

CHAIN = "evidence-log-v1"
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_NO_RECORDS = (KIND, ROWS, COPIES)
"""Kinds of changes that are not changes of records."""


class Problem(NamedTuple):
    """Something that does not hold together: a stable code, where, and what is wrong."""

    code: str
    where: str
    message: str


class Entry(NamedTuple):
    """One write, as the log holds it."""

    seq: int
    recorded: str
    actor: str
    operation: str
    summary: str
    body: str
    records_sha256: str
    previous: str
    hash: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """The records before and after; raises Damaged if the body cannot be read."""
        return self.changes_of(None)

    def changes_of(self, owner: str | None) -> tuple[Change, ...]:
        """The same, of one slug, claim or subject alone: most of a large entry stays unread."""
        pairs = [(kind, *pair) for kind, *pair in self.pairs if kind not in _NO_RECORDS]
        try:
            return tuple(
                Change(*(None if fields is None else from_mapping(kind, fields) for fields in pair))
                for kind, *pair in pairs
                if owner is None or any(fields and belongs(fields, owner) for fields in pair)
            )
        except (TypeError, KeyError, AttributeError):
            raise _unreadable(self) from None

    @property
    def pairs(self) -> list[tuple[str, Any, Any]]:
        """What it changes as the log holds it: the kind, and the fields before and after."""
        try:
            return [
                (change["kind"], change.get("before"), change.get("after"))
                for change in _body(self)["changes"]
            ]
        except (TypeError, KeyError, AttributeError):
            raise _unreadable(self) from None

    @property
    def scenarios(self) -> tuple[ScenarioChange, ...]:
        """The saved calculations before and after."""
        return tuple(ScenarioChange(*pair) for pair in self._others(KIND, as_scenario))

    @property
    def rows(self) -> tuple[RowChange, ...]:
        """The rows of imported tables before and after."""
        return tuple(RowChange(*pair) for pair in self._others(ROWS, as_row))

    @property
    def copies(self) -> tuple[CopyChange, ...]:
        """The copies of sources before and after."""
        return tuple(CopyChange(*pair) for pair in self._others(COPIES, as_copy))

    def _others(self, kind: str, read: Callable[[Any], T]) -> list[tuple[T | None, T | None]]:
        """What it changes of a kind that is none of records."""
        if f'"kind":"{kind}"' not in self.body:
            return []  # most entries, some of which are long
        try:
            return [
                (None if before is None else read(before), None if after is None else read(after))
                for other, before, after in self.pairs
                if other == kind
            ]
        except (TypeError, KeyError, AttributeError):
            raise _unreadable(self) from None

    @property
    def undoes(self) -> int | None:
        """The number of the entry that this one undid."""
        found = _body(self).get("undoes") if '"undoes":' in self.body else None
        return found if isinstance(found, int) else None


OPENING = '{"changes":['
"""How every body begins; after it come the changes, with commas between them."""


def closing(undoes: int | None = None) -> str:
    """How a body ends; `undoes` is the number of the entry that it takes back."""
    return "]}" if undoes is None else f'],"undoes":{undoes}}}'


def texts_of(
    changes: Iterable[Change],
    scenarios: Iterable[ScenarioChange] = (),
    rows: Iterable[RowChange] = (),
    copies: Iterable[CopyChange] = (),
) -> Iterator[str]:
    """The canonical JSON text by which the log holds each of these changes."""
    from evidence.core.canonical import canonical

    yield from (canonical(_listed(change)) for change in changes)
    others: tuple[tuple[str, Iterable[Any]], ...]
    others = (KIND, scenarios), (ROWS, rows), (COPIES, copies)
    for kind, given in others:
        yield from (canonical(_listed_other(kind, change)) for change in given)


def entry_after(
    head: tuple[int, str],
    recorded: str,
    actor: str,
    operation: str,
    summary: str,
    body: str,
    digest: str | None = None,
) -> Entry:
    """The next entry of the log after the one with this number and hash.

    `digest` is the SHA-256 of the whole body, where that does not lie in the entry itself.
    """
    digest = digest or _sha256(body)
    entry = Entry(head[0] + 1, recorded, actor, operation, summary, body, digest, head[1], "")
    return entry._replace(hash=_chained(entry))


def replay(entries: Iterable[Entry], until: str | None = None) -> Ledger:
    """The records after these entries; with a day, as they were known at the end of that day."""
    return ledger_after(entry.changes for entry in _known_at(list(entries), until))


def ledger_after(writes: Iterable[Iterable[Change]]) -> Ledger:
    """The records after the changes of one write after another."""
    found: dict[Identity, Record] = {}
    for changes in writes:
        for before, after in changes:
            if before is not None:
                found.pop(identity(before), None)
            if after is not None:
                found[identity(after)] = after
    return Ledger(found.values())


def replay_scenarios(entries: Iterable[Entry]) -> dict[str, Scenario]:
    """The saved calculations after these entries, by slug."""
    return _replayed((e.scenarios for e in entries), lambda one: (one.slug, one))


def replay_rows(entries: Iterable[Entry]) -> dict[tuple[str, int], ImportedRow]:
    """The rows of imported tables after these entries, by source and number."""
    return _replayed((e.rows for e in entries), lambda one: (one.identity, one))


def replay_copies(entries: Iterable[Entry]) -> dict[str, str]:
    """The digests of the copies after these entries, by source: their texts would be too much."""
    return _replayed((e.copies for e in entries), lambda one: (one.source, one.digest))


def _replayed(
    writes: Iterable[Iterable[tuple[T | None, T | None]]], named: Callable[[T], tuple[K, V]]
) -> dict[K, V]:
    """What there is after one write after another, under the names that it has."""
    found: dict[K, V] = {}
    for changes in writes:
        for before, after in changes:
            if before is not None:
                found.pop(named(before)[0], None)
            if after is not None:
                found.update([named(after)])
    return found


def undo(entry: Entry) -> tuple[Change, ...]:
    """The changes that bring back what an entry replaced."""
    return tuple(Change(change.after, change.before) for change in reversed(entry.changes))


def undo_scenarios(entry: Entry) -> tuple[ScenarioChange, ...]:
    """The changes that bring back the calculations which an entry replaced."""
    return tuple(
        ScenarioChange(change.after, change.before) for change in reversed(entry.scenarios)
    )


def undo_rows(entry: Entry) -> tuple[RowChange, ...]:
    """The changes that bring back the rows which an entry replaced."""
    return tuple(RowChange(change.after, change.before) for change in reversed(entry.rows))


def undo_copies(entry: Entry) -> tuple[CopyChange, ...]:
    """The changes that bring back the copies which an entry replaced."""
    return tuple(CopyChange(change.after, change.before) for change in reversed(entry.copies))


def last_to_undo(entries: Sequence[Entry]) -> Entry | None:
    """The newest entry that neither undoes another nor has been undone."""
    undone = {entry.undoes for entry in entries}
    left = [entry for entry in entries if entry.seq not in undone and entry.undoes is None]
    return left[-1] if left else None


def verify(entries: Iterable[Entry]) -> list[Problem]:
    """Whatever shows that an entry was changed, removed or put in."""
    problems = []
    seq, previous = 0, ""
    for entry in entries:
        where = f"log {entry.seq}"
        if entry.seq != seq + 1:
            problems.append(Problem("log_gap", where, f"entry {seq + 1} is missing"))
        if entry.previous != previous:
            problems.append(Problem("log_chain", where, "does not follow from the entry before"))
        if entry.records_sha256 != _sha256(entry.body):
            problems.append(Problem("log_body", where, "the records are not those first written"))
        if entry.hash != _chained(entry):
            problems.append(Problem("log_hash", where, "the entry is not as it was first written"))
        seq, previous = entry.seq, entry.hash
    return problems


def belongs(fields: Mapping[str, Any], owner: str) -> bool:
    """Whether a record, as the log holds it, is of this slug, claim or subject."""
    named = [str(fields.get(name, "")) for name in ("slug", "claim", "subject")]
    return any(owner in (n, n.partition("/")[0], n.partition(":")[2]) for n in named)


def _known_at(entries: list[Entry], until: str | None) -> list[Entry]:
    """The entries up to the last of that day: a clock that was wrong does not reorder the log."""
    if until is None:
        return entries
    known = [place for place, entry in enumerate(entries) if entry.recorded[:10] <= until]
    return entries[: known[-1] + 1] if known else []


def _listed(change: Change) -> dict[str, Any]:
    kind = next(kind_of(record) for record in change if record is not None)
    before, after = (None if record is None else as_mapping(record) for record in change)
    return {"kind": kind, "before": before, "after": after}


def _listed_other(kind: str, change: ScenarioChange | RowChange | CopyChange) -> dict[str, Any]:
    before, after = (None if one is None else one.as_mapping() for one in change)
    return {"kind": kind, "before": before, "after": after}


def _body(entry: Entry) -> Mapping[str, Any]:
    try:
        body = json.loads(entry.body)
    except (ValueError, RecursionError):
        raise _unreadable(entry) from None
    if not isinstance(body, dict):
        raise _unreadable(entry)
    return body


def _unreadable(entry: Entry) -> Damaged:
    return Damaged(f"entry {entry.seq} of the log cannot be read", "restore it from a backup")


def _chained(entry: Entry) -> str:
    from evidence.core.canonical import canonical

    covered = canonical(
        [
            entry.seq,
            entry.recorded,
            entry.actor,
            entry.operation,
            entry.summary,
            entry.records_sha256,
        ]
    )
    return _sha256(f"{CHAIN}\n{entry.previous}\n{covered}")


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
