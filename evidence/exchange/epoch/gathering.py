"""What the readers of all three tables share: records through the door, warnings by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from evidence.core.errors import Problems
from evidence.core.records import Observation, Record, Subject
from evidence.exchange.epoch.cells import day, names, number
from evidence.exchange.epoch.naming import Names
from evidence.exchange.epoch.table import Line, Table
from evidence.exchange.fields import word
from evidence.exchange.inputs import accept

PARTY = "epoch-ai"
_OPTIONAL = frozenset({"quote", "url", "note", "tags"})
"""Fields without which a record still says what its cell says."""
TYPES = ("organization", "hardware", "model", "cluster")


class Snapshot(NamedTuple):
    """What a file says, before it is compared with what is known already."""

    source: str
    """The slug of the source that stands for the file."""
    series: str
    """The slug without its date: what all snapshots of a table share."""
    published: str
    sha256: str
    subjects: tuple[Subject, ...]
    """New and known ones, as the file describes them."""
    observations: tuple[Observation, ...]
    rows: tuple[tuple[int, str | None, Mapping[str, str]], ...]
    """Each row's number, subject and cells."""
    warnings: tuple[str, ...]


class Gathering:
    """Records and warnings of one file."""

    def __init__(self, table: Table, source: str, known: Iterable[Subject]) -> None:
        self.table = table
        self.source = source
        self.warnings: list[str] = list(table.warnings)
        self.subjects: dict[str, Subject] = {}
        self.observations: dict[str, Observation] = {}
        self.rows: list[tuple[int, str | None, Mapping[str, str]]] = []
        every = list(known)
        self._names = {
            type_: Names(type_, [one for one in every if one.type == type_]) for type_ in TYPES
        }

    def warn(self, line: Line, column: str, message: str) -> None:
        """Report what was left out of a cell."""
        self.warnings.append(self.table.about(line, column, message))

    def named(self, type_: str) -> list[tuple[Line, str, str | None]]:
        """The rows that have a name, each with its subject's slug and date; others are reported."""
        there = []
        for line in self.table.lines:
            name = self._name(line, "name", line.text("name"))
            if name is not None:
                there.append((line, name, self.date(line, "released")))
                continue
            if not line.text("name"):
                self.warn(line, "name", "the row has no name: left out")
            self.rows.append((line.number, None, line.raw))
        slugs = self._names[type_].each([(name, date) for _, name, date in there])
        return [(line, slug, date) for (line, _, date), slug in zip(there, slugs, strict=True)]

    def _name(self, line: Line, column: str, text: str) -> str | None:
        """A name on one line; None, with a warning unless it is empty, where it cannot be kept."""
        if not text:
            return None
        try:
            return word(" ".join(text.split()))
        except ValueError as error:
            self.warn(line, column, f"{error}: left out")
            return None

    def organization(self, line: Line) -> tuple[str, ...]:
        """The slugs of the organizations that a row names, which are made where they are new."""
        return tuple(dict.fromkeys(self._thing(line, "organization", "organization")))

    def hardware(self, line: Line, column: str = "hardware") -> str | None:
        """The slug of the chip that a row names; None if it names none, or several."""
        chips = self._thing(line, "hardware", column)
        if len(chips) > 1:
            self.warn(line, column, f"{len(chips)} chips share the work: left out")
        return chips[0] if len(chips) == 1 else None

    def _thing(self, line: Line, type_: str, column: str) -> list[str]:
        slugs = []
        for text in names(line.text(column)):
            name = self._name(line, column, text)
            if name is not None:
                slugs.append(self._names[type_].one(name))
                self.subject(line, type_, slugs[-1], {"name": name}, column)
        return slugs

    def subject(
        self, line: Line, type_: str, slug: str, fields: Mapping[str, Any], column: str = "name"
    ) -> None:
        """Keep a subject as the file describes it; the row that is about it says most."""
        ref = f"{type_}:{slug}"
        if ref in self.subjects and len(fields) == 1:
            return
        kind = {"hardware": "hardware"}.get(type_, f"{type_}s")
        record = self._accepted(line, column, kind, {"slug": slug, **fields})
        if isinstance(record, Subject):
            self.subjects[ref] = record

    def figure(self, line: Line, column: str) -> int | float | None:
        """The number of a cell; None, with a warning unless it is empty, if it holds none."""
        if not line.text(column):
            return None
        try:
            return number(line.text(column))
        except ValueError as error:
            self.warn(line, column, str(error))
            return None

    def date(self, line: Line, column: str) -> str | None:
        """The date of a cell; None, with a warning unless it is empty, if it holds none."""
        if not line.text(column):
            return None
        try:
            return day(line.text(column))
        except ValueError as error:
            self.warn(line, column, f"{error}: left out")
            return None

    def observe(
        self, line: Line, column: str, ref: str, attribute: str, value: Any, **fields: Any
    ) -> None:
        """Keep one number that a cell states about a subject."""
        header = self.table.columns.get(column, column)
        name = " ".join(line.text("name").split())
        given = {
            "subject": ref,
            "attribute": attribute,
            "value": value,
            "source": self.source,
            "locator": f"row {name}, column {header}",
            "verified": "dataset",
            **{name: value for name, value in fields.items() if value not in (None, ())},
        }
        record = self._accepted(line, column, "observations", given)
        if isinstance(record, Observation):
            self.observations[record.subject + record.key] = record

    def _accepted(
        self, line: Line, column: str, kind: str, fields: Mapping[str, Any]
    ) -> Record | None:
        """The record of these fields, without those that are refused and can be missed."""
        try:
            return accept(kind, fields)
        except Problems as problems:
            lines = problems.lines
        for message in lines:
            self.warn(line, column, f"{message}: left out")
        wrong = {message.partition(":")[0] for message in lines}
        if wrong <= _OPTIONAL:
            return self._accepted(
                line, column, kind, {name: one for name, one in fields.items() if name not in wrong}
            )
        return None

    def snapshot(self, series: str, published: str) -> Snapshot:
        """Everything that was gathered."""
        return Snapshot(
            self.source,
            series,
            published,
            self.table.sha256,
            tuple(self.subjects.values()),
            tuple(self.observations.values()),
            tuple(sorted(self.rows, key=lambda row: row[0])),
            tuple(self.warnings),
        )
