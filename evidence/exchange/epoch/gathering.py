"""What the readers of all three tables share: records through the door, warnings by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from evidence.core.errors import Invalid, Problems
from evidence.core.records import Observation, Record, Subject
from evidence.exchange.epoch.cells import day, names, number
from evidence.exchange.epoch.naming import Names, slugged
from evidence.exchange.epoch.table import Line, Table
from evidence.exchange.inputs import accept

PARTY = "epoch-ai"
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
    columns: tuple[str, ...]


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

    def named(self, type_: str) -> list[tuple[Line, str]]:
        """The rows that have a name, each with the slug of its subject; the others are reported."""
        there = []
        for line in self.table.lines:
            if line.text("name"):
                there.append(line)
            else:
                self.warn(line, "name", "the row has no name: left out")
                self.rows.append((line.number, None, line.raw))
        dated = [
            (" ".join(line.text("name").split()), self.date(line, "released")) for line in there
        ]
        return list(zip(there, self._names[type_].each(dated), strict=True))

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
        for name in names(line.text(column)):
            slug = self._names[type_].one(name)
            self.subject(line, type_, slug, {"name": name}, column)
            slugs.append(slug)
        return slugs

    def subject(
        self, line: Line, type_: str, slug: str, fields: Mapping[str, Any], column: str = "name"
    ) -> None:
        """Keep a subject as the file describes it; the first mention that says more counts."""
        ref = f"{type_}:{slug}"
        former = self.subjects.get(ref)
        if former is not None and len(fields) == 1:
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
        try:
            return accept(kind, fields)
        except Problems as problems:
            for message in problems.lines:
                self.warn(line, column, f"{message}: left out")
        except Invalid as error:
            self.warn(line, column, f"{error.message}: left out")
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
            tuple(self.rows),
            tuple(self.warnings),
            tuple(self.table.columns.values()),
        )


def parties(slugs: Iterable[str]) -> tuple[str, ...]:
    """Names of parties as records hold them."""
    return tuple(slugged(slug) for slug in slugs)
