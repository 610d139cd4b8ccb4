"""What a report is made of, before any format: chapters, numbered notes, the stamp.

A dossier is gathered once; each format only renders it. Every quote and number in it has a note
with its source, locator, link, and how it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Observation, Search, claim_and_unit
from evidence.core.support import Support
from evidence.core.timeline import Timeline


class Note(NamedTuple):
    """A numbered footnote: where a statement or number stands, and how it was read."""

    number: int
    source: str
    text: str
    quote: str | None
    locator: str | None
    url: str | None
    published: str | None
    verified: str


class Line(NamedTuple):
    """One contribution with the number of its note; None for what no single source states."""

    key: str
    counted_db: float
    alone_db: float
    source: str
    words: str
    note: int | None
    remark: str


class Chapter(NamedTuple):
    """One claim: where it stands, why, and what would change it."""

    claim: Claim
    support: Support
    lines: tuple[Line, ...]
    units: tuple[tuple[str, str, float, tuple[int, ...]], ...]
    """Of a roll call: unit, answer, dB, and the notes of what speaks for or against it."""
    figures: tuple[tuple[str, int | None], ...]
    """Of a quantity: the key of each estimate with its note."""
    timeline: Timeline


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
    timelines: Mapping[str, Timeline],
    stamp: Stamp,
) -> Dossier:
    """Gather a report on these claims."""
    notes = _Notes(ledger)
    chapters = tuple(_chapter(ledger, s, timelines[s.claim], notes) for s in supports)
    title = supports[0].statement if len(supports) == 1 else f"Where {len(supports)} claims stand"
    return Dossier(title, chapters, tuple(notes.listed), stamp)


class _Notes:
    """Footnotes, numbered as they are first needed; one record has one note."""

    def __init__(self, ledger: Ledger) -> None:
        self.listed: list[Note] = []
        self._ledger = ledger
        self._numbers: dict[str, int] = {}

    def number(self, record: Evidence | Observation | Search) -> int:
        """The number of a record's note."""
        if record.key not in self._numbers:
            self._numbers[record.key] = len(self.listed) + 1
            self.listed.append(self._note(record))
        return self._numbers[record.key]

    def _note(self, record: Evidence | Observation | Search) -> Note:
        source = self._ledger.source(record.source)
        number = len(self.listed) + 1
        if isinstance(record, Search):
            words = f"Looked in {record.corpus} for: {record.query}"
            return Note(number, words, "", None, None, None, record.date, "our own search")
        title = (source.title if source else None) or record.source
        speaker = ", ".join(p for p in ((source.party if source else None), title) if p)
        value = f"{record.value}" if isinstance(record, Observation) else ""
        return Note(
            number,
            speaker,
            value,
            record.quote,
            record.locator,
            source.url if source else None,
            record.published or (source.published if source else None),
            _reading(record),
        )


def _reading(record: Evidence | Observation) -> str:
    words = {
        "verbatim": "read in the source itself",
        "copy": "read in a full-text copy",
        "dataset": "read as a dataset's value",
        "secondary": "read in a text about the source",
        "unverified": "not verified",
    }
    return words.get(record.verified or "", "how it was read is not recorded")


def _chapter(ledger: Ledger, support: Support, timeline: Timeline, notes: _Notes) -> Chapter:
    records = {record.key: record for record in ledger.bearing_on(support.record.slug)}
    lines = []
    for row in support.contributions:
        record = records.get(row.key)
        note = notes.number(record) if record is not None else None
        source = row.source or row.type.replace("_", " ")
        words = row.stance or "estimate"
        lines.append(Line(row.key, row.counted_db, row.db, source, words, note, row.note))
    return Chapter(
        support.record,
        support,
        tuple(lines),
        tuple(_units(support, records.values(), notes)),
        tuple(_figures(ledger, support, notes)),
        timeline,
    )


def _units(
    support: Support, records: Iterable[Evidence | Search], notes: _Notes
) -> Iterable[tuple[str, str, float, tuple[int, ...]]]:
    if support.roll_call is None:
        return
    spoken = dict(support.roll_call.spoken)
    known = list(records)
    for member in support.roll_call.members:
        own = [r for r in known if claim_and_unit(r.claim)[1] == member.unit and r.key in spoken]
        yield member.unit, member.call, member.db, tuple(notes.number(r) for r in own)


def _figures(ledger: Ledger, support: Support, notes: _Notes) -> Iterable[tuple[str, int | None]]:
    for estimate in support.answer.estimates if support.answer else ():
        observation = ledger.observation(estimate.key)
        yield estimate.key, notes.number(observation) if observation else None
