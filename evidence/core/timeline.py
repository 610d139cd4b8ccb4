"""Support over time: one point for every day on which a claim moved, and what moved it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from evidence.core.answering import region_subjects
from evidence.core.course import course
from evidence.core.dates import last_day
from evidence.core.hearing import Docket, docket
from evidence.core.ledger import Ledger
from evidence.core.visibility import lives

DAWN = "0001-01-01"
"""A day before anything was published."""


class Point(NamedTuple):
    """Where a claim stood from a day on, and the keys of what changed on that day."""

    date: str
    probability: float
    status: str
    because: tuple[str, ...]


class Timeline(tuple[Point, ...]):
    """The points of one claim, oldest first."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a point, as data frames take them."""
        return [point._asdict() for point in self]


def timeline(ledger: Ledger, claim: str, as_of: str) -> Timeline:
    """Every day up to `as_of` on which the claim's support moved; raises NotFound."""
    points: list[Point] = []
    asked = docket(ledger, claim)
    events = _events(asked)
    days = sorted(day for day in events if DAWN < day <= as_of)
    for before, now in pairwise(course(asked, [DAWN, *days])):
        if (before.probability, before.status) != (now.probability, now.status):
            causes = now.differing & events[now.day] or now.differing
            points.append(Point(now.day, now.probability, now.status, tuple(sorted(causes))))
    return Timeline(points)


def _events(asked: Docket) -> dict[str, set[str]]:
    """The days on which a record that may bear on the claim came into force or went out of it."""
    ledger, slug = asked.ledger, asked.record.slug
    found: dict[str, set[str]] = {}
    alive = [(entered.judged.record.key, entered.life) for entered in asked.entered]
    for ref in region_subjects(ledger, slug):
        alive += lives(ledger.observations_of(ref), ledger).items()
    for key, life in alive:
        # What was retracted was never in force: its life has no end to speak of.
        if life.start and life.end and not life.draft:
            for day in (life.start, life.end):
                found.setdefault(day, set()).add(key)
    resolution = ledger.resolution(slug)
    for date in (resolution.date if resolution else None, _law_day(ledger, slug)):
        if date:
            found.setdefault(last_day(date), set())
    return found


def _law_day(ledger: Ledger, claim: str) -> str | None:
    """When the law that answers a claim was published."""
    record = ledger.claim(claim)
    law = ledger.subject(record.subject) if record and record.computed_by else None
    source = ledger.source(law.source) if law else None
    return source.published if source else None
