"""What a report is made of, before any format: chapters, numbered notes, the stamp.

A dossier is gathered once; each format only sets it. Every quote and number in it has a note with
its source, locator, link, and how it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from evidence.core.changelog import Changelog
from evidence.core.changing import Changes
from evidence.core.explaining import Row
from evidence.core.hearing import happened_by
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Observation, Resolution, Search, Source
from evidence.core.support import Support
from evidence.core.testifying import rows_by_unit
from evidence.core.timeline import Timeline
from evidence.core.worth import Question

Sourced = Evidence | Observation | Search
"""What a note is about."""


class Note(NamedTuple):
    """A numbered note: where a statement or number stands, and how it was read."""

    number: int
    record: Sourced
    source: Source | None


class Line(NamedTuple):
    """One contribution to a claim's support, or to a unit's, with what it was made from."""

    row: Row
    unit: str | None
    record: Sourced | None
    """None for what no single source states: a roll call, a number derived from several."""
    source: Source | None
    notes: tuple[int, ...]


class Told(NamedTuple):
    """What is told of a claim beside where it stands."""

    timeline: Timeline
    changes: Changes | None = None
    """What has changed since the day that the report compares with."""
    questions: tuple[Question, ...] = ()
    """What is worth finding out, the most telling first."""
    written: Changelog = Changelog()
    """What was written to the claim and to what bears on it, oldest first."""


class Chapter(NamedTuple):
    """One claim: where it stands, why, and what would change it."""

    claim: Claim
    support: Support
    lines: tuple[Line, ...]
    """The contributions, which add up with the prior."""
    unit_lines: tuple[Line, ...]
    """Of a roll call: what speaks for and against each unit."""
    figures: Mapping[str, tuple[int, ...]]
    """Of a quantity: the notes of each estimate, by its key."""
    speakers: Mapping[str, tuple[Source | None, str | None]]
    """The source, and its slug, of every record that bears or once bore on the claim, by key."""
    told: Told
    names: Mapping[str, str]
    """What the subjects that the claim names are called, by their references."""
    resolution: Resolution | None
    """How the claim has turned out by that day; of a unit, nothing."""
    settled_by: Source | None
    """The source of that."""


class Stamp(NamedTuple):
    """The day, the method and the state of the database that a report belongs to."""

    as_of: str
    known_at: str | None
    method: str
    version: str
    entry: int
    head: str


class Dossier(NamedTuple):
    """A whole report."""

    title: str
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    stamp: Stamp


def dossier(
    ledger: Ledger,
    supports: Sequence[Support],
    told: Mapping[str, Told],
    stamp: Stamp,
) -> Dossier:
    """Gather a report on these claims."""
    notes = Numbering(ledger)
    chapters = tuple(chapter(ledger, s, told[s.claim], notes) for s in supports)
    title = supports[0].statement if len(supports) == 1 else f"Where {len(supports)} claims stand"
    return Dossier(title, chapters, tuple(notes.listed), stamp)


class Numbering:
    """Notes, numbered as they are first needed; one record has one note."""

    def __init__(self, ledger: Ledger) -> None:
        self.listed: list[Note] = []
        self._ledger = ledger
        self._numbers: dict[str, int] = {}

    def number(self, record: Sourced) -> int:
        """The number of a record's note."""
        if record.key not in self._numbers:
            self._numbers[record.key] = len(self.listed) + 1
            source = self._ledger.source(record.source)
            self.listed.append(Note(len(self.listed) + 1, record, source))
        return self._numbers[record.key]


def chapter(ledger: Ledger, support: Support, told: Told, notes: Numbering) -> Chapter:
    """Gather what there is to say of one claim."""
    records = {record.key: record for record in ledger.bearing_on(support.record.slug)}
    figures = _figures(ledger, support)
    resolved = _resolution(ledger, support)
    own = (_line(ledger, row, None, records, notes, figures) for row in support.contributions)
    spoken = rows_by_unit(ledger, support.record, support.as_of) if support.roll_call else {}
    return Chapter(
        claim=support.record,
        support=support,
        lines=tuple(own),
        unit_lines=tuple(
            _line(ledger, row, unit, records, notes, {})
            for unit, rows in spoken.items()
            for row in rows
        ),
        figures={
            key: tuple(notes.number(number) for number in numbers)
            for key, numbers in figures.items()
        },
        told=told,
        speakers=_speakers(ledger, records, told),
        names=_names(ledger, support.record),
        resolution=resolved,
        settled_by=ledger.source(resolved.source) if resolved else None,
    )


def _names(ledger: Ledger, claim: Claim) -> dict[str, str]:
    others = (ref for units in (claim.units_variants or {}).values() for ref in units)
    named = (claim.subject or "", *claim.about, *claim.units, *others)
    found = {ref: ledger.subject(ref) for ref in named}
    return {ref: one.name for ref, one in found.items() if one is not None and one.name}


def _resolution(ledger: Ledger, support: Support) -> Resolution | None:
    found = ledger.resolution(support.claim)
    return found if found and happened_by(found.date, support.as_of) else None


def _speakers(
    ledger: Ledger, records: Mapping[str, Evidence | Search], told: Told
) -> dict[str, tuple[Source | None, str | None]]:
    keys = (key for point in told.timeline for key in point.because if key not in records)
    known: dict[str, Sourced] = {**records, **{o.key: o for o in _found(ledger, keys)}}
    return {key: (ledger.source(one.source), one.source) for key, one in known.items()}


def _line(
    ledger: Ledger,
    row: Row,
    unit: str | None,
    records: Mapping[str, Evidence | Search],
    notes: Numbering,
    figures: Mapping[str, Sequence[Observation]],
) -> Line:
    behind: Sequence[Sourced] = figures.get(row.key, ())
    if row.key in records:
        behind = (records[row.key],)
    record = behind[0] if len(behind) == 1 else None
    source = ledger.source(record.source) if record is not None else None
    return Line(row, unit, record, source, tuple(notes.number(one) for one in behind))


def _figures(ledger: Ledger, support: Support) -> dict[str, tuple[Observation, ...]]:
    """The observations behind each estimate of a quantity."""
    estimates = support.answer.estimates if support.answer else ()
    return {e.key: tuple(_found(ledger, e.keys or (e.key,))) for e in estimates}


def _found(ledger: Ledger, keys: Iterable[str]) -> Iterator[Observation]:
    for key in keys:
        observation = ledger.observation(key)
        if observation is not None:
            yield observation
