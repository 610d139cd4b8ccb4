"""How often a source's words were on the side of the outcome (scoring method section 2.10).

Only voices that counted are held to account, each against the claim that it was heard on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidence.core.calibration import posterior_reliability
from evidence.core.hearing import Hearing
from evidence.core.scoring import RELIABILITY

Outcomes = Sequence[tuple[Hearing, int]]
"""Claims as they were heard before they were resolved, with 1 for true and 0 for false."""


class TrackRecord(NamedTuple):
    """How often the counted voices of a source, at one grade, were on the side of the outcome."""

    source: str
    grade: str
    hits: int
    misses: int
    reliability: float
    """What the grade stands for."""
    posterior: float
    """What the grade and the record make of it."""


def track_records(heard: Outcomes) -> tuple[TrackRecord, ...]:
    """The record of each source and grade, the longest first."""
    found: dict[tuple[str, str], list[bool]] = {}
    for hearing, outcome in heard:
        spoken = _sources(hearing)
        for row in hearing.score.contributions:
            if row.counted_db and row.key in spoken:
                right = (row.counted_db > 0) == bool(outcome)
                found.setdefault(spoken[row.key], []).append(right)
    listed = (_record(*place, rights) for place, rights in found.items())
    return tuple(sorted(listed, key=lambda r: (-r.hits - r.misses, r.source, r.grade)))


def _record(source: str, grade: str, rights: Sequence[bool]) -> TrackRecord:
    hits, known = sum(rights), RELIABILITY[grade]
    misses = len(rights) - hits
    posterior = posterior_reliability(known, hits, misses)
    return TrackRecord(source, grade, hits, misses, known, posterior)


def _sources(heard: Hearing) -> dict[str, tuple[str, str]]:
    """Who says it and at which grade, by key; what several sources say together is nobody's."""
    items = {j.record.key: (j.record.source, j.grade) for j in heard.case.judged}
    numbers = {n.key: (n.source, n.grade) for n in heard.case.numbers if len(n.keys) == 1}
    return {key: (source, grade) for key, (source, grade) in (items | numbers).items() if source}
