"""A published table as rows of cells, with the file's digest and what was not understood of it."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.exchange.epoch.columns import TABLES, Headers
from evidence.exchange.files import opened, whole
from evidence.exchange.found import Refused, plain, shown

_SHOWN_NAME = 80


class Line(NamedTuple):
    """One row: its cells by the names used here, and as they stood in the file."""

    number: int
    """1 is the first row under the header."""
    line: int
    """The line of the file on which it begins."""
    cells: Mapping[str, str]
    raw: Mapping[str, str]

    def text(self, name: str) -> str:
        """The text of a cell; empty where the table has no such column."""
        return self.cells.get(name, "")


class Table(NamedTuple):
    """A file of one of the formats."""

    file: str
    sha256: str
    columns: Mapping[str, str]
    """The header under which each column stands in this file."""
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]

    def about(self, line: Line, column: str, message: str) -> str:
        """A warning about one cell: where it is, and what was wrong with it."""
        header = self.columns.get(column, column)
        name = plain(line.text("name").strip() or "without a name", _SHOWN_NAME)
        return f"{self.file}:{line.line}: row {name}, column {header}: {message}"


def read_table(path: str | Path, form: str) -> Table:
    """The rows of a file; raises Invalid if it is no table of this format."""
    file = plain(Path(path).name)
    try:
        with opened(Path(path)) as stream:
            data = whole(stream)
        text = data.decode("utf-8")
        pairs = list(_rows(text))
    except Refused as refused:
        raise Invalid(f"{file}: {refused.fault.message}") from None
    except UnicodeDecodeError:
        raise Invalid(f"{file} is not UTF-8: save it as UTF-8") from None
    except csv.Error as error:
        raise Invalid(f"{file} is not CSV ({error}): download it again") from None
    return _table(file, hashlib.sha256(data).hexdigest(), form, pairs)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins on; empty ones are left out."""
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _table(file: str, sha256: str, form: str, pairs: list[tuple[int, list[str]]]) -> Table:
    headers, unread = TABLES[form]
    if not pairs:
        raise Invalid(f"{file} is empty: download it again")
    header = [name.strip() for name in pairs[0][1]]
    columns = _columns(headers, header)
    if "name" not in columns:
        raise Invalid(
            f"{file} is no table of {form}: it has no column {shown(headers['name'][0])}",
            f"choose another of {', '.join(TABLES)}",
        )
    known = {name for names in headers.values() for name in names} | set(unread) | {""}
    strange = [shown(name) for name in header if name not in known]
    warnings = []
    if strange:
        warnings.append(
            f"{file}:1: columns that are not known are kept in the rows only: {', '.join(strange)}"
        )
    lines = []
    for number, (line, row) in enumerate(pairs[1:], start=1):
        if len(row) != len(header):
            warnings.append(
                f"{file}:{line}: the row has {len(row)} cells under {len(header)} headers: left out"
            )
            continue
        raw = {name: cell for name, cell in zip(header, row, strict=True) if name and cell.strip()}
        cells = {name: raw.get(column, "").strip() for name, column in columns.items()}
        lines.append(Line(number, line, cells, raw))
    return Table(file, sha256, columns, tuple(lines), tuple(warnings))


def _columns(headers: Headers, header: list[str]) -> dict[str, str]:
    """The header of this file under which each column stands; the first name that is there."""
    there = {
        name: next((one for one in names if one in header), None) for name, names in headers.items()
    }
    return {name: column for name, column in there.items() if column is not None}
