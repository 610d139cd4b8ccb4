"""What a later snapshot of a table changes: figures that are revised, withdrawn or new.

Nothing is overwritten. A revised figure is a new observation that supersedes the former, which
ends on the snapshot's day; a withdrawn one ends without a successor; one that stays the same stays
the observation that it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from evidence.core.errors import Invalid
from evidence.core.ledger import Change, Ledger
from evidence.core.numbers import parse_figure
from evidence.core.records import Entered, Observation, Source, Subject
from evidence.core.vocabulary import ATTRIBUTES, FINE_TUNE_TAG, SPARSE_TAG

Slot = tuple[str, str, str | None, str | None, str | None, str | None]
"""Subject, attribute, number format, sparsity, scope, convention: one place in a table."""


class Revision(NamedTuple):
    """One figure before and after a snapshot; None where there was none, or is none any more."""

    subject: str
    attribute: str
    before: Entered | None
    after: Entered | None
    ratio: float | None
    """The figure after, divided by the one before; None where there are not two numbers."""
    scope: str | None = None

    @property
    def size(self) -> float:
        """How many times the figure changed, up or down."""
        return max(self.ratio, 1 / self.ratio) if self.ratio else 1.0

    def to_dict(self) -> dict[str, Any]:
        """The figure's change as JSON tells it."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class Difference(NamedTuple):
    """What a snapshot changes against the one before it."""

    changes: tuple[Change, ...]
    unchanged: int
    """Figures that stay as they were."""
    since: str | None
    """The slug of the snapshot before; None if this is the first."""
    revised: tuple[Revision, ...] = ()
    """The largest ratio first."""
    withdrawn: tuple[Revision, ...] = ()
    new: tuple[Revision, ...] = ()
    """Figures that the former snapshot did not have; empty for a first one."""


def snapshots_of(ledger: Ledger, series: str) -> list[Source]:
    """The imported snapshots of a table, the latest last."""
    return [source for source in ledger.sources() if _in_series(source.slug, series)]


def difference(
    ledger: Ledger, series: str, source: str, day: str, stated: Sequence[Observation]
) -> Difference:
    """Compare what a snapshot states with what stands of the earlier ones."""
    former = _standing(ledger, series)
    before = [one.slug for one in snapshots_of(ledger, series) if one.slug != source]
    changes: list[Change] = []
    revised, new, same = [], [], 0
    for one in stated:
        old = former.pop(slot(one), None)
        if old is not None and _same_value(old, one):
            same += 1
            continue
        if old is None:
            changes.append(Change(None, one))
            new.append(_revision(None, one))
            continue
        revised.append(_revision(old, one))
        if old.retracted is None:
            changes.append(Change(old, _ended(old, day, f"revised in {source}")))
        # A revised figure is what the dataset says from that day on, whatever day it is about.
        changes.append(Change(None, one._replace(supersedes=old.key, published=None)))
    gone = [old for old in former.values() if old.retracted is None]
    changes += [Change(old, _ended(old, day, f"withdrawn in {source}")) for old in gone]
    return Difference(
        tuple(changes),
        same,
        before[-1] if before else None,
        tuple(sorted(revised, key=lambda one: (-one.size, one.subject, one.attribute))),
        tuple(sorted((_revision(old, None) for old in gone), key=_by_compute)),
        tuple(sorted(new, key=_by_compute)) if before else (),
    )


def described(ledger: Ledger, subjects: Iterable[Subject]) -> tuple[list[Change], list[str]]:
    """New subjects, and known ones with what they lacked; and where the two disagree.

    Nothing that a record says is replaced: a later snapshot may be right, but somebody may have
    corrected the record by hand.
    """
    changes, remarks = [], []
    for one in subjects:
        old = ledger.subject(one.ref)
        if old is None:
            changes.append(Change(None, one))
            continue
        fuller = old._replace(
            tags=_tags(old, one),
            **{name: getattr(old, name) or getattr(one, name) for name in _FILLED},
        )
        if fuller != old:
            changes.append(Change(old, fuller))
        for name in ("organization", "hardware"):
            here, there = getattr(old, name), getattr(one, name)
            if here and there and here != there:
                remarks.append(f"{one.ref}: {name} is {there} in the table, {here} here: kept")
    return changes, remarks


_FILLED = ("organization", "hardware", "released", "url")


def _tags(old: Subject, one: Subject) -> tuple[str, ...]:
    """The tags that a subject has, with those that tell how its parameters and data count."""
    counting = [tag for tag in one.tags if tag in (SPARSE_TAG, FINE_TUNE_TAG)]
    added = one.tags if not old.tags or set(counting) - set(old.tags) else ()
    return tuple(dict.fromkeys((*old.tags, *added)))


def slot(o: Observation) -> Slot:
    """The place of an observation in its table; only peaks have a place for each number format."""
    number_format = o.number_format if o.attribute == "peak_throughput" else None
    return o.subject, o.attribute, number_format, o.sparsity, o.scope, o.convention


def _in_series(slug: str, series: str) -> bool:
    day = slug.removeprefix(f"{series}-")
    return slug.startswith(f"{series}-") and len(day) == 10 and day[4] == day[7] == "-"


def _standing(ledger: Ledger, series: str) -> dict[Slot, Observation]:
    """The observations of all earlier snapshots that no later one has ended, by place."""
    found: dict[Slot, Observation] = {}
    every = [one for one in ledger if isinstance(one, Observation)]
    for one in sorted(every, key=lambda one: one.source):
        if one.ended is None and _in_series(one.source, series):
            found[slot(one)] = one
    return found


def _same_value(one: Observation, other: Observation) -> bool:
    return (one.value, one.year, one.number_format) == (
        other.value,
        other.year,
        other.number_format,
    )


def _ended(old: Observation, day: str, reason: str) -> Observation:
    return old._replace(ended=day, ended_reason=reason)


def _revision(old: Observation | None, new: Observation | None) -> Revision:
    one = new or old
    assert one is not None
    before, after = (None if o is None else o.value for o in (old, new))
    return Revision(one.subject, one.attribute, before, after, _ratio(old, new), one.scope)


def _by_compute(one: Revision) -> tuple[bool, float, str, str]:
    """Training compute comes first, the largest before the others."""
    value = one.before if one.after is None else one.after
    if one.attribute != "training_compute" or value is None:
        return True, 0.0, one.subject, one.attribute
    return False, -parse_figure(value, "FLOP").value, one.subject, one.scope or ""


def _ratio(old: Observation | None, new: Observation | None) -> float | None:
    if old is None or new is None or old.attribute == "number_format":
        return None
    try:
        pair = [parse_figure(one.value, ATTRIBUTES[one.attribute]).value for one in (old, new)]
    except Invalid:
        return None
    return pair[1] / pair[0] if pair[0] else None
