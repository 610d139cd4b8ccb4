"""Two records of one thing made one: whatever referred to the one that goes refers to the other.

What is said twice is kept once. What cannot both be true of one thing is a conflict, which somebody
has to settle first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping
from evidence.core.ledger import Change, Identity, Ledger, identity
from evidence.core.records import SINGULAR, Claim, Evidence, Observation, Record, Selection
from evidence.core.renaming import Renaming, renaming
from evidence.core.uniting import differing, united
from evidence.core.visibility import targets

Pair = tuple[Record, Record]
"""A record before and after."""


class Joined(NamedTuple):
    """What joining two records changes, and what stands against it."""

    changes: tuple[Change, ...]
    """The first is that of the record that stays."""
    conflicts: tuple[str, ...]
    remarks: tuple[str, ...]
    names: Renaming
    keys: Mapping[str, str]
    """The keys that change, each with the new one."""


def joined(ledger: Ledger, kept: Record, gone: Record, reason: str | None) -> Joined:
    """Join a source, a subject or a claim with another of its kind, which goes."""
    kind, slug, other = *identity(kept)[:2], identity(gone)[1]
    names = renaming(ledger, kind, other, slug)
    moved = [(old, names.record(old)) for old in ledger if old not in (kept, gone)]
    keys = {_key(old): _key(new) for old, new in moved if _key(old) != _key(new)}
    followed = _following(ledger, [(old, _pointing(ledger, old, new, keys)) for old, new in moved])
    changes, twice = _once(ledger, followed)
    one = united(kept, gone, names, reason)
    changes = [Change(kept, one), Change(gone, None), *changes]
    against, remarks = differing(kept, gone, names)
    return Joined(tuple(changes), (*against, *twice), remarks, names, keys)


def _key(record: Record) -> str:
    return getattr(record, "key", "")


def _pointing(ledger: Ledger, old: Record, new: Record, keys: Mapping[str, str]) -> Record:
    """The record with the keys that it names brought up to date."""
    if isinstance(new, Observation):
        inputs = dict.fromkeys(keys.get(key, key) for key in new.derived_from)
        return new._replace(derived_from=tuple(inputs))
    if not isinstance(old, Selection) or not isinstance(new, Selection) or not old.observation:
        return new
    pinned = [
        number.key
        for number in ledger.observations_of(old.subject)
        if number.attribute == old.attribute and number.key.startswith(old.observation)
    ]
    return new._replace(observation=keys[pinned[0]]) if pinned and pinned[0] in keys else new


def _following(ledger: Ledger, pairs: Sequence[Pair]) -> list[Pair]:
    """The same, where each record still supersedes the one that it superseded before."""
    touched = {_owner(new) for old, new in pairs if old != new}
    rivals: dict[str, list[Evidence | Observation]] = {}
    newest = {identity(old): new for old, new in pairs}
    for _, new in pairs:
        if isinstance(new, Evidence | Observation) and _owner(new) in touched:
            rivals.setdefault(_owner(new), []).append(new)
    return [
        (old, _superseding(ledger, old, new, newest, rivals.get(_owner(new), [])))
        for old, new in pairs
    ]


def _owner(record: Record) -> str:
    """The claim or subject among whose records a record may supersede another."""
    return "/".join(identity(record)[:2]) if isinstance(record, Evidence | Observation) else ""


def _superseding(
    ledger: Ledger,
    old: Record,
    new: Record,
    newest: Mapping[Identity, Record],
    rivals: Sequence[Evidence | Observation],
) -> Record:
    if not isinstance(old, Evidence | Observation) or not isinstance(new, Evidence | Observation):
        return new
    if old.supersedes is None or not rivals:
        return new
    kind, owner, _ = identity(old)
    before = ledger.bearing_on(owner) if kind == "evidence" else ledger.observations_of(owner)
    meant = {_key(newest[kind, owner, key]) for key in targets(old, before)}
    if len(meant) != 1 or set(targets(new, rivals)) == meant:
        return new
    return new._replace(supersedes=meant.pop())


def _once(ledger: Ledger, pairs: Sequence[Pair]) -> tuple[list[Change], list[str]]:
    """The changes of the records that move, each kept once; and those that cannot be one."""
    changes: list[Change] = []
    against: list[str] = []
    held: dict[Identity, Pair] = {identity(new): (old, new) for old, new in pairs if old == new}
    moved = [pair for pair in pairs if pair[0] != pair[1]]
    # One that keeps its name comes first, so that it stays and the one that takes its name goes.
    for old, new in sorted(moved, key=lambda pair: identity(pair[0]) != identity(pair[1])):
        first_old, first = held.setdefault(identity(new), (old, new))
        if first_old is old:
            changes.append(Change(old, new))
        elif as_mapping(first) == as_mapping(new):
            changes.append(Change(old, None))
        else:
            against.append(_not_one(first_old, first, old, new))
    return changes, against


def _not_one(first_old: Record, first: Record, old: Record, new: Record) -> str:
    """Two records that would have one name and do not hold the same, on one line."""
    fields = ", ".join(
        f"{name} {a!r:.200} and {b!r:.200}" for name, a, b in _unequal(as_mapping(first), new)
    )
    kind = SINGULAR[identity(new)[0]]
    return f"{kind} {_said(first_old)} and {kind} {_said(old)} would be one, but differ in {fields}"


def _unequal(first: Mapping[str, Any], new: Record) -> Iterator[tuple[str, Any, Any]]:
    second = as_mapping(new)
    for name in dict.fromkeys((*first, *second)):
        if canonical(first.get(name)) != canonical(second.get(name)):
            yield name, first.get(name), second.get(name)


def _said(record: Record) -> str:
    if isinstance(record, Selection):
        return f"of {record.subject} {record.attribute}"
    name = identity(record)[-1]
    owner = getattr(record, "claim", None) or getattr(record, "subject", None)
    return name if isinstance(record, Claim) or owner in (None, name) else f"{name} on {owner}"
