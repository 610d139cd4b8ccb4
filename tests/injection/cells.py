"""Checks of tables: CSV, TSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from tests.injection.comparing import MOST, differences

IGNORED = "\u00a0\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2063\ufeff"
"""Characters that a spreadsheet may skip at the start of a cell, beside white space."""
ACTING = "=+-@\uff1d\uff0b\uff0d\uff20|%"
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?%?")


def comma_separated(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a CSV file that holds payloads."""
    return _separated(hostile, harmless, ",")


def tab_separated(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a TSV file that holds payloads."""
    return _separated(hostile, harmless, "\t")


def _separated(hostile: bytes, harmless: bytes, delimiter: str) -> list[str]:
    rows, twins = (_rows(text, delimiter) for text in (hostile, harmless))
    shape = differences((f"row of {len(r)}" for r in rows), (f"row of {len(r)}" for r in twins))
    acting = [f"a formula: {cell[:60]!r}" for row in rows for cell in row if is_formula(cell)]
    return [*shape, *acting[:MOST], *_control(rows)]


def _rows(text: bytes, delimiter: str) -> list[list[str]]:
    with io.StringIO(text.decode("utf-8-sig"), newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter, strict=True))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may read a cell as more than text or a number.

    >>> [is_formula(cell) for cell in ("=1", " =1", "-1.5e3", "'=1", "a=1")]
    [True, True, False, False, False]
    """
    start = cell.lstrip(IGNORED + " \t\r\n\x0b\x0c\u2028\u2029")
    return start[:1] != "" and start[0] in ACTING and not NUMBER.fullmatch(start.rstrip())


def _control(rows: list[list[str]]) -> Iterator[str]:
    found = {
        c for row in rows for cell in row for c in re.findall("[\x00-\x08\x0e-\x1f\x7f]", cell)
    }
    yield from (f"a control character U+{ord(c):04X}" for c in sorted(found))


def workbook(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with an XLSX file that holds payloads."""
    return [
        *differences(_parts(hostile), _parts(harmless)),
        *differences(_sheets(hostile), _sheets(harmless)),
        *list(_acting(hostile))[:MOST],
    ]


def _parts(book: bytes) -> list[str]:
    return [re.sub(r"\d+", "", name) for name in zipfile.ZipFile(io.BytesIO(book)).namelist()]


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(book)):
        yield sheet.title, sheet.dimensions
        for row in sheet.iter_rows():
            yield from ((sheet.title, f"cell of type {cell.data_type}") for cell in row)


def _acting(book: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(book)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                yield f"a formula in {sheet.title} {cell.coordinate}: {str(cell.value)[:60]!r}"
            if cell.hyperlink is not None:
                yield f"a link in {sheet.title} {cell.coordinate}: {cell.hyperlink.target}"


def parquet(hostile: bytes, harmless: bytes) -> list[str]:
    """What is wrong with a Parquet file that holds payloads: columns and rows must be alike."""
    return differences(_columns(hostile), _columns(harmless))


def _columns(table: bytes) -> Iterator[tuple[str, ...]]:
    import tempfile

    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(table)
        file.flush()
        found = duckdb.read_parquet(file.name)
        for name, type_ in zip(found.columns, found.types, strict=True):
            yield name, str(type_)
        yield "rows", str(len(found))
