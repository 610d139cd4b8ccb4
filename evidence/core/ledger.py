"""Everything that is known at one moment, indexed for the questions that are asked of it.

A ledger is what reading gathers and what every decision is made from: the support of a claim, the
routes to a number, the impact of a change. It is never changed; `with_changes` gives a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from evidence.core.records import (
    SUBJECT_KINDS,
    Claim,
    Evidence,
    Observation,
    Record,
    Resolution,
    Search,
    Selection,
    Source,
    Subject,
    claim_and_unit,
    kind_of,
)

Identity = tuple[str, ...]
K = TypeVar("K", Evidence | Search, Observation)


class Change(NamedTuple):
    """One record before and after; None where it did not exist, or no longer does."""

    before: Record | None
    after: Record | None


def identity(record: Record) -> Identity:
    """What makes a record that record: its kind with its slug, or with its owner and key."""
    if isinstance(record, Evidence):
        return "evidence", claim_and_unit(record.claim)[0], record.key
    if isinstance(record, Source):
        return "sources", record.slug
    if isinstance(record, Subject):
        return kind_of(record), record.slug
    if isinstance(record, Claim):
        return "claims", record.slug
    if isinstance(record, Observation):
        return "observations", record.subject, record.key
    if isinstance(record, Search):
        return "searches", claim_and_unit(record.claim)[0], record.key
    if isinstance(record, Selection):
        return (
            "selections",
            record.subject,
            record.attribute,
            record.scope or "",
            record.number_format or "",
        )
    return "resolutions", record.claim


class Ledger:
    """Records by identity, with the indexes that judgements need."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[Identity, Record] = {identity(r): r for r in records}
        self._kinds: dict[str, list[Record]] = {}
        self._on: dict[str, list[Evidence | Search]] | None = None
        self._about: dict[str, list[Observation]] | None = None
        self._numbers: dict[str, Observation] | None = None
        self._selections: dict[tuple[str, str], list[Selection]] | None = None
        self.memo: dict[Hashable, Any] = {}
        """What others have worked out from these records alone, which are never changed."""

    @classmethod
    def of(cls, records: Mapping[Identity, Record]) -> Ledger:
        """The ledger of records whose identities are known."""
        ledger = cls()
        ledger._records = dict(records)
        return ledger

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def get(self, identity: Identity) -> Record | None:
        """The record of this identity, if there is one."""
        return self._records.get(identity)

    def of_kind(self, kind: str) -> list[Record]:
        """All records of a kind, sorted by slug or key."""
        if kind not in self._kinds:
            chosen = [(i[1:], r) for i, r in self._records.items() if i[0] == kind]
            self._kinds[kind] = [r for _, r in sorted(chosen, key=lambda pair: pair[0])]
        return list(self._kinds[kind])

    def claims(self) -> list[Claim]:
        """All claims, by slug."""
        return cast("list[Claim]", self.of_kind("claims"))

    def sources(self) -> list[Source]:
        """All sources, by slug."""
        return cast("list[Source]", self.of_kind("sources"))

    def subjects(self, kind: str) -> list[Subject]:
        """All subjects of a kind such as `models`, by slug."""
        assert kind in SUBJECT_KINDS
        return cast("list[Subject]", self.of_kind(kind))

    def claim(self, slug: str) -> Claim | None:
        """The claim of this slug."""
        return cast("Claim | None", self._records.get(("claims", slug)))

    def source(self, slug: str | None) -> Source | None:
        """The source of this slug."""
        found: Any = self._records.get(("sources", slug or ""))
        return found  # type: ignore[no-any-return]

    def subject(self, ref: str | None) -> Subject | None:
        """The subject of a reference such as `model:deepseek-v3`."""
        type_, _, slug = (ref or "").partition(":")
        kind = {"organization": "organizations", "model": "models", "cluster": "clusters"}
        plural = kind.get(type_, "laws" if type_ == "law" else type_)
        return cast("Subject | None", self._records.get((plural, slug)))

    def resolution(self, claim: str) -> Resolution | None:
        """How the claim turned out, if somebody has recorded it."""
        return cast("Resolution | None", self._records.get(("resolutions", claim)))

    def selections(self, subject: str, attribute: str) -> list[Selection]:
        """The declared choices among the observations of one attribute."""
        if self._selections is None:
            self._selections = {}
            for record in self:
                if isinstance(record, Selection):
                    place = record.subject, record.attribute
                    self._selections.setdefault(place, []).append(record)
        return self._selections.get((subject, attribute), [])

    def bearing_on(self, claim: str) -> list[Evidence | Search]:
        """Evidence and searches on a claim and on its units, in order of their keys."""
        if self._on is None:
            items = [r for r in self if isinstance(r, Evidence | Search)]
            self._on = _grouped(items, lambda item: _claim_of(item) or "")
        return self._on.get(claim, [])

    def observations_of(self, subject: str) -> list[Observation]:
        """What sources state about a subject in numbers, in order of their keys."""
        if self._about is None:
            numbers = [r for r in self if isinstance(r, Observation)]
            self._about = _grouped(numbers, lambda number: number.subject)
        return self._about.get(subject, [])

    def observation(self, key: str) -> Observation | None:
        """The observation of this key, whatever its subject."""
        if self._numbers is None:
            self._numbers = {r.key: r for r in self if isinstance(r, Observation)}
        return self._numbers.get(key)

    def with_changes(self, changes: Iterable[Change]) -> Ledger:
        """The ledger after these changes; it takes over the indexes that are built already."""
        changes = tuple(changes)
        after = Ledger()
        after._about = _patched(self._about, changes, _subject_of)
        after._on = _patched(self._on, changes, _claim_of)
        if not any(isinstance(record, Selection) for change in changes for record in change):
            after._selections = self._selections
        after._records = dict(self._records)
        for change in changes:
            if change.before is not None:
                after._records.pop(identity(change.before), None)
            if change.after is not None:
                after._records[identity(change.after)] = change.after
        return after


def _subject_of(record: Record | None) -> str | None:
    return record.subject if isinstance(record, Observation) else None


def _claim_of(record: Record | None) -> str | None:
    return claim_and_unit(record.claim)[0] if isinstance(record, _ITEMS) else None


_ITEMS = Evidence, Search


def _patched(
    groups: dict[str, list[K]] | None,
    changes: Sequence[Change],
    owner: Callable[[Record | None], str | None],
) -> dict[str, list[K]] | None:
    """Groups after changes, of which only those of the touched owners are made again."""
    if groups is None:
        return None
    after = dict(groups)
    for before, now in changes:
        was, is_ = owner(before), owner(now)
        if was is not None and before is not None:
            after[was] = [r for r in after.get(was, []) if identity(r) != identity(before)]
        if is_ is not None and now is not None:
            group = [r for r in after.get(is_, []) if identity(r) != identity(now)]
            group.append(cast("K", now))
            after[is_] = sorted(group, key=lambda record: record.key)
    return after


def _grouped(records: Iterable[K], owner: Callable[[K], str]) -> dict[str, list[K]]:
    groups: dict[str, list[K]] = {}
    for record in sorted(records, key=lambda record: record.key):
        groups.setdefault(owner(record), []).append(record)
    return groups
