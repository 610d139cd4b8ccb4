"""What an import would do to a ledger: what is new, what is there already, what contradicts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.canonical import canonical
from evidence.core.checking import named
from evidence.core.forms import as_mapping
from evidence.core.ledger import Change, Identity, Ledger, identity
from evidence.core.records import KINDS, SINGULAR, Record, kind_of

FILLED: Mapping[str, tuple[str, ...]] = {"sources": ("sha256",)}
"""Fields that the program fills, as `evidence keep` does: to leave one out denies nothing."""


class Conflict(NamedTuple):
    """Two records of one key with different content."""

    kind: str
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ."""
        names = dict.fromkeys([*self.before, *self.after])
        return tuple(n for n in names if not _equal(self.before.get(n), self.after.get(n)))

    @property
    def difference(self) -> str:
        """Both versions of each field in which they differ, on one line."""
        return ", ".join(
            f"{name} here {self.before.get(name)!r:.300}, given {self.after.get(name)!r:.300}"
            for name in self.fields
        )

    def __str__(self) -> str:
        return f"{SINGULAR[self.kind]} {self.name}: {self.difference}"


class Plan(NamedTuple):
    """What would be written, counted by kind."""

    new: dict[str, int]
    unchanged: dict[str, int]
    changed: dict[str, int]
    conflicts: list[Conflict]
    changes: tuple[Change, ...]
    """In the order in which records may refer to earlier ones."""


def plan(before: Ledger, incoming: Sequence[Record], update: bool = False) -> Plan:
    """Compare records with the ledger that they are to enter.

    A record with other content under a known key is a conflict, or with `update` a change; what
    the program has filled in stays where the incoming record says nothing of it. Two records with
    one key and different content among the incoming are a conflict in any case.
    """
    result = Plan({}, {}, {}, [], ())
    wanted = _once(incoming, result.conflicts)
    changes = []
    for key in sorted(wanted, key=lambda key: _ORDER[key[0]]):
        old = before.get(key)
        record = _with_filled(wanted[key], old)
        if old is None:
            _count(result.new, key)
        elif same(old, record):
            _count(result.unchanged, key)
            continue
        elif update:
            _count(result.changed, key)
        else:
            result.conflicts.append(_conflict(key, old, record))
            continue
        changes.append(Change(old, record))
    return result._replace(changes=tuple(changes))


def same(one: Record, other: Record) -> bool:
    """Whether two records hold the same, as it was entered."""
    return _equal(as_mapping(one), as_mapping(other))


def _once(incoming: Sequence[Record], conflicts: list[Conflict]) -> dict[Identity, Record]:
    """The incoming records by identity, each once."""
    wanted: dict[Identity, Record] = {}
    for record in incoming:
        key = identity(record)
        first = wanted.setdefault(key, record)
        if first is not record and not same(first, record):
            conflicts.append(_conflict(key, first, record))
    return wanted


def _with_filled(record: Record, old: Record | None) -> Record:
    """The incoming record with what the program has filled in since it was first written."""
    if old is None:
        return record
    names = FILLED.get(kind_of(record), ())
    kept = {name: getattr(old, name) for name in names if getattr(record, name) is None}
    return record._replace(**kept)


def _conflict(key: Identity, before: Record, after: Record) -> Conflict:
    return Conflict(key[0], named(after), as_mapping(before), as_mapping(after))


def _count(counts: dict[str, int], key: Identity) -> None:
    counts[key[0]] = counts.get(key[0], 0) + 1


def _equal(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


_ORDER: Mapping[str, int] = {kind: place for place, kind in enumerate(KINDS)}
