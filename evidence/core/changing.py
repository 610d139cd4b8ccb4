"""What changed in one claim between two days: what came, what went, and what each did to the sum.

Both sides are heard anew from the records. A day looks at what was public then; two ledgers, what
was known here at two moments, tell what was recorded, retracted or undone in between as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.dates import last_day
from evidence.core.explaining import type_of
from evidence.core.hearing import Hearing, Side, heard_on
from evidence.core.ledger import Ledger
from evidence.core.records import Evidence, Observation, Search, claim_and_unit
from evidence.core.visibility import FOREVER, Life, lives

SAME = 1e-12
"""Weights (dB) that differ by less are one weight."""


class Effect(NamedTuple):
    """One part of the sum that is not what it was, in dB before and after."""

    key: str
    type: str
    """`evidence`, `search`, `estimate` or `roll_call`."""
    source: str | None
    unit: str | None
    """The unit of a roll call on which it weighs; its weight reaches the claim by the roll call."""
    event: str
    """`came in`, `ended`, `retracted`, `removed`; `counts otherwise` beside what came or went."""
    day: str | None
    """The day of the event, where there is one."""
    before_db: float | None
    """None where it was not visible."""
    after_db: float | None
    note: str

    @property
    def difference_db(self) -> float:
        """What it adds to the log odds now and did not before."""
        return (self.after_db or 0.0) - (self.before_db or 0.0)


class Changes(NamedTuple):
    """A claim on two days, with all that makes the difference.

    The differences of the effects that are on no unit add up to that of the log odds.
    """

    claim: str
    before: Hearing | None
    """None where the claim was not known."""
    after: Hearing | None
    effects: tuple[Effect, ...]
    """The largest first; those on units after those on the claim itself."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping an effect, as data frames take them."""
        return [e._asdict() | {"difference_db": e.difference_db} for e in self.effects]


class _Part(NamedTuple):
    """One visible part of a hearing."""

    type: str
    source: str | None
    unit: str | None
    db: float
    note: str
    keys: tuple[str, ...]
    """The keys of the records that it is made of."""


Known = Mapping[str, tuple[Evidence | Observation | Search, Life]]
"""Records with their lives, by key."""


def changes(before: Side, after: Side, claim: str) -> Changes:
    """What changed in a claim, or in one unit of a roll call.

    A claim that is unknown on a side has no hearing there; raises NotFound for no unit of it.
    """
    heard = heard_on(before, claim), heard_on(after, claim)
    old, new = _parts(before[0], heard[0]), _parts(after[0], heard[1])
    known = _known(after[0], claim, (*old.values(), *new.values()))
    differing = (key for key in old.keys() | new.keys() if _differ(old.get(key), new.get(key)))
    found = {key: _effect(key, old.get(key), new.get(key), known) for key in differing}
    hidden = {e.key: e for e in _hidden(claim, known, before[1], after[1])}
    return Changes(claim, *heard, tuple(sorted((hidden | found).values(), key=_rank)))


def _known(ledger: Ledger, claim: str, parts: Iterable[_Part]) -> Known:
    """What bears on a claim, as it is known now."""
    slug = claim_and_unit(claim)[0]
    record = ledger.claim(slug)
    numbers = (ledger.observation(key) for part in parts for key in part.keys)
    subjects = {number.subject for number in numbers if number is not None}
    if record is not None and record.kind == "quantity" and record.subject:
        subjects.add(record.subject)
    groups: list[Sequence[Evidence | Observation | Search]] = [ledger.bearing_on(slug)]
    groups += [ledger.observations_of(subject) for subject in sorted(subjects)]
    alive = {key: life for group in groups for key, life in lives(group, ledger).items()}
    return {one.key: (one, alive[one.key]) for group in groups for one in group}


def _rank(effect: Effect) -> tuple[bool, float, str]:
    return effect.unit is not None, -abs(effect.difference_db), effect.key


def _parts(ledger: Ledger, heard: Hearing | None) -> dict[str, _Part]:
    if heard is None:
        return {}
    known = {record.key: record for record in ledger.bearing_on(heard.record.slug)}
    numbers = {number.key: number for number in heard.case.numbers}
    found = {}
    for j in heard.case.judged:
        found[j.record.key] = _Part(*_kind(j.record), None, 0.0, j.note, (j.record.key,))
    for unit, score in ((None, heard.score), *heard.case.units.items()):
        for row in score.contributions:
            made: tuple[str, str | None, tuple[str, ...]] = "roll_call", None, ()
            if row.key in known:
                made = *_kind(known[row.key]), (row.key,)
            elif row.key in numbers:
                made = "estimate", numbers[row.key].source, numbers[row.key].keys
            note = row.note if made[2] else "the units of the roll call together"
            found[row.key] = _Part(*made[:2], unit, row.counted_db, note, made[2])
    return found


def _kind(record: Evidence | Search) -> tuple[str, str | None]:
    return type_of(record), record.source


def _differ(old: _Part | None, new: _Part | None) -> bool:
    return old is None or new is None or abs(old.db - new.db) > SAME


def _effect(key: str, old: _Part | None, new: _Part | None, known: Known) -> Effect:
    part = new or old
    assert part is not None
    event, day = "counts otherwise", None
    if old is None:
        starts = [known[k][1].start for k in part.keys if k in known]
        event, day = "came in", max((start for start in starts if start), default=None)
    elif new is None:
        event, day = _gone(part, known)
    weights = old.db if old else None, new.db if new else None
    return Effect(key, part.type, part.source, part.unit, event, day, *weights, part.note)


def _gone(part: _Part, known: Known) -> tuple[str, str | None]:
    """Why a part is no longer there, and since when."""
    behind = [known[key] for key in part.keys if key in known]
    if len(behind) < len(part.keys):
        return "removed", None
    retracted = [record.retracted for record, _ in behind if record.retracted]
    if retracted:
        return "retracted", min(retracted)
    end = min((life.end for _, life in behind), default=FOREVER)
    return "ended", None if end == FOREVER else end


def _hidden(claim: str, known: Known, then: str, now: str) -> Iterator[Effect]:
    """What was found never to have been sound in between, and so is seen on neither day."""
    asked = claim_and_unit(claim)[1]
    for key, (record, _) in known.items():
        if not record.retracted or not then < last_day(record.retracted) <= now:
            continue
        note, day = record.retracted_reason or "", record.retracted
        if isinstance(record, Observation):
            yield Effect(key, "estimate", record.source, None, "retracted", day, None, None, note)
            continue
        unit = claim_and_unit(record.claim)[1]
        if asked in (None, unit):
            told = None if asked else unit
            yield Effect(key, *_kind(record), told, "retracted", day, None, None, note)
