"""What a change moves: numbers and claims before and after it, the farthest first.

Both sides are worked out anew from the records alone, so what is shown before an import is what
will stand after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.answering import region_subjects
from evidence.core.deriving import DERIVABLE, Path, Range, chosen_path
from evidence.core.hearing import Hearing, Side, heard_on
from evidence.core.ledger import Change, Ledger
from evidence.core.moving import because
from evidence.core.records import (
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
)

if TYPE_CHECKING:
    from evidence.core.watching import Watch


class Standing(NamedTuple):
    """Where a claim stands: the two figures by which moves are told."""

    probability: float
    status: str


class Moved(NamedTuple):
    """A claim before and after, and the keys of the records that made the difference."""

    claim: str
    before: Standing | None
    """None where the claim is new."""
    after: Standing | None
    because: tuple[str, ...]

    @property
    def distance(self) -> float:
        """How far the probability moved; a new claim counts from one half."""
        before = self.before.probability if self.before else 0.5
        after = self.after.probability if self.after else 0.5
        return abs(after - before)


class Derived(NamedTuple):
    """A number that follows from others, before and after."""

    subject: str
    attribute: str
    before: Range | None
    after: Range | None
    warnings: tuple[str, ...] = ()
    """What is suspicious about it now and was not before."""


class Impact(NamedTuple):
    """Everything that a change moves."""

    moved: tuple[Moved, ...]
    derived: tuple[Derived, ...]
    told: bool = True
    """Whether it is told at all; of too many claims it is not."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a moved claim, as data frames take them."""
        return [
            {
                "claim": m.claim,
                "probability_before": m.before and m.before.probability,
                "status_before": m.before and m.before.status,
                "probability_after": m.after and m.after.probability,
                "status_after": m.after and m.after.status,
                "because": list(m.because),
            }
            for m in self.moved
        ]


def impact(before: Ledger, changes: Sequence[Change], as_of: str, watch: Watch = iter) -> Impact:
    """What these changes move on a day."""
    after = before.with_changes(changes)
    claims = touched_claims(before, after, changes)
    subjects = touched_subjects(before, after, changes)
    records = [record for change in changes for record in change if record is not None]
    return Impact(
        moved_claims((before, as_of), (after, as_of), watch(claims), _keys(records)),
        moved_numbers((before, as_of), (after, as_of), subjects),
    )


def since(ledger: Ledger, then: str, today: str, watch: Watch = iter) -> Impact:
    """What has moved between two days on the same records."""
    claims = [claim.slug for claim in ledger.claims()]
    subjects = [s.ref for kind in ("models", "clusters") for s in ledger.subjects(kind)]
    sides = (ledger, then), (ledger, today)
    return Impact(moved_claims(*sides, watch(claims)), moved_numbers(*sides, subjects))


def moved_claims(
    before: Side, after: Side, claims: Iterable[str], arrived: Collection[str] = ()
) -> tuple[Moved, ...]:
    """The claims whose probability or status differs, the farthest first."""
    pairs = ((slug, heard_on(before, slug), heard_on(after, slug)) for slug in claims)
    found = [_moved(slug, old, new, arrived) for slug, old, new in pairs if _differs(old, new)]
    return tuple(sorted(found, key=lambda m: (-m.distance, m.claim)))


def _differs(old: Hearing | None, new: Hearing | None) -> bool:
    if old is None or new is None:
        return True
    return abs(old.probability - new.probability) > 1e-12 or old.status != new.status


def _moved(slug: str, old: Hearing | None, new: Hearing | None, arrived: Collection[str]) -> Moved:
    return Moved(slug, _standing(old), _standing(new), because(old, new, arrived))


def _keys(records: Iterable[Record]) -> set[str]:
    return {getattr(record, "key", "") for record in records}


def _standing(heard: Hearing | None) -> Standing | None:
    return Standing(heard.probability, heard.status) if heard else None


def moved_numbers(before: Side, after: Side, subjects: Iterable[str]) -> tuple[Derived, ...]:
    """The derived numbers of these subjects that differ."""
    found = []
    for ref in subjects:
        for attribute in DERIVABLE:
            old = chosen_path(before[0], ref, attribute, before[1])
            new = chosen_path(after[0], ref, attribute, after[1])
            if _range(old) != _range(new):
                doubts = tuple(w for w in _warnings(new) if w not in _warnings(old))
                found.append(Derived(ref, attribute, _range(old), _range(new), doubts))
    return tuple(found)


def _range(path: Path | None) -> Range | None:
    return path.range if path else None


def _warnings(path: Path | None) -> tuple[str, ...]:
    return path.warnings if path else ()


def touched_claims(before: Ledger, after: Ledger, changes: Sequence[Change]) -> list[str]:
    """The claims that a change may move, by slug."""
    records = [r for change in changes for r in change if r is not None]
    if any(c.before is not None and isinstance(c.before, Source | Subject) for c in changes):
        return _all_claims(before, after)
    named = {claim_and_unit(r.claim)[0] for r in records if isinstance(r, _ON_CLAIMS)}
    named |= {r.slug for r in records if isinstance(r, Claim)}
    subjects = {r.subject for r in records if isinstance(r, Observation | Selection)}
    subjects |= {r.ref for r in records if isinstance(r, Subject)}
    for slug in _all_claims(before, after):
        ledger = after if after.claim(slug) else before
        if subjects & set(region_subjects(ledger, slug)):
            named.add(slug)
    return sorted(named)


_ON_CLAIMS = (Evidence, Search, Resolution)


def _all_claims(*ledgers: Ledger) -> list[str]:
    return sorted({claim.slug for ledger in ledgers for claim in ledger.claims()})


def touched_subjects(before: Ledger, after: Ledger, changes: Sequence[Change]) -> list[str]:
    """The models and clusters whose derived numbers a change may move, by reference."""
    records = [r for change in changes for r in change if r is not None]
    refs = {r.subject for r in records if isinstance(r, Observation | Selection)}
    refs |= {r.ref for r in records if isinstance(r, Subject)}
    chips = {ref.partition(":")[2] for ref in refs if ref.startswith("hardware:")}
    for ledger in (before, after):
        for kind in ("models", "clusters"):
            refs |= {s.ref for s in ledger.subjects(kind) if s.hardware in chips}
    return sorted(ref for ref in refs if ref.startswith(("model:", "cluster:")))
