"""The rows of imported tables as they stood in their files: whatever was made of them, they stay.

A row belongs to the source that stands for its file, whose record holds the file's date and
SHA-256. Rows are no records: nothing is worked out from them, they are there to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.store.decoding import entered
from evidence.store.queries import Rows

KIND = "rows"


class ImportedRow(NamedTuple):
    """One row of one file, with the subject that it was taken to be about."""

    source: str
    """The slug of the source that stands for the file."""
    number: int
    """The row's number in the file: 1 is the first under the header."""
    subject: str | None
    """The reference of the subject; None for a row that names nothing."""
    cells: Mapping[str, str]
    """The cells that are not empty by the name of their column, as they were written."""

    @property
    def identity(self) -> tuple[str, int]:
        """What makes the row that row."""
        return self.source, self.number

    def as_mapping(self) -> dict[str, Any]:
        """What the log holds of it."""
        given = {**self._asdict(), "cells": dict(self.cells)}
        return {name: value for name, value in given.items() if value is not None}


class RowChange(NamedTuple):
    """One row before and after; None where it did not exist, or no longer does."""

    before: ImportedRow | None
    after: ImportedRow | None


def as_row(fields: Mapping[str, Any]) -> ImportedRow:
    """The row of a mapping from the log."""
    return ImportedRow(
        fields["source"], fields["number"], fields.get("subject"), dict(fields["cells"])
    )


def rows_of_sources(reader: Rows, slugs: Sequence[str]) -> list[ImportedRow]:
    """The rows of these files, in order."""
    found = reader.rows("imported_rows", "of_sources", slugs=list(slugs)) if slugs else []
    return _decoded(found)


def rows_about(reader: Rows, ref: str) -> list[ImportedRow]:
    """The rows that were taken to be about a subject, file by file."""
    type_, _, slug = ref.partition(":")
    return _decoded(reader.rows("imported_rows", "about_subject", type=type_, slug=slug))


def all_rows(reader: Rows) -> list[ImportedRow]:
    """Every row of every file."""
    return _decoded(reader.rows("imported_rows"))


def _decoded(found: Iterable[tuple[Any, ...]]) -> list[ImportedRow]:
    rows = [
        ImportedRow(source, number, subject, entered(cells))
        for source, number, subject, cells in found
    ]
    return sorted(rows, key=lambda row: row.identity)
