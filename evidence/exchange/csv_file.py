"""Bundles in CSV: one kind a file, the fields in the first line. A file may be of any size.

A list is written with `;` between its items, an empty cell is an absent field, a mapping is
written as JSON. Numbers are read as YAML would read them. The `'` that keeps a spreadsheet from
taking a text for a formula is no part of the text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from evidence.core.errors import Invalid
from evidence.core.limits import TEXT
from evidence.core.records import KINDS
from evidence.core.spreadsheet_cells import unguarded
from evidence.exchange.files import lines
from evidence.exchange.found import Fault, Found, Reading, Refused, first_twice, shown
from evidence.exchange.json_file import decoded, refuse_depth
from evidence.exchange.scalars import NUMERIC_FIELDS, written

LONGEST_CELL = 131_072
"""Characters of a cell where a text may not be even longer; the library's own limit."""
_QUOTES = "put a text that contains commas in double quotes"


def read_csv(stream: BinaryIO, kind: str) -> Reading:
    """The records of a table of one kind with the lines on which they begin."""
    try:
        yield from _table(_Rows(stream), kind)
    except Refused as refused:
        yield refused.fault


class _Rows:
    """The rows of a CSV file, each with the line that it begins on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._line = 0
        self._lines = lines(stream)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(max(LONGEST_CELL, TEXT.value + 1))
        rows = csv.reader((self._text(pair) for pair in self._lines), strict=True)
        while True:
            start = self._line + 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise Refused(start, _reason(str(error))) from None
            yield start, row

    def _text(self, pair: tuple[int, str]) -> str:
        self._line = pair[0]
        return pair[1]


def _table(rows: _Rows, kind: str) -> Reading:
    header: list[str] = []
    lists = _lists(kind)
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header = _header(line, row)
        elif len(row) != len(header):
            yield Fault(line, f"there are {len(row)} cells under {len(header)} names: {_QUOTES}")
        else:
            yield _record(line, kind, dict(zip(header, row, strict=True)), lists)
    if not header:
        yield Fault(0, "the file is empty: begin it with the names of the fields")


def _header(line: int, row: list[str]) -> list[str]:
    names = [cell.strip() for cell in row]
    twice = first_twice(names)
    if twice is not None:
        raise Refused(line, f"the column {shown(twice)} is given twice: keep one")
    if "" in names:
        place = names.index("") + 1
        raise Refused(line, f"column {place} has no name: write the name of its field")
    return names


def _record(line: int, kind: str, cells: Mapping[str, str], lists: frozenset[str]) -> Found | Fault:
    try:
        fields = {
            name: _cell(name, unguarded(text), name in lists, line)
            for name, text in cells.items()
            if text.strip()
        }
    except Refused as refused:
        return refused.fault
    return Found(line, kind, fields)


def cell(kind: str, name: str, text: str) -> object:
    """What the text of one cell stands for in a record of this kind."""
    try:
        return _cell(name, text, name in _lists(kind), 0)
    except Refused as refused:
        raise Invalid(refused.fault.message) from None


def _cell(name: str, text: str, listed: bool, line: int) -> object:
    if listed:
        return [part.strip() for part in text.split(";") if part.strip()]
    if name in NUMERIC_FIELDS:
        return written(text.strip())
    if name == "self_interested" and text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    if name in ("computed_by", "units_variants", "supersedes") and text.lstrip().startswith("{"):
        data = text.encode()
        refuse_depth(data, line)
        return decoded(data, line)
    return text


def _lists(kind: str) -> frozenset[str]:
    defaults = KINDS[kind]._field_defaults
    return frozenset(name for name, default in defaults.items() if default == ())


def _reason(message: str) -> str:
    if "field larger" in message:
        longest = csv.field_size_limit()
        return f"a cell is longer than {longest} characters: is a double quote not closed?"
    if "unexpected end" in message:
        return "a double quote is opened here and not closed: close it"
    if "new-line" in message:
        return "a line ends in CR alone: save the file with LF or CRLF line ends"
    if "expected after" in message:
        return "text follows a closing double quote: write a double quote in a text as two"
    return f"this is not CSV: {message}"
