"""From records to weights: how reliable a source is on a claim, and whose voice an item is.

The two judgements that decide most of a score are made here and nowhere else: the grade of a
source where it speaks (`grade_on`), and the independence group of an item (`group_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Search, Source, claim_and_unit
from evidence.core.scoring import (
    DIRECTNESS,
    RELIABILITY,
    STRENGTH,
    Estimate,
    Item,
    absence_strength,
)
from evidence.core.visibility import Life
from evidence.core.vocabulary import OWN_SYSTEM_KINDS, SOURCE_KINDS

POOLED = "~low"
"""The one group of everything graded D or F on a claim."""
UNNAMED = "~unnamed"
"""The one group of sources of which nobody says who speaks: unknown is not independent."""
OWN_SEARCHES = "~search"
"""The one group of the searches that the ledger's own keepers made."""

_SIDES = {"supports": 1, "refutes": -1, "neutral": 0}
_ONE_LOWER = {"A": "B", "B": "C", "C": "D", "D": "E", "E": "E"}


class Graded(NamedTuple):
    """The grade of a source where it speaks, and why it is not its kind's."""

    grade: str
    note: str = ""


class Judged(NamedTuple):
    """One visible record with the weight it is given and the words for it."""

    record: Evidence | Search
    item: Item | Estimate | None
    """None for what weighs nothing whatever else is there: a draft."""
    grade: str
    group: str
    strength: str
    directness: str
    note: str


def owners(ledger: Ledger, refs: Iterable[str]) -> frozenset[str]:
    """The parties that are, or own, any of these subjects."""
    found: set[str] = set()
    for ref in refs:
        slug = ref.partition(":")[2] if ref.startswith("organization:") else None
        subject = ledger.subject(ref)
        slug = slug or (subject.organization if subject else None)
        while slug and slug not in found:
            found.add(slug)
            subject = ledger.subject(f"organization:{slug}")
            slug = subject.organization if subject else None
    return frozenset(found)


def subjects_of(claim: Claim, unit: str | None = None) -> tuple[str, ...]:
    """What a claim, or one unit of its roll call, is about."""
    if unit is not None:
        return tuple(ref for ref in all_units(claim) if ref.partition(":")[2] == unit)
    return (claim.subject, *claim.about) if claim.subject else claim.about


def all_units(claim: Claim) -> tuple[str, ...]:
    """The units of a roll call and of its variants, each once."""
    lists = [claim.units, *(claim.units_variants or {}).values()]
    return tuple(dict.fromkeys(ref for units in lists for ref in units))


def grade_on(source: Source | None, subjects: Iterable[str], ledger: Ledger) -> Graded:
    """A source's grade on these subjects: explicit, else its kind's, lowered off its own system."""
    if source is None:
        return Graded("F", "no such source")
    if source.grade:
        return Graded(source.grade, source.grade_reason or "")
    if source.standing in ("retracted", "fabricated"):
        return Graded("E", f"the source is {source.standing}")
    grade = SOURCE_KINDS[source.kind]
    refs = tuple(subjects)
    if source.kind in OWN_SYSTEM_KINDS and refs and source.party not in owners(ledger, refs):
        return Graded(_ONE_LOWER[grade], f"{source.kind} on a system not its own: {grade} -> B")
    return Graded(grade)


def speaker(source: Source | None, ledger: Ledger) -> str:
    """The party behind the root of a source's `repeats` chain."""
    if source is not None and source.repeats:
        source = _root(source, ledger)
    return UNNAMED if source is None else named(source.party, source.authors, source.publisher)


def named(party: str | None, authors: Sequence[str], publisher: str | None) -> str:
    """Who speaks in a source that repeats no other."""
    return party or (authors or (publisher or UNNAMED,))[0]


def _root(source: Source, ledger: Ledger) -> Source:
    seen: set[str] = set()
    while source.repeats and source.slug not in seen:
        seen.add(source.slug)
        source = ledger.source(source.repeats) or source._replace(repeats=None)
    return source


def group_of(record: Evidence, source: Source | None, grade: str, ledger: Ledger) -> str:
    """The independence group whose voice an item is: the first rule that applies."""
    return group_beside(record, grade) or speaker(source, ledger)


def group_beside(record: Evidence, grade: str) -> str | None:
    """The group of an item that is not that of who speaks in its source; None if it is."""
    if record.group:
        return record.group
    return POOLED if grade in ("D", "F") else record.origin


def judge(claim: Claim, record: Evidence | Search, life: Life, ledger: Ledger) -> Judged:
    """The weight of one record on its claim or unit."""
    return judge_from(ledger.source(record.source), claim, record, life, ledger)


def judge_from(
    source: Source | None, claim: Claim, record: Evidence | Search, life: Life, ledger: Ledger
) -> Judged:
    """The same of a record of this source, which need not be among the records."""
    graded = grade_on(source, subjects_of(claim, claim_and_unit(record.claim)[1]), ledger)
    if isinstance(record, Evidence):
        return _judge_evidence(record, source, graded, life, ledger)
    return _judge_search(record, source, graded if record.source else Graded("C"), life, ledger)


def _judge_search(
    record: Search, source: Source | None, graded: Graded, life: Life, ledger: Ledger
) -> Judged:
    strength = absence_strength(record.detection)
    group = OWN_SEARCHES
    if record.source:
        low = graded.grade in ("D", "F")
        group = POOLED if low else speaker(source, ledger)
    item = Item(
        record.key,
        _SIDES[record.stance],
        strength,
        graded.grade,
        group,
        self_interested=bool(source and source.self_interested),
        published=life.start or "",
    )
    words = f"looked in {record.corpus} and found nothing (chance to find it {record.detection:g})"
    note = "; ".join(part for part in (words, graded.note) if part)
    return Judged(record, item, graded.grade, group, f"{strength:.3f}", "direct", note)


def _judge_evidence(
    record: Evidence, source: Source | None, graded: Graded, life: Life, ledger: Ledger
) -> Judged:
    strength = record.strength or "moderate"
    directness = record.directness or "direct"
    group = group_of(record, source, graded.grade, ledger)
    if life.draft:
        note = "draft, weighs nothing: needs " + " and ".join(life.missing)
        return Judged(record, None, graded.grade, group, strength, directness, note)
    said = (
        *(graded.grade, group, DIRECTNESS[directness]),
        RELIABILITY[record.relayed_from_grade] if record.relayed_from_grade else 1.0,
        bool(source and source.self_interested),
        life.start or "",
    )
    item: Item | Estimate
    if record.probability is not None:
        item = Estimate(record.key, record.probability, *said)
        strength = f"probability {record.probability:g}"
    else:
        item = Item(record.key, _SIDES[record.stance or "neutral"], STRENGTH[strength], *said)
    return Judged(record, item, graded.grade, group, strength, directness, _words(record, graded))


def _words(record: Evidence, graded: Graded) -> str:
    if not (record.group or record.origin or record.relayed_from_grade):
        return graded.note
    parts = [graded.note]
    if record.group:
        parts.append(f"group set by hand: {record.group_reason or 'no reason given'}")
    if record.origin:
        parts.append(f"the words are {record.origin}'s")
    if record.relayed_from_grade:
        parts.append(f"relayed from a source of grade {record.relayed_from_grade}")
    return "; ".join(part for part in parts if part)
